"""Where the person is: in the list, in the paper or in the filter; and how they come back."""

from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.ui.screens import hint
from reader.ui.widgets.filter_bar import Scope
from reader.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


class Whereabouts:
    """Moves the focus, and names the keys that work there."""

    def __init__(self, screen: "PapersScreen") -> None:
        self._screen = screen

    @property
    def is_typing(self) -> bool:
        """Whether a filter is being typed."""
        return isinstance(self._screen.focused, Input)

    def name_keys(self) -> None:
        """Show the keys that work now."""
        screen = self._screen
        screen.query_one(KeyLine).hints = hint.hints(
            screen.settings.keys,
            reading=screen.focused is screen.paper_view,
            linked=screen.panes.linked and screen.focused is not screen.paper_list,
            typing=self.is_typing,
            browsing=screen.panes.sidebar is not None and screen.focused is screen.panes.sidebar,
            selecting=bool(screen.selection),
            corrected=screen.filtering.can_insist,
        )

    def go_back(self) -> None:
        """Go back step by step: what is told, the paper, what is selected, the filter."""
        screen = self._screen
        if (
            self._dismiss_toasts()
            or screen.loader.give_up_waiting()
            or screen.watching.dismiss()
            or screen.parts.tasks.pdfs.stop()
            or screen.panes.end_browsing()
            or self.leave_paper()
            or screen.selection.clear()
        ):
            return
        if screen.filter_bar.has_class("-open"):
            self.clear_filter()
        else:
            screen.parts.suggestions.go_back()

    def _dismiss_toasts(self) -> bool:
        were_there = bool(self._screen.query("Toast"))
        self._screen.app.clear_notifications()
        return were_there

    # The paper

    def open_paper(self) -> None:
        """Read the abstract under the cursor; where it is read already, the whole paper."""
        sidebar = self._screen.panes.sidebar
        if sidebar is not None and self._screen.focused is sidebar:
            sidebar.choose()
            return
        if (entry := self._screen.entry) is None:
            return
        if self._screen.focused is self._screen.paper_view:
            self._screen.parts.tasks.open_text(entry)
            return
        if self._screen.panes.linked:
            if self._screen.focused is self._screen.parts.linked.view:
                self._screen.parts.linked.view.action_select()
            else:
                self._screen.set_focus(self._screen.parts.linked.view)
            return
        self._screen.panes.read(True)
        self._screen.set_focus(self._screen.paper_view)
        self._screen.parts.changing.mark_read([entry])

    def leave_paper(self) -> bool:
        """Go to the list; `False` when nothing is read."""
        screen = self._screen
        was_reading = screen.focused is screen.paper_view or screen.panes.reading
        if screen.panes.linked:
            screen.parts.linked.close()
        screen.panes.read(False)
        if was_reading:
            screen.set_focus(screen.paper_list)
        return was_reading

    def go_to_neighbour(self, step: int) -> None:
        """Go to the next or previous paper, and read on where one was read."""
        self._screen.paper_list.action_cursor(step)
        reading = self._screen.panes.reading and not self._screen.panes.linked
        if reading and self._screen.entry is not None:
            self._screen.parts.changing.mark_read([self._screen.entry])

    def go_to_list(self) -> None:
        """Go to the list, out of the paper and the filter."""
        self._screen.panes.read(False)
        self._screen.filtering.close()
        self._screen.set_focus(self._screen.paper_list)

    # The filter

    def open_filter(self, scope: Scope | None = None) -> None:
        """Begin to type."""
        self._screen.filtering.open(scope)
        self._screen.panes.read(False)
        self._screen.set_focus(self._screen.filter_bar.box)

    def search_everything(self, query: str) -> None:
        """Search all that is stored, and go to what is found."""
        self.open_filter(Scope.EVERYTHING)
        self._screen.filter_bar.write(query)
        self._screen.set_focus(self._screen.paper_list)

    def change_scope(self) -> None:
        """Search the next of this view, everything stored, and online; a closed box opens on everything."""
        if self._screen.filter_bar.has_class("-open"):
            self._screen.filtering.change_scope()
        else:
            self.open_filter(Scope.EVERYTHING)

    def leave_filter(self) -> None:
        """Go to the list; an empty filter closes."""
        filtering = self._screen.filtering
        filtering.paper_before = None
        filtering.hurry()
        self._screen.set_focus(self._screen.paper_list)
        if not filtering.text:
            self.clear_filter()

    def clear_filter(self) -> None:
        """Stop asking online, else show everything again, the cursor on the paper it was on."""
        filtering = self._screen.filtering
        if filtering.cancel():
            return
        filtering.close()
        self._screen.set_focus(self._screen.paper_list)
        if filtering.paper_before is not None:
            self._screen.paper_list.followed = filtering.paper_before
        filtering.arrange()
