"""The place that is kept free for a picture before it is there, so that nothing moves when it comes."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from reader.core.document import Figure, Picture

_UNKNOWN: Final = 0.4
"""Height of a picture by its width, where the page does not tell."""

_PIXELS_PER_COLUMN: Final = 4
"""Pixels of the page for which a picture gets a column at most: small ones are not blown up."""

_NARROWEST: Final = 8
_LOWEST: Final = 6
"""Rows that each picture of several gets where it has the shape for them."""

_TOGETHER: Final = 3
"""Pictures of a figure that are seen at once."""

_DRAWINGS: Final = (".svg", ".svgz", ".pdf", ".eps", ".ps")
"""What is no picture of pixels."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the place of a picture, which is `columns` wide and `rows` high."""

    address: str
    columns: int
    rows: int
    row: int


def figure_slots(figure: Figure, columns: int, tallest: int) -> tuple[tuple[Slot, ...], ...]:
    """Return the places of the pictures of a figure; of several ones two or three fit into the room of one."""
    if len(figure.pictures) > 1 and tallest > 0:
        tallest = max(_LOWEST, tallest // min(len(figure.pictures), _TOGETHER))
    return tuple(slots(picture, columns, tallest) for picture in figure.pictures)


def slots(picture: Picture, columns: int, tallest: int) -> tuple[Slot, ...]:
    """Return the place of a picture from its top, at most `tallest` rows; nothing for one that cannot be drawn."""
    if not picture.address or tallest <= 0 or not _may_be_pixels(picture.address):
        return ()
    ratio, widest = _UNKNOWN, columns
    if picture.size:
        width, height = picture.size
        ratio = height / width
        widest = min(columns, max(_NARROWEST, width // _PIXELS_PER_COLUMN))
    # A cell of a terminal is about twice as high as it is wide.
    rows = max(1, min(tallest, round(widest * ratio / 2)))
    across = max(1, min(widest, round(2 * rows / ratio)))
    return tuple(Slot(picture.address, across, rows, row) for row in range(rows))


def _may_be_pixels(address: str) -> bool:
    try:
        return not urlsplit(address).path.lower().endswith(_DRAWINGS)
    except ValueError:
        return False
