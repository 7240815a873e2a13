"""The top line: which views there are, which one is shown, and what it is of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from reader.core.view import NAMED_KINDS, View, ViewKind
from reader.ui.widgets.figure import short_count

_TABS = (
    (ViewKind.TRENDING, "1", "Trending"),
    (ViewKind.DAY, "2", "Day"),
    (ViewKind.WEEK, "3", "Week"),
    (ViewKind.MONTH, "4", "Month"),
    (ViewKind.BOOKMARKS, "5", "Bookmarks"),
)
_NAME = " paper-reader "
_HANDLE = " ≡"
"""What shows and hides the sidebar."""
_LONGEST_NAME = 16
"""Columns for the name of a saved search or a tag."""

NO_COUNTS: Mapping[ViewKind, int] = {}
NO_TAGS: Mapping[str, int] = {}


class SavedTab(NamedTuple):
    """A saved search as the bar shows it; `unread` is `None` while it is not known."""

    name: str
    unread: int | None = None


class ViewBar(Widget):
    """Names the views, with counts where there is room; a click shows one.

    Of the saved searches and the tags it names as many as there is room for.
    """

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    class SidebarAsked(Message):
        """The sign of the sidebar was clicked."""

    class Stepped(Message):
        """An arrow beside the period was clicked: -1 earlier, 1 later."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class MoreAsked(Message):
        """The saved searches or the tags that have no room were asked for."""

        def __init__(self, kind: ViewKind) -> None:
            super().__init__()
            self.kind = kind

    view: reactive[View] = reactive(View(ViewKind.TRENDING))
    period: reactive[str] = reactive("")
    """What the list is of: a day, a week or a month."""
    saved: reactive[tuple[SavedTab, ...]] = reactive(())
    """The saved searches, in their order."""
    counts: reactive[Mapping[ViewKind, int]] = reactive(NO_COUNTS)
    """How many papers views show."""
    tags: reactive[Mapping[str, int]] = reactive(NO_TAGS)
    """The tags with how many papers have them, in their order."""
    brief: reactive[bool] = reactive(False)
    """Whether the sidebar names the views, so that only the shown one is named here."""

    def render(self) -> Content:
        """Draw the line."""
        width = self.size.width
        right = self._period()
        handle = Content.assemble((_HANDLE, Style.parse("$primary") + Style.from_meta({"sidebar": True})))
        if self.brief:
            tabs = Content.assemble(handle, (_NAME, "bold $primary"), (f" {self.view.title} ", "bold"))
            space = max(2, width - tabs.cell_length - right.cell_length)
            return Content.assemble(tabs, " " * space, right).truncate(width, pad=True)
        width -= handle.cell_length
        tabs = self._tabs(width - right.cell_length)
        if width >= len(_NAME) + tabs.cell_length + right.cell_length:
            tabs = Content.assemble((_NAME, "bold $primary"), tabs)
        space = width - tabs.cell_length - right.cell_length
        if space < 2:
            return Content.assemble(handle, tabs.truncate(width, pad=True))
        return Content.assemble(handle, tabs, " " * space, right)

    def on_click(self, event: Click) -> None:
        """Tell what was clicked."""
        match event.style.meta:
            case {"view": str(kind), "name": str(name)}:
                self.post_message(self.Chosen(View(ViewKind(kind), name=name or None)))
            case {"sidebar": True}:
                self.post_message(self.SidebarAsked())
            case {"step": int(direction)}:
                self.post_message(self.Stepped(direction))
            case {"more": str(kind)}:
                self.post_message(self.MoreAsked(ViewKind(kind)))

    def _tabs(self, room: int) -> Content:
        """Return the tabs in `room` columns; the counts yield first, then the names."""
        saved = sum(self._saved_tab(tab).cell_length for tab in self.saved)
        counted = self._fixed(counted=True)
        if counted.cell_length + saved <= room:
            return self._with_named(counted, room)
        tabs = self._with_named(self._fixed(), room)
        return (
            tabs
            if tabs.cell_length <= self.size.width - len(_HANDLE)
            else self._with_named(self._fixed(brief=True), room)
        )

    def _with_named(self, line: Content, room: int) -> Content:
        """Return the line with the saved searches behind it and, where these all fit, the tags."""
        saved = [self._saved_tab(tab) for tab in self.saved]
        shown = [index for index, tab in enumerate(self.saved) if self._is_shown(ViewKind.SAVED, tab.name)]
        searches = _fitted(saved, shown, ViewKind.SAVED, room - line.cell_length)
        line += searches
        names = [*self.tags]
        if self.view.kind is ViewKind.TAG and self.view.name not in names:
            names.append(self.view.name or "")
        if searches.cell_length < sum(tab.cell_length for tab in saved):
            names = [name for name in names if self._is_shown(ViewKind.TAG, name)]
        tags = [self._tag_tab(name) for name in names]
        shown = [index for index, name in enumerate(names) if self._is_shown(ViewKind.TAG, name)]
        return line + _fitted(tags, shown, ViewKind.TAG, room - line.cell_length)

    def _fixed(self, *, brief: bool = False, counted: bool = False) -> Content:
        """Return the tabs that all have; where they are to be `brief`, they show their key only."""
        tabs = [
            self._tab(
                View(kind),
                key,
                "" if brief and kind is not self.view.kind else title,
                short_count(self.counts.get(kind) or None) if counted else "",
            )
            for kind, key, title in _TABS
        ]
        queued = self.counts.get(ViewKind.QUEUE, 0)
        others = {ViewKind.QUEUE: "6"} if counted and queued else {}
        news = self.counts.get(ViewKind.FOLLOWED, 0)
        if news:
            others[ViewKind.FOLLOWED] = "F"
        if self.view.kind not in (*NAMED_KINDS, *(kind for kind, _, _ in _TABS)):
            others.setdefault(self.view.kind, "")
        for kind, key in others.items():
            wanted = counted or kind is ViewKind.FOLLOWED
            count = short_count(self.counts.get(kind) or None) if wanted else ""
            title = "" if brief and kind is not self.view.kind else View(kind).title
            view = self.view if kind is self.view.kind else View(kind)
            tabs.append(self._tab(view, key, title, count))
        return Content("").join(tabs)

    def _saved_tab(self, tab: SavedTab) -> Content:
        view = View(ViewKind.SAVED, name=tab.name)
        return self._tab(view, "", _short(tab.name), short_count(tab.unread or None))

    def _tag_tab(self, name: str) -> Content:
        view = View(ViewKind.TAG, name=name)
        return self._tab(view, "", _short(view.title), short_count(self.tags.get(name)))

    def _is_shown(self, kind: ViewKind, name: str) -> bool:
        return (self.view.kind, self.view.name) == (kind, name)

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


