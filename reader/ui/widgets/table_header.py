"""The header of a long table, which stays in view while one is inside it."""

from collections.abc import Container, Sequence

from reader.document.flow import Flow
from reader.document.line import Line

_SHARE = 3
"""What part of the view a header may take: one of so many."""


def kept_header(
    flow: Flow, lines: Sequence[tuple[int, int, Line]], pointed: Container[tuple[int, int]]
) -> range:
    """Return the rows of the first block that take the place of the first visible lines; none of `pointed` is hidden."""
    if not lines:
        return range(0)
    block, row, _ = lines[0]
    header = flow.header(block)
    height = len(header)
    if not header or row <= header.start or height > len(lines) // _SHARE:
        return range(0)
    inside = lines[height][0] == block
    hides = any((number, index) in pointed for number, index, _ in lines[:height])
    return header if inside and not hides else range(0)
