"""LaTeX mathematics as one line of Unicode that reads well in a terminal.

The parser turns a formula into atoms, as TeX does, and the layout puts space between them by their roles.
It reads each token once, goes only so deep, and shows what it does not know under its bare name.
"""

import re
import unicodedata
from typing import Final

from reader.core.latex_layout import (
    MINUS,
    fraction,
    layout,
    marked,
    root,
    row_break,
    scripted,
)
from reader.core.latex_symbol import (
    ALPHABETS,
    CHARACTERS,
    HIDDEN_ARGUMENT,
    MARKS,
    SILENT,
    SWITCHES,
    SYMBOLS,
    Atom,
    alphabet,
)

_DEPTH: Final = 40
_TOKEN: Final = re.compile(
    r"\\(?:[A-Za-z]+|.|$)|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?|[A-Za-z]+|\s+|:=|<=|>=|!=|->|<<|>>|\.\.\.|'+|.",
    re.DOTALL,
)
_SPACE: Final = Atom(" ", "space")
_TEXT: Final = frozenset(
    ["text", "textrm", "textnormal", "mbox", "hbox", "textit", "emph", "textsl", "textsc", "textmd", "intertext", "shortintertext", "mathop", "textsuperscript", "textsubscript", "unicode"]
) - {"mathop", "unicode"}
_BRACKETS: Final = {
    "matrix": ("[", "]"),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("[", "]"),
    "cases": ("{", "}"),
    "dcases": ("{", "}"),
    "array": ("[", "]"),
}
_INFIX: Final = frozenset(("over", "choose", "atop", "brace", "brack"))
_ARROWS: Final = {
    "xrightarrow": "—{}→",
    "xlongrightarrow": "—{}→",
    "xhookrightarrow": "—{}↪",
    "xmapsto": "—{}↦",
    "xleftarrow": "←{}—",
    "xleftrightarrow": "←{}→",
    "xRightarrow": "={}⇒",
}


def to_unicode(source: str) -> str:
    """Return the inside of a math span (without its dollar signs) as one line of readable Unicode."""
    if source.isascii() and source.isalnum():
        return source
    return layout(_Parser(source).sequence(())).strip()


