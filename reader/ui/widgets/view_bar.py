"""The top line: which views there are, which one is shown, and what it is of."""

from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from reader.core.view import View, ViewKind

_TABS = (
    (ViewKind.TRENDING, "1", "Trending"),
    (ViewKind.DAY, "2", "Day"),
    (ViewKind.WEEK, "3", "Week"),
    (ViewKind.MONTH, "4", "Month"),
    (ViewKind.BOOKMARKS, "5", "Bookmarks"),
)
_NAME = " paper-reader "


class ViewBar(Widget):
    """Names the views; a click shows one."""

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        kind: ViewKind

    @dataclass
    class Stepped(Message):
        """An arrow beside the period was clicked: -1 earlier, 1 later."""

        direction: int

    view: reactive[View] = reactive(View(ViewKind.TRENDING))
    period: reactive[str] = reactive("")
    """What the list is of: a day, a week or a month."""

    def render(self) -> Content:
        """Draw the line."""
        width = self.size.width
        kinds = list(_TABS)
        if self.view.kind not in [kind for kind, _, _ in _TABS]:
            kinds.append((self.view.kind, "", self.view.title))
        tabs = Content("").join([self._tab(kind, key, title) for kind, key, title in kinds])
        if width >= len(_NAME) + tabs.cell_length:
            tabs = Content.assemble((_NAME, "bold $primary"), tabs)
        right = self._period()
        space = width - tabs.cell_length - right.cell_length
        if space < 2:
            return tabs.truncate(width, pad=True)
        return Content.assemble(tabs, " " * space, right)

    def on_click(self, event: Click) -> None:
        """Tell what was clicked."""
        match event.style.meta:
            case {"view": str(kind)}:
                self.post_message(self.Chosen(ViewKind(kind)))
            case {"step": int(direction)}:
                self.post_message(self.Stepped(direction))

    def _period(self) -> Content:
        if not self.period:
            return Content("")
        earlier = Style.parse("$primary") + Style.from_meta({"step": -1})
        later = Style.parse("$primary") + Style.from_meta({"step": 1})
        return Content.assemble((" ‹ ", earlier), (self.period, "$muted"), (" › ", later))

    def _tab(self, kind: ViewKind, key: str, title: str) -> Content:
        active = kind is self.view.kind
        click = Style.from_meta({"view": kind.value})
        name = Style.parse("bold $foreground on $panel" if active else "$muted") + click
        number = Style.parse("$primary on $panel" if active else "$faint") + click
        return Content.assemble((f" {key}", number), (f" {title} ", name))
