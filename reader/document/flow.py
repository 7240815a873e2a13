"""A whole document as lines, of which only those asked for are laid out: a thesis opens like a short note."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from reader.core.document import (
    Block,
    Code,
    Display,
    Document,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Table,
    figures_of,
    inlines_of,
)
from reader.document.layout import lay_out, lay_out_table
from reader.document.line import BLANK, Line, Segment
from reader.document.slot import figure_slots
from reader.document.table import TableLines

KEPT = 400
"""Blocks whose lines are held."""

_RUNNING = (Paragraph, Footnote, Reference)
"""Blocks of running text alone: in others a blank line would part what belongs together."""


class Flow:
    """The lines of a document at a width of `columns`; `spacing` is the number of blank lines between blocks, `leading`
    that between the lines of running text, and `tallest` the most rows that are kept free for a picture.

    Places are exact as a block and a row in it. Line numbers count from the top and are estimated for what has not
    been laid out yet: they may change, in all that follows, when it is.
    """

    def __init__(
        self,
        document: Document,
        columns: int,
        *,
        spacing: int = 1,
        leading: int = 0,
        tallest: int = 0,
        kept: int = KEPT,
    ) -> None:
        self.document = document
        self.columns = columns
        self.tallest = tallest
        self._spacing = spacing
        self._leading = leading
        self._kept = kept
        self._lines: OrderedDict[int, Sequence[Line]] = OrderedDict()
        self._heights = [self._estimated(place, block) for place, block in enumerate(document.blocks)]
        self._exact = bytearray(len(self._heights))
        self._starts: list[int] | None = None
        self._anchors: dict[str, int] | None = None

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self.document.blocks)

    @property
    def height(self) -> int:
        """The number of lines, as far as known."""
        return self._tops()[-1]

    def block(self, place: int) -> Sequence[Line]:
        """Return the lines of a block, with the blank ones above it."""
        lines = self._lines.get(place)
        if lines is None:
            lines = self._laid(place)
            self._lines[place] = lines
            if len(self._lines) > self._kept:
                self._lines.popitem(last=False)
            if self._heights[place] != len(lines):
                self._heights[place] = len(lines)
                self._starts = None
            self._exact[place] = 1
        else:
            self._lines.move_to_end(place)
        return lines

    def line_of(self, place: int, row: int = 0) -> int:
        """Return the line number of a row of a block, as far as known."""
        return self._tops()[min(place, len(self))] + row

    def place_of(self, line: int) -> tuple[int, int]:
        """Return the block and the row that a line number means, as far as known."""
        tops = self._tops()
        place = min(max(0, bisect_right(tops, max(0, line)) - 1), max(0, len(self) - 1))
        return place, max(0, line - tops[place])

    def lines_from(self, place: int, row: int = 0) -> Iterator[tuple[int, int, Line]]:
        """Yield lines downwards from a row of a block, each with its block and row."""
        for number in range(max(0, place), len(self)):
            lines = self.block(number)
            for index in range(row, len(lines)):
                yield number, index, lines[index]
            row = 0

    def moved(self, place: int, row: int, step: int) -> tuple[int, int]:
        """Return the place some lines further down or up, kept between the first and the last one."""
        if not len(self):
            return 0, 0
        row = min(row, max(0, len(self.block(place)) - 1)) + step
        while row < 0 and place > 0:
            place -= 1
            row += len(self.block(place))
        while row >= len(self.block(place)) and place < len(self) - 1:
            row -= len(self.block(place))
            place += 1
        return place, min(max(0, row), max(0, len(self.block(place)) - 1))

    def anchor(self, name: str) -> tuple[int, int] | None:
        """Return the place of an anchor, `None` where there is none."""
        if self._anchors is None:
            self._anchors = self.document.anchors()
        if (place := self._anchors.get(name)) is None:
            return None
        rows = (row for row, line in enumerate(self.block(place)) if line.anchor == name)
        return place, next(rows, len(self._above(place)))

    def section(self, place: int) -> int | None:
        """Return the block of the heading that a block stands under; `None` before the first one."""
        for number in range(min(place, len(self) - 1), -1, -1):
            if isinstance(self.document.blocks[number], Heading):
                return number
        return None

    def header(self, place: int) -> range:
        """Return the rows of a block that are the header of a table; none where it is no table, or has no header."""
        lines = self.block(place) if isinstance(self.document.blocks[place], Table) else ()
        return lines.head if isinstance(lines, TableLines) else range(0)

    def stay(self, place: int) -> int:
        """Return the columns of a block that stay where they are when it is moved sideways."""
        lines = self.block(place) if isinstance(self.document.blocks[place], Table) else ()
        return lines.stay if isinstance(lines, TableLines) else 0

    def _laid(self, place: int) -> Sequence[Line]:
        block, above = self.document.blocks[place], self._above(place)
        if isinstance(block, Table):
            return lay_out_table(block, self.columns, above)
        lines = lay_out(block, self.columns, self.tallest)
        if not self._leading or not isinstance(block, _RUNNING):
            return (*above, *lines)
        apart = (BLANK,) * self._leading
        return (*above, *lines[:1], *(line for text in lines[1:] for line in (*apart, text)))

    def _above(self, place: int) -> tuple[Line, ...]:
        """Return the blank lines above a block, and the rule above the first footnote."""
        if place == 0:
            return ()
        block, before = self.document.blocks[place], self.document.blocks[place - 1]
        if isinstance(block, Footnote):
            if isinstance(before, Footnote):
                return ()
            return BLANK, Line((Segment("─" * min(20, self.columns), "rule"),))
        if isinstance(block, Reference) and isinstance(before, Reference):
            return ()
        blanks = self._spacing
        if isinstance(block, Heading) and not isinstance(before, Heading):
            blanks += block.level == 1
        return (BLANK,) * blanks

    def _estimated(self, place: int, block: Block) -> int:
        """Return about how many lines a block has."""
        columns = max(20, self.columns)
        above = len(self._above(place))
        if isinstance(block, Code):
            return above + len(block.lines) + bool(block.caption)
        if isinstance(block, Table):
            return above + len(block.rows) + 4
        if isinstance(block, Display):
            return above + 3 * len(block.rows)
        lines = sum(
            1 + sum(len(inline.text) for inline in inlines) // columns for inlines in inlines_of(block)
        )
        lines += (lines - 1) * self._leading * isinstance(block, _RUNNING)
        if self.tallest:
            lines += sum(
                sum(map(len, figure_slots(figure, columns, self.tallest))) for figure in figures_of(block)
            )
        return above + (lines if not isinstance(block, Listing) else max(1, lines - len(block.items)))

    def _tops(self) -> list[int]:
        if self._starts is None:
            self._starts = list(accumulate(self._heights, initial=0))
        return self._starts
