"""Loading lists: what is stored at once, then what is new; waits that can be given up, and the list before or after."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from textual.screen import Screen

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.errors import OfflineError, ReaderError
from reader.core.paper import Paper
from reader.core.view import SUGGESTED_KINDS, View, ViewKind
from reader.core.wait import Wait
from reader.service.contents import Contents
from reader.service.reading import Reading
from reader.service.thread import Latest
from reader.ui.key import key_of
from reader.ui.notice import LONG_SECONDS, NoticeGiven
from reader.ui.screens import sentence
from reader.ui.screens.listing import ShownListing

_FIRST_ROWS = 120
"""Rows that a switch of views reads at once: more than a screen, less than a frame."""


class Loading:
    """Loads views into the list; one load runs at a time."""

    def __init__(
        self,
        screen: Screen[None],
        reading: Reading,
        settings: Settings,
        view: View,
        listing: ShownListing,
        stored: Callable[[], None],
    ) -> None:
        """Begin with a view; `stored` is called after papers were fetched."""
        self._screen = screen
        self._reading = reading
        self._settings = settings
        self._wanted = view
        self._listing = listing
        self._stored = stored
        self._latest = Latest()
        self._fetching = False
        self._waiting = False
        """Whether a service lets the fetch wait."""
        self._outdated: set[ViewKind] = set()
        """Views whose stored list answers another question than would be asked now."""

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings

    def switch(self, view: View) -> None:
        """Show another view: its first rows at once, so that the next key acts on them, then all of it.

        A search takes longer than a frame: until it has its answer, what was there stays.
        """
        if view.kind in (ViewKind.SAVED, ViewKind.FOLLOWED, *SUGGESTED_KINDS):
            self._listing.filtering.contents_changed()
            self._listing.say("Searching…")
            self.load(view)
            return
        try:
            first = self._reading.stored(view, limit=_FIRST_ROWS)
        except ReaderError as error:
            self._listing.say(str(error), trouble=True)
            return
        self._listing.whole = False
        self._listing.show(first, waiting=True)
        self.load(view)

    def go_on(self) -> None:
        """Show all that is stored, then what is new."""
        self.load(self._wanted)

    def load(self, view: View) -> None:
        """Show a view, the newest list where it names no period."""
        self._wanted = view
        self._run(partial(self._load, view, force=False), "view")

    def reload(self) -> None:
        """Fetch what is shown anew."""
        shown = self._wanted if self._listing.contents.sample else self._listing.contents.view
        self._reading.network.insist()
        self._run(partial(self._load, shown, force=shown.kind.remote), "view")

    def outdate(self, kind: ViewKind) -> None:
        """Fetch a view anew when it is shown next, however new its list is."""
        self._outdated.add(kind)

    def follow_network(self, online: bool) -> None:
        """Say that the network is gone, or fetch anew what could not be fetched meanwhile."""
        if not self._listing.is_there:
            return
        if not online:
            if not self._fetching:  # who fetches says it
                self._say_offline()
        elif not self._fetching and self._listing.contents.view.kind.remote:
            self._listing.status.acknowledge("Online again")
            self.load(self._wanted if self._listing.contents.sample else self._listing.contents.view)
        else:
            self._listing.say(sentence.freshness(self._listing.contents))
            self._listing.status.acknowledge("Online again")

    def give_up_waiting(self) -> bool:
        """Stop a fetch that a service lets wait; `False` where none waits."""
        if not self._waiting:
            return False
        self._screen.workers.cancel_group(self._screen, "view")
        key = key_of("refresh", self._settings.keys)
        self._listing.say(sentence.freshness(self._listing.contents))
        self._listing.status.acknowledge(f"Not waited for; {key} asks again.")
        return True

    def step(self, direction: int) -> None:
        """Show the list before (-1) or after (1) this one."""
        self._run(partial(self._step, direction), "view")

    async def _load(self, view: View, force: bool) -> None:
        await marks_kept(self._screen)
        try:
            stored = await self._latest(partial(self._reading.stored, view))
        except ReaderError as error:
            self._listing.say(str(error), trouble=True)
            return
        self._listing.whole = True
        self._listing.show(stored, waiting=not force)
        fresh = self._reading.is_fresh(view, stored, self._settings.refresh_after)
        if not stored.unfollowed and (force or not fresh or view.kind in self._outdated):
            await self._fetch(view, stored)
        else:
            self._listing.say(sentence.freshness(self._listing.contents))

    async def _fetch(self, view: View, stored: Contents) -> None:
        self._listing.say(f"Fetching {sentence.heading(Contents(view))}…")
        self._fetching = True
        began = time.monotonic()
        try:
            contents = await self._reading.refresh(view, self._follow)
        except ReaderError as error:
            self._listing.show(stored)
            again = key_of("refresh", self._settings.keys)
            is_offline = isinstance(error, OfflineError)
            if is_offline:
                self.outdate(view.kind)  # whatever is stored, it is asked for when there is a network again
            self._listing.say(
                sentence.failure(error, stored, self._reading.offline, again), trouble=not is_offline
            )
        else:
            self._take_over(contents)
            if time.monotonic() - began >= LONG_SECONDS:
                self._screen.post_message(NoticeGiven(f"{sentence.heading(contents)} is fetched"))
        finally:
            self._fetching = self._waiting = False

    def _follow(self, text: str, papers: Sequence[Paper] = ()) -> None:
        """Show how far a fetch is; the first papers at once where there is nothing else to see."""
        self._waiting = isinstance(text, Wait)
        back = key_of("back", self._settings.keys)
        self._listing.say(f"{text} ({back} gives up waiting)" if self._waiting else text)
        if papers and self._listing.contents.fetched_at is None and not self._listing.contents.sample:
            entries = self._reading.marked(Entry(paper) for paper in papers)
            self._listing.show(self._listing.contents._replace(entries=entries))

    async def _step(self, direction: int) -> None:
        period = self._listing.contents.view.period
        if period is None:
            self._listing.status.acknowledge("Earlier and later are for days, weeks and months: 2, 3 and 4.")
            return
        self._listing.say("Looking for the list before…" if direction < 0 else "Looking for the list after…")
        try:
            contents = await self._reading.step(period, direction, self._listing.say)
        except OfflineError as error:
            self._listing.say(f"{error} {key_of('refresh', self._settings.keys)} tries again.", trouble=True)
        except ReaderError as error:
            self._listing.say(sentence.freshness(self._listing.contents))
            self._listing.status.acknowledge(str(error))
        else:
            self._wanted = contents.view
            self._take_over(contents)

    def _take_over(self, contents: Contents) -> None:
        """Show what was fetched, and tell those who show what is stored."""
        self._outdated.discard(contents.view.kind)
        self._listing.show(contents)
        self._listing.say(sentence.freshness(contents))
        self._listing.filtering.store_changed()
        self._stored()

    def _say_offline(self) -> None:
        again = key_of("refresh", self._settings.keys)
        gone = OfflineError("There is no network.")
        self._listing.say(sentence.failure(gone, self._listing.contents, self._reading.offline, again))

    def _run(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        self._screen.run_worker(work, group=group, exclusive=True)


async def marks_kept(screen: Screen[Any]) -> None:
    """Wait until the marks made so far are on disk: a bookmark belongs into what is asked for right after it."""
    marking = [worker for worker in screen.workers if worker.group == "mark" and not worker.is_finished]
    if marking:
        # To give up waiting must not take the marks along; one that fails tells so itself.
        waited = asyncio.gather(*(worker.wait() for worker in marking), return_exceptions=True)
        await asyncio.shield(waited)
