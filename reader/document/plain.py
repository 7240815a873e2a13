"""A whole document as plain text: no styles and no drawings, for what reads aloud, compares or counts."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reader.core.document import (
    Block,
    Code,
    Display,
    Document,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Reference,
    Table,
    Theorem,
)
from reader.core.math_display import clean_tex
from reader.core.width import width
from reader.document.line import Segment, formula, segments_of, wrap
from reader.document.tidy import plain

_RELATION: Final = re.compile(r"^([=<>≤≥≈∼≡])(?=\S)")


def to_plain(document: Document, columns: int) -> Iterator[str]:
    """Yield the lines of a document, wrapped at a width; formulas and tables are one line for each of their rows."""
    for place, block in enumerate(document.blocks):
        before = document.blocks[place - 1] if place else None
        if place and not (isinstance(block, Reference | Footnote) and type(before) is type(block)):
            yield ""
        yield from _lines(block, columns)


def _lines(block: Block, columns: int) -> list[str]:
    match block:
        case Heading():
            number = f"{block.number} " if block.number else ""
            return _wrapped([Segment(number), *segments_of(block.content)], columns)
        case Paragraph():
            return _wrapped(segments_of(block.content), columns)
        case Display():
            return [line for row in block.rows for line in _row(row.cells, row.number, columns)]
        case Listing():
            lines: list[str] = []
            for item in block.items:
                lines += _hung(f"{plain(item.label)} ", _stacked(item.blocks, columns - 4), block.described)
            return lines
        case Table():
            return [*_caption(block, columns), *_table(block)]
        case Figure():
            addresses = [picture.address for picture in block.pictures if picture.address]
            return [*_caption(block, columns), *addresses]
        case Code():
            return [*_caption(block, columns), *(plain(line).rstrip() for line in block.lines)]
        case Theorem():
            return [*_wrapped(segments_of(block.title), columns), *_stacked(block.blocks, columns)]
        case Quote():
            return [f"    {line}".rstrip() for line in _stacked(block.blocks, columns - 4)]
        case Footnote():
            return _hung(f"{block.label} ", _stacked(block.blocks, columns - 4), False)
        case Reference():
            label = f"[{block.label.strip('[]')}] " if block.label else ""
            return _wrapped([Segment(label), *segments_of(block.content)], columns)


def _stacked(blocks: Sequence[Block], columns: int) -> list[str]:
    return [line for block in blocks for line in _lines(block, columns)]


def _wrapped(segments: "Iterator[Segment] | list[Segment]", columns: int) -> list[str]:
    return [line.text for line in wrap(segments, columns)]


def _row(cells: Sequence[str], number: str, columns: int) -> list[str]:
    text = _RELATION.sub(r"\1 ", formula(clean_tex(" ".join(cells)).strip()))
    label = f"  ({number})" if number else ""
    return [f"    {line}" for line in _wrapped([Segment(text + label)], columns - 4)]


def _hung(label: str, lines: Sequence[str], below: bool) -> list[str]:
    """Return lines behind a label, or below it."""
    if below or not lines:
        return [label.rstrip(), *(f"    {line}".rstrip() for line in lines)]
    return [label + lines[0], *(f"    {line}".rstrip() for line in lines[1:])]


def _caption(block: Table | Figure | Code, columns: int) -> list[str]:
    words = list(segments_of(block.caption))
    label = f"{block.label}: " if block.label and words else block.label
    return _wrapped([Segment(label), *words], columns) if label or words else []


def _table(table: Table) -> list[str]:
    rows = [[plain(cell.content) for cell in row] for row in table.rows]
    count = max(map(len, rows), default=0)
    widths = [max((width(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)]
    return [
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip()
        for row in rows
    ]
