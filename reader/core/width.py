"""How many columns of a terminal a text takes."""

import unicodedata
from functools import lru_cache

_MARKS = ("Mn", "Me", "Cf")


def width(text: str) -> int:
    """Return the columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(character_width, text))


@lru_cache(4_096)
def character_width(character: str) -> int:
    """Return the columns that one character takes: none for a mark on the one before it, two for wide ones."""
    if unicodedata.category(character) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def beginning(text: str, columns: int) -> str:
    """Return as much of `text` as fits into `columns` columns, at least one character."""
    if text.isascii():
        return text[: max(1, columns)]
    taken = 0
    for place, character in enumerate(text):
        taken += character_width(character)
        if taken > columns:
            return text[: max(1, place)]
    return text
