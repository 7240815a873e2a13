"""What the sidebar lists, and how much of it is unread; nothing is counted while it is hidden."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from reader.core.follow import FollowKind, Subject
from reader.core.view import View, ViewKind
from reader.service.service import Service
from reader.service.unread import UnreadCounts, count_unread
from reader.ui.widgets.sidebar import Item

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_PAUSE_SECONDS = 0.1
"""Changes within this time are counted once."""

_VIEWS = {
    ViewKind.TRENDING: "trending",
    ViewKind.DAY: "day",
    ViewKind.WEEK: "week",
    ViewKind.MONTH: "month",
    ViewKind.FOLLOWED: "followed",
    ViewKind.ARXIV: "arxiv",
    ViewKind.FOR_YOU: "for_you",
    ViewKind.BOOKMARKS: "bookmarks",
    ViewKind.QUEUE: "queue_view",
    ViewKind.IMPORTED: "imported",
    ViewKind.ALL: "all",
    ViewKind.READ: "",
    ViewKind.ADDED: "",
}
"""The views that everybody has, with the commands that show them."""


class Aside:
    """Fills the sidebar, and shows what is chosen there."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._counts = UnreadCounts()
        self._query = ""
        bar = screen.view_bar
        for name in ("view", "saved", "tags"):
            screen.watch(bar, name, self.show, init=False)

    def refresh(self) -> None:
        """Show what there is, and count anew."""
        self.show()
        if self._visible:
            count: Callable[[], Awaitable[None]] = self._count
            self._screen.run_worker(count, group="aside", exclusive=True)

    def show(self) -> None:
        """Show what there is now."""
        sidebar = self._screen.panes.sidebar
        if sidebar is not None and self._visible:
            sidebar.items = tuple(self._items())
            view = self._screen.view_bar.view
            sidebar.shown = (view, self._query if view.kind is ViewKind.FOLLOWED else "")

    def choose(self, item: Item) -> None:
        """Show what was chosen."""
        if item.view is None:
            return
        self._query = item.query
        self._screen.panes.end_browsing()
        self._screen.show_view(item.view)
        if item.query:
            self._screen.filtering.open()
            self._screen.filter_bar.write(item.query)
        self.show()

    @property
    def _visible(self) -> bool:
        return self._screen.panes.arrangement.sidebar

    async def _count(self) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        service = self._service
        self._counts = await asyncio.to_thread(
            count_unread, service.reading, service.marking, service.following
        )
        if self._screen.is_there:
            self.show()

    def _items(self) -> Iterator[Item]:
        bar, counts = self._screen.view_bar, self._counts
        yield Item("Views")
        for kind, command in _VIEWS.items():
            key = self._screen.key_of(command) if command else ""
            view = View(kind)
            title = "Everything" if kind is ViewKind.ALL else view.title
            yield Item(title, view, key if len(key) == 1 else "", counts.views.get(kind))
        if bar.saved:
            yield Item("")
            yield Item("Saved searches")
            for tab in bar.saved:
                yield Item(tab.name, View(ViewKind.SAVED, name=tab.name), unread=tab.unread)
        if bar.tags:
            yield Item("")
            yield Item("Tags")
            for tag in bar.tags:
                view = View(ViewKind.TAG, name=tag)
                yield Item(view.title, view, unread=counts.tags.get(tag))
        if followed := self._service.following.all:
            yield Item("")
            yield Item("You follow")
            for key, subject in followed.items():
                followed_view = View(ViewKind.FOLLOWED)
                count = counts.follows.get(key)
                yield Item(subject.name, followed_view, unread=count, query=_query(subject))


def _query(subject: Subject) -> str:
    """Return the query that finds what a subject is in among the papers of all that is followed."""
    if subject.kind is FollowKind.CATEGORY:
        return f"cat:{subject.name}"
    name = subject.name.replace('"', " ")
    return f'{subject.kind}:"{name}"'
