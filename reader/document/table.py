"""Tables drawn with lines: columns as wide as what is in them, narrowed where all would be too wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.document import Cell, Table
from reader.core.width import width
from reader.document.line import Line, Segment, segments_of, wrap

_NARROWEST: Final = 7
"""Columns below which a narrowed column is not read well."""

_WIDEST: Final = 60
"""Widest column of a table that is wider than the screen anyhow."""

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


def draw_table(table: Table, columns: int) -> list[Line]:
    """Return a table in lines of at most `columns` columns, wider only where it could not be read otherwise."""
    grid, spots = _grid(table)
    if not spots:
        return []
    count = len(grid[0])
    widths = _widths(spots, count, columns - 3 * count - 1)
    texts = {id(spot): _wrapped(spot, widths) for spot in spots}
    heights = _heights(spots, texts, len(grid))
    ruled = {0, len(grid), *table.rules, *({table.head} if table.head else ())}
    wide = sum(widths) + 3 * count + 1 > columns
    lines: list[Line] = []
    for row in range(len(grid) + 1):
        if row in ruled:
            lines.append(Line((Segment(_rule(grid, row, widths), "rule"),), wide=wide))
        if row < len(grid):
            lines += [Line(_row(grid, row, line, widths, texts), wide=wide) for line in range(heights[row])]
    return lines


def _grid(table: Table) -> tuple[list[list[_Spot | None]], list[_Spot]]:
    """Return which cell covers each place, all rows of one length."""
    rows: list[dict[int, _Spot]] = [{} for _ in table.rows]
    spots: list[_Spot] = []
    for number, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while column in rows[number]:
                column += 1
            down = min(cell.down, len(rows) - number)
            across = min(cell.across, 1_000)
            spot = _Spot(cell, number, column, across, down)
            spots.append(spot)
            for y in range(number, number + down):
                for x in range(column, column + across):
                    rows[y].setdefault(x, spot)
            column += across
    count = min(max((max(row, default=-1) + 1 for row in rows), default=0), 1_000)
    return [[row.get(x) for x in range(count)] for row in rows], [s for s in spots if s.column < count]


def _widths(spots: Sequence[_Spot], count: int, room: int) -> list[int]:
    """Return the columns of the screen for each column of the table."""
    widths = [1] * count
    for spot in sorted(spots, key=lambda spot: spot.across):
        across = min(spot.across, count - spot.column)
        natural = sum(width(segment.text) for segment in segments_of(spot.cell.content))
        taken = sum(widths[spot.column : spot.column + across]) + 3 * (across - 1)
        if natural > taken:
            share, rest = divmod(natural - taken, across)
            for place in range(across):
                widths[spot.column + place] += share + (place < rest)
    if sum(widths) <= room:
        return widths
    if room < count * _NARROWEST:
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


def _wrapped(spot: _Spot, widths: Sequence[int]) -> list[Line]:
    room = _room(spot, widths)
    content = list(segments_of(spot.cell.content))
    if sum(width(segment.text) for segment in content) <= room:
        return [Line(tuple(content))]
    return _cells(wrap(content, room), room)


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


def _heights(spots: Sequence[_Spot], texts: dict[int, list[Line]], count: int) -> list[int]:
    heights = [1] * count
    for spot in sorted(spots, key=lambda spot: spot.down):
        missing = len(texts[id(spot)]) - sum(heights[spot.row : spot.row + spot.down])
        if missing > 0:
            heights[spot.row + spot.down - 1] += missing
    return heights


def _row(
    grid: Sequence[Sequence[_Spot | None]],
    row: int,
    line: int,
    widths: Sequence[int],
    texts: dict[int, list[Line]],
) -> tuple[Segment, ...]:
    """Return one line of a row; cells that cover several rows are written in their first."""
    found: list[Segment] = [Segment("│", "rule")]
    column = 0
    while column < len(widths):
        spot = grid[row][column]
        if spot is None:
            found += [Segment(" " * (widths[column] + 2)), Segment("│", "rule")]
            column += 1
            continue
        room = _room(spot, widths)
        content = texts[id(spot)]
        shown = content[line] if spot.row == row and line < len(content) else Line()
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


def _rule(grid: Sequence[Sequence[_Spot | None]], row: int, widths: Sequence[int]) -> str:
    """Return the line above a row (below the last one), which no cell of several rows lets through."""
    above = grid[row - 1] if row > 0 else None
    below = grid[row] if row < len(grid) else None
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
