"""A sheet of text parts, one below the other, that scrolls; it is one widget, so that another text needs no layout."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.theme import Theme

from reader.ui.widgets.held_lines import HeldLines

_BAR = "│ "


class Part(NamedTuple):
    """A text of a sheet; its lines are wrapped."""

    content: Content
    bar: str = ""
    """The ink of the line at its left, where there is one."""
    above: int = 1
    """Blank lines before it."""


class _Line(NamedTuple):
    """A wrapped line, and where in which line of the whole text it begins."""

    content: Content
    bar: str = ""
    row: int = -1
    start: int = 0


class Sheet(HeldLines):
    """Shows parts by name, in their order; those that are empty take no room."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.parts: Mapping[str, Part] = {}
        """What is shown, by name."""
        self.widest = 84
        """Widest line, in columns."""
        self._lines: Sequence[_Line] = ()
        self._text = ""
        self._strips: dict[int, Strip] = {}
        self._laid_for = 0
        self._drawn_on: tuple[Theme, Style] | None = None

    def show_parts(self, parts: Mapping[str, Part]) -> None:
        """Show other parts, scrolled as before."""
        if parts != self.parts or any(
            not part.content.is_same(self.parts[name].content) for name, part in parts.items()
        ):
            self.parts = parts
            self.lay_out()

    def lay_out(self) -> None:
        """Wrap everything anew."""
        width = self.scrollable_content_region.width
        self._laid_for = width
        self._strips.clear()
        if width <= 0:  # hidden; laid out when it is seen
            self._lines = ()
            return
        lines: list[_Line] = []
        texts: list[str] = []
        for part in self.parts.values():
            if part.content:
                lines += [_Line(Content(""))] * (part.above if lines else 0)
                lines += _wrapped(part, min(width - 1, self.widest), texts)  # a blank before the scrollbar
        self._lines, self._text = lines, "\n".join(texts)
        self._measure(Size(width, len(lines) + 1))
        self.refresh()

    def _measure(self, size: Size) -> None:
        """Take the size of the whole text; the screen is laid out anew only where the scrollbar comes or goes."""
        height = self.scrollable_content_region.height
        if (size.height > height) != (self.virtual_size.height > height) or not self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Sheet.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._fit()

    def _fit(self) -> None:
        if self.scrollable_content_region.width != self._laid_for:
            self.lay_out()

    def notify_style_update(self) -> None:
        """Forget everything drawn in old colours."""
        super().notify_style_update()
        ground = (self.app.current_theme, self.visual_style)
        if ground != self._drawn_on:
            self._drawn_on = ground
            self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        if y == 0 and self.scrollable_content_region.width != self._laid_for:
            self.call_later(self._fit)  # a pane beside it came or went without a word
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        selection = self.text_selection
        if selection is not None:
            return self._drawn(index, width, selection)
        strip = self._strips.get(index)
        if strip is None or strip.cell_length != width:
            strip = self._strips[index] = self._drawn(index, width, None)
        return strip

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text without the breaks of wrapped lines."""
        return selection.extract(self._text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected now."""
        self.refresh()

    def _drawn(self, index: int, width: int, selection: Selection | None) -> Strip:
        base = self.visual_style
        if index >= len(self._lines):
            return Strip([Segment(" " * width, base.rich_style)], width)
        line = self._lines[index]
        content = line.content
        if selection is not None and line.row >= 0 and (span := selection.get_span(line.row)) is not None:
            style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = _selected(line, span, style)
        strip = Strip(content.render_segments(base), content.cell_length)
        if line.row >= 0:
            strip = strip.apply_offsets(line.start, line.row)
        if line.bar:
            bar = Content.styled(_BAR, line.bar).render_segments(base)
            strip = Strip.join([Strip(bar, len(_BAR)), strip])
        return strip.adjust_cell_length(width, base.rich_style)


def _wrapped(part: Part, width: int, texts: list[str]) -> list[_Line]:
    """Return the lines of a part, and add its whole lines to `texts`."""
    lines = []
    room = max(1, width - len(_BAR) if part.bar else width)
    for whole in part.content.split(allow_blank=True):
        end = 0
        for content in map(_trimmed, whole.wrap(room)):
            start = max(end, whole.plain.find(content.plain, end))
            end = start + len(content.plain)
            lines.append(_Line(content, part.bar, len(texts), start))
        texts.append(whole.plain)
    return lines


def _trimmed(line: Content) -> Content:
    """Return a line without the point between two facts where it was broken there."""
    if line.plain.startswith("· "):
        line = line[len(line.plain) - len(line.plain[1:].lstrip()) :]
    return line[: len(line.plain[:-1].rstrip())] if line.plain.endswith(" ·") else line


def _selected(line: _Line, span: tuple[int, int], style: Style) -> Content:
    length = len(line.content.plain)
    start, end = span
    first = max(0, start - line.start)
    last = length if end == -1 else min(length, end - line.start)
    return line.content.stylize(style, first, last) if first < last else line.content
