"""Which cell of a table covers which place, how wide its columns are and how high its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from reader.core.document import Cell, InlineKind, Table
from reader.core.width import width
from reader.document.line import Line, Segment, segments_of, wrap

_MOST: Final = 1_000
"""Most columns of a table."""


@dataclass(slots=True)
class Spot:
    """A cell on the grid: where it begins, and how many columns and rows it covers."""

    cell: Cell
    row: int
    column: int
    across: int
    down: int


Texts: TypeAlias = dict[tuple[int, int], list[Line]]
"""The lines of those cells that have more than one, by row and column."""


class Grid:
    """Which cell covers each place, all rows of one length; rows without spans are made when they are asked for."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows
        self._covered: dict[int, dict[int, Spot]] = {}
        self._spots: list[Spot] = []
        start = 0
        while (start := self._next_spanned(start)) < len(self._rows):
            start = self._cover(start)
        plain = (len(row) for number, row in enumerate(self._rows) if number not in self._covered)
        covered = (max(row, default=-1) + 1 for row in self._covered.values())
        self.columns = min(max(chain(plain, covered), default=0), _MOST)
        self._spots = [spot for spot in self._spots if spot.column < self.columns]

    def row(self, number: int) -> "Sequence[Spot | None] | None":
        """Return the cells of a row, `None` above the first and below the last one."""
        if not 0 <= number < len(self._rows):
            return None
        if (covered := self._covered.get(number)) is not None:
            return [covered.get(column) for column in range(self.columns)]
        cells = self._rows[number][: self.columns]
        spots = [Spot(cell, number, column, 1, 1) for column, cell in enumerate(cells)]
        return [*spots, *[None] * (self.columns - len(spots))]

    def widths(self) -> list[int]:
        """Return how wide each column would be if there were room."""
        widths = [1] * self.columns
        for _, row in self._plain():
            for column, cell in enumerate(row):
                if (natural := _natural(cell)) > widths[column]:
                    widths[column] = natural
        for spot in sorted(self._spots, key=lambda spot: spot.across):
            across = min(spot.across, self.columns - spot.column)
            natural = _natural(spot.cell)
            taken = sum(widths[spot.column : spot.column + across]) + 3 * (across - 1)
            if natural > taken:
                share, rest = divmod(natural - taken, across)
                for place in range(across):
                    widths[spot.column + place] += share + (place < rest)
        return widths

    def wrapped(self, widths: Sequence[int], narrowed: Sequence[int]) -> Texts:
        """Return the lines of the cells for which their columns, of which some were narrowed, are too narrow."""
        texts = {
            (number, column): _wrapped(row[column], widths[column])
            for number, row in (self._plain() if narrowed else ())
            for column in narrowed
            if column < len(row) and _natural(row[column]) > widths[column]
        }
        for spot in self._spots:
            if _natural(spot.cell) > (room := room_of(spot, widths)):
                texts[spot.row, spot.column] = _wrapped(spot.cell, room)
        return texts

    def heights(self, texts: Texts) -> list[int]:
        """Return how many lines each row has."""
        heights = [1] * len(self._rows)
        for (row, _), lines in texts.items():
            if row not in self._covered:
                heights[row] = max(heights[row], len(lines))
        for spot in sorted(self._spots, key=lambda spot: spot.down):
            needed = len(texts.get((spot.row, spot.column), (None,)))
            missing = needed - sum(heights[spot.row : spot.row + spot.down])
            if missing > 0:
                heights[spot.row + spot.down - 1] += missing
        return heights

    def _plain(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, row in enumerate(self._rows):
            if number not in self._covered:
                yield number, row[: self.columns]

    def _next_spanned(self, start: int) -> int:
        """Return the next row with a cell that covers more than one place."""
        for number in range(start, len(self._rows)):
            for cell in self._rows[number]:
                if cell.across > 1 or cell.down > 1:
                    return number
        return len(self._rows)

    def _cover(self, start: int) -> int:
        """Place the cells of a row and of those that its cells go on in; return the first row behind them."""
        number, end = start, start + 1
        while number < end:
            row = self._covered.setdefault(number, {})
            column = 0
            for cell in self._rows[number]:
                while column in row:
                    column += 1
                down = min(cell.down, len(self._rows) - number)
                across = min(cell.across, _MOST)
                spot = Spot(cell, number, column, across, down)
                self._spots.append(spot)
                end = max(end, number + down)
                for y in range(number, number + down):
                    below = self._covered.setdefault(y, {})
                    for x in range(column, column + across):
                        below.setdefault(x, spot)
                column += across
            number += 1
        return end


def _natural(cell: Cell) -> int:
    """Return how wide a cell would be if there were room."""
    content = cell.content
    if len(content) == 1 and content[0].kind is InlineKind.TEXT and content[0].text.isascii():
        return len(content[0].text)
    return sum(width(segment.text) for segment in segments_of(content))


def _wrapped(cell: Cell, room: int) -> list[Line]:
    return _cells(wrap(segments_of(cell.content), room), room)


def _cells(lines: list[Line], room: int) -> list[Line]:
    """Return lines cut to the room of a narrow cell, which wrapping alone does not go below."""
    found: list[Line] = []
    for line in lines:
        if line.width <= room:
            found.append(line)
        else:
            text = line.text
            style = line.segments[0].style
            while text:
                head = text
                while width(head) > room and len(head) > 1:
                    head = head[:-1]
                found.append(Line((Segment(head, style),)))
                text = text[len(head) :]
    return found


def room_of(spot: Spot, widths: Sequence[int]) -> int:
    """Return how many columns of the screen a cell has."""
    own = widths[spot.column : spot.column + spot.across]
    return sum(own) + 3 * (len(own) - 1)
