"""The drawing of rows: styles are resolved once, and a row that was drawn is kept."""

from collections.abc import Callable
from typing import Literal

from textual.cache import LRUCache
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget

from reader.core.entry import Entry
from reader.core.mark import COLOURS
from reader.ui.widgets.paper_row import Look, row_content

Kind = Literal["row", "hover", "selected", "cursor"]
"""What tells a row from the others."""

_MOST_KEPT = 1024

_GROUNDS = {
    "row": "$muted",
    "hover": "$muted on $boost",
    "selected": "$foreground on $primary 18%",
    "cursor": "$block-cursor-blurred-foreground on $block-cursor-blurred-background",
    "focused cursor": "$block-cursor-foreground on $block-cursor-background",
}
# Component classes would be styled three times at each start.
_INKS = {
    "unread": "bold $foreground",
    "sign": "$primary",
    "dim": "$muted",
    "course": "$faint",
    "match": "bold underline $text-warning",
    "due": "bold $text-warning",
    **{colour: f"bold $mark-{colour}" for colour in COLOURS},
}


class RowPaint:
    """Draws the rows of a widget in the colours of the theme."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._strips: LRUCache[tuple[int, Kind, bool, bool, int], tuple[Strip, ...]] = LRUCache(_MOST_KEPT)
        self._styles: dict[str, Style] = {}
        self._shown_on: tuple[Theme, Style] | None = None

    def forget(self) -> None:
        """Draw every row anew when it is asked for."""
        self._strips.clear()

    def follow_styles(self) -> None:
        """Forget what was drawn in old colours; those of another focus are kept beside each other."""
        ground = (self._widget.app.current_theme, self._widget.visual_style)
        if ground != self._shown_on:
            self._shown_on = ground
            self._strips.clear()
            self._styles.clear()

    def row(
        self,
        index: int,
        kind: Kind,
        entry: Entry,
        width: int,
        look: Callable[[Callable[[str], Style]], Look],
        *,
        selected: bool,
        origin: str,
    ) -> tuple[Strip, ...]:
        """Return the lines of a row; `look` says how all rows look, given the styles of their parts."""
        key = (index, kind, selected, self._widget.has_focus, width)
        if (kept := self._strips.get(key)) is not None:
            return kept
        # A row on another ground has one ink for all of its parts.
        inks = self._ink if kind in ("cursor", "selected") else self._style
        has_cursor = kind == "cursor"
        contents = row_content(
            entry, width, look(inks), selected=selected, origin=origin, has_cursor=has_cursor
        )
        strips = tuple(self.strip(content, width, kind) for content in contents)
        self._strips[key] = strips
        return strips

    def strip(self, content: Content, width: int, kind: Kind = "row") -> Strip:
        """Return a line of `width` columns on the ground of a kind of rows."""
        return Strip(content.render_segments(self._ground(kind)), width)

    def _ground(self, kind: Kind) -> Style:
        name = f"focused {kind}" if kind == "cursor" and self._widget.has_focus else kind
        if name not in self._styles:
            self._styles[name] = self._widget.visual_style + self._parsed(_GROUNDS[name])
        return self._styles[name]

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._parsed(_INKS[name])
        return self._styles[name]

    def _parsed(self, words: str) -> Style:
        return Style.parse(words, self._widget.app.theme_variables)

    def _ink(self, name: str) -> Style:
        return self._style(name).without_color
