"""The drawing of the lines of a whole paper; a line that was drawn is kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment as Painted
from textual.cache import LRUCache
from textual.geometry import Offset, Region
from textual.strip import Strip

from reader.document.finding import marks
from reader.document.line import Line
from reader.ui.widgets.gallery import Gallery
from reader.ui.widgets.overlay import overlaid
from reader.ui.widgets.text_line import strip_of
from reader.ui.widgets.text_look import TextLook
from reader.ui.widgets.text_shade import Drawn

if TYPE_CHECKING:
    from reader.ui.widgets.document_view import DocumentView

_STRIPS = 256
"""Drawn lines that are held."""
_BLOCKS = 64
"""Blocks whose hits are held."""


class TextPaint:
    """Draws lines as a view shows them: moved sideways, with what is sought, chosen and highlighted, and pictures."""

    def __init__(self, view: "DocumentView") -> None:
        self._view = view
        self._style = TextLook(view)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_STRIPS)
        self._hits: LRUCache[int, tuple[tuple[int, int, int], ...]] = LRUCache(_BLOCKS)
        self.gallery = Gallery()

    def forget(self) -> None:
        """Draw every line anew when it is asked for."""
        self._strips.clear()

    def forget_hits(self) -> None:
        """Look for what is sought anew."""
        self._strips.clear()
        self._hits.clear()

    def forget_styles(self) -> None:
        """Forget everything drawn in old colours."""
        self._strips.clear()
        self._style.forget()

    def blank(self, columns: int) -> Strip:
        """Return a line with nothing in it."""
        return Strip([Painted(" " * columns, self._view.rich_style)], columns)

    def line(self, block: int, row: int, line: Line) -> Strip:
        """Return a row of a block, as wide as the view."""
        view, width = self._view, self._view.size.width
        chosen = view.chosen
        number = chosen.segment if chosen and (chosen.block, chosen.row) == (block, row) else None
        key = (block, row, number, width, view.shift if line.wide else 0)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._drawn(block, row, line, number)
        return strip

    def _drawn(self, block: int, row: int, line: Line, number: int | None) -> Strip:
        """Draw a line, of which the part `number` is chosen."""
        view, width, margin = self._view, self._view.size.width, self._view.margin_width
        shade = view.shading.drawn(view.flow, block, row) if view.shading and view.flow else None
        shaded = (shade.first, shade.last, shade.style) if shade else None
        windows: Sequence[tuple[int, int] | None] = (None,)
        if line.wide:
            margin = max(1, min(margin, width - 1 - line.width))
            windows = self._windows(block, width - margin)
        marked = self._marked(block, row)
        parts = [self._margin(margin, shade)]
        parts += [
            strip_of(line, self._style, marked, number, (block, row), window, shaded) for window in windows
        ]
        if line.slot:
            parts.append(self.gallery.strip(line.slot, self._style))
        return Strip.join(parts).adjust_cell_length(width, view.rich_style)

    def _windows(self, block: int, room: int) -> list[tuple[int, int]]:
        """Return which columns of what is too wide are shown: the first column of a table stays where it leaves room."""
        shift, flow = self._view.shift, self._view.flow
        stay = flow.stay(block) if shift and flow else 0
        if not stay or stay > room // 2:
            return [(shift, shift + room)]
        return [(0, stay), (shift + stay, shift + room)]

    def _margin(self, columns: int, shade: Drawn | None) -> Strip:
        """Return what stands left of a line: blanks, and the sign of what it is, one column away where there is room."""
        if shade is None:
            return self.blank(columns)
        gap = int(columns > 1)
        plain = self._view.rich_style
        parts = (" " * (columns - 1 - gap), shade.sign, " " * gap)
        styles = (plain, self._style(f"{shade.style}-sign"), plain)
        return Strip(
            [Painted(text, style) for text, style in zip(parts, styles, strict=True) if text], columns
        )

    def hits_in(self, block: int) -> tuple[tuple[int, int, int], ...]:
        """Return where the text that is sought stands in a block: row, first character, one behind the last."""
        found = self._hits.get(block)
        if found is None:
            flow = self._view.flow
            found = self._hits[block] = marks(flow.block(block), self._view.sought) if flow else ()
        return found

    def _marked(self, block: int, row: int) -> list[tuple[int, int, bool]]:
        if not self._view.sought:
            return []
        here = self._view.here
        return [(a, b, (block, index, a) == here) for index, a, b in self.hits_in(block) if index == row]

    def overlaid(self, strips: list[Strip], crop: Region) -> list[Strip]:
        """Return strips with the pictures that the terminal draws itself over them."""
        view = self._view
        origin = view.content_region.offset + Offset(view.margin_width, 0)
        return overlaid(strips, crop, view.lines, self.gallery, origin)
