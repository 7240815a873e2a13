"""What changes without a key: marks of other windows, news of the person's files, the search index."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.core.errors import StorageError
from reader.core.view import OWN_KINDS, ViewKind
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

WATCH_SECONDS = 0.8
"""How often another window's changes are looked for, so that they show within a second."""

_LAST_SECONDS = 2.0
"""How long the last look may take when the program ends."""


class Watch:
    """Looks again and again; each piece of news is told once, and stays until the person has seen it."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._told: set[str] = set()
        self._waiting: list[str] = []
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Tell what is known of the files, and go on watching."""
        self._take_news(self._service.notices)
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._watch_files, args=(loop,), name="files", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    def complete_index(self) -> None:
        """Index what an older program stored; meanwhile its index answers."""
        complete: Callable[[], Awaitable[None]] = self._complete_index  # begun by the worker, or never
        self._screen.run_worker(complete, group="index")

    def watch_network(self, told: Callable[[bool], None]) -> None:
        """Look out for the network's return while it is gone; `told` hears of every change."""
        reading = self._service.reading
        if not reading.offline:
            reading.network.subscribe(told)
            watch: Callable[[], Awaitable[None]] = reading.watch
            self._screen.run_worker(watch, group="network")

    def dismiss(self) -> bool:
        """Take the news away that was seen; `False` when there was none."""
        if not self._waiting:
            return False
        del self._waiting[0]
        self._show()
        return True

    def look_at_files(self) -> None:
        """Tell what came up about the files."""
        self._take_news(self._service.marking.notices)

    def _watch_files(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look in a thread of its own, which takes less of an idle machine than a timer and a thread for each look."""
        marking = self._service.marking
        notices = marking.notices
        while not self._ended.wait(WATCH_SECONDS):
            changed, before, notices = marking.refresh(), notices, marking.notices
            if changed or notices != before:
                with suppress(RuntimeError):  # the program has just ended
                    loop.call_soon_threadsafe(self._screen.call_later, self._show_change, changed)

    def _show_change(self, of_marks: bool) -> None:
        if not self._screen.is_there:
            return
        if of_marks:
            self._screen.renewal.show_marks()
            if self._screen.contents.view.kind in (*OWN_KINDS, ViewKind.FOLLOWED):
                self._screen.renewal.reload_own()
        self.look_at_files()

    def _take_news(self, sentences: tuple[str, ...]) -> None:
        news = [sentence for sentence in sentences if sentence not in self._told]
        if news:
            self._told.update(news)
            self._waiting += news
            self._show()

    def _show(self) -> None:
        others = len(self._waiting) - 1
        key = self._screen.key_of("back")
        more = f"; {others} more" if others > 0 else ""
        self._screen.status.warning = f"{self._waiting[0]} ({key}: seen{more})" if self._waiting else ""

    async def _complete_index(self) -> None:
        status = self._screen.status

        def report(done: int, pending: int) -> None:
            status.indexing = 100 * done // pending

        try:
            await self._service.indexing.complete_beside(report)
        except StorageError as error:
            self._screen.notify(
                str(error), title="The search index could not be rebuilt", severity="warning", markup=False
            )
        if status.indexing is not None:
            status.indexing = None
            self._screen.filtering.arrange()
