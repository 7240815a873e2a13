"""The other side of the paper's pane: what is linked with the paper."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.entry import Entry
from reader.core.errors import OfflineError, ReaderError
from reader.core.identifier import is_local
from reader.core.linked import KnownLinks, Links
from reader.core.prose import plain
from reader.service.service import Service
from reader.ui.screens.browsing import browse
from reader.ui.widgets.figure import ago
from reader.ui.widgets.linked_view import LinkedView, linked_rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.ui.screens.papers import PapersScreen

_PAUSE_SECONDS = 0.5
"""How long a paper is shown before anybody is asked."""


class LinkedTab:
    """Shows what is stored at once, then asks once a day for each paper."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._shown: str | None = None

    @property
    def view(self) -> LinkedView:
        """The widget, made when it is first shown."""
        found = self._screen.query(LinkedView)
        if found:
            return found.first()
        view = LinkedView()
        self._screen.query_one("#panes").mount(view, after="#paper")
        return view

    def switch(self) -> None:
        """Show what is linked with the paper, or its abstract again."""
        screen = self._screen
        if screen.panes.linked:
            self.close()
            screen.set_focus(screen.paper_view)
        elif screen.entry is not None:
            view = self.view
            screen.panes.show_linked()
            self._shown = None
            self.show()
            screen.set_focus(view)

    def close(self) -> None:
        """Show the abstract again."""
        self._screen.panes.hide_linked()
        self._screen.workers.cancel_group(self._screen, "linked")

    def show(self) -> None:
        """Show the paper under the cursor; the same one as it is known now."""
        entry = self._screen.entry
        if entry is None:
            self.close()
        elif entry.id != self._shown:
            self._shown = entry.id
            self._put(entry, None, "…")
            work: Callable[[], Awaitable[None]] = partial(self._load, entry)
            self._screen.run_worker(work, group="linked", exclusive=True)

    def open(self, address: str) -> None:
        """Open a link in the browser."""
        work: Callable[[], Awaitable[None]] = partial(self._browse, address)
        self._screen.run_worker(work, group="browse")

    async def _browse(self, address: str) -> None:
        self._screen.acknowledge(await browse(self._screen, address))

    async def _load(self, entry: Entry) -> None:
        known = await self._known(entry)
        if known is not None:
            self._put(entry, known.links, _age(known))
        if is_local(entry.id) or entry.paper.huggingface_url is None:
            self._put(entry, None, "Hugging Face does not know papers like this one.")
        elif known is None or not self._service.asking.is_fresh(known):
            await self._ask(entry, known)

    async def _known(self, entry: Entry) -> KnownLinks | None:
        try:
            return await asyncio.to_thread(lambda: self._service.asking.known_links(entry.id))
        except ReaderError:  # then it is asked for as if nobody had
            return None

    async def _ask(self, entry: Entry, known: KnownLinks | None) -> None:
        stored = known.links if known else None
        if not self._service.reading.offline:
            await asyncio.sleep(_PAUSE_SECONDS)
            self._put(entry, stored, "Asking Hugging Face for models, datasets and Spaces…")
        try:
            links = await self._service.asking.links(entry.id)
        except ReaderError as error:
            self._put(entry, stored, _failure(error, known))
        else:
            self._put(entry, links, "As Hugging Face told just now.")

    def _put(self, entry: Entry, links: Links | None, state: str) -> None:
        if self._screen.is_there and self._shown == entry.id:
            self.view.border_title = Content(f" Linked: {plain(entry.paper.title)} ")
            self.view.rows = linked_rows(entry.paper, links, state)


def _age(known: KnownLinks) -> str:
    return f"As Hugging Face told {ago(known.fetched_at, datetime.now(UTC))}."


def _failure(error: ReaderError, known: KnownLinks | None) -> str:
    why = "Offline." if isinstance(error, OfflineError) else str(error)
    return (
        f"{why} {_age(known)}"
        if known
        else f"{why} Which models, datasets and Spaces name it is not known yet."
    )
