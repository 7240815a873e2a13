"""The main screen: the list beside the paper, or one of them at a time where it is narrow."""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import AppBlur, AppFocus
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.view import View, ViewKind
from reader.service.marking import Step
from reader.service.reading import Contents
from reader.service.service import Service
from reader.ui.commands import Place, bindings
from reader.ui.memory import Memory
from reader.ui.screens import sentence
from reader.ui.screens.listing import ShownListing
from reader.ui.screens.palette import PaperCommands
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView
from reader.ui.widgets.prose import load_parser
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from reader.ui.screens.task import PaperTasks

_WATCH_SECONDS = 1.0
"""How often another window's changes are looked for."""


class PapersScreen(Screen[None]):
    """Holds what is shown: the view's contents, the filter, the order, and the marks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SCREEN), *bindings(Place.FILTER)]
    COMMANDS = {PaperCommands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    view_bar = query_one(ViewBar)
    paper_list = query_one(PaperList)
    paper_view = query_one(PaperView)
    filter_bar = query_one(FilterBar)
    status = query_one(StatusLine)

    def __init__(
        self, service: Service, settings: Settings, memory: Memory, view: View, contents: Contents
    ) -> None:
        super().__init__()
        self.service = service
        self.settings = settings
        self._listing = ShownListing(self, service.reading, settings, view, contents)
        self._dwell: Timer | None = None
        self._memory = memory
        self._painted = False
        """Whether the list has been seen; the paper beside it follows."""

    @cached_property
    def _tasks(self) -> "PaperTasks":
        from reader.ui.screens.task import PaperTasks  # late: the first frame does without it

        return PaperTasks(self, self.service, self.settings, self._memory)

    def compose(self) -> ComposeResult:
        """Lay the screen out from top to bottom."""
        yield ViewBar()
        with Horizontal(id="panes"):
            yield PaperList(id="papers")
            yield PaperView(id="paper")
        yield FilterBar(id="filter")
        yield StatusLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show what is stored at once, then look for what is new."""
        self.set_focus(self.paper_list)
        self.query_one(KeyLine).hints = sentence.hints(self.settings.keys)
        self.paper_view.text_width = self.settings.width
        self._listing.begin()
        self.call_after_refresh(self._go_on)
        self.set_interval(_WATCH_SECONDS, self._watch_library)

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor."""
        return self.paper_list.entry

    @property
    def contents(self) -> Contents:
        """What the view shows before the filter."""
        return self._listing.contents

    def acknowledge(self, text: str) -> None:
        """Say for some seconds what a command did."""
        self.status.acknowledge(text)

    # The cursor, and when a paper counts as read

    def _go_on(self) -> None:
        """Show what the first frame did without."""
        load_parser()
        self._painted = True
        self._show_paper()
        self._listing.go_on()

    @on(PaperList.Highlighted)
    def _show_paper(self) -> None:
        if self._painted:
            self.paper_view.highlight = self._listing.highlight
            self.paper_view.entry = self.entry
            self._wait_to_read()

    def _wait_to_read(self) -> None:
        """Count the paper as read once its abstract has stood there for a while."""
        if self._dwell is not None:
            self._dwell.stop()
            self._dwell = None
        entry, seconds = self.entry, self.settings.read_after
        if entry is None or seconds is None or entry.mark.read or not self._is_reading():
            return
        self._dwell = self.set_timer(seconds, lambda: self._count_as_read(entry))

    def _is_reading(self) -> bool:
        visible = not self.has_class("-narrow") or self.has_class("-reading")
        return visible and self.is_active and self.app.app_focus and not self._is_typing()

    def _count_as_read(self, entry: Entry) -> None:
        if self._is_reading() and self.entry is not None and self.entry.id == entry.id:
            self._tasks.mark_read([entry])

    def on_app_blur(self, _event: AppBlur) -> None:
        """Stop the clock while the person looks elsewhere."""
        self._wait_to_read()

    def on_app_focus(self, _event: AppFocus) -> None:
        """Start the clock again."""
        self._wait_to_read()

    def on_screen_resume(self) -> None:
        """Start the clock again after a dialog."""
        self._wait_to_read()

    # Commands

    def _is_typing(self) -> bool:
        return isinstance(self.focused, Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow what makes sense while a filter is typed, or while it is not."""
        typing = self._is_typing()
        if action in ("leave_filter", "clear_filter", "walk"):
            return typing
        return not typing if action in ("filter", "open", "back") else True

    def action_view(self, kind: str) -> None:
        """Show a view, the newest list of it."""
        self.action_back()
        self._close_filter()
        self._listing.switch(View(ViewKind(kind)))

    def action_refresh_view(self) -> None:
        """Fetch the list anew."""
        self._listing.reload()

    def action_period(self, direction: int) -> None:
        """Show the earlier or later list."""
        self._listing.step(direction)

    def action_open(self) -> None:
        """Read the paper under the cursor."""
        if (entry := self.entry) is None:
            return
        self.add_class("-reading")
        self.set_focus(self.paper_view)
        self._tasks.mark_read([entry])

    def action_back(self) -> None:
        """Go back to the list, then out of the filter."""
        if self.has_class("-reading"):
            self.remove_class("-reading")
            self.set_focus(self.paper_list)
        elif self.focused is self.paper_view:
            self.set_focus(self.paper_list)
        elif self.filter_bar.has_class("-open"):
            self.action_clear_filter()

    def action_neighbour(self, step: int) -> None:
        """Go to the next or previous paper, also while reading."""
        self.paper_list.action_cursor(step)
        if self.has_class("-reading") and self.entry is not None:
            self._tasks.mark_read([self.entry])

    def action_authors(self) -> None:
        """Show all authors, or the first few."""
        self.paper_view.all_authors = not self.paper_view.all_authors

    def action_sort(self) -> None:
        """Put the list into the next order."""
        self._listing.order = self._listing.order.next
        self.acknowledge(f"Order: {self._listing.order.label}")
        self._listing.arrange()

    def action_mark(self, kind: str) -> None:
        """Change a mark of the paper under the cursor."""
        if self.entry is not None:
            self._tasks.toggle(kind, [self.entry])

    def action_undo(self) -> None:
        """Take back the last change."""
        self._tasks.undo()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._tasks.redo()

    def action_tag(self) -> None:
        """Change the tags of the paper under the cursor."""
        if self.entry is not None:
            self._tasks.tag(self.entry)

    def action_note(self) -> None:
        """Write a note on the paper under the cursor."""
        if self.entry is not None:
            self._tasks.note(self.entry)

    def action_link(self, name: str) -> None:
        """Open the abstract page or the PDF."""
        if self.entry is not None:
            self._tasks.open_link(self.entry, name)

    def action_open_address(self, index: int) -> None:
        """Open the link that was clicked."""
        if self.entry is not None:
            self._tasks.open_link_at(self.entry, index)

    def action_links(self) -> None:
        """Choose one of the paper's links."""
        if self.entry is not None:
            self._tasks.choose_link(self.entry)

    def action_copy(self) -> None:
        """Copy a citation."""
        if self.entry is not None:
            self._tasks.cite(self.entry)

    def action_export(self) -> None:
        """Write papers to a file."""
        self._tasks.export(self.entry, self.paper_list.entries, sentence.heading(self.contents))

    def action_theme(self) -> None:
        """Choose a theme."""
        self.app.search_themes()

    def action_help(self) -> None:
        """Show all keys."""
        self._tasks.help()

    # The filter

    def action_filter(self) -> None:
        """Open the filter."""
        if not self.filter_bar.has_class("-open"):
            self._listing.paper_before_filter = self.entry.id if self.entry else None
        self.remove_class("-reading")
        self.filter_bar.add_class("-open")
        self.set_focus(self.filter_bar.query_one(Input))

    @on(FilterBar.Changed)
    def _narrow(self) -> None:
        self._listing.arrange()

    def action_walk(self, step: int) -> None:
        """Move in the list while typing."""
        self.paper_list.action_cursor(step)

    def on_descendant_focus(self) -> None:
        """Name the keys that work now."""
        reading = self.focused is self.paper_view
        hints = sentence.hints(self.settings.keys, reading=reading)
        self.query_one(KeyLine).hints = sentence.FILTER_HINTS if self._is_typing() else hints
        self._wait_to_read()

    def action_leave_filter(self) -> None:
        """Go to the list; an empty filter closes."""
        self._listing.paper_before_filter = None
        self.set_focus(self.paper_list)
        if not self.filter_bar.text.strip():
            self.action_clear_filter()

    def action_clear_filter(self) -> None:
        """Show everything again, the cursor on the paper it was on."""
        self._close_filter()
        self.set_focus(self.paper_list)
        if self._listing.paper_before_filter is not None:
            self.paper_list.followed = self._listing.paper_before_filter
        self._listing.arrange()

    def _close_filter(self) -> None:
        self.filter_bar.reset()
        self.filter_bar.remove_class("-open")

    @on(PaperList.Moved)
    def _choose(self) -> None:
        """Stay where the person went, also when the filter is given up."""
        self._listing.paper_before_filter = None

    # The mouse

    @on(ViewBar.Chosen)
    def _view_clicked(self, event: ViewBar.Chosen) -> None:
        self.action_view(event.kind.value)

    @on(ViewBar.Stepped)
    def _period_clicked(self, event: ViewBar.Stepped) -> None:
        self.action_period(event.direction)

    @on(KeyLine.Pressed)
    async def _hint_clicked(self, event: KeyLine.Pressed) -> None:
        await self.run_action(event.hint.action)

    @on(PaperList.Opened)
    def _open_clicked(self) -> None:
        self.action_open()

    @on(PaperList.SignClicked)
    def _toggle_clicked(self, event: PaperList.SignClicked) -> None:
        self._tasks.toggle(event.kind, [event.entry])

    # Marks

    def show_marks(self, step: Step | None = None) -> None:
        """Show the marks as they are now on disk."""
        if not self.query(PaperList):
            return  # the program is ending
        marked = self.service.reading.marked(self.paper_list.entries)
        for index, (old, new) in enumerate(zip(self.paper_list.entries, marked, strict=True)):
            if old is not new:
                self.paper_list.update_entry(index, new)
        self._listing.count()
        if self.entry is not None:
            self.paper_view.entry = self.entry
        if step is not None:
            self.acknowledge(step.sentence)

    async def _watch_library(self) -> None:
        """Show what another window changed."""
        if await asyncio.to_thread(self.service.marking.refresh):
            self.show_marks()
