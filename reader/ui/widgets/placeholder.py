"""A few words in the middle of a widget that has nothing else to show."""

from textual.content import Content
from textual.geometry import Size

_MARGIN = 6
"""Columns that stay free beside the words."""


def placeholder_line(words: Content, y: int, size: Size, most: int | None = None) -> Content:
    """Return the line `y` of a widget of this size, as wide as that; the words are at `most` so many columns wide."""
    line = Content("")
    if words:
        room = size.width - _MARGIN
        lines = words.wrap(max(10, min(room, most or room)), align="center")
        row = y - max(0, (size.height - len(lines)) // 2)
        line = lines[row].center(size.width) if 0 <= row < len(lines) else line
    return line.truncate(size.width, pad=True)
