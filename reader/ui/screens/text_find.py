"""Finding words in a whole paper: as they are typed, and from one place to the next."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.core.fold import fold

if TYPE_CHECKING:
    from reader.document.finding import Finder, Hits
    from reader.ui.screens.whole_text import TextScreen
    from reader.ui.widgets.text_shade import Place

_ABOVE = 4
"""Lines that stand above a hit that was not in view."""


class TextFind:
    """Knows what is sought in the text that a screen shows, and which place was gone to."""

    def __init__(self, screen: "TextScreen") -> None:
        self._screen = screen
        self._origin: Place = (0, 0)
        self._finder: Finder | None = None
        self._hits: Hits | None = None
        self._before: list[int] = []
        """How many hits stand before each block that has some."""
        self._current = 0

    def use(self, finder: "Finder | None") -> None:
        """Search another text from now on."""
        self._finder = finder
        if self.text:
            self._search()

    @property
    def text(self) -> str:
        """What is sought."""
        return self._screen.view.sought

    @property
    def label(self) -> str:
        """How many places there are, and which one this is."""
        if not self.text or self._hits is None:
            return ""
        if not self._hits.total:
            return f"“{self.text}” is not in this text"
        return f"{self._current + 1:,} of {self._hits.total:,}"

    def begin(self) -> None:
        """Open the box; the search begins where the person is."""
        screen = self._screen
        if screen.view.document is None:
            return
        self._origin = screen.view.top
        screen.add_class("-finding")
        box = screen.query_one(Input)
        screen.set_focus(box)
        box.select_all()

    @property
    def is_typing(self) -> bool:
        """Whether the box is open."""
        return self._screen.has_class("-finding")

    def end(self) -> None:
        """Close the box; what was typed is sought on."""
        self._screen.remove_class("-finding")
        self._screen.set_focus(self._screen.view)

    def change(self, text: str) -> None:
        """Seek another text, from the place where the search began."""
        self._screen.view.sought = " ".join(text.split())
        self._search()

    def clear(self) -> bool:
        """Seek nothing; `False` where nothing was sought."""
        was_sought = bool(self.text)
        view = self._screen.view
        view.sought, view.here = "", None
        self._hits = None
        return was_sought

    def give_up(self) -> bool:
        """Close the box and seek nothing, back where the search began; `False` where it is closed."""
        if not self.is_typing:
            return False
        self._screen.remove_class("-finding")
        self.clear()
        self._screen.view.go_to(*self._origin)
        self._screen.set_focus(self._screen.view)
        return True

    def step(self, direction: int) -> None:
        """Go to the next place, or the one before; after the last comes the first."""
        if self._hits and self._hits.total:
            self._current = (self._current + direction) % self._hits.total
            self._show()

    def _search(self) -> None:
        if self._finder is None:
            return
        view = self._screen.view
        self._hits = self._finder.find(self.text) if self.text else None
        self._before = [0, *accumulate(count for _, count in self._hits.blocks)] if self._hits else [0]
        if not self._hits or not self._hits.total:
            view.here = None
            view.go_to(*self._origin)
            return
        block, row = self._origin
        index = bisect_left(self._hits.blocks, block, key=lambda found: found[0])
        self._current = self._before[index] % self._hits.total
        if index < len(self._hits.blocks) and self._hits.blocks[index][0] == block:
            starts = list(self._starts(block))
            self._current += sum(start[0] < row for start in starts[: self._hits.blocks[index][1]])
            self._current %= self._hits.total
        self._show()

    def _show(self) -> None:
        """Go to the current place, if it is not in view."""
        assert self._hits is not None
        view = self._screen.view
        index = next(number for number, before in enumerate(self._before[1:]) if before > self._current)
        block = self._hits.blocks[index][0]
        # What stands in a drawn formula only is found in its TeX, and has no place in the lines.
        starts = list(self._starts(block)) or [(0, 0)]
        row, first = starts[min(self._current - self._before[index], len(starts) - 1)]
        if not view.is_visible(block, row):
            view.go_to(block, row, above=_ABOVE)
        view.here = (block, row, first)

    def _starts(self, block: int) -> Iterator[tuple[int, int]]:
        """Yield where hits begin in a block: the row and the first character."""
        flow = self._screen.view.flow
        lines = [line.text for line in flow.block(block)] if flow else []
        return starts_of(self._screen.view.hits_in(block), lines, self.text)


def starts_of(
    found: Sequence[tuple[int, int, int]], lines: Sequence[str], text: str
) -> Iterator[tuple[int, int]]:
    """Yield the row and first character of each place that was found; one may go over several lines."""
    whole = len(fold(" ".join(text.split())))
    missing = 0
    for row, first, last in found:
        if missing <= 0:
            yield row, first
            missing = whole
        missing -= len(fold(" ".join(lines[row][first:last].split())))
        missing -= missing > 0  # the end of a line counts as a blank
