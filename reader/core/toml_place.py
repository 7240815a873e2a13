"""Where in the text of a TOML file a key is set."""

import re
from collections.abc import Iterable, Sequence


def line_of(text: str, key: str, inner: str | None = None) -> int:
    """Return the line, from 1, on which `key` is set or its table begins, or on which `inner` is set in it."""
    lines = text.splitlines()
    start = _first_line(lines, rf"\[*\s*{_quoted(key)}\s*[=.\]]")
    if inner is None:
        return start + 1
    dotted = rf"{_quoted(key)}\s*\.\s*{_quoted(inner)}\s*="
    return start + _first_line(lines[start:], rf"(?:{dotted}|{_quoted(inner)}\s*=)") + 1


def lines_of(text: str, table: str, names: Iterable[str]) -> dict[str, int]:
    """Return the lines, from 1, on which keys of a table are set; all in one pass, for there may be many."""
    if not (wanted := [*names]):
        return {}
    start = line_of(text, table)
    pattern = re.compile(rf"\s*(?:{_quoted(table)}\s*\.\s*)?[\"']?([\w-]+)[\"']?\s*=")
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines()[start - 1 :], start):
        if match := pattern.match(line):
            found.setdefault(match[1], number)
    return {name: found.get(name, start) for name in wanted}


def _first_line(lines: Sequence[str], pattern: str) -> int:
    return next((number for number, line in enumerate(lines) if re.match(rf"\s*{pattern}", line)), 0)


def _quoted(key: str) -> str:
    return rf"[\"']?{re.escape(key)}[\"']?"
