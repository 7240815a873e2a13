"""The filter's box: what it searches, how, and in which order the answer stands."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.errors import ReaderError
from reader.core.order import Order
from reader.service.contents import Answered, Filtered
from reader.service.reading import Reading
from reader.service.thread import Latest
from reader.ui.key import key_of
from reader.ui.screens import search_sentence, sentence
from reader.ui.screens.mistake import Mistake
from reader.ui.screens.online_search import OnlineSearch
from reader.ui.screens.sorting import Sorting
from reader.ui.widgets.filter_bar import FilterBar, Scope

if TYPE_CHECKING:
    from reader.ui.screens.listing import ShownListing

_DEBOUNCE_SECONDS = 0.02
"""A keystroke within this time replaces the one before it."""

_AT_ONCE = 500
"""Most papers whose rise is looked up between two keys: a switched view is there for the next key."""

_LIMIT = 200
"""Most papers shown of everything stored."""

_VIEW_LIMIT = 1_000
"""Most papers shown of a view that has more than it lists."""


class Filtering:
    """Searches as the person types; one search runs at a time, and no answer but the last one's is shown.

    What was typed meanwhile is searched next; texts in between are not searched at all.
    """

    def __init__(
        self, screen: Screen[None], reading: Reading, settings: Settings, listing: "ShownListing"
    ) -> None:
        self.scope = Scope.VIEW
        self.paper_before: str | None = None
        """The paper to go back to when the filter is given up without having chosen one."""
        self._screen = screen
        self._reading = reading
        self._settings = settings
        self._listing = listing
        self._sorting = Sorting()
        self._latest = Latest()
        self._exactly = False
        self.corrected = False
        """Whether the shown answer is to other words than those that were typed."""
        self._mistake = Mistake(screen, listing)
        self._online = OnlineSearch(reading, listing, self._show_answered)

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings

    # The box

    @property
    def bar(self) -> FilterBar:
        """The widget with the box."""
        return self._screen.query_one(FilterBar)

    @property
    def is_unanswered(self) -> bool:
        """Whether what is searched for is sought online, and nobody answered."""
        return self.scope is Scope.ONLINE and self._online.is_unanswered

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.bar.text.strip()

    def open(self, scope: Scope | None = None) -> None:
        """Show the box."""
        self._screen.watch(self.bar.query_one(Input), "scroll_x", self._mistake.point, init=False)
        if not self.bar.has_class("-open"):
            entry = self._listing.paper_list.entry
            self.paper_before = entry.id if entry else None
        if scope is not None:
            self._set_scope(scope)
        self.bar.scope_key = key_of("scope", self._settings.keys)
        self.bar.add_class("-open")

    def close(self) -> None:
        """Empty the box and take it away."""
        self.bar.reset()
        self.bar.remove_class("-open")
        self._set_scope(Scope.VIEW)
        self._exactly = False
        self._sorting.end_search()

    def change_scope(self) -> None:
        """Search the next of this view, everything stored, and online."""
        self._set_scope(self.scope.following)
        self.arrange()

    def insist(self) -> None:
        """Search for exactly what was typed, or forgive typos again."""
        if self.scope is Scope.ONLINE:
            self._listing.status.acknowledge("Online, the sources decide which typos they forgive.")
            return
        if not self._exactly and not self.corrected:
            self._listing.status.acknowledge("Everything was searched as it was typed.")
            return
        self._exactly = not self._exactly
        self.arrange()

    @property
    def can_insist(self) -> bool:
        """Whether there is something to insist on, or to forgive again."""
        return self.scope is not Scope.ONLINE and (self._exactly or self.corrected)

    def hurry(self) -> None:
        """Ask the sources at once."""
        self._online.hurry()

    def cancel(self) -> bool:
        """Stop asking the sources, and tell whether they were being asked."""
        if not self._online.is_asking:
            return False
        self._online.stop()
        self._screen.workers.cancel_group(self._screen, "filter")
        self._tell(*search_sentence.given_up())
        return True

    def _set_scope(self, scope: Scope) -> None:
        self.scope = self.bar.scope = scope
        self._online.forget()

    # The order

    @property
    def order_label(self) -> str:
        """The order for people; empty for the usual one."""
        searching = bool(self.text)
        return "" if self._sorting.is_usual(searching=searching) else self._sorting.label(searching=searching)

    def orders(self) -> list[Order]:
        """Return the orders that can be chosen now."""
        return [order for order in Order if self.text or order is not Order.RELEVANCE]

    def perform(self, name: str) -> None:
        """Do what a command of this name does: `next` order, `turn` it, `insist` on what was typed."""
        match name:
            case "insist":
                self.insist()
            case "turn":
                self.turn()
            case _:
                self.change_order()

    def change_order(self, order: Order | None = None) -> None:
        """Put the list into an order, without one into the next; the cursor stays on its paper, in its row."""
        self._sorting.choose(order, searching=bool(self.text))
        self._arrange_anew()

    def turn(self) -> None:
        """Let the order run the other way."""
        self._sorting.turn(searching=bool(self.text))
        self._arrange_anew()

    def _arrange_anew(self) -> None:
        self._listing.status.acknowledge(f"Order: {self._sorting.label(searching=bool(self.text))}")
        answered = self._online.answered
        if self.scope is Scope.ONLINE and answered is not None and not self._online.is_asking:
            self._run(partial(self._show_answered, answered))
        else:
            self.arrange()

    def _order(self) -> tuple[Order, bool | None]:
        """Return the order that holds and whether it descends."""
        searching = bool(self.text)
        by_day = searching and (self.scope is not Scope.VIEW or self._listing.contents.total is not None)
        order = self._sorting.order(searching=searching)
        return order, self._sorting.descending(searching=searching, by_day=by_day)

    async def _arranged(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return await self._latest(partial(self._reading.arranged, entries, *self._order()))

    # Searching

    def contents_changed(self) -> None:
        """Search anew where the view is searched; other answers do not depend on it."""
        if self.scope is Scope.VIEW or not self.text:
            self.arrange()

    def store_changed(self) -> None:
        """Search anew where everything stored is searched."""
        if self.scope is Scope.EVERYTHING and self.text:
            self.arrange()

    def arrange(self) -> None:
        """Put on the screen what the box asks for, in the order that holds."""
        self._online.stop()
        order, descending = self._order()
        entries = self._listing.contents.entries
        if self.text or (order.measured and len(entries) > _AT_ONCE):
            self._online.take_time()
            self._run(self._search)
            return
        self._screen.workers.cancel_group(self._screen, "filter")
        try:
            self._show_all(self._reading.arranged(entries, order, descending))
        except ReaderError as error:
            self._show_all(entries)
            self._mistake.tell_trouble(error)

    async def _search(self) -> None:
        text = self.text
        await asyncio.sleep(_DEBOUNCE_SECONDS)
        try:
            if not text:
                self._show_all(await self._arranged(self._listing.contents.entries))
                return
            found = await self._latest(self._question(text))
            if not self._listing.is_there:
                return
            self._show_found(found)
            if self.scope is Scope.ONLINE:
                await self._online.ask(text)
        except ReaderError as error:
            if self._listing.is_there:
                self._mistake.tell(error)

    def _question(self, text: str) -> Callable[[], Filtered]:
        """Return the search that the box asks for now; it reads the store."""
        order, descending = self._order()
        contents, exactly = self._listing.contents, self._exactly
        if self.scope is Scope.VIEW:
            ask = partial(self._reading.filter, contents, text, limit=_VIEW_LIMIT)
        else:
            ask = partial(self._reading.search, text, _LIMIT)
        return partial(ask, order=order, descending=descending, exactly=exactly)

    # What is shown

    def _show_all(self, entries: tuple[Entry, ...]) -> None:
        self.bar.remark, self.bar.wrong, self.corrected = "", False, False
        self._tell()
        contents = self._listing.contents
        self._listing.put(entries, contents.highlight, sentence.heading(contents))

    def _show_found(self, filtered: Filtered) -> None:
        found, contents = filtered.found, self._listing.contents
        self.corrected = bool(found.corrections)
        self._online.answered = None
        shown, whole = len(filtered.entries), found.total
        if self.scope is Scope.VIEW:
            shown, whole = found.total, contents.total or len(contents.entries)
        self.bar.remark, self.bar.wrong = search_sentence.found(shown, whole, self.scope), False
        if self.scope is not Scope.ONLINE:
            key = key_of("insist", self._settings.keys)
            self._tell(*search_sentence.spelling(found, self.text, key, exactly=self._exactly))
        self._let_go()
        self._listing.put(filtered.entries, found.highlight, search_sentence.searched(self.scope, contents))

    async def _show_answered(self, answered: Answered) -> None:
        if not answered.entries:
            return  # what is stored stands there
        entries = await self._arranged(answered.entries)
        if not self._listing.is_there:
            return
        self.bar.remark = search_sentence.found(len(entries), len(entries), self.scope)
        heading = search_sentence.searched(self.scope, self._listing.contents)
        self._let_go()
        self._listing.put(entries, answered.highlight, heading, answered.origins)

    def _let_go(self) -> None:
        """Let the cursor stand on the best match, until the person moves."""
        if self.paper_before is not None:
            self._listing.paper_list.followed = None

    def _tell(self, *wordings: Content) -> None:
        self._listing.status.notice = wordings

    def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        self._screen.run_worker(work, group="filter", exclusive=True)
