"""The top line: which views there are, which one is shown, and what it is of."""

from textual.content import Content
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

    def _period(self) -> Content:
        if not self.period:
            return Content("")
        earlier = Style.parse("$primary") + Style.from_meta({"@click": "screen.period(-1)"})
        later = Style.parse("$primary") + Style.from_meta({"@click": "screen.period(1)"})
        return Content.assemble((" ‹ ", earlier), (self.period, "$muted"), (" › ", later))

    def _tab(self, kind: ViewKind, key: str, title: str) -> Content:
        active = kind is self.view.kind
        click = Style.from_meta({"@click": f"screen.view('{kind.value}')"})
        name = Style.parse("bold $foreground on $panel" if active else "$muted") + click
        number = Style.parse("$primary on $panel" if active else "$faint") + click
        return Content.assemble((f" {key}", number), (f" {title} ", name))
