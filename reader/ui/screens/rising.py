"""The course of upvotes: beside the rows that are seen, and of the paper that is shown."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError
from reader.core.rise import Point, sparkline
from reader.service.reading import Reading
from reader.ui.widgets.row_column import SPARK_WIDTH

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_PAUSE_SECONDS = 0.1
"""Who moves on within this time looks at nothing."""


class Courses:
    """Reads what was seen of the visible papers, all at once and off the event loop, from the first frame on."""

    def __init__(self, screen: "PapersScreen", reading: Reading) -> None:
        self._screen = screen
        self._reading = reading
        self._known: dict[str, str] = {}

    def begin(self) -> None:
        """Look at what is visible, and again whenever that changes."""
        listed = self._screen.paper_list
        for name in ("entries", "scroll_y", "size"):
            self._screen.watch(listed, name, self.look, init=False)
        self.look()

    def forget(self) -> None:
        """Look anew: other counts were seen."""
        self._known = {}
        self.look()
        self.show_paper()

    def look(self) -> None:
        """Look at the rows that are visible now, as far as they are not known."""
        if self._screen.is_there and self._missing():
            self._run(self._look, "courses")

    def show_paper(self) -> None:
        """Show the course of the paper under the cursor, once the cursor rests."""
        view, entry = self._screen.paper_view, self._screen.entry
        if view.course_of != (entry.id if entry else None):
            view.course = ()
        if entry is not None:
            self._run(partial(self._show_paper, entry.id), "course")

    def _run(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        self._screen.run_worker(work, group=group, exclusive=True)

    def _missing(self) -> list[str]:
        return [name for name in self._screen.paper_list.visible_ids if name not in self._known]

    async def _look(self) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        if not self._screen.is_there or not (wanted := self._missing()):
            return
        seen = await self._histories(*wanted)
        self._known |= {name: _line(seen.get(name, ())) for name in wanted}
        if self._screen.is_there:
            self._screen.paper_list.courses = {name: line for name, line in self._known.items() if line}

    async def _show_paper(self, identifier: str) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        seen = await self._histories(identifier)
        if self._screen.is_there and self._screen.entry and self._screen.entry.id == identifier:
            self._screen.paper_view.course_of = identifier
            self._screen.paper_view.course = tuple(seen.get(identifier, ()))

    async def _histories(self, *identifiers: str) -> "Mapping[str, list[Point]]":
        try:
            found = await asyncio.to_thread(self._reading.histories, identifiers)
        except ReaderError:  # an ornament; the list itself says what is wrong
            return {}
        return {name: [*points] for name, points in found.items()}


def _line(points: Sequence[Point]) -> str:
    """Return a course for a row; none where nothing changed, for level lines below each other tell nothing."""
    return sparkline(points, SPARK_WIDTH) if len({count for _, count in points}) > 1 else ""
