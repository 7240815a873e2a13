"""What is highlighted and selected of a whole paper, line by line: which characters, and the sign in the margin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reader.document.flow import Flow
from reader.document.placing import Row, rows_of
from reader.document.script import Script, Stretch

Place = tuple[int, int]
"""A block, and a row in it."""

KEPT, NOTED, SELECTED = "┃", "✎", "▸"
"""The signs of a highlight, of the first line of one with a note, and of a line that is selected."""


@dataclass(frozen=True, slots=True)
class Shade:
    """A highlight, and where it stands."""

    key: str
    stretch: Stretch
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a line is drawn: a style from one character to before another, and a sign in the margin."""

    first: int
    last: int
    style: str
    sign: str


@dataclass(slots=True)
class _Rows:
    """The words of the lines of blocks, found out once for each layout."""

    flow: Flow | None = None
    blocks: dict[int, tuple[Row | None, ...]] = field(default_factory=dict)


class Shading:
    """The highlights of a text and the selection in it; does not change."""

    def __init__(
        self,
        script: Script,
        shades: Sequence[Shade] = (),
        selection: tuple[Place, Place] | None = None,
        rows: _Rows | None = None,
    ) -> None:
        self.script = script
        self.shades = tuple(shades)
        self.selection = selection
        self._rows = rows or _Rows()
        self._by_block: dict[int, list[Shade]] = {}
        for shade in shades:
            for block in range(shade.stretch.first, shade.stretch.last + 1):
                self._by_block.setdefault(block, []).append(shade)

    def with_shades(self, shades: Sequence[Shade]) -> "Shading":
        """Return it with other highlights."""
        return Shading(self.script, shades, self.selection, self._rows)

    def with_selection(self, selection: tuple[Place, Place] | None) -> "Shading":
        """Return it with the lines from one to another selected."""
        return Shading(self.script, self.shades, selection, self._rows)

    def drawn(self, flow: Flow, block: int, row: int) -> Drawn | None:
        """Return how a line is drawn; `None` for one like any other."""
        if self.selection is not None and min(self.selection) <= (block, row) <= max(self.selection):
            text = flow.block(block)[row].text
            return Drawn(len(text) - len(text.lstrip()), len(text), "selected", SELECTED)
        for shade, columns in self._at(flow, block, row):
            begins = shade.stretch.first == block and not self._covers(flow, shade, block, row - 1)
            return Drawn(*columns, "kept", NOTED if shade.noted and begins else KEPT)
        return None

    def keys_at(self, flow: Flow, block: int, row: int) -> tuple[str, ...]:
        """Return the keys of the highlights that a line has a part of."""
        return tuple(shade.key for shade, _ in self._at(flow, block, row))

    def _at(self, flow: Flow, block: int, row: int) -> Iterator[tuple[Shade, Place]]:
        for shade in self._by_block.get(block, ()):
            if columns := self._columns(flow, shade, block, row):
                yield shade, columns

    def _covers(self, flow: Flow, shade: Shade, block: int, row: int) -> bool:
        return row >= 0 and self._columns(flow, shade, block, row) is not None

    def _columns(self, flow: Flow, shade: Shade, block: int, row: int) -> Place | None:
        part = shade.stretch.part_in(block, len(self.script.texts[block]))
        line = self._block(flow, block)[row]
        return line.columns(*part) if line and part else None

    def _block(self, flow: Flow, block: int) -> tuple[Row | None, ...]:
        if self._rows.flow is not flow:
            self._rows.flow = flow
            self._rows.blocks.clear()
        rows = self._rows.blocks.get(block)
        if rows is None:
            rows = rows_of(self.script.blocks[block], flow.block(block), self.script.texts[block])
            self._rows.blocks[block] = rows
        return rows
