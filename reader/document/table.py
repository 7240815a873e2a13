"""Tables drawn with lines: columns as wide as what is in them, narrowed where all would be too wide."""

from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias, overload

from reader.core.document import Cell, InlineKind, Table
from reader.core.width import width
from reader.document.line import Line, Segment, segments_of, wrap

_NARROWEST: Final = 7
"""Columns below which a narrowed column is not read well."""

_WIDEST: Final = 60
"""Widest column of a table that is wider than the screen anyhow."""

_MOST: Final = 1_000
"""Most columns of a table."""

_KEPT: Final = 256
"""Drawn lines that are held."""

# Which sides have a line: up 1, right 2, down 4, left 8.
_JOINTS: Final = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"


@dataclass(slots=True)
class _Spot:
    """A cell on the grid: where it begins, and how many columns and rows it covers."""

    cell: Cell
    row: int
    column: int
    across: int
    down: int


class TableLines(Sequence[Line]):
    """The lines of a table below `first` (its caption), each drawn when it is asked for.

    They have at most `columns` columns, more only where the table could not be read otherwise.
    """

    def __init__(
        self, table: Table, columns: int, first: Sequence[Line] = (), anchor: str | None = None
    ) -> None:
        self._first = first
        self._anchor = anchor
        self._grid = _Grid(table)
        count = self._grid.columns
        natural = self._grid.widths()
        self._widths = _fitted(natural, columns - 3 * count - 1)
        self._wide = sum(self._widths) + 3 * count + 1 > columns
        narrowed = {x for x in range(count) if self._widths[x] < natural[x]}
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


_Texts: TypeAlias = dict[tuple[int, int], list[Line]]
"""The lines of those cells that have more than one, by row and column."""


class _Grid:
    """Which cell covers each place, all rows of one length; rows without spans are made when they are asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._spanned: list[list[_Spot | None]] | None = None
        self._spots: list[_Spot] = []
        if any(cell.across > 1 or cell.down > 1 for row in table.rows for cell in row):
            self._spanned, self._spots = _grid(table)
            self.columns = len(self._spanned[0]) if self._spots else 0
        else:
            self.columns = min(max(map(len, table.rows), default=0), _MOST)

    def row(self, number: int) -> "Sequence[_Spot | None] | None":
        """Return the cells of a row, `None` above the first and below the last one."""
        if not 0 <= number < len(self._table.rows):
            return None
        if self._spanned is not None:
            return self._spanned[number]
        cells = self._table.rows[number][: self.columns]
        spots = [_Spot(cell, number, column, 1, 1) for column, cell in enumerate(cells)]
        return [*spots, *[None] * (self.columns - len(spots))]

    def widths(self) -> list[int]:
        """Return how wide each column would be if there were room."""
        widths = [1] * self.columns
        if self._spanned is None:
            for row in self._table.rows:
                for column, cell in enumerate(row[: self.columns]):
                    if (natural := _natural(cell)) > widths[column]:
                        widths[column] = natural
            return widths
        for spot in sorted(self._spots, key=lambda spot: spot.across):
            across = min(spot.across, self.columns - spot.column)
            natural = _natural(spot.cell)
            taken = sum(widths[spot.column : spot.column + across]) + 3 * (across - 1)
            if natural > taken:
                share, rest = divmod(natural - taken, across)
                for place in range(across):
                    widths[spot.column + place] += share + (place < rest)
        return widths

    def wrapped(self, widths: Sequence[int], narrowed: Container[int]) -> _Texts:
        """Return the lines of the cells for which their columns, of which some were narrowed, are too narrow."""
        if self._spanned is not None:
            return {
                (s.row, s.column): _wrapped(s.cell, room)
                for s in self._spots
                if _natural(s.cell) > (room := _room(s, widths))
            }
        columns = [column for column in range(self.columns) if column in narrowed]
        return {
            (number, column): _wrapped(row[column], widths[column])
            for number, row in enumerate(self._table.rows)
            for column in columns
            if column < len(row) and _natural(row[column]) > widths[column]
        }

    def heights(self, texts: _Texts) -> list[int]:
        """Return how many lines each row has."""
        heights = [1] * len(self._table.rows)
        if self._spanned is None:
            for (row, _), lines in texts.items():
                heights[row] = max(heights[row], len(lines))
            return heights
        for spot in sorted(self._spots, key=lambda spot: spot.down):
            needed = len(texts.get((spot.row, spot.column), (None,)))
            missing = needed - sum(heights[spot.row : spot.row + spot.down])
            if missing > 0:
                heights[spot.row + spot.down - 1] += missing
        return heights


def draw_table(table: Table, columns: int) -> list[Line]:
    """Return all lines of a table of at most `columns` columns, more only where it could not be read otherwise."""
    return list(TableLines(table, columns))


def _grid(table: Table) -> tuple[list[list[_Spot | None]], list[_Spot]]:
    """Return which cell covers each place, and the cells."""
    rows: list[dict[int, _Spot]] = [{} for _ in table.rows]
    spots: list[_Spot] = []
    for number, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while column in rows[number]:
                column += 1
            down = min(cell.down, len(rows) - number)
            across = min(cell.across, _MOST)
            spot = _Spot(cell, number, column, across, down)
            spots.append(spot)
            for y in range(number, number + down):
                for x in range(column, column + across):
                    rows[y].setdefault(x, spot)
            column += across
    count = min(max((max(row, default=-1) + 1 for row in rows), default=0), _MOST)
    return [[row.get(x) for x in range(count)] for row in rows], [s for s in spots if s.column < count]


def _natural(cell: Cell) -> int:
    """Return how wide a cell would be if there were room."""
    content = cell.content
    if len(content) == 1 and content[0].kind is InlineKind.TEXT and content[0].text.isascii():
        return len(content[0].text)
    return sum(width(segment.text) for segment in segments_of(content))


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


def _room(spot: _Spot, widths: Sequence[int]) -> int:
    own = widths[spot.column : spot.column + spot.across]
    return sum(own) + 3 * (len(own) - 1)


def _row(
    spots: "Sequence[_Spot | None] | None", row: int, line: int, widths: Sequence[int], texts: _Texts
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
        room = _room(spot, widths)
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


def _shown(spot: _Spot, texts: _Texts, line: int) -> Line:
    """Return a line of a cell."""
    lines = texts.get((spot.row, spot.column))
    if lines is None:
        return Line(tuple(segments_of(spot.cell.content))) if line == 0 else Line()
    return lines[line] if line < len(lines) else Line()


def _rule(
    above: "Sequence[_Spot | None] | None", below: "Sequence[_Spot | None] | None", widths: Sequence[int]
) -> str:
    """Return the line between two rows, which no cell of several rows lets through."""
    count = len(widths)

    def solid(column: int) -> bool:
        if not 0 <= column < count:
            return False
        one, other = above[column] if above else None, below[column] if below else None
        return one is None or one is not other

    def upright(line: Sequence[_Spot | None] | None, column: int) -> bool:
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
