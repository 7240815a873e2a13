"""The top line: which views there are, which one is shown, and what it is of."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from reader.core.view import View, ViewKind
from reader.ui.widgets.figure import short_count

_TABS = (
    (ViewKind.TRENDING, "1", "Trending"),
    (ViewKind.DAY, "2", "Day"),
    (ViewKind.WEEK, "3", "Week"),
    (ViewKind.MONTH, "4", "Month"),
    (ViewKind.BOOKMARKS, "5", "Bookmarks"),
)
_NAME = " paper-reader "
_LONGEST_NAME = 16
"""Columns for the name of a saved search."""


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved search as the bar shows it; `unread` is `None` while it is not known."""

    name: str
    unread: int | None = None


class ViewBar(Widget):
    """Names the views; a click shows one. Of the saved searches it names as many as there is room for."""

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        view: View

    @dataclass
    class Stepped(Message):
        """An arrow beside the period was clicked: -1 earlier, 1 later."""

        direction: int

    class MoreAsked(Message):
        """The saved searches that have no room were asked for."""

    view: reactive[View] = reactive(View(ViewKind.TRENDING))
    period: reactive[str] = reactive("")
    """What the list is of: a day, a week or a month."""
    saved: reactive[tuple[SavedTab, ...]] = reactive(())
    """The saved searches, in their order."""

    def render(self) -> Content:
        """Draw the line."""
        width = self.size.width
        right = self._period()
        tabs = self._tabs(width - right.cell_length, brief=False)
        if tabs.cell_length > width:
            tabs = self._tabs(width - right.cell_length, brief=True)
        elif width >= len(_NAME) + tabs.cell_length + right.cell_length:
            tabs = Content.assemble((_NAME, "bold $primary"), tabs)
        space = width - tabs.cell_length - right.cell_length
        if space < 2:
            return tabs.truncate(width, pad=True)
        return Content.assemble(tabs, " " * space, right)

    def on_click(self, event: Click) -> None:
        """Tell what was clicked."""
        match event.style.meta:
            case {"view": str(kind), "name": str(name)}:
                self.post_message(self.Chosen(View(ViewKind(kind), name=name or None)))
            case {"step": int(direction)}:
                self.post_message(self.Stepped(direction))
            case {"more": _}:
                self.post_message(self.MoreAsked())

    def _tabs(self, room: int, *, brief: bool) -> Content:
        """Return the tabs; where they are to be `brief`, those that all have show their key only."""
        fixed = [
            self._tab(View(kind), key, "" if brief and kind is not self.view.kind else title)
            for kind, key, title in _TABS
        ]
        if self.view.kind not in (ViewKind.SAVED, *(kind for kind, _, _ in _TABS)):
            fixed.append(self._tab(View(self.view.kind), "", self.view.title))
        tabs = Content("").join(fixed)
        return tabs + self._saved_tabs(room - tabs.cell_length)

    def _saved_tabs(self, room: int) -> Content:
        """Return the saved searches that fit, the shown one always, and how many do not."""
        tabs = [self._saved_tab(tab) for tab in self.saved]
        shown = [index for index, tab in enumerate(self.saved) if tab.name == self.view.name]
        fitting = _fitting([tab.cell_length for tab in tabs], shown, room)
        line = Content("").join([tabs[index] for index in fitting])
        if left := len(tabs) - len(fitting):
            more = Style.parse("$primary") + Style.from_meta({"more": left})
            line += Content.assemble((f" +{left} ", more))
        return line

    def _saved_tab(self, tab: SavedTab) -> Content:
        name = Content(tab.name).truncate(_LONGEST_NAME, ellipsis=True).plain
        view = View(ViewKind.SAVED, name=tab.name)
        return self._tab(view, "", name, short_count(tab.unread or None))

    def _period(self) -> Content:
        if not self.period:
            return Content("")
        earlier = Style.parse("$primary") + Style.from_meta({"step": -1})
        later = Style.parse("$primary") + Style.from_meta({"step": 1})
        return Content.assemble((" ‹ ", earlier), (self.period, "$muted"), (" › ", later))

    def _tab(self, view: View, key: str, title: str, count: str = "") -> Content:
        active = (view.kind, view.name) == (self.view.kind, self.view.name)
        click = Style.from_meta({"view": view.kind.value, "name": view.name or ""})
        name = Style.parse("bold $foreground on $panel" if active else "$muted") + click
        number = Style.parse("$primary on $panel" if active else "$faint") + click
        counted = (f"{count} ", number) if count else ""
        return Content.assemble((f" {key}", number), (f" {title} " if title else " ", name), counted)


def _fitting(widths: Sequence[int], shown: Sequence[int], room: int) -> list[int]:
    """Return the indices of what fits into `room` columns: what is `shown`, then from the first on."""
    more = len(f" +{len(widths)} ")
    taken = list(shown)
    for index, width in enumerate(widths):
        if index not in shown:
            last = len(taken) + 1 == len(widths)
            if sum(widths[each] for each in taken) + width + (0 if last else more) > room:
                break
            taken.append(index)
    return sorted(taken)