class _Parser:
    """A recursive reader of one formula; every method takes tokens from the front and gives atoms."""

    def __init__(self, source: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(source)
        self.tokens.reverse()
        self.depth = 0
        self.font = ""

    def sequence(self, ends: tuple[str, ...]) -> list[Atom]:
        """Read atoms up to one of the ending tokens, which is taken, or to the end of the formula."""
        tokens, font = self.tokens, self.font
        atoms: list[Atom] = []
        while tokens:
            token = tokens.pop()
            if token in ends:
                break
            if token in ("_", "^") or token[0] == "'":
                tokens.append(token)
                self._scripts(atoms)
            elif token[1:] in _INFIX and token[0] == "\\":
                atoms = [self._infix(token[1:], atoms, ends)]
                break
            else:
                self._atom(token, atoms)
        self.font = font
        return atoms

    def _atom(self, token: str, atoms: list[Atom]) -> None:
        """Append what one token, with the arguments that belong to it, stands for."""
        first = token[0]
        if first == "\\":
            self._command(token[1:], atoms)
        elif first == "{":
            if self.depth < _DEPTH:
                group = self._group()
                # TeX takes the space from around a sign that stands alone in braces: 1{,}000.
                neutral = len(group) == 1 and group[0].kind in ("comma", "binary", "relation")
                atoms.extend((Atom(group[0].text),) if neutral else group)
        elif first.isspace():
            self._blank(atoms)
        elif token in CHARACTERS:
            atoms.append(CHARACTERS[token])
        elif token == "~" or token == "&":
            atoms.append(_SPACE)
        elif token not in ("}", "$"):
            atoms.append(self._letters(token))

    def _letters(self, token: str) -> Atom:
        atom = SYMBOLS.get(token) if len(token) > 2 else None
        if atom is not None and atom.kind == "function" and not self.font:
            return atom
        return Atom(token.translate(alphabet(self.font)) if self.font else token)

    def _blank(self, atoms: list[Atom]) -> None:
        """Keep the blank beside a word; between the letters of a formula it means nothing."""
        if atoms and self.tokens:
            before, after = atoms[-1].text, self.tokens[-1]
            words = (len(before) > 2 and before.isalpha(), len(after) > 2 and after.isalpha())
            if any(words) and before[-1:].isalnum() and after.isalnum():
                atoms.append(_SPACE)
            elif after == ":" and len(self.tokens) > 1 and self.tokens[-2].isspace():
                self.tokens.pop()
                atoms.append(Atom(":", "relation"))

    def _group(self) -> list[Atom]:
        self.depth += 1
        atoms = self.sequence(("}",))
        self.depth -= 1
        return atoms

    def argument(self) -> list[Atom]:
        """Read one argument: a group, a command with its own arguments, or a single character."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] in ("}", "&") or self.depth >= _DEPTH:
            return []
        token = tokens.pop()
        if token == "{":
            return self._group()
        if token[0] != "\\" and len(token) > 1:
            tokens.append(token[1:])
            token = token[0]
        atoms: list[Atom] = []
        self.depth += 1
        self._atom(token, atoms)
        self.depth -= 1
        return atoms

    def _optional(self) -> list[Atom]:
        if not self.tokens or self.tokens[-1] != "[" or self.depth >= _DEPTH:
            return []
        self.tokens.pop()
        self.depth += 1
        atoms = self.sequence(("]",))
        self.depth -= 1
        return atoms

    def _raw(self) -> str:
        """Read an argument as the text that it is, without its braces."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] == "}":
            return ""
        if tokens[-1] != "{":
            return tokens.pop()
        parts: list[str] = []
        level = 0
        while tokens:
            token = tokens.pop()
            level += (token == "{") - (token == "}")
            if level == 0:
                break
            parts.append(token)
        return "".join(parts[1:])

    def _text(self) -> list[Atom]:
        """Read an argument as words: blanks and hyphens stay, and mathematics between dollars is read as such."""
        tokens = self.tokens
        while tokens and tokens[-1].isspace():
            tokens.pop()
        if not tokens or tokens[-1] != "{" or self.depth >= _DEPTH:
            return self.argument()
        tokens.pop()
        self.depth += 1
        parts: list[str] = []
        while tokens:
            token = tokens.pop()
            if token == "}":
                break
            if token == "$":
                parts.append(layout(self.sequence(("$", "}"))))
            elif token[0] == "\\" or token == "{":
                atoms: list[Atom] = []
                self._atom(token, atoms)
                parts.append(layout(atoms) or " " * any(atom.kind == "space" for atom in atoms))
            elif token[0].isspace() or token == "~":
                parts.append(" ")
            else:
                parts.append(token)
        self.depth -= 1
        text = "".join(parts)
        atoms = [Atom(" ".join(text.split()), "ordinary", True)] if text.strip() else []
        return [_SPACE] * text[:1].isspace() + atoms + [_SPACE] * text[-1:].isspace()

    def _scripts(self, atoms: list[Atom]) -> None:
        """Set the subscripts, superscripts and primes at the front on the last atom."""
        lower: list[Atom] = []
        upper: list[Atom] = []
        primes = 0
        while self.tokens:
            token = self.tokens[-1]
            if token == "_":
                self.tokens.pop()
                lower += self.argument()
            elif token == "^":
                self.tokens.pop()
                upper += self.argument()
            elif token[0] == "'":
                self.tokens.pop()
                primes += len(token)
            elif token in ("\\limits", "\\nolimits") or (token.isspace() and self.tokens[-2:-1] in (["_"], ["^"])):
                self.tokens.pop()
            else:
                break
        base = atoms.pop() if atoms and atoms[-1].kind != "space" else Atom("")
        atoms.append(scripted(base, layout(lower, tight=True), layout(upper, tight=True), "′" * primes))

    def _infix(self, name: str, left: list[Atom], ends: tuple[str, ...]) -> Atom:
        self.depth += 1
        right = self.sequence(ends) if self.depth < _DEPTH else []
        self.depth -= 1
        if name == "over":
            return fraction(left, right)
        return Atom(f"({layout(left)} choose {layout(right)})")

    def _command(self, name: str, atoms: list[Atom]) -> None:
        bare = name
        if name == "\\":
            row_break(atoms)
        elif name == "_" and self.tokens and (self.tokens[-1].isalnum() or self.tokens[-1] == "{") and not self.font:
            self.tokens.append("_")  # some archives escape the underscore of a subscript
            self._scripts(atoms)
        elif name == "not" and self.tokens:
            following = self.argument()
            text = layout(following)
            slashed = unicodedata.normalize("NFC", text + MARKS["not"]) if text else ""
            atoms.append(Atom(slashed, following[0].kind if following else "ordinary"))
        elif name in ("begin", "end"):
            self._environment(name, atoms)
        elif bare in SILENT:
            if name in ("left", "right", "middle"):
                self._delimiter(name, atoms)
        elif bare in ALPHABETS:
            self._alphabet(bare, atoms)
        elif bare in MARKS and (len(bare) > 1 or not bare.isalpha()):
            atoms.append(marked(bare, layout(self.argument())))
        elif name in SYMBOLS:
            atoms.append(SYMBOLS[name])
        elif bare in _TEXT:
            atoms.extend(self._text())
        elif bare in HIDDEN_ARGUMENT:
            self._raw()
        else:
            self._structure(bare, atoms)

    def _delimiter(self, name: str, atoms: list[Atom]) -> None:
        """Read the delimiter after \\left or \\right, where a full stop is none and < is a bracket."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] in ("{", "}"):
            return
        token = self.tokens.pop()
        if token[0] not in ".<>|/":
            self._atom(token, atoms)
            return
        if len(token) > 1:
            self.tokens.append(token[1:])
        text = {"<": "⟨", ">": "⟩", ".": ""}.get(token[0], token[0])
        kinds = {"left": "open", "right": "close", "middle": "relation"}
        if text:
            atoms.append(Atom(text, kinds[name]))  # type: ignore[arg-type]

    def _alphabet(self, name: str, atoms: list[Atom]) -> None:
        font = ALPHABETS[name]
        if name in SWITCHES:
            self.font = font
            return
        outer, self.font = self.font, font
        content = self.argument()
        self.font = outer
        if font in ("sans", "typewriter") and sum(len(atom.text) for atom in content) > 1:
            plain = unicodedata.normalize("NFKC", layout(content, tight=True))
            content = [Atom(plain)]
        atoms.extend(content if len(content) < 2 else [Atom(layout(content), content[-1].kind)])

    def _structure(self, name: str, atoms: list[Atom]) -> None:
        """Append a command that builds something from its arguments, or the name of an unknown one."""
        match name:
            case "frac" | "tfrac" | "dfrac" | "cfrac" | "nicefrac" | "sfrac" | "flatfrac":
                top = self.argument()
                atoms.append(fraction(top, self.argument()))
            case "sqrt":
                degree = layout(self._optional(), tight=True)
                atoms.append(root(degree, self.argument()))
            case "binom" | "dbinom" | "tbinom":
                top = self.argument()
                atoms.append(Atom(f"({layout(top)} choose {layout(self.argument())})"))
            case "operatorname" | "mathop" | "operatornamewithlimits":
                if self.tokens and self.tokens[-1] == "*":
                    self.tokens.pop()
                atoms.append(Atom(layout(self.argument()).replace(f" {MINUS} ", "-"), "function"))
            case "stackrel" | "overset":
                above = layout(self.argument(), tight=True)
                atoms.extend(self._stacked(above, ""))
            case "underset":
                below = layout(self.argument(), tight=True)
                atoms.extend(self._stacked("", below))
            case "underbrace" | "overbrace":
                content = layout(self.argument())
                note = self._brace_note()
                atoms.append(Atom(f"{content} ({note})" if note else content))
            case "substack" | "shortstack":
                atoms.extend(self.argument())
            case "pmod" | "pod":
                atoms.extend((_SPACE, Atom(f"(mod {layout(self.argument())})")))
            case "tag":
                atoms.extend((_SPACE, Atom(f"({layout(self.argument())})")))
            case "cite" | "ref" | "eqref" | "citep" | "citet":
                atoms.append(Atom(f"[{self._raw()}]"))
            case "url" | "href":
                atoms.append(Atom(self._raw()))
            case "ce":
                atoms.append(Atom(chemistry(self._raw())))
            case _ if name in _ARROWS:
                below = layout(self._optional(), tight=True)
                above = layout(self.argument(), tight=True)
                atoms.append(Atom(_ARROWS[name].format(", ".join(filter(None, (above, below)))), "relation"))
            case _:
                atoms.append(Atom(name, "ordinary", len(name) > 1))

    def _stacked(self, above: str, below: str) -> list[Atom]:
        base = self.argument()
        if not base:
            return [Atom(above + below)]
        if above == "def" and base[0].text == "=":
            return [Atom("≝", "relation")]
        return [*base[:-1], scripted(base[-1], below, above, "")]

    def _brace_note(self) -> str:
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] not in ("_", "^"):
            return ""
        self.tokens.pop()
        return layout(self.argument())

    def _environment(self, command: str, atoms: list[Atom]) -> None:
        name = self._raw().rstrip("*")
        if command == "end" or name not in _BRACKETS or self.depth >= _DEPTH:
            return
        if name == "array":
            self._optional()
            self._raw()
        self.depth += 1
        content = layout(self.sequence(("\\end",)))
        self.depth -= 1
        self._raw()
        left, right = _BRACKETS[name]
        if atoms and atoms[-1].kind in ("open", "bar") and name != "cases":
            left = right = ""
        atoms.append(Atom(f"{left}{content}{right}"))


def chemistry(formula: str) -> str:
    """Set the counts of a chemical formula low and its charge high: H2O, SO4^2-."""
    low = re.sub(r"(?<=[A-Za-z)\]])\d+", lambda match: scripted(Atom(""), match[0], "", "").text, formula)
    return re.sub(r"\^\{?(\d*[+-]|\d+)\}?", lambda match: scripted(Atom(""), "", match[1], "").text, low)
