"""The sidebar: views, saved searches, tags and what is followed, each with what is unread in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, MouseMove
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.core.view import View
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.style import style_path
from reader.ui.widgets.figure import short_count

_COUNT_WIDTH = 5


@dataclass(frozen=True, slots=True)
class Item:
    """Something to show: a view, and a query in it where it has one; a heading has no view."""

    title: str
    view: View | None = None
    key: str = ""
    """The key that shows it, as a person writes it."""
    unread: int | None = None
    """How many of its papers are unread; `None` while it is not known."""
    query: str = ""


class Sidebar(ScrollView, can_focus=True):
    """Lists items; the cursor is seen while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]
    # Read with this module, so that a first frame without a sidebar does without.
    DEFAULT_CSS = style_path("sidebar.tcss").read_text(encoding="utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--item",
        "sidebar--heading",
        "sidebar--key",
        "sidebar--shown",
        "sidebar--cursor",
        "sidebar--hover",
    }

    items: var[Sequence[Item]] = var(())
    shown: var[tuple[View, str] | None] = var(None)
    """The view that is shown, and the query in it."""
    cursor: var[int] = var(0, init=False)
    hovered: var[int] = var(-1)

    @dataclass
    class Chosen(Message):
        """An item was chosen."""

        item: Item

    def watch_items(self) -> None:
        """Draw other items; the cursor stays in its place."""
        self.virtual_size = Size(0, len(self.items))
        self.set_reactive(Sidebar.cursor, self._nearest(self.cursor, 1))
        self.refresh()

    def watch_shown(self) -> None:
        """Mark another item."""
        self.refresh()

    def watch_cursor(self) -> None:
        """Show where the cursor is."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True)
        self.refresh()

    def watch_hovered(self) -> None:
        """Tint the row under the mouse."""
        self.refresh()

    def begin(self) -> None:
        """Put the cursor on what is shown."""
        places = (place for place, item in enumerate(self.items) if self._is_shown(item))
        self.cursor = next(places, self._nearest(0, 1))

    def choose(self) -> None:
        """Tell what is under the cursor."""
        if 0 <= self.cursor < len(self.items) and self.items[self.cursor].view is not None:
            self.post_message(self.Chosen(self.items[self.cursor]))

    def action_cursor(self, step: int) -> None:
        """Move by some items, passing over headings."""
        self.cursor = self._nearest(self.cursor + step, 1 if step > 0 else -1)

    def action_page(self, pages: float) -> None:
        """Move by a part of the height."""
        self.action_cursor(round(max(1, self.size.height - 1) * pages) or (1 if pages > 0 else -1))

    def action_first(self) -> None:
        """Move to the first item."""
        self.cursor = self._nearest(0, 1)

    def action_last(self) -> None:
        """Move to the last item."""
        self.cursor = self._nearest(len(self.items) - 1, -1)

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        place = self._place(event)
        if place >= 0 and self.items[place].view is not None:
            self.cursor = place
            self.choose()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follow the mouse."""
        self.hovered = self._place(event)

    def on_leave(self) -> None:
        """Take the tint away."""
        self.hovered = -1

    def render_line(self, y: int) -> Strip:
        """Draw an item."""
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        if place >= len(self.items):
            base = self.get_visual_style("sidebar--item")
            return Strip([Segment(" " * width, base.rich_style)], width)
        item = self.items[place]
        kind = "hover" if place == self.hovered and item.view else "item"
        if self._is_shown(item):
            kind = "shown"
        if place == self.cursor and self.has_focus:
            kind = "cursor"
        base = self.get_visual_style("sidebar--item", f"sidebar--{kind}")
        return Strip(self._row(item, width, kind).render_segments(base), width)

    def _row(self, item: Item, width: int, kind: str) -> Content:
        if item.view is None:
            heading = self.get_visual_style("sidebar--heading", partial=True)
            return Content.assemble(" ", (item.title, heading)).truncate(width, ellipsis=True, pad=True)
        key = self.get_visual_style("sidebar--key", partial=True)
        key = key.without_color if kind == "cursor" else key  # its row has one ink
        sign = "▸" if self._is_shown(item) else " "
        count = short_count(item.unread or None)
        room = max(0, width - 4 - _COUNT_WIDTH)
        title = Content(item.title).truncate(room, ellipsis=True, pad=True)
        letters = (f"{item.key:1} ", key)
        line = Content.assemble(sign, letters, title, (f"{count:>{_COUNT_WIDTH}} ", key))
        return line.truncate(width, pad=True)

    def _is_shown(self, item: Item) -> bool:
        if item.view is None or self.shown is None:
            return False
        view, query = self.shown
        return (item.view.kind, item.view.name, item.query) == (view.kind, view.name, query)

    def _place(self, event: MouseMove | Click) -> int:
        offset = event.get_content_offset(self)
        place = -1 if offset is None else offset.y + self.scroll_offset.y
        return place if place < len(self.items) else -1

    def _nearest(self, place: int, direction: int) -> int:
        """Return the nearest item to a place that can be chosen, first in a direction."""
        last = len(self.items) - 1
        place = min(max(0, place), max(0, last))
        for places in (range(place, last + 1), range(min(place, last), -1, -1))[::direction]:
            for each in places:
                if self.items[each].view is not None:
                    return each
        return 0
