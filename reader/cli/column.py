"""Text in terminal columns: how wide it is, cut, padded and wrapped."""

import unicodedata
from collections.abc import Iterator


def width(text: str) -> int:
    """Return the columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def cut(text: str, columns: int) -> str:
    """Return `text` in at most `columns` columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    return _beginning(text, columns - 1).rstrip() + "…"


def padded(text: str, columns: int) -> str:
    """Return `text` with blanks up to `columns` columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """Return the paragraphs of `text` in lines of at most `columns` columns, the later ones after `indent`."""
    paragraphs = ("\n".join(_lines(part, columns, indent)) for part in text.split("\n\n"))
    return "\n\n".join(paragraphs)


def _lines(text: str, columns: int, indent: str) -> Iterator[str]:
    line = start = ""
    for word in text.split():
        if line != start and width(line) + 1 + width(word) > columns:
            yield line
            line = start = indent
        line += word if line == start else f" {word}"
        while width(line) > columns and len(line) > len(start) + 1:
            head = _beginning(line, columns)
            yield head
            start = indent
            line = indent + line[len(head) :]
    if line != start:
        yield line


def _beginning(text: str, columns: int) -> str:
    taken = 0
    for place, character in enumerate(text):
        taken += _width(character)
        if taken > columns:
            return text[: max(1, place)]
    return text


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
