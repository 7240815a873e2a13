"""A tolerant reader of BibTeX: what it does not understand it steps over."""

import re
from collections.abc import Iterator

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_ENTRY_LINE = re.compile(r"^[ \t]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,{}()=\"#]*)\s*(?:,|(?=[})]))")
_FIELD = re.compile(r"[\s,]*([^\s,{}()=\"#@]+)\s*=\s*")
_BARE = re.compile(r"[^\s,{}()\"#=]+")
_JOIN = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACE_OR_QUOTE = re.compile(r"\\.|[{}\"]", re.DOTALL)
_AND = re.compile(r"\\.|[{}]|(?<=[\s}])and(?=[\s{])|^and(?=\s)", re.DOTALL | re.IGNORECASE)
_COMMA = re.compile(r"\\.|[{},;\n]", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_VALUE_LIMIT = 2**20
"""Longest value, in characters; an abstract has two thousand."""


def parse_bibtex(text: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each entry, their names in lower case, values as written without the outer delimiters.

    `entrytype` and `citekey` are among them. Strings of `@string` are put in; `@comment` and `@preamble` are left out.
    """
    strings = {name: str(number) for number, name in enumerate(_MONTHS, start=1)}
    position = limit = 0
    while found := _ENTRY.search(text, position):
        kind = found[1].lower()
        position = found.end()
        if position > limit:
            # Whatever an entry lacks, it ends where the next begins: a missing brace costs one entry only.
            following = _ENTRY_LINE.search(text, position)
            limit = following.start() if following else len(text)
        if kind in ("comment", "preamble"):
            position = _closing(text, position, len(text)) or limit
            continue
        key = ""
        if kind != "string" and (named := _KEY.match(text, position, limit)):
            key, position = named[1], named.end()
        fields, position = _fields(text, position, limit, strings)
        if kind == "string":
            strings.update(fields)
        else:
            yield fields | {"entrytype": kind, "citekey": key}


def names_of(value: str) -> list[str]:
    """Return the names of a list such as `Bach, Ann and {Bread and Butter}`, as they are written."""
    names = _parted(value, _AND)
    return [name for name in names if name != "others"]


def words_of(value: str) -> list[str]:
    """Return the keywords of a list, parted by commas, semicolons or line ends outside of braces."""
    return _parted(value, _COMMA)


def is_braced(value: str) -> bool:
    """Tell whether one pair of braces is around all of `value`."""
    return value.startswith("{") and _closing(value, 1, len(value)) == len(value)


def _parted(value: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts between separators outside of braces, without white space around them."""
    parts: list[str] = []
    depth = start = 0
    for found in separator.finditer(value):
        if found[0] in ("{", "}"):
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0 and found[0][0] != "\\":
            parts.append(value[start : found.start()])
            start = found.end()
    parts.append(value[start:])
    return [part.strip() for part in parts if part.strip()]


def _fields(text: str, position: int, limit: int, strings: dict[str, str]) -> tuple[dict[str, str], int]:
    """Return the fields from `position` on, and where they end."""
    fields: dict[str, str] = {}
    while found := _FIELD.match(text, position, limit):
        value, position = _value(text, found.end(), limit, strings)
        fields.setdefault(found[1].lower(), value)
    return fields, position


def _value(text: str, position: int, limit: int, strings: dict[str, str]) -> tuple[str, int]:
    """Return a value with its joined parts, and where it ends."""
    parts: list[str] = []
    size = 0
    while position < limit:
        match text[position]:
            case "{":
                end = _closing(text, position + 1, limit) or _end_of_line(text, position, limit)
                parts.append(text[position + 1 : end].removesuffix("}"))
            case '"':
                end = _closing_quote(text, position + 1, limit) or _end_of_line(text, position, limit)
                parts.append(text[position + 1 : end].removesuffix('"'))
            case _:
                bare = _BARE.match(text, position, limit)
                if not bare:
                    break
                end = bare.end()
                parts.append(strings.get(bare[0].lower(), bare[0]))
        size += len(parts[-1])
        if size > _VALUE_LIMIT:  # strings made of strings can grow without end
            return "", limit
        joined = _JOIN.match(text, end, limit)
        if not joined:
            return "".join(parts), end
        position = joined.end()
    return "".join(parts), position


def _closing(text: str, position: int, limit: int) -> int | None:
    """Return the position after the brace that closes what was opened before `position`."""
    depth = 1
    for found in _BRACE.finditer(text, position, limit):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return None


def _closing_quote(text: str, position: int, limit: int) -> int | None:
    """Return the position after the quotation mark outside of braces."""
    depth = 0
    for found in _BRACE_OR_QUOTE.finditer(text, position, limit):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == '"' and depth <= 0:
            return found.end()
    return None


def _end_of_line(text: str, position: int, limit: int) -> int:
    """Return where a value ends whose closing delimiter is missing: the fields after it are usually whole."""
    end = text.find("\n", position, limit)
    return len(text[position : limit if end < 0 else end].rstrip(", \t\r\n")) + position
