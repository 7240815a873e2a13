"""A picture as rows of the terminal: half-blocks, each of which shows two pixels, one above the other."""

from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.core.raster import Raster

CELL = (1, 2)
"""Pixels across and down that a cell shows as a half-block."""

_UPPER = "▀"

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Artwork:
    """A picture that is drawn, row by row, all of one width in columns."""

    columns: int
    rows: tuple[Strip, ...]
    overlay: str = ""
    """What makes the terminal draw pixels over the rows, from where its cursor is."""


def half_blocks(raster: Raster) -> Artwork:
    """Return pixels as half-blocks; cells of one look are one segment."""
    rows = tuple(_row(raster, y) for y in range(0, raster.height - 1, 2))
    return Artwork(raster.width, rows)


def _row(raster: Raster, y: int) -> Strip:
    segments: list[Segment] = []
    last: tuple[Colour, Colour] | None = None
    count = 0
    for x in range(raster.width):
        pair = raster.pixel(x, y), raster.pixel(x, y + 1)
        if last is not None and pair != last:
            segments.append(Segment(_UPPER * count, _style(*last)))
            count = 0
        last = pair
        count += 1
    if last is not None:
        segments.append(Segment(_UPPER * count, _style(*last)))
    return Strip(segments, raster.width)


@lru_cache(4_096)
def _style(upper: Colour, lower: Colour) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
