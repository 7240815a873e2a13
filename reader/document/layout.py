"""Blocks laid out as lines of a given width, one block at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.core.document import (
    Block,
    Code,
    Display,
    Figure,
    Footnote,
    Heading,
    Inline,
    Item,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Table,
    Theorem,
)
from reader.core.math_display import Row, display
from reader.core.width import width as width_of
from reader.document.line import BLANK, Line, Segment, Style, indented, segments_of, wrap
from reader.document.slot import figure_slots
from reader.document.table import TableLines, draw_table

NARROWEST = 20
"""Fewest columns that text is laid out in."""

_INNER = 8
"""Fewest columns for what is in lists in lists."""

_BAR = Segment("│ ", "rule")


def lay_out(block: Block, columns: int, tallest: int = 0) -> tuple[Line, ...]:
    """Return a block as lines of at most `columns` columns (at least 20), but for code and tables that are wider.

    The pictures of a figure get a place of at most `tallest` rows.
    """
    columns = max(columns, NARROWEST)
    return _anchored(_laid(block, columns, tallest), block.anchor)


def lay_out_table(table: Table, columns: int, above: Sequence[Line] = ()) -> TableLines:
    """Return a table as lines, drawn when they are asked for, below others and its caption."""
    columns = max(columns, NARROWEST)
    caption = _anchored(_captioned(table.label, table.caption, columns), table.anchor)
    anchor = None if caption else table.anchor
    return TableLines(table, columns, (*above, *caption), anchor)


def _anchored(lines: Sequence[Line], anchor: str | None) -> tuple[Line, ...]:
    if not anchor or not lines:
        return tuple(lines)
    first = lines[0]
    # What stands at the beginning of something has the name of the larger thing only where it has none itself.
    return (replace(first, anchor=first.anchor or anchor), *lines[1:])


def _laid(block: Block, columns: int, tallest: int) -> list[Line]:
    match block:
        case Paragraph():
            return wrap(segments_of(block.content), columns)
        case Heading():
            return _heading(block, columns)
        case Display():
            return _display(block, columns)
        case Listing():
            return _listing(block, columns, tallest)
        case Table():
            return [*_captioned(block.label, block.caption, columns), *draw_table(block, columns)]
        case Figure():
            return _figure(block, columns, tallest)
        case Code():
            return _code(block, columns)
        case Theorem():
            return _theorem(block, columns, tallest)
        case Quote():
            return indented(_stack(block.blocks, columns - 4, tallest), Segment("  "))
        case Footnote():
            label = [Segment(f"{block.label:>3} ", "note")]
            return _hanging(label, block.blocks, columns, tallest)
        case Reference():
            label = [Segment(f"[{block.label.strip('[]')}] ", "label")] if block.label else []
            return wrap(segments_of(block.content), columns, first=label, indent=4)


def _stack(blocks: Iterable[Block], columns: int, tallest: int) -> list[Line]:
    """Return blocks one below the other."""
    lines: list[Line] = []
    for block in blocks:
        if lines:
            lines.append(BLANK)
        lines += _anchored(_laid(block, max(columns, _INNER), tallest), block.anchor)
    return lines


def _heading(block: Heading, columns: int) -> list[Line]:
    style: Style = "heading-1" if block.level == 1 else "heading-2" if block.level == 2 else "heading-3"
    first = [Segment(f"{block.number}  ", style)] if block.number else []
    return wrap(segments_of(block.content, style), columns, first=first, indent=2 if first else 0)


def _display(block: Display, columns: int) -> list[Line]:
    rows = tuple(Row(row.cells, row.number) for row in block.rows)
    drawn = display(rows, columns)
    anchors = {first: row.anchor for first, row in zip(drawn.firsts, block.rows, strict=True)}
    return [
        Line((Segment(line, "math"),) if line else (), anchors.get(number), wide=width_of(line) > columns)
        for number, line in enumerate(drawn.lines)
    ]


def _listing(block: Listing, columns: int, tallest: int) -> list[Line]:
    lines: list[Line] = []
    loose = any(len(item.blocks) > 1 for item in block.items)
    widest = max((sum(width_of(s.text) for s in segments_of(item.label)) for item in block.items), default=1)
    margin = min(widest, 6)
    for item in block.items:
        if lines and loose:
            lines.append(BLANK)
        lines += (
            _described(item, columns, tallest) if block.described else _item(item, columns, margin, tallest)
        )
    return lines


def _item(item: Item, columns: int, margin: int, tallest: int) -> list[Line]:
    label = [Segment(segment.text, "label") for segment in segments_of(item.label)]
    used = sum(width_of(segment.text) for segment in label)
    label = [Segment("  " + " " * (margin - used), "label"), *label, Segment(" ")]
    return list(_anchored(_hanging(label, item.blocks, columns, tallest), item.anchor))


def _described(item: Item, columns: int, tallest: int) -> list[Line]:
    lines = wrap(segments_of(item.label, "label"), columns) if item.label else []
    lines += indented(_stack(item.blocks, columns - 4, tallest), Segment("    "))
    return list(_anchored(lines, item.anchor))


def _hanging(label: list[Segment], blocks: Sequence[Block], columns: int, tallest: int) -> list[Line]:
    """Return blocks to the right of a label."""
    margin = sum(width_of(segment.text) for segment in label)
    if margin > columns // 2:
        return [*wrap(label, columns), *indented(_stack(blocks, columns - 4, tallest), Segment("    "))]
    lines = _stack(blocks, columns - margin, tallest) or [BLANK]
    first = replace(lines[0], segments=(*label, *lines[0].segments))
    return [first, *indented(lines[1:], Segment(" " * margin))]


def _captioned(label: str, caption: Sequence[Inline], columns: int) -> list[Line]:
    if not label and not caption:
        return []
    first = [Segment(f"{label}{'  ' if caption else ''}", "label")] if label else []
    return wrap(segments_of(caption, "caption"), columns, first=first)


def _figure(block: Figure, columns: int, tallest: int) -> list[Line]:
    lines: list[Line] = []
    for picture, place in zip(block.pictures, figure_slots(block, columns, tallest), strict=True):
        if lines and tallest:
            lines.append(BLANK)
        for slot in place:
            margin = (columns - slot.columns) // 2
            lines.append(Line((Segment(" " * margin),) if margin else (), slot=slot))
        lines += _picture(picture, columns)
    return [*lines, *_captioned(block.label, block.caption, columns)]


def _picture(picture: Picture, columns: int) -> list[Line]:
    """Return a picture as its name and its address."""
    name = picture.address.rsplit("/", 1)[-1] if picture.address else ""
    first = [Segment("▒ ", "faint")]
    label = [Segment(f"{picture.label} ", "label")] if picture.label else []
    words = [*label, *segments_of(picture.caption, "caption")]
    shown = Segment(name or "a picture", "link" if picture.address else "faint", picture.address)
    parts = [*words, Segment(" "), shown] if words else [shown]
    return list(_anchored(wrap(parts, columns, first=first, indent=2), picture.anchor))


def _code(block: Code, columns: int) -> list[Line]:
    lines = _captioned(block.label, block.caption, columns)
    for source in block.lines:
        segments = tuple(segments_of(source, "code"))
        line = Line((Segment("  "), *segments))
        lines.append(Line(line.segments, wide=line.width > columns))
    return lines


def _theorem(block: Theorem, columns: int, tallest: int) -> list[Line]:
    title = wrap(segments_of(block.title, "label"), columns - 2) if block.title else []
    lines = [*title, *_stack(block.blocks, columns - 2, tallest)]
    return indented(lines, Segment("  ") if block.kind == "proof" else _BAR)
