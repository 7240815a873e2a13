"""What the list shows: a view's papers, or what was found, and what is said about them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textual.content import Content
from textual.screen import Screen

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.errors import OfflineError, ReaderError
from reader.core.highlight import NO_HIGHLIGHT, Highlight
from reader.core.paper import Paper
from reader.core.view import SUGGESTED_KINDS, View, ViewKind
from reader.core.wait import Wait
from reader.service.contents import Contents
from reader.service.reading import Reading
from reader.service.thread import Latest
from reader.ui.key import key_of
from reader.ui.notice import LONG_SECONDS, NoticeGiven
from reader.ui.screens import sentence
from reader.ui.screens.empty_list import explanation
from reader.ui.screens.filtering import Filtering
from reader.ui.widgets.filter_bar import FilterBar, Scope
from reader.ui.widgets.paper_list import NO_ORIGINS, PaperList
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.view_bar import ViewBar

_FIRST_ROWS = 120
"""Rows that a switch of views reads at once: more than a screen, less than a frame."""


class ShownListing:
    """Loads views and puts papers on the screen; one load runs at a time."""

    def __init__(
        self,
        screen: Screen[None],
        reading: Reading,
        settings: Settings,
        view: View,
        contents: Contents,
        stored: Callable[[], None],
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the contents to begin with; `stored` is called after papers were fetched, `answered` after a search."""
        self.contents = contents
        """What the view shows before the filter."""
        self.filtering = Filtering(screen, reading, settings, self)
        self.highlight: Highlight = NO_HIGHLIGHT
        """What the search matched."""
        self.heading = ""
        """What the list is, for people."""
        self._stored = stored
        self._answered = answered
        self._screen = screen
        self._reading = reading
        self._settings = settings
        self._wanted = view
        self._latest = Latest()
        self._places: dict[View, str | None] = {}
        self._whole = False
        """Whether more than the first rows was read, so that they can be counted."""
        self._fetching = False
        self._waiting = False
        """Whether a service lets the fetch wait."""
        self._outdated: set[ViewKind] = set()
        """Views whose stored list answers another question than would be asked now."""

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings
        self.filtering.use_settings(settings)

    # Which view

    def begin(self) -> None:
        """Show what was read before the first frame."""
        self._show(self.contents, waiting=True)

    def switch(self, view: View) -> None:
        """Show another view: its first rows at once, so that the next key acts on them, then all of it.

        A search takes longer than a frame: until it has its answer, what was there stays.
        """
        if view.kind in (ViewKind.SAVED, ViewKind.FOLLOWED, *SUGGESTED_KINDS):
            self.filtering.contents_changed()
            self._say("Searching…")
            self.load(view)
            return
        try:
            first = self._reading.stored(view, limit=_FIRST_ROWS)
        except ReaderError as error:
            self._say(str(error), trouble=True)
            return
        self._whole = False
        self._show(first, waiting=True)
        self.load(view)

    def remember(self, view: View, identifier: str) -> None:
        """Let the cursor stand on a paper when its view is shown."""
        self._places[view] = identifier

    def go_on(self) -> None:
        """Show all that is stored, then what is new."""
        self.load(self._wanted)

    def load(self, view: View) -> None:
        """Show a view, the newest list where it names no period."""
        self._wanted = view
        self._run(partial(self._load, view, force=False), "view")

    def reload(self) -> None:
        """Fetch what is shown anew."""
        shown = self._wanted if self.contents.sample else self.contents.view
        self._reading.network.insist()
        self._run(partial(self._load, shown, force=shown.kind.remote), "view")

    def outdate(self, kind: ViewKind) -> None:
        """Fetch a view anew when it is shown next, however new its list is."""
        self._outdated.add(kind)

    def follow_network(self, online: bool) -> None:
        """Say that the network is gone, or fetch anew what could not be fetched meanwhile."""
        if not self.is_there:
            return
        if not online:
            if not self._fetching:  # who fetches says it
                self._say_offline()
        elif not self._fetching and self.contents.view.kind.remote:
            self.status.acknowledge("Online again")
            self.load(self._wanted if self.contents.sample else self.contents.view)
        else:
            self._say(sentence.freshness(self.contents))
            self.status.acknowledge("Online again")

    def give_up_waiting(self) -> bool:
        """Stop a fetch that a service lets wait; `False` where none waits."""
        if not self._waiting:
            return False
        self._screen.workers.cancel_group(self._screen, "view")
        key = key_of("refresh", self._settings.keys)
        self._say(sentence.freshness(self.contents))
        self.status.acknowledge(f"Not waited for; {key} asks again.")
        return True

    def step(self, direction: int) -> None:
        """Show the list before (-1) or after (1) this one."""
        self._run(partial(self._step, direction), "view")

    async def _load(self, view: View, force: bool) -> None:
        await marks_kept(self._screen)
        try:
            stored = await self._latest(partial(self._reading.stored, view))
        except ReaderError as error:
            self._say(str(error), trouble=True)
            return
        self._whole = True
        self._show(stored, waiting=not force)
        fresh = self._reading.is_fresh(view, stored, self._settings.refresh_after)
        if not stored.unfollowed and (force or not fresh or view.kind in self._outdated):
            await self._fetch(view, stored)
        else:
            self._say(sentence.freshness(self.contents))

    async def _fetch(self, view: View, stored: Contents) -> None:
        self._say(f"Fetching {sentence.heading(Contents(view))}…")
        self._fetching = True
        began = time.monotonic()
        try:
            contents = await self._reading.refresh(view, self._follow)
        except ReaderError as error:
            self._show(stored)
            again = key_of("refresh", self._settings.keys)
            is_offline = isinstance(error, OfflineError)
            if is_offline:
                self.outdate(view.kind)  # whatever is stored, it is asked for when there is a network again
            self._say(sentence.failure(error, stored, self._reading.offline, again), trouble=not is_offline)
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
        self._say(f"{text} ({back} gives up waiting)" if self._waiting else text)
        if papers and self.contents.fetched_at is None and not self.contents.sample:
            entries = self._reading.marked(Entry(paper) for paper in papers)
            self._show(replace(self.contents, entries=entries))

    async def _step(self, direction: int) -> None:
        period = self.contents.view.period
        if period is None:
            self.status.acknowledge("Earlier and later are for days, weeks and months: 2, 3 and 4.")
            return
        self._say("Looking for the list before…" if direction < 0 else "Looking for the list after…")
        try:
            contents = await self._reading.step(period, direction, self._say)
        except OfflineError as error:
            self._say(f"{error} {key_of('refresh', self._settings.keys)} tries again.", trouble=True)
        except ReaderError as error:
            self._say(sentence.freshness(self.contents))
            self.status.acknowledge(str(error))
        else:
            self._wanted = contents.view
            self._take_over(contents)

    def _take_over(self, contents: Contents) -> None:
        """Show what was fetched, and tell those who show what is stored."""
        self._outdated.discard(contents.view.kind)
        self._show(contents)
        self._say(sentence.freshness(contents))
        self.filtering.store_changed()
        self._stored()

    # What is on the screen

    @property
    def is_there(self) -> bool:
        """Whether the screen has its parts; while the program ends, what comes late has nowhere to go."""
        return all(self._screen.query(part) for part in (PaperList, StatusLine, ViewBar, FilterBar))

    @property
    def paper_list(self) -> PaperList:
        """The widget that lists."""
        return self._screen.query_one(PaperList)

    @property
    def status(self) -> StatusLine:
        """The widget that tells."""
        return self._screen.query_one(StatusLine)

    def put(
        self,
        entries: tuple[Entry, ...],
        highlight: Highlight,
        heading: str,
        origins: Mapping[str, str] = NO_ORIGINS,
    ) -> None:
        """List entries with what was matched in them and where they were found; the cursor stays on its paper."""
        self.highlight, self.heading = highlight, heading
        self.paper_list.border_title = Content(f" {heading} ")
        self.paper_list.highlight = highlight
        self.paper_list.origins = origins
        self.paper_list.names_samples = not self.contents.sample
        self.paper_list.entries = self._reading.marked(entries)
        self._explain_nothing()
        self._answered()
        self.count()

    def show_marks(self) -> None:
        """Show the marks as they are now on disk, each in its place; the queue in its order."""
        if self.contents.view.kind is ViewKind.QUEUE and self._rearrange():
            return
        entries = self.paper_list.entries
        both = enumerate(zip(entries, self._reading.marked(entries), strict=True))
        self.paper_list.update_entries({index: new for index, (old, new) in both if old is not new})
        self.count()

    def renew(self, papers: Mapping[str, Paper]) -> None:
        """Show what became known of papers, by identifier, each in its place."""

        def renewed(entry: Entry) -> Entry:
            known = papers.get(entry.id, entry.paper)
            return entry if known == entry.paper else replace(entry, paper=known)

        self.contents = replace(self.contents, entries=tuple(map(renewed, self.contents.entries)))
        both = enumerate((old, renewed(old)) for old in self.paper_list.entries)
        self.paper_list.update_entries({index: new for index, (old, new) in both if old is not new})

    def _rearrange(self) -> bool:
        """Put the queue into its order, what was taken out of it staying where it is; `False` where it is so."""
        entries = self._reading.marked(self.contents.entries)
        queued = sorted((e for e in entries if e.mark.place), key=lambda e: (e.mark.place or "", e.id))
        following = iter(queued)
        arranged = tuple(next(following) if entry.mark.place else entry for entry in entries)
        if [entry.id for entry in arranged] == [entry.id for entry in self.contents.entries]:
            return False
        self.contents = replace(self.contents, entries=arranged)
        self.filtering.contents_changed()
        return True

    @property
    def identifiers(self) -> frozenset[str]:
        """The papers of the view."""
        return frozenset(entry.id for entry in self.contents.entries)

    def count(self) -> None:
        """Tell how many papers there are, and how many of them are unread."""
        if not self._whole:
            return
        entries = self.paper_list.entries
        # Of what was found elsewhere, the box tells how much it is.
        of_view = self.filtering.scope is Scope.VIEW or not self.filtering.text
        known = bool(self.contents.entries) or self.contents.fetched_at or not self.contents.view.kind.remote
        whole = self.contents.total or len(self.contents.entries)
        self.status.total = whole if known and of_view else None
        self.status.shown = len(entries)
        self.status.unread = sum(not entry.mark.read for entry in entries)
        self.status.order = self.filtering.order_label

    def _show(self, contents: Contents, *, waiting: bool = False) -> None:
        """Take over contents; while a fetch is awaited the sample does not yet show."""
        if waiting and contents.sample and not self._reading.offline:
            contents = Contents(contents.view)
        if contents.view != self.contents.view:
            entry = self.paper_list.entry
            self._places[self.contents.view] = entry.id if entry else None
            self.paper_list.followed = self._places.get(contents.view)
            self.paper_list.begin_view()
            self.status.acknowledgement = ""
        self.contents = contents
        self._screen.title = sentence.heading(contents)
        bar = self._screen.query_one(ViewBar)
        bar.view, bar.period = contents.view, sentence.period(contents.view)
        self.filtering.contents_changed()

    def _say(self, text: str, papers: Sequence[Paper] = (), *, trouble: bool = False) -> None:
        self.status.trouble, self.status.state = trouble, text
        self._explain_nothing()

    def _say_offline(self) -> None:
        again = key_of("refresh", self._settings.keys)
        gone = OfflineError("There is no network.")
        self._say(sentence.failure(gone, self.contents, self._reading.offline, again))

    def _explain_nothing(self) -> None:
        if not self.paper_list.entries:
            self.paper_list.placeholder = explanation(
                self.contents,
                self.filtering.text,
                self.filtering.scope,
                self.status.state,
                lambda name: key_of(name, self._settings.keys),
            )

    def _run(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        self._screen.run_worker(work, group=group, exclusive=True)


async def marks_kept(screen: Screen[Any]) -> None:
    """Wait until the marks made so far are on disk: a bookmark belongs into what is asked for right after it."""
    marking = [worker for worker in screen.workers if worker.group == "mark" and not worker.is_finished]
    if marking:
        # To give up waiting must not take the marks along.
        await asyncio.shield(screen.workers.wait_for_complete(marking))
