"""Titles and abstracts as runs of text, mathematics, code and links.

What authors write is a mixture of LaTeX, Markdown and plain words, often damaged on its way. Whatever is not
understood stays as it was: no word is lost.
"""

import re
from typing import Final

from reader.core.latex import chemistry, to_unicode
from reader.core.latex_alphabet import MARKS
from reader.core.latex_symbol import SYMBOLS
from reader.core.prose_accent import accented
from reader.core.prose_quote import Punctuation
from reader.core.prose_repair import restore
from reader.core.prose_rule import (
    ABBREVIATIONS,
    CITATIONS,
    DROPPED,
    DROPPED_ARGUMENT,
    FORMATS,
    LETTERS,
    MATH_ENVIRONMENT,
    NAMES,
    TOKEN,
    is_math,
    is_phrase,
)
from reader.core.prose_run import Run, RunKind, Sheet

__all__ = ("Run", "RunKind", "parse_line", "parse_prose", "plain")

_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?:)])\n[^\S\n]{2,}")
_CLOSING: Final = {"$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_TRAILING: Final = ".,;:!?'\"*_`’”"


def parse_line(text: str) -> tuple[Run, ...]:
    """Return the runs of a title, in one line."""
    return _Reader(restore(text)).runs()


def parse_prose(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return the paragraphs of an abstract, each as its runs; single line breaks are spaces."""
    paragraphs = (parse_line(part) for part in _PARAGRAPH.split(text))
    return tuple(runs for runs in paragraphs if runs)


def plain(text: str) -> str:
    """Return a title or an abstract as plain Unicode text, with a blank line between paragraphs."""
    return "\n\n".join("".join(run.text for run in runs) for runs in parse_prose(text))


class _Reader:
    """Reads one paragraph from left to right; groups in braces are a stack of what to do where they close."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.partner = _braces(text) if "{" in text else {}
        self.latex = "\\" in text
        self.missing: dict[str, int] = {}
        self.sheet = Sheet()
        self.punctuation = Punctuation(text)

    def runs(self) -> tuple[Run, ...]:
        """Return the runs of the whole paragraph, with white space squashed."""
        text, start = self.text, 0
        while match := TOKEN.search(text, self.position):
            self.sheet.here = start
            self.sheet.write(text[start : match.start()])
            self.sheet.here, self.position = match.start(), match.end()
            self._token(match)
            start = self.position
        self.sheet.here = start
        self.sheet.write(text[start:])
        return self.sheet.runs()

    def _token(self, match: re.Match[str]) -> None:
        token = match[0]
        match token[0]:
            case "\\":
                self._backslash(token)
            case "$":
                self._math(token)
            case "{":
                self._open()
            case "}":
                self.sheet.close(match.start())
            case "h":
                self._link(token)
            case "*" | "_" if match.lastgroup in ("strong", "emphasis", "underscored"):
                self._marked(match)
            case "`" | "'" | '"' | "-" | "~":
                self.sheet.write(
                    self.punctuation.shown(token, self.position),
                    "code" if match.lastgroup == "code" else None,
                )
            case _ if self.sheet.kind() == "code":
                self.sheet.write(token)
            case _:
                script = token[1:] if token[1] == "{" else f"{{{token[1:]}}}"
                self.sheet.write(to_unicode(token[0] + script.replace("{circ}", "{\\circ}")))

    def _marked(self, match: re.Match[str]) -> None:
        """Write what stands between two marks of emphasis, read on its own."""
        width = 2 if match.lastgroup == "strong" else 1
        kind: RunKind = "strong" if width == 2 else "emphasis"
        for run in _Reader(match[0][width:-width]).runs():
            self.sheet.write(run.text, kind if run.kind == "text" else run.kind, run.target)

    def _math(self, opening: str) -> None:
        """Read mathematics up to its closing mark, or leave the mark where it is not mathematics."""
        text, start = self.text, self.position
        closing = _CLOSING.get(opening, "$")
        end = self._find(closing, start)
        if opening == "$":
            while end > 0 and text[end - 1] == "\\" and text[end - 2 : end - 1] != "\\":
                end = self._find(closing, end + 1)
        content = text[start:end] if end >= 0 else ""
        after = text[end + 1 : end + 2]
        if end < 0 or (opening in ("$", "$$") and not is_math(content, after)):
            if opening == "$" and is_phrase(content):
                self.position = end + 1
                self.sheet.write(content, "emphasis")
            else:
                self.sheet.write(opening if opening[0] == "$" else opening[1])
            return
        self.position = end + len(closing)
        self.sheet.write(to_unicode(content), "math")

    def _find(self, mark: str, start: int) -> int:
        """Find a mark, remembering when there is none further on so that nobody searches again."""
        if start >= self.missing.get(mark, len(self.text) + 1):
            return -1
        end = self.text.find(mark, start)
        if end < 0:
            self.missing[mark] = start
        return end

    def _open(self) -> None:
        here = self.position - 1
        end = self.partner.get(here, -1)
        if end < 0:
            self.sheet.write("{")
            return
        text = self.text
        name = text[here + 1 : end] if end - here < 14 else ""
        if (
            name.isalpha()
            and len(name) > 2
            and name in SYMBOLS
            and SYMBOLS[name].kind not in ("function", "space")
        ):
            self.position = end + 1
            self.sheet.write(SYMBOLS[name].text)
            return
        beside = text[here - 1 : here].isalnum() or text[end + 1 : end + 2].isalpha()
        if self.latex or beside or end == here + 1:
            self.sheet.enter(end)
        else:
            self.sheet.write("{")

    def _link(self, token: str) -> None:
        """Show a bare address; its trailing punctuation is not part of it, a text in braces behind it is its name."""
        address = token.rstrip(_TRAILING)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_TRAILING)
        self.position -= len(token) - len(address)
        target = re.sub(r"\\([_%#&~$])", r"\1", address)
        end = self.partner.get(self.position, -1)
        if self.text[self.position : self.position + 1] == "{" and end > 0:
            self._named(end, target)
        else:
            self.sheet.write(target, "link", target)

    def _named(self, end: int, target: str) -> None:
        """Show the group that ends there as the name of a link."""
        self.position += 1
        if not self.text[self.position : end].strip():
            self.sheet.write(target, "link", target)
            self.position = end + 1
            return
        self.sheet.enter(end)
        self.sheet.style(end, "link", target)

    def _argument(self) -> int:
        """Return where the group that begins here closes, or -1 where none begins."""
        return self.partner.get(self.position, -1)

    def _style(self, kind: RunKind, suffix: str = "") -> None:
        end = self._argument()
        self.position += 1
        self.sheet.enter(end, suffix)
        self.sheet.style(end, kind)

    def _backslash(self, token: str) -> None:
        name = token[1:]
        if name in ("(", "["):
            self._math(token)
        elif name == "":
            self.sheet.write("\\")
        elif (len(name) == 1 and name in MARKS) and self._accent(name):
            return
        elif not name.isalpha() and not name.rstrip("*").isalpha():
            if name in "%&_$#{}":
                self.sheet.write(name)
            elif name in ")]" or name not in "!/-@'\"`^~=.":
                self.sheet.write(" " if name in " ,;:>\\\n\t" else name)
            elif name in "'\"`^~=.":
                self.sheet.write(name)
        else:
            self._command(name.rstrip("*"))

    def _accent(self, name: str) -> bool:
        """Set an accent on the letter that follows; False where none does."""
        found = accented(name, self.text, self.position)
        if found is None:
            return False
        letter, self.position = found
        self.sheet.write(letter)
        return True

    def _command(self, name: str) -> None:
        end = self._argument()
        text = self.text
        if name in LETTERS:
            self._swallow_blank()
            self.sheet.write(LETTERS[name])
        elif name in FORMATS:
            if end > 0:
                self._style(FORMATS[name])
            else:
                self._switch(FORMATS[name])
        elif name in DROPPED:
            self._swallow_blank()
        elif name in ABBREVIATIONS:
            short = ABBREVIATIONS[name]
            self.sheet.write(short[:-1] if text[self.position : self.position + 1] == "." else short)
            self._skip_empty()
        elif name in CITATIONS and end > 0:
            self.sheet.write(f"[{text[self.position + 1 : end]}]")
            self.position = end + 1
        elif name in DROPPED_ARGUMENT and end > 0:
            self.position = end + 1
        elif name in ("href", "url") and end > 0:
            self._address(name, end)
        elif name == "footnote" and end > 0:
            self.sheet.write(" (")
            self._style("text", ")")
        elif name in ("begin", "end") and end > 0:
            self._environment(name, text[self.position + 1 : end], end)
        elif name == "ce" and end > 0:
            self.sheet.write(chemistry(text[self.position + 1 : end]), "math")
            self.position = end + 1
        else:
            self._other(name, end)

    def _other(self, name: str, end: int) -> None:
        """Show a symbol, a small formula that was left without dollars, or a command of the authors' own."""
        if name in NAMES:
            self.sheet.write(NAMES[name])
        elif (
            name in ("textsuperscript", "textsubscript", "frac", "sqrt", "binom")
            or name in MARKS
            or (name.startswith("math") and end > 0)
        ):
            stop = self._formula_end(2 if name in ("frac", "binom") else 1)
            source = self.text[self.position - len(name) - 1 : stop]
            for word, sign in (("\\textsuperscript", "^"), ("\\textsubscript", "_")):
                source = source.replace(word, sign)
            self.position = stop
            self.sheet.write(to_unicode(source), "math")
        elif name in SYMBOLS and (SYMBOLS[name].kind != "function" or end < 0):
            self.sheet.write(SYMBOLS[name].text)
        elif end > self.position + 1:
            self.sheet.enter(end)
            self.position += 1
            return
        else:
            self.sheet.write(name)
        self._skip_empty()

    def _formula_end(self, arguments: int) -> int:
        """Return where that many arguments in braces end; without braces, a single character is one."""
        position = self.position
        for _ in range(arguments):
            end = self.partner.get(position, -1)
            position = end + 1 if end > 0 else min(position + 1, len(self.text))
        return position

    def _switch(self, kind: RunKind) -> None:
        """Apply {\\em …} to the end of the group around it."""
        self._swallow_blank()
        self.sheet.switch(self.position, kind)

    def _swallow_blank(self) -> None:
        if self.text[self.position : self.position + 1] == " ":
            self.position += 1
        self._skip_empty()

    def _skip_empty(self) -> None:
        if self.text.startswith("{}", self.position):
            self.position += 2

    def _address(self, name: str, end: int) -> None:
        address = re.sub(r"\\([_%#&~$])", r"\1", self.text[self.position + 1 : end]).strip()
        target = address if address.startswith(("http://", "https://")) else None
        self.position = end + 1
        if name == "href" and self._argument() > 0:
            if target:
                self._named(self._argument(), target)
        else:
            self.sheet.write(address, "link" if target else "text", target)

    def _environment(self, command: str, name: str, end: int) -> None:
        self.position = end + 1
        closing = f"\\end{{{name}}}"
        if command == "begin" and MATH_ENVIRONMENT.fullmatch(name):
            stop = self._find(closing, self.position)
            if stop >= 0:
                content = self.text[self.position : stop]
                self.position = stop + len(closing)
                self.sheet.write(to_unicode(content), "math")


def _braces(text: str) -> dict[int, int]:
    """Map every opening brace to its closing one, where it has one."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            partner[opened.pop()] = match.start()
    return partner
