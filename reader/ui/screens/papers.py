"""The main screen: the list beside the paper, or one of them at a time where it is narrow."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import AppBlur, AppFocus, Resize, ScreenResume
from textual.getters import query_one
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.key import key_of
from reader.ui.memory import Memory
from reader.ui.screens import hint
from reader.ui.screens.listing import ShownListing
from reader.ui.screens.loading import Loading
from reader.ui.screens.panes import Panes
from reader.ui.screens.paper import ShownPaper
from reader.ui.screens.part import Parts
from reader.ui.screens.renewal import Renewal
from reader.ui.screens.selection import Selection
from reader.ui.screens.watch import Watch
from reader.ui.screens.whereabouts import Whereabouts
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.pane_row import PaneRow
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from textual.command import Provider

    from reader.ui.widgets.linked_view import LinkedView
    from reader.ui.widgets.sidebar import Sidebar


def _commands() -> "type[Provider]":
    from reader.ui.screens.palette import PaperCommands  # late: the first frame does without

    return PaperCommands


class PapersScreen(Screen[None]):
    """Holds what is shown: the view's contents, the filter, the order, and the marks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SCREEN), *bindings(Place.FILTER)]
    COMMANDS = {_commands}

    BLANK = True  # its parts cover all of it, so that it has nothing to draw itself

    # Textual draws the whole screen anew when another widget has the focus; the two that it concerns do it themselves.
    focused: reactive[Widget | None] = reactive(None, repaint=False)

    view_bar = query_one(ViewBar)
    paper_list = query_one(PaperList)
    paper_view = query_one(PaperView)
    filter_bar = query_one(FilterBar)
    status = query_one(StatusLine)

    def __init__(
        self, service: Service, settings: Settings, memory: Memory, view: View, contents: Contents
    ) -> None:
        super().__init__()
        self.begun = False
        """Whether its parts are there, and papers in them."""
        self.service = service
        self.settings = settings
        self.parts = Parts(self, service, memory)
        self.renewal = Renewal(self)
        self.whereabouts = Whereabouts(self)
        name_keys = self.whereabouts.name_keys
        self.listing = ShownListing(self, service.reading, settings, contents, name_keys)
        self.loader = Loading(self, service.reading, settings, view, self.listing, self.renewal.show_counts)
        self.filtering = self.listing.filtering
        self.shown_paper = ShownPaper(self, self.listing)
        self.panes = Panes(self, memory)
        self.watching = Watch(self, service)
        self.selection = Selection(lambda: self.paper_list, lambda: self.status, name_keys)

    def compose(self) -> ComposeResult:
        """Lay the screen out from top to bottom."""
        yield ViewBar()
        with PaneRow(id="panes"):
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
        self.listing.begin()
        self.call_after_refresh(self._go_on)
        self.watching.begin()
        self.begun = True

    def on_unmount(self) -> None:
        """Leave the files alone."""
        self.watching.end()

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self.settings = settings
        self.listing.use_settings(settings)
        self.loader.use_settings(settings)
        self.parts.tasks.use_settings(settings)
        self.paper_view.text_width = settings.width
        self.paper_list.columns = settings.list.columns
        self.whereabouts.name_keys()

    @property
    def is_there(self) -> bool:
        """Whether the screen has its parts, which it loses before the program has ended."""
        return self.listing.is_there

    @on(Resize)
    def _fit_panes(self) -> None:
        self.panes.fit()

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor."""
        return self.paper_list.entry

    @property
    def contents(self) -> Contents:
        """What the view shows before the filter."""
        return self.listing.contents

    @property
    def heading(self) -> str:
        """What the list is, for people."""
        return self.listing.heading

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
        self.filter_bar.complete()
        self.loader.go_on()
        self.parts.saved.refresh()
        self.parts.own.refresh()
        self.parts.aside.refresh()
        self.parts.courses.begin()
        self.watching.complete_index()
        self.watching.watch_network(self.loader.follow_network)

    @on(PaperList.Highlighted)
    def _follow_cursor(self) -> None:
        self.selection.follow()
        self.call_after_refresh(self.shown_paper.show)

    @on(AppBlur)
    @on(AppFocus)
    @on(ScreenResume)
    def _look(self) -> None:
        self.shown_paper.look()

    # Commands

    @property
    def is_typing(self) -> bool:
        """Whether a filter is being typed."""
        return self.whereabouts.is_typing

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
        self.whereabouts.go_to_list()
        if view != self.contents.view:
            self.selection.clear()
        if at is not None:
            self.listing.remember(view, at)
        self.loader.switch(view)

    def action_refresh_view(self) -> None:
        """Fetch the list anew."""
        self.loader.reload()

    def action_period(self, direction: int) -> None:
        """Show the earlier or later list."""
        self.loader.step(direction)

    def action_open(self) -> None:
        """Read the paper under the cursor."""
        self.whereabouts.open_paper()

    def action_back(self) -> None:
        """Go back step by step: what is told, the paper, what is selected, the filter."""
        self.whereabouts.go_back()

    def action_neighbour(self, step: int) -> None:
        """Go to the next or previous paper, also while reading."""
        self.whereabouts.go_to_neighbour(step)

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
        self.parts.tasks.perform(name)

    def action_ask(self, name: str) -> None:
        """Do something with papers by a key that another one may follow at once."""
        self.parts.tasks.perform(name)

    def action_open_address(self, index: int) -> None:
        """Open the link that was clicked."""
        if self.entry is not None:
            self.parts.tasks.open_link_at(self.entry, index)

    def action_open_note_link(self, index: int) -> None:
        """Open the link of the note that was clicked."""
        if self.entry is not None:
            self.parts.tasks.open_note_link(self.entry, index)

    # The filter

    def action_filter(self) -> None:
        """Open the filter."""
        self.whereabouts.open_filter()

    def action_scope(self) -> None:
        """Search the next of this view, everything stored, and online; a closed box opens on everything."""
        self.whereabouts.change_scope()

    def action_leave_filter(self) -> None:
        """Go to the list; an empty filter closes."""
        self.whereabouts.leave_filter()

    def action_clear_filter(self) -> None:
        """Stop asking online, else show everything again."""
        self.whereabouts.clear_filter()

    @on(FilterBar.Changed)
    def _narrow(self) -> None:
        self.filtering.arrange()

    def action_walk(self, step: int) -> None:
        """Move in the list while typing."""
        self.paper_list.action_cursor(step)

    def on_descendant_focus(self) -> None:
        """Name the keys that work now."""
        self.whereabouts.name_keys()
        self.shown_paper.look()

    @on(PaperList.Moved)
    def _choose(self) -> None:
        """Stay where the person went, also when the filter is given up."""
        self.filtering.paper_before = None

    # Views that the person makes

    def action_views(self, name: str) -> None:
        """Choose or change one of the views that the person makes."""
        self.parts.own.perform(name)

    # The mouse

    @on(ViewBar.Chosen)
    def _view_clicked(self, event: ViewBar.Chosen) -> None:
        self.show_view(event.view)

    @on(ViewBar.SidebarAsked)
    def _sidebar_clicked(self) -> None:
        self.panes.switch_sidebar()

    def on_sidebar_chosen(self, event: "Sidebar.Chosen") -> None:
        """Show what was chosen in the sidebar."""
        self.parts.aside.choose(event.item)

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
        self.parts.own.perform("tags" if event.kind is ViewKind.TAG else "saved")

    @on(FilterBar.ScopePressed)
    def _scope_clicked(self) -> None:
        self.action_scope()

    @on(ViewBar.Stepped)
    def _period_clicked(self, event: ViewBar.Stepped) -> None:
        self.action_period(event.direction)

    def on_linked_view_opened(self, event: "LinkedView.Opened") -> None:
        """Open the link that was chosen."""
        self.parts.linked.open(event.address)

    @on(PaperList.Opened)
    def _open_clicked(self) -> None:
        self.action_open()

    @on(PaperList.SignClicked)
    def _toggle_clicked(self, event: PaperList.SignClicked) -> None:
        self.parts.tasks.toggle_one(event.kind, event.entry)
