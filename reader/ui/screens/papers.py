"""The main screen: the list beside the paper, or one of them at a time where it is narrow."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import AppBlur, AppFocus, Resize, ScreenResume
from textual.getters import query_one
from textual.screen import Screen

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.arrangement import SIDE_BY_SIDE
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.key import key_of
from reader.ui.memory import Memory
from reader.ui.screens import hint
from reader.ui.screens.listing import ShownListing
from reader.ui.screens.loading import Loading
from reader.ui.screens.palette import PaperCommands
from reader.ui.screens.panes import Panes
from reader.ui.screens.paper import ShownPaper
from reader.ui.screens.selection import Selection
from reader.ui.screens.watch import Watch
from reader.ui.screens.whereabouts import Whereabouts
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.filter_bar import FilterBar, Scope
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from reader.ui.screens.aside import Aside
    from reader.ui.screens.changing import Changing
    from reader.ui.screens.following import FollowTasks
    from reader.ui.screens.linked import LinkedTab
    from reader.ui.screens.own import OwnViews
    from reader.ui.screens.rising import Courses
    from reader.ui.screens.saved import SavedSearches
    from reader.ui.screens.suggestion import Suggestions
    from reader.ui.screens.task import PaperTasks
    from reader.ui.widgets.linked_view import LinkedView
    from reader.ui.widgets.sidebar import Sidebar


class PapersScreen(Screen[None]):
    """Holds what is shown: the view's contents, the filter, the order, and the marks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SCREEN), *bindings(Place.FILTER)]
    COMMANDS = {PaperCommands}

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
        self._whereabouts = Whereabouts(self)
        self._listing = ShownListing(self, service.reading, settings, contents, self._whereabouts.name_keys)
        self._loading = Loading(self, service.reading, settings, view, self._listing, self._count_unread)
        self.filtering = self._listing.filtering
        self.shown_paper = ShownPaper(self, self._listing)
        self._memory = memory
        self.panes = Panes(self, memory)
        self._watch = Watch(self, service)
        self.selection = Selection(lambda: self.paper_list, lambda: self.status, self._whereabouts.name_keys)

    @cached_property
    def saved(self) -> "SavedSearches":
        """The saved searches."""
        from reader.ui.screens.saved import SavedSearches

        return SavedSearches(self, self.service)

    @cached_property
    def own(self) -> "OwnViews":
        """The views of what the person did, and their tags."""
        from reader.ui.screens.own import OwnViews

        return OwnViews(self, self.service)

    @cached_property
    def following(self) -> "FollowTasks":
        """What is followed."""
        from reader.ui.screens.following import FollowTasks

        return FollowTasks(self, self.service)

    @cached_property
    def suggestions(self) -> "Suggestions":
        """Papers like others."""
        from reader.ui.screens.suggestion import Suggestions

        return Suggestions(self)

    @cached_property
    def linked(self) -> "LinkedTab":
        """What is linked with the paper."""
        from reader.ui.screens.linked import LinkedTab

        return LinkedTab(self, self.service)

    @cached_property
    def courses(self) -> "Courses":
        """The course of the upvotes."""
        from reader.ui.screens.rising import Courses

        return Courses(self, self.service.reading)

    @cached_property
    def aside(self) -> "Aside":
        """What the sidebar lists."""
        from reader.ui.screens.aside import Aside

        return Aside(self, self.service)

    @cached_property
    def changing(self) -> "Changing":
        """What is kept."""
        from reader.ui.screens.changing import Changing

        return Changing(self, self.service)

    @cached_property
    def tasks(self) -> "PaperTasks":
        """What is done with papers."""
        from reader.ui.screens.task import PaperTasks  # late: the first frame does without it

        return PaperTasks(self, self.service, self.settings, self._memory)

    def compose(self) -> ComposeResult:
        """Lay the screen out from top to bottom."""
        yield ViewBar()
        with Horizontal(id="panes"):
            yield from self.panes.compose()
        yield FilterBar(id="filter")
        yield StatusLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show what is stored at once, then look for what is new."""
        self.panes.begin()
        self.paper_list.columns = self.settings.list.columns
        self.set_focus(self.paper_list)
        self.query_one(KeyLine).hints = hint.hints(self.settings.keys)
        self.paper_view.text_width = self.settings.width
        self._listing.begin()
        self.call_after_refresh(self._go_on)
        self._watch.begin()

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self.settings = settings
        self._listing.use_settings(settings)
        self._loading.use_settings(settings)
        self.tasks.use_settings(settings)
        self.paper_view.text_width = settings.width
        self.paper_list.columns = settings.list.columns
        self._whereabouts.name_keys()

    @property
    def is_there(self) -> bool:
        """Whether the screen has its parts, which it loses before the program has ended."""
        return self._listing.is_there

    @property
    def is_narrow(self) -> bool:
        """Whether list and paper do not stand side by side."""
        return self.app.size.width < SIDE_BY_SIDE

    @on(Resize)
    def _fit_panes(self) -> None:
        self.panes.fit()

    def _count_unread(self) -> None:
        """Count what is unread; the counts are not there before the first frame."""
        if not self.is_there:
            return
        self.saved.refresh()
        self.own.refresh()
        self.courses.forget()
        self.own.notices.look()
        self.aside.refresh()

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor."""
        return self.paper_list.entry

    @property
    def contents(self) -> Contents:
        """What the view shows before the filter."""
        return self._listing.contents

    @property
    def heading(self) -> str:
        """What the list is, for people."""
        return self._listing.heading

    def acknowledge(self, text: str) -> None:
        """Say for some seconds what a command did."""
        self.status.acknowledge(text)

    def key_of(self, name: str) -> str:
        """Return the key of a command as a person writes it."""
        return key_of(name, self.settings.keys)

    # The cursor

    def _go_on(self) -> None:
        """Show what the first frame did without."""
        if not self.is_there:
            return
        self.shown_paper.begin()
        self._loading.go_on()
        self.saved.refresh()
        self.own.refresh()
        self.aside.refresh()
        self.courses.begin()
        self._watch.complete_index()
        self._watch.watch_network(self._loading.follow_network)

    @on(PaperList.Highlighted)
    def _follow_cursor(self) -> None:
        self.selection.follow()
        self.shown_paper.show()

    @on(AppBlur)
    @on(AppFocus)
    @on(ScreenResume)
    def _look(self) -> None:
        self.shown_paper.look()

    # Commands

    @property
    def is_typing(self) -> bool:
        """Whether a filter is being typed."""
        return self._whereabouts.is_typing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow what makes sense while a filter is typed, or while it is not."""
        typing = self.is_typing
        if action in ("leave_filter", "clear_filter", "walk"):
            return typing
        return not typing if action in ("filter", "open", "back", "ask") else True

    def action_view(self, kind: str) -> None:
        """Show a view, the newest list of it."""
        self.show_view(View(ViewKind(kind)))

    def show_view(self, view: View, at: str | None = None) -> None:
        """Show a view without a filter, from where the person left it, or from the paper `at`."""
        self.filtering.cancel()
        self._whereabouts.go_to_list()
        if view != self.contents.view:
            self.selection.clear()
        if at is not None:
            self._listing.remember(view, at)
        self._loading.switch(view)

    def action_refresh_view(self) -> None:
        """Fetch the list anew."""
        self._loading.reload()

    def action_period(self, direction: int) -> None:
        """Show the earlier or later list."""
        self._loading.step(direction)

    def action_open(self) -> None:
        """Read the paper under the cursor."""
        self._whereabouts.open_paper()

    def action_back(self) -> None:
        """Go back step by step: what is told, the paper, what is selected, the filter."""
        if (
            self._dismiss_toasts()
            or self._loading.give_up_waiting()
            or self._watch.dismiss()
            or self.tasks.pdfs.stop()
            or self.panes.end_browsing()
            or self._whereabouts.leave_paper()
        ):
            return
        if self.selection.clear():
            return
        if self.filter_bar.has_class("-open"):
            self._whereabouts.clear_filter()
        else:
            self.suggestions.go_back()

    def _dismiss_toasts(self) -> bool:
        were_there = bool(self.query("Toast"))
        self.app.clear_notifications()
        return were_there

    def action_neighbour(self, step: int) -> None:
        """Go to the next or previous paper, also while reading."""
        self._whereabouts.go_to_neighbour(step)

    def action_authors(self) -> None:
        """Show all authors, or the first few."""
        self.shown_paper.fold_authors()

    def action_pane(self, name: str) -> None:
        """Show, hide or resize a pane."""
        self.panes.perform(name)

    def action_order(self, name: str) -> None:
        """Change the order, or how a search is understood."""
        self.filtering.perform(name)

    def action_select(self, name: str) -> None:
        """Change what is selected."""
        self.selection.perform(name)

    def action_task(self, name: str) -> None:
        """Do something with papers, or take it back."""
        self.tasks.perform(name)

    def action_ask(self, name: str) -> None:
        """Do something with papers by a key that another one may follow at once."""
        self.tasks.perform(name)

    def action_open_address(self, index: int) -> None:
        """Open the link that was clicked."""
        if self.entry is not None:
            self.tasks.open_link_at(self.entry, index)

    def action_open_note_link(self, index: int) -> None:
        """Open the link of the note that was clicked."""
        if self.entry is not None:
            self.tasks.open_note_link(self.entry, index)

    # The filter

    def action_filter(self) -> None:
        """Open the filter."""
        self._whereabouts.open_filter()

    def action_scope(self) -> None:
        """Search the next of this view, everything stored, and online; a closed box opens on everything."""
        self._whereabouts.change_scope()

    def action_leave_filter(self) -> None:
        """Go to the list; an empty filter closes."""
        self._whereabouts.leave_filter()

    def action_clear_filter(self) -> None:
        """Stop asking online, else show everything again."""
        self._whereabouts.clear_filter()

    @on(FilterBar.Changed)
    def _narrow(self) -> None:
        self.filtering.arrange()

    def action_walk(self, step: int) -> None:
        """Move in the list while typing."""
        self.paper_list.action_cursor(step)

    def on_descendant_focus(self) -> None:
        """Name the keys that work now."""
        self._whereabouts.name_keys()
        self.shown_paper.look()

    @on(PaperList.Moved)
    def _choose(self) -> None:
        """Stay where the person went, also when the filter is given up."""
        self.filtering.paper_before = None

    def search_everything(self, query: str) -> None:
        """Search all that is stored, and go to what is found."""
        self._whereabouts.open_filter(Scope.EVERYTHING)
        self.filter_bar.write(query)
        self.set_focus(self.paper_list)

    # Views that the person makes

    def action_views(self, name: str) -> None:
        """Choose or change one of the views that the person makes."""
        self.own.perform(name)

    def follow(self, step: Step) -> None:
        """Go on where a step took the view away that is shown, or put papers into it."""
        self.following.after(step)
        shown = self.contents.view
        view = self.saved.follow(step, self.contents) or self.own.follow(
            step, shown, self._listing.identifiers
        )
        if view == shown:
            self.reload_own()
        elif view is not None:
            self.show_view(view)

    def reload_own(self) -> None:
        """Read what the person did anew."""
        self._loading.load(self.contents.view)

    def show_follows(self, *, arxiv: bool) -> None:
        """Show what is followed now; `arxiv` where other categories are announced."""
        self.shown_paper.show()
        if arxiv:
            self._loading.outdate(ViewKind.ARXIV)
        if self.contents.view.kind in (ViewKind.FOLLOWED, *((ViewKind.ARXIV,) if arxiv else ())):
            self.reload_own()

    # The mouse

    @on(ViewBar.Chosen)
    def _view_clicked(self, event: ViewBar.Chosen) -> None:
        self.show_view(event.view)

    @on(ViewBar.SidebarAsked)
    def _sidebar_clicked(self) -> None:
        self.panes.switch_sidebar()

    def on_sidebar_chosen(self, event: "Sidebar.Chosen") -> None:
        """Show what was chosen in the sidebar."""
        self.aside.choose(event.item)

    @on(Divider.Dragged)
    def _resize_panes(self, event: Divider.Dragged) -> None:
        self.panes.drag(event.divider, event.place)

    @on(Divider.Dropped)
    def _keep_sizes(self) -> None:
        self.panes.drop()

    @on(Divider.Pressed)
    def _hide_pane(self, event: Divider.Pressed) -> None:
        self.panes.press(event.divider)

    @on(ViewBar.MoreAsked)
    def _more_clicked(self, event: ViewBar.MoreAsked) -> None:
        self.own.perform("tags" if event.kind is ViewKind.TAG else "saved")

    @on(FilterBar.ScopePressed)
    def _scope_clicked(self) -> None:
        self.action_scope()

    @on(ViewBar.Stepped)
    def _period_clicked(self, event: ViewBar.Stepped) -> None:
        self.action_period(event.direction)

    @on(KeyLine.Pressed)
    async def _hint_clicked(self, event: KeyLine.Pressed) -> None:
        await self.run_action(event.hint.action)

    def on_linked_view_opened(self, event: "LinkedView.Opened") -> None:
        """Open the link that was chosen."""
        self.linked.open(event.address)

    @on(PaperList.Opened)
    def _open_clicked(self) -> None:
        self.action_open()

    @on(PaperList.SignClicked)
    def _toggle_clicked(self, event: PaperList.SignClicked) -> None:
        self.tasks.toggle_one(event.kind, event.entry)

    # Marks

    def renew(self, papers: Mapping[str, Paper]) -> None:
        """Show what became known of papers, by identifier, in their places."""
        if self.is_there:
            self._listing.renew(papers)
            self.shown_paper.show()

    def show_marks(self) -> None:
        """Show the marks as they are now on disk."""
        if not self.is_there:
            return
        self._listing.show_marks()
        self.saved.refresh()
        self.own.refresh()
        self.aside.refresh()
        self._watch.look_at_files()
        self.shown_paper.show_marks()
