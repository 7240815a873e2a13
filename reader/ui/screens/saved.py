"""The saved searches: their tabs with how much is unread, and the dialogs that change them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING

from reader.core.errors import QueryError, ReaderError, UsageError
from reader.core.saved_search import SavedSearch
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.screens.filtering import Filtering
from reader.ui.widgets.figure import plural
from reader.ui.widgets.filter_bar import Scope
from reader.ui.widgets.view_bar import SavedTab

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_PAUSE_SECONDS = 0.05
"""Changes within this time are counted once."""

_LETTERS = "abcdefghilmnoprstuvwxyz"
_NAME_LENGTH = 40


class SavedSearches:
    """Shows the saved searches; counting waits for the first frame and never for itself."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self._unread: dict[str, int] = {}

    @property
    def tabs(self) -> tuple[SavedTab, ...]:
        """The saved searches with their unread counts, as far as these are known."""
        return tuple(SavedTab(name, self._unread.get(name)) for name in self._service.searches.all)

    def refresh(self) -> None:
        """Show what there is now, and count anew."""
        self._screen.view_bar.saved = self.tabs
        if self._service.searches.all:
            count: Callable[[], Awaitable[None]] = (
                self._count
            )  # begun by the worker: one that is replaced never is
            self._screen.run_worker(count, group="unread", exclusive=True)

    async def _count(self) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        for name in tuple(self._service.searches.all):
            view = View(ViewKind.SAVED, name=name)
            try:
                self._unread[name] = await asyncio.to_thread(self._service.reading.unread, view)
            except ReaderError:  # the view itself says it when it is shown
                self._unread.pop(name, None)
        if self._screen.is_there:
            self._screen.view_bar.saved = self.tabs

    # Dialogs

    def perform(self, name: str, filtering: Filtering, contents: Contents) -> None:
        """Do what a command of this name does: `show`, `save`, `rename`, `remove`."""
        match name:
            case "save":
                self.save(filtering.text, filtering.scope, contents)
            case "rename":
                self.rename(contents)
            case "remove":
                self.remove(contents)
            case _:
                self.choose()

    def choose(self) -> None:
        """Ask which one to show."""
        if self.tabs:
            self._screen.run_worker(self._ask_which(), group="dialog")
        else:
            self._screen.acknowledge(
                f"Nothing is saved yet: {self._screen.key_of('filter')} begins a search, {self._screen.key_of('save_search')} saves it."
            )

    async def _ask_which(self) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        tabs = self.tabs
        choices = [
            Choice(letter, tab.name, f"{plural(tab.unread, 'paper')} unread" if tab.unread else "")
            for tab, letter in zip(tabs, chain(_LETTERS, repeat("")), strict=False)
        ]
        chosen = await self._screen.app.push_screen_wait(ChoiceDialog("Saved searches", choices))
        if chosen is not None:
            self._screen.show_view(View(ViewKind.SAVED, name=tabs[chosen].name))

    def save(self, text: str, scope: Scope, contents: Contents) -> None:
        """Ask for a name, and keep a search under it."""
        try:
            query, place = self._query(text, scope, contents)
        except (QueryError, UsageError) as error:
            self._screen.acknowledge(str(error))
            return
        if text:
            self._screen.run_worker(self._ask_name(query, place), group="dialog")
        else:
            self._screen.acknowledge(
                f"There is no search to save; {self._screen.key_of('filter')} begins one."
            )

    async def _ask_name(self, query: str, place: str | None) -> None:
        name = await self._ask_line("Save this search", query[:_NAME_LENGTH].strip())
        if name is not None:
            self._change(partial(self._service.searches.keep, name, query, place))

    def rename(self, contents: Contents) -> None:
        """Ask for another name of the one that is shown."""
        if search := self._shown(contents):
            self._screen.run_worker(self._ask_new_name(search.name), group="dialog")

    async def _ask_new_name(self, name: str) -> None:
        new = await self._ask_line("Rename this saved search", name)
        if new is not None:
            self._change(partial(self._service.searches.rename, name, new))

    def remove(self, contents: Contents) -> None:
        """Forget the one that is shown."""
        if search := self._shown(contents):
            self._change(partial(self._service.searches.remove, search.name))

    def follow(self, step: Step, contents: Contents) -> View | None:
        """Return the view to show after a step that renamed or removed the one that is shown."""
        if contents.view.kind is not ViewKind.SAVED or contents.view.name in self._service.searches.all:
            return None
        renamed = (change.after for change in step.changes if isinstance(change.after, SavedSearch))
        names = [search.name for search in renamed]
        return View(ViewKind.SAVED, name=names[0]) if names else View(ViewKind.TRENDING)

    def views(self) -> Iterator[tuple[str, View]]:
        """Yield what the palette offers."""
        for tab in self.tabs:
            yield tab.name, View(ViewKind.SAVED, name=tab.name)

    def _change(self, change: Callable[[], Step | None]) -> None:
        self._screen.parts.changing.carry_out(change)

    def _shown(self, contents: Contents) -> SavedSearch | None:
        search = self._service.searches.all.get(contents.view.name or "")
        if search is None:
            self._screen.acknowledge(f"This is for a saved search; {self._screen.key_of('saved')} shows one.")
        return search

    def _query(self, text: str, scope: Scope, contents: Contents) -> tuple[str, str | None]:
        """Return what is to be kept: the query, and the view that it searches."""
        if scope is not Scope.VIEW:
            return text, None
        if base := self._service.searches.all.get(contents.view.name or ""):
            from reader.core.query import joined

            return joined(base.query, text), base.scope
        kind = contents.view.kind
        if kind is ViewKind.TAG:
            from reader.core.fold import words

            tag = " ".join(words(contents.view.name or ""))
            if not tag:
                raise UsageError("A search in a tag without letters or digits cannot be saved.")
            return f'tag:"{tag}" ({text})', None
        return text, None if kind in (ViewKind.ALL, ViewKind.SIMILAR) else kind.value

    async def _ask_line(self, title: str, value: str) -> str | None:
        from reader.ui.screens.text import LineDialog

        return await self._screen.app.push_screen_wait(LineDialog(title, value, "a name"))
