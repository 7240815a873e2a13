"""Where in the text of a TOML file a key is set."""

import re
from collections.abc import Sequence


def line_of(text: str, key: str, inner: str | None = None) -> int:
    """Return the line, from 1, on which `key` is set or its table begins, or on which `inner` is set in it."""
    lines = text.splitlines()
    start = _first_line(lines, rf"\[*\s*{_quoted(key)}\s*[=.\]]")
    if inner is None:
        return start + 1
    dotted = rf"{_quoted(key)}\s*\.\s*{_quoted(inner)}\s*="
    return start + _first_line(lines[start:], rf"(?:{dotted}|{_quoted(inner)}\s*=)") + 1


def _first_line(lines: Sequence[str], pattern: str) -> int:
    return next((number for number, line in enumerate(lines) if re.match(rf"\s*{pattern}", line)), 0)


def _quoted(key: str) -> str:
    return rf"[\"']?{re.escape(key)}[\"']?"
