"""The header of a long table, which stays in view while one is inside it."""

from collections.abc import Container, Sequence

from reader.document.flow import Flow
from reader.document.line import Line

_SHARE = 3
"""What part of the view a header may take: one of so many."""

_COMMON = 2
"""Lines that a page has in common with the one before."""


def _kept_header(
    flow: Flow, lines: Sequence[tuple[int, int, Line]], pointed: Container[tuple[int, int]]
) -> range:
    """Return the rows of the first block that take the place of the first visible lines; none of `pointed` is hidden."""
    if not lines:
        return range(0)
    block, row, _ = lines[0]
    header = _small_header(flow, block, len(lines))
    height = len(header)
    if not header or row <= header.start:
        return range(0)
    inside = lines[height + 1][0] == block  # a row below it, which is not the end of the table
    hides = any((number, index) in pointed for number, index, _ in lines[:height])
    return header if inside and not hides else range(0)


def line_below_header(
    flow: Flow, lines: Sequence[tuple[int, int, Line]], y: int, pointed: Container[tuple[int, int]]
) -> tuple[int, int, Line]:
    """Return what is shown in place of a visible line, with its block and row: it, or a line of the header."""
    rows = _kept_header(flow, lines, pointed)
    if y >= len(rows):
        return lines[y]
    block, row = lines[0][0], rows[y]
    return block, row, flow.block(block)[row]


def page_lines(flow: Flow, lines: Sequence[tuple[int, int, Line]], direction: int) -> int:
    """Return the lines of a page down or up, after which no line was hidden by a header all the time."""
    if not lines:
        return 1
    block = lines[-1 if direction > 0 else 0][0]
    return max(1, len(lines) - _COMMON - len(_small_header(flow, block, len(lines))))


def _small_header(flow: Flow, block: int, height: int) -> range:
    """Return the header of a block, none where it would take too much of the view."""
    header = flow.header(block)
    return header if len(header) <= height // _SHARE else range(0)