def _short(name: str) -> str:
    return Content(name).truncate(_LONGEST_NAME, ellipsis=True).plain


def _fitted(tabs: Sequence[Content], shown: Sequence[int], kind: ViewKind, room: int) -> Content:
    """Return the tabs that fit, the shown one always, and how many do not."""
    fitting = _fitting([tab.cell_length for tab in tabs], shown, room)
    line = Content("").join([tabs[index] for index in fitting])
    if left := len(tabs) - len(fitting):
        sign = "#" if kind is ViewKind.TAG else ""
        more = Style.parse("$primary") + Style.from_meta({"more": kind.value})
        more_tab = Content.assemble((f" {sign}+{left} ", more))
        if kind is ViewKind.SAVED or line.cell_length + more_tab.cell_length <= room:
            line += more_tab
    return line


def _fitting(widths: Sequence[int], shown: Sequence[int], room: int) -> list[int]:
    """Return the indices of what fits into `room` columns: what is `shown`, then from the first on."""
    more = len(f" #+{len(widths)} ")
    taken = list(shown)
    for index, width in enumerate(widths):
        if index not in shown:
            last = len(taken) + 1 == len(widths)
            if sum(widths[each] for each in taken) + width + (0 if last else more) > room:
                break
            taken.append(index)
    return sorted(taken)
