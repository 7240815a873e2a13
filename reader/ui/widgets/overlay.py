"""Pictures of pixels, which the terminal draws over what stands in the lines."""

from collections.abc import Iterator, Sequence

from rich.segment import ControlType, Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip

from reader.document.line import Line
from reader.ui.widgets.gallery import Gallery

_PLAIN = Style()
_NO_TEXT = [(ControlType.CURSOR_FORWARD, 0)]
"""Marks a segment that takes no room; the control itself is not written."""


def overlaid(
    strips: list[Strip],
    crop: Region,
    lines: Sequence[tuple[int, int, Line]],
    gallery: Gallery,
    origin: Offset,
) -> list[Strip]:
    """Return the strips of a part of the view, after which the pictures are drawn that are in view as a whole.

    `origin` is the place on the screen where the lines begin.
    """
    found = list(strips)
    for first, last, column, overlay in _whole(lines, gallery):
        if crop.y <= last < crop.bottom:
            there = f"\x1b7\x1b[{origin.y + first + 1};{origin.x + column + 1}H"
            drawing = Segment(f"{there}{overlay}\x1b8", _PLAIN, _NO_TEXT)
            strip = found[last - crop.y]
            found[last - crop.y] = Strip([*strip, drawing], strip.cell_length)
    return found


def _whole(lines: Sequence[tuple[int, int, Line]], gallery: Gallery) -> Iterator[tuple[int, int, int, str]]:
    """Yield the first and last line of pictures of which no line is hidden, their column, and what draws them."""
    for y, (_, _, line) in enumerate(lines):
        slot = line.slot
        if slot is None or slot.row or y + slot.rows > len(lines):
            continue
        artwork = gallery.artwork(slot)
        if artwork is not None and artwork.overlay:
            above, left = gallery.offset(slot, artwork)
            yield y + above, y + slot.rows - 1, line.width + left, artwork.overlay
