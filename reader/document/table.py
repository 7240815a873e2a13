"""Tables drawn with lines: columns as wide as what is in them, narrowed where all would be too wide."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, overload

from reader.core.document import Table
from reader.document.grid import Grid, Spot, Texts, room_of
from reader.document.line import Line, Segment, segments_of

_NARROWEST: Final = 7
"""Columns below which a narrowed column is not read well."""

_WIDEST: Final = 60
"""Widest column of a table that is wider than the screen anyhow."""

_KEPT: Final = 256
"""Drawn lines that are held."""

# Which sides have a line: up 1, right 2, down 4, left 8.
_JOINTS: Final = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"


class TableLines(Sequence[Line]):
    """The lines of a table below `first` (its caption), each drawn when it is asked for.

    They have at most `columns` columns, more only where the table could not be read otherwise.
    """

    def __init__(
        self, table: Table, columns: int, first: Sequence[Line] = (), anchor: str | None = None
    ) -> None:
        self._first = first
        self._anchor = anchor
        self._grid = Grid(table)
        count = self._grid.columns
        natural = self._grid.widths()
        self._widths = _fitted(natural, columns - 3 * count - 1)
        self._wide = sum(self._widths) + 3 * count + 1 > columns
        narrowed = [column for column in range(count) if self._widths[column] < natural[column]]
        self._texts = self._grid.wrapped(self._widths, narrowed)
        heights = self._grid.heights(self._texts)
        self._ruled = (
            {0, len(heights), *table.rules, *({table.head} if table.head else ())} if count else set()
        )
        # Where the lines of each row begin, with the rule above it; the rule below all is a row of its own.
        steps = ((row in self._ruled) + height for row, height in enumerate((*heights, 0)))
        self._starts = list(accumulate(steps, initial=0)) if count else [0]
        self._head = table.head
        self._drawn: dict[int, Line] = {}

    @property
    def head(self) -> range:
        """The lines of the header, with the rule below it."""
        if not 0 < self._head < len(self._starts) - 2:
            return range(0)
        shift = len(self._first)
        # The rule above the table belongs to its top.
        return range(shift + 1, shift + self._starts[self._head] + 1)

    @property
    def stay(self) -> int:
        """The columns of the screen that stay where they are when a table that is too wide is moved: the first column."""
        return self._widths[0] + 4 if self._wide and len(self._widths) > 1 else 0

    def __len__(self) -> int:
        return len(self._first) + self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(index)
        if number < len(self._first):
            return self._first[number]
        return self._line(number - len(self._first))

    def _line(self, number: int) -> Line:
        line = self._drawn.get(number)
        if line is None:
            row = bisect_right(self._starts, number) - 1
            inner = number - self._starts[row] - (row in self._ruled)
            anchor = self._anchor if number == 0 else None
            if inner < 0:
                rule = _rule(self._grid.row(row - 1), self._grid.row(row), self._widths)
                line = Line((Segment(rule, "rule"),), anchor, self._wide)
            else:
                segments = _row(self._grid.row(row), row, inner, self._widths, self._texts)
                line = Line(segments, anchor, self._wide)
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            self._drawn[number] = line
        return line


def draw_table(table: Table, columns: int) -> list[Line]:
    """Return all lines of a table of at most `columns` columns, more only where it could not be read otherwise."""
    return list(TableLines(table, columns))


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return the columns of the screen for each column of the table."""
    if sum(widths) <= room:
        return widths
    if room < len(widths) * _NARROWEST:
        return [min(one, _WIDEST) for one in widths]
    return _narrowed(widths, room)


def _narrowed(widths: list[int], room: int) -> list[int]:
    """Return widths that fit, the widest ones cut down to one size."""
    low, high = 1, max(widths)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(one, middle) for one in widths) <= room:
            low = middle
        else:
            high = middle - 1
    return [min(one, low) for one in widths]


def _row(
    spots: "Sequence[Spot | None] | None", row: int, line: int, widths: Sequence[int], texts: Texts
) -> tuple[Segment, ...]:
    """Return one line of a row; cells that cover several rows are written in their first."""
    assert spots is not None
    found: list[Segment] = [Segment("│", "rule")]
    column = 0
    while column < len(widths):
        spot = spots[column]
        if spot is None:
            found += [Segment(" " * (widths[column] + 2)), Segment("│", "rule")]
            column += 1
            continue
        room = room_of(spot, widths)
        shown = _shown(spot, texts, line) if spot.row == row else Line()
        blank = max(0, room - shown.width)
        align = spot.cell.align
        left = blank if align == "right" else blank // 2 if align == "center" else 0
        found += [
            Segment(" " * (left + 1)),
            *shown.segments,
            Segment(" " * (blank - left + 1)),
            Segment("│", "rule"),
        ]
        column = max(column + 1, spot.column + spot.across)
    return tuple(found)


def _shown(spot: Spot, texts: Texts, line: int) -> Line:
    """Return a line of a cell."""
    lines = texts.get((spot.row, spot.column))
    if lines is None:
        return Line(tuple(segments_of(spot.cell.content))) if line == 0 else Line()
    return lines[line] if line < len(lines) else Line()


def _rule(
    above: "Sequence[Spot | None] | None", below: "Sequence[Spot | None] | None", widths: Sequence[int]
) -> str:
    """Return the line between two rows, which no cell of several rows lets through."""
    count = len(widths)

    def solid(column: int) -> bool:
        if not 0 <= column < count:
            return False
        one, other = above[column] if above else None, below[column] if below else None
        return one is None or one is not other

    def upright(line: Sequence[Spot | None] | None, column: int) -> bool:
        if line is None:
            return False
        if column in (0, count):
            return True
        return line[column] is None or line[column] is not line[column - 1]

    parts: list[str] = []
    for column in range(count + 1):
        sides = (
            upright(above, column) + 2 * solid(column) + 4 * upright(below, column) + 8 * solid(column - 1)
        )
        parts.append(_JOINTS[sides])
        if column < count:
            parts.append(("─" if solid(column) else " ") * (widths[column] + 2))
    return "".join(parts)
