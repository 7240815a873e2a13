"""The pictures of a text that are drawn, each in its place; until one is, a word stands there."""

from collections import OrderedDict
from collections.abc import Callable
from textwrap import wrap

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.core.width import beginning, width
from reader.document.slot import Slot
from reader.ui.widgets.artwork import Artwork

_KEPT = 48
"""Pictures that are held; others are drawn again from what is on disk."""

_COMING = "The figure is coming…"

Key = tuple[str, int, int]
"""The address of a picture, and the columns and rows of its place."""


def key_of(slot: Slot) -> Key:
    """Return what all rows of one place have in common."""
    return slot.address, slot.columns, slot.rows


class Gallery:
    """Holds what is shown in the places of pictures: the picture, or a sentence that says why there is none."""

    def __init__(self) -> None:
        self._shown: OrderedDict[Key, Artwork | str] = OrderedDict()

    def __contains__(self, slot: Slot) -> bool:
        return key_of(slot) in self._shown

    def hang(self, slot: Slot, shown: Artwork | str | None) -> None:
        """Show something in a place from now on, or nothing any longer."""
        self._shown.pop(key_of(slot), None)
        if shown is not None:
            self._shown[key_of(slot)] = shown
        if len(self._shown) > _KEPT:
            self._shown.popitem(last=False)

    def artwork(self, slot: Slot) -> Artwork | None:
        """Return the picture in a place."""
        shown = self._shown.get(key_of(slot))
        return shown if isinstance(shown, Artwork) else None

    def offset(self, slot: Slot, artwork: Artwork) -> tuple[int, int]:
        """Return the rows above a picture in its place, and the columns left of it."""
        return (slot.rows - len(artwork.rows)) // 2, (slot.columns - artwork.columns) // 2

    def strip(self, slot: Slot, style: Callable[[str], Style]) -> Strip:
        """Return one row of a place, as wide as that is."""
        shown = self._shown.get(key_of(slot), _COMING)
        if isinstance(shown, str):
            return _sentence(shown, slot, style("faint"))
        self._shown.move_to_end(key_of(slot))
        above, left = self.offset(slot, shown)
        row = slot.row - above
        blank = style("text")
        if not 0 <= row < len(shown.rows):
            return Strip([Segment(" " * slot.columns, blank)], slot.columns)
        right = slot.columns - shown.columns - left
        parts = [Segment(" " * left, blank), *shown.rows[row], Segment(" " * right, blank)]
        return Strip(parts, slot.columns)


def _sentence(text: str, slot: Slot, style: Style) -> Strip:
    """Return a row of a place with a sentence in its middle."""
    lines = wrap(text, max(slot.columns - 2, 8))
    if len(lines) > slot.rows:
        lines = [*lines[: slot.rows - 1], "…"]
    row = slot.row - (slot.rows - len(lines)) // 2
    line = beginning(lines[row], slot.columns) if 0 <= row < len(lines) else ""
    left = (slot.columns - width(line)) // 2
    return Strip([Segment(f"{' ' * left}{line}", style)]).adjust_cell_length(slot.columns, style)
