"""The drawing of rows: styles are resolved once, and a row that was drawn is kept."""

from collections.abc import Callable
from typing import Literal, NamedTuple

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

_MOST_KEPT = 256


class _Drawn(NamedTuple):
    """The lines of a row, and what they show; the same paper with another mark is another entry."""

    entry: Entry
    strips: tuple[Strip, ...]


class RowPaint:
    """Draws the rows of a widget in its component styles."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._rows: LRUCache[tuple[int, Kind, bool, bool, int], _Drawn] = LRUCache(_MOST_KEPT)
        self._styles: dict[tuple[str, bool], Style] = {}
        self._shown_on: tuple[Theme, Style] | None = None

    def forget(self) -> None:
        """Draw every row anew when it is asked for."""
        self._rows.clear()

    def follow_styles(self) -> None:
        """Forget what was drawn in old colours; those of another focus are kept beside each other."""
        ground = (self._widget.app.current_theme, self._widget.visual_style)
        if ground != self._shown_on:
            self._shown_on = ground
            self._rows.clear()
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
        if (kept := self._rows.get(key)) is not None and kept.entry is entry:
            return kept.strips
        # A row on another ground has one ink for all of its parts.
        inks = self._ink if kind in ("cursor", "selected") else self._style
        has_cursor = kind == "cursor"
        contents = row_content(
            entry, width, look(inks), selected=selected, origin=origin, has_cursor=has_cursor
        )
        strips = tuple(self.strip(content, width, kind) for content in contents)
        self._rows[key] = _Drawn(entry, strips)
        return strips

    def strip(self, content: Content, width: int, kind: Kind = "row") -> Strip:
        """Return a line of `width` columns on the ground of a kind of rows."""
        return Strip(content.render_segments(self._ground(kind)), width)

    def _ground(self, kind: Kind) -> Style:
        key = (kind, self._widget.has_focus)
        if key not in self._styles:
            self._styles[key] = self._widget.get_visual_style("paper-list--row", f"paper-list--{kind}")
        return self._styles[key]

    def _style(self, name: str) -> Style:
        key = (f"+{name}", False)
        if key not in self._styles:
            # Each component class costs each start; the colours of marks come from the theme as they are asked for.
            self._styles[key] = (
                Style.parse(f"bold $mark-{name}", self._widget.app.theme_variables)
                if name in COLOURS
                else self._widget.get_visual_style(f"paper-list--{name}", partial=True)
            )
        return self._styles[key]

    def _ink(self, name: str) -> Style:
        return self._style(name).without_color
