"""What Hugging Face does not tell of a paper is asked of arXiv, once the paper has been shown for a while."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.core.entry import Entry
from reader.core.errors import ReaderError
from reader.core.identifier import is_local

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.service.service import Service
    from reader.ui.screens.papers import PapersScreen

PAUSE_SECONDS = 1.5
"""How long a paper is shown before anybody is asked."""

_AT_ONCE = 40
"""Most papers asked for in one request: those around the one that is shown come along."""


class Completing:
    """Asks for each paper once in a session, together with its neighbours; fails without a word."""

    def __init__(self, screen: "PapersScreen", service: "Service") -> None:
        self._screen = screen
        self._service = service
        self._asked: set[str] = set()
        self._timer: Timer | None = None

    def look(self, entry: Entry | None) -> None:
        """Start the clock for the paper that is shown, `None` for none."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if entry is not None and self._wants(entry):
            self._timer = self._screen.set_timer(PAUSE_SECONDS, partial(self._begin, entry.id))

    def _begin(self, identifier: str) -> None:
        network = self._service.reading.network
        running = any(w.group == "complete" and not w.is_finished for w in self._screen.workers)
        if network.offline or running or not self._screen.is_there:
            return
        listed = self._screen.paper_list
        seen = {*listed.visible_ids}
        around = [each.id for each in listed.entries if each.id in seen and self._wants(each)]
        wanted = [identifier, *(name for name in around if name != identifier)][:_AT_ONCE]
        self._asked.update(wanted)
        work: Callable[[], Awaitable[None]] = partial(self._complete, wanted)
        self._screen.run_worker(work, group="complete")

    def _wants(self, entry: Entry) -> bool:
        """Tell whether something is not known of a paper, or it is kept and may have a new version."""
        paper, mark = entry.paper, entry.mark
        known = paper.version is not None and paper.abstract and paper.categories
        wanted = not known or mark.bookmarked or mark.queued
        return bool(wanted) and not (paper.sample or is_local(paper.id) or paper.id in self._asked)

    async def _complete(self, identifiers: list[str]) -> None:
        asking = await asyncio.to_thread(lambda: self._service.asking)
        with suppress(ReaderError):  # nobody asked for it, so nobody is told
            found = await asking.complete(identifiers, again=frozenset(identifiers))
            self._screen.renewal.show_papers({paper.id: paper for paper in found})
