"""The views that the person makes: what they count, the dialogs that choose them, tags renamed and removed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import chain, repeat
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError
from reader.core.mark import Change
from reader.core.view import FIXED_KINDS, OWN_KINDS, View, ViewKind
from reader.core.watch import FOLLOWED
from reader.service.marking import Step
from reader.service.organising import Counts
from reader.service.service import Service
from reader.ui.notice import NewsWatch, NoticeGiven
from reader.ui.widgets.figure import plural, today

if TYPE_CHECKING:
    from reader.ui.screens.choice import Choice
    from reader.ui.screens.noticing import Notices
    from reader.ui.screens.papers import PapersScreen
    from reader.ui.screens.syncing import SyncTask

_PAUSE_SECONDS = 0.05
"""Changes within this time are counted once."""

_KEYS = {
    ViewKind.TRENDING: "1",
    ViewKind.DAY: "2",
    ViewKind.WEEK: "3",
    ViewKind.MONTH: "4",
    ViewKind.BOOKMARKS: "5",
    ViewKind.QUEUE: "6",
    ViewKind.IMPORTED: "7",
    ViewKind.ALL: "8",
    ViewKind.FOLLOWED: "F",
    ViewKind.FOR_YOU: "Y",
    ViewKind.ARXIV: "w",
    ViewKind.READ: "r",
    ViewKind.ADDED: "a",
}
"""The keys in the dialog: those of the main screen where there are some."""
_LETTERS = "bcdefghilmnopstuvxyz"


class OwnViews:
    """Counts off the event loop, and offers views by name."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service
        self.counts = Counts()
        self._places: dict[str, int] = {}
        self._watch = NewsWatch()

    # Counting

    def refresh(self) -> None:
        """Count anew."""
        count: Callable[[], Awaitable[None]] = (
            self._count
        )  # begun by the worker: one that is replaced never is
        self._screen.run_worker(count, group="count", exclusive=True)

    def queue_place(self, identifier: str) -> str:
        """Return where a paper stands in the queue: `2 of 5`."""
        place = self._places.get(identifier)
        return "" if place is None else f"{place} of {len(self._places)}"

    async def _count(self) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        organising = self._service.organising
        counts, queue = await asyncio.to_thread(lambda: (organising.counts(today()), organising.queue()))
        news = await self._news()
        arrived = self._watch.arrived(news, frozenset(self._service.following.all))
        if arrived and FOLLOWED not in self._service.watches.all:  # who watches it is told so
            self._screen.post_message(NoticeGiven(f"{plural(arrived, 'new paper')} from what you follow"))
        self.counts = counts = replace(counts, views={**counts.views, ViewKind.FOLLOWED: len(news)})
        self._places = {identifier: place for place, identifier in enumerate(queue, start=1)}
        if self._screen.is_there:
            self._screen.view_bar.counts, self._screen.view_bar.tags = counts.views, counts.tags
            self._screen.status.due = counts.due
            self._screen.paper_list.news = news
            self._screen.shown_paper.show_standing()

    async def _news(self) -> frozenset[str]:
        """Return the unread papers from what is followed; the index is asked only where something is."""
        if not self._service.following.all:
            return frozenset()
        try:
            return await asyncio.to_thread(self._service.reading.followed.unread)
        except ReaderError:  # the view itself says it when it is shown
            return frozenset()

    # Choosing

    def perform(self, name: str) -> None:
        """Do what a command of this name does: with all views, with tags, or with a saved search."""
        view = self._screen.contents.view
        tag = view.name if view.kind is ViewKind.TAG else None
        match name:
            case "all":
                self._choose_view()
            case "tags":
                self._choose_tag("Show a tag", self._show_tag)
            case "watch":
                self.notices.ask()
            case "sync":
                self.sync.begin()
            case "rename" if tag:
                self.rename(tag)
            case "remove" if tag:
                self.remove(tag)
            case _:
                self._screen.parts.saved.perform(name, self._screen.filtering, self._screen.contents)

    @cached_property
    def notices(self) -> "Notices":
        """What is watched."""
        from reader.ui.screens.noticing import Notices

        return Notices(self._screen, self._service)

    @cached_property
    def sync(self) -> "SyncTask":
        """What joins the libraries of several machines."""
        from reader.ui.screens.syncing import SyncTask

        return SyncTask(self._screen, self._service)

    def offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Yield what the palette offers besides the commands: a title, what kind it is, and what it does."""
        yield "Watch this search…", "Find", partial(self.perform, "watch")
        yield "Sync now, with your other machines", "More", partial(self.perform, "sync")
        for kind in (ViewKind.READ, ViewKind.ADDED):
            yield f"Show {View(kind).title.lower()}", "View", partial(self._screen.show_view, View(kind))
        for tag, count in self.counts.tags.items():
            yield f"Show #{tag} ({count:,})", "Tag", partial(self._show_tag, tag)
        if self.counts.tags:
            rename = partial(self._choose_tag, "Rename a tag", self.rename)
            yield "Rename a tag, or merge it into another…", "Tag", rename
            remove = partial(self._choose_tag, "Remove a tag from every paper", self.remove)
            yield "Remove a tag from every paper…", "Tag", remove
        for title, index in (("first", 0), ("last", len(self._places))):
            move = partial(self._screen.parts.tasks.move_to, index)
            yield f"Read it {title}: to the {'top' if not index else 'end'} of the queue", "Bring order", move

    def _choose_view(self) -> None:
        from reader.ui.screens.choice import Choice

        views = [View(kind) for kind in FIXED_KINDS]
        choices = [Choice(_KEYS[view.kind], view.title, self._detail(view)) for view in views]
        letters = iter(_LETTERS)
        for name, view in self._screen.parts.saved.views():
            views.append(view)
            choices.append(Choice(next(letters, ""), name, "saved search"))
        for tag, count in self.counts.tags.items():
            views.append(View(ViewKind.TAG, name=tag))
            choices.append(Choice(next(letters, ""), views[-1].title, plural(count, "paper")))
        self._ask("Views", choices, lambda index: self._screen.show_view(views[index]))

    def _detail(self, view: View) -> str:
        count = self.counts.views.get(view.kind)
        if view.kind is ViewKind.FOLLOWED:
            return f"{plural(count, 'paper')} unread" if count else ""
        due = f", {self.counts.due:,} due" if view.kind is ViewKind.QUEUE and self.counts.due else ""
        return "" if count is None else f"{plural(count, 'paper')}{due}"

    def _choose_tag(self, title: str, act: Callable[[str], None]) -> None:
        from reader.ui.screens.choice import Choice

        tags = self.counts.tags
        if not tags:
            self._screen.acknowledge(
                f"There are no tags yet; {self._screen.key_of('tag')} gives a paper one."
            )
            return
        letters = chain("a", _LETTERS, repeat(""))
        choices = [
            Choice(letter, f"#{tag}", plural(count, "paper"))
            for (tag, count), letter in zip(tags.items(), letters, strict=False)
        ]
        names = [*tags]
        self._ask(title, choices, lambda index: act(names[index]))

    def _show_tag(self, tag: str) -> None:
        self._screen.show_view(View(ViewKind.TAG, name=tag))

    def _ask(self, title: str, choices: "Sequence[Choice]", act: Callable[[int], None]) -> None:
        from reader.ui.screens.choice import ChoiceDialog

        def chosen(index: int | None) -> None:
            if index is not None:
                act(index)

        self._screen.app.push_screen(ChoiceDialog(title, choices), chosen)

    # Tags on every paper

    def rename(self, tag: str) -> None:
        """Ask for another name of a tag; the name of another tag makes both one."""
        from reader.ui.screens.text import LineDialog

        def named(name: str | None) -> None:
            if name is not None:
                new = name.strip().lstrip("#")
                self._screen.parts.changing.carry_out(
                    partial(self._service.organising.rename_tag, tag, new),
                    nothing="The tag is called so already.",
                )

        dialog = LineDialog(f"Rename #{tag}", tag, "a name; that of another tag makes both one")
        self._screen.app.push_screen(dialog, named)

    def remove(self, tag: str) -> None:
        """Take a tag from every paper."""
        remove = partial(self._service.organising.remove_tag, tag)
        self._screen.parts.changing.carry_out(remove, nothing="No paper has this tag.")

    # After a step

    def follow(self, step: Step, view: View, listed: Callable[[], frozenset[str]]) -> View | None:
        """Return the view to show after a step: that of the new name where the tag that is shown was renamed.

        The same one where a paper belongs into it that it does not list yet.
        """
        changes = [change for change in step.changes if isinstance(change, Change)]
        if view.kind is ViewKind.TAG and (name := self._new_name(view.name or "", changes)):
            return View(ViewKind.TAG, name=name)
        if view.kind not in OWN_KINDS:
            return None
        known = listed()
        return view if any(change.paper.id not in known for change in changes) else None

    def _new_name(self, tag: str, changes: Sequence[Change]) -> str | None:
        """Return what a tag that nobody has any more is called since a step, or since undoing it."""
        if not changes or any(tag in mark.tags for mark in self._service.marking.marks.values()):
            return None
        for turned in (False, True):
            steps = [(c.after, c.before) if turned else (c.before, c.after) for c in changes]
            if all(tag in old.tags and tag not in new.tags for old, new in steps):
                names = {name for old, new in steps for name in new.tags if name not in old.tags}
                return names.pop() if len(names) == 1 else None
        return None
