"""A whole paper: only the lines that are visible are laid out and drawn, so that a thesis scrolls like a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from textual.content import Content
from textual.events import Click, MouseDown, MouseMove, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive, var
from textual.strip import Strip
from textual.widget import Widget

from reader.core.document import Document
from reader.document.flow import Flow
from reader.document.line import Line
from reader.document.slot import Slot
from reader.ui.widgets.artwork import Artwork
from reader.ui.widgets.gallery import key_of
from reader.ui.widgets.placeholder import placeholder_line
from reader.ui.widgets.table_header import line_below_header, page_lines
from reader.ui.widgets.text_line import Spot, spots_in
from reader.ui.widgets.text_paint import TextPaint
from reader.ui.widgets.text_shade import Place, Shading

_WHEEL = 3
"""Lines that one step of the mouse's wheel scrolls by."""
_REMARK_WIDTH = 76
_SIDEWAYS = 8
"""Columns that what is too wide is moved by."""
_TALLEST = range(6, 41)
"""Least and most rows that a picture gets."""


class DocumentView(Widget, can_focus=True):
    """Shows a document from a place on; the place is exact, whatever was laid out before."""

    ALLOW_SELECT = False  # dragging selects whole lines

    document: var[Document | None] = var(None)
    text_width: var[int] = var(84)
    """Widest line, in columns."""
    line_spacing: var[int] = var(1)
    """Lines from one to the next."""
    figures: var[bool] = var(False)
    """Whether pictures get a place."""
    top: reactive[Place] = reactive((0, 0))
    """The first line that is shown."""
    shift: reactive[int] = reactive(0)
    """Columns by which what is too wide is moved to the left."""
    sought: reactive[str] = reactive("")
    """The text that is marked wherever it stands."""
    here: reactive[tuple[int, int, int] | None] = reactive(None)
    """The hit gone to: block, row, and its first character."""
    chosen: reactive[Spot | None] = reactive(None)
    """What the next command follows."""
    shading: reactive[Shading | None] = reactive(None)
    """What is highlighted and selected of the document."""
    remark: reactive[Content] = reactive(Content(""))
    """Shown while there is no document."""

    class Moved(Message):
        """Another place is shown."""

    @dataclass
    class Followed(Message):
        """Something that leads somewhere was clicked."""

        spot: Spot

    @dataclass
    class Dragged(Message):
        """The mouse was moved over the lines from one to another, its button held."""

        start: Place
        end: Place

    @dataclass
    class HighlightClicked(Message):
        """A line was clicked that has a part of a highlight."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._paint = TextPaint(self)
        self._flow: Flow | None = None
        self._shown: list[tuple[int, int, Line]] | None = None
        self._shown_height = 0
        self._drag: tuple[Place, bool] | None = None
        """Where the mouse's button was pressed, and whether it was moved away since."""

    # What is shown

    @property
    def columns(self) -> int:
        """The width of the text."""
        return max(20, min(self.text_width, self.size.width - 2))

    @property
    def margin_width(self) -> int:
        """The columns left of the text."""
        return max(0, (self.size.width - self.columns) // 2)

    @property
    def flow(self) -> Flow | None:
        """The lines at the width there is; `None` without a document or a size."""
        if self._flow is None and self.document is not None and self.size.width:
            leading = self.line_spacing - 1
            self._flow = Flow(self.document, self.columns, leading=leading, tallest=self._tallest)
        return self._flow

    @property
    def _tallest(self) -> int:
        """The rows of the highest picture, which leave room for its caption."""
        if not self.figures:
            return 0
        return min(max(_TALLEST.start, self.size.height - 4), _TALLEST.stop - 1)

    @property
    def lines(self) -> Sequence[tuple[int, int, Line]]:
        """The visible lines, each with its block and row."""
        if self._shown is None or self._shown_height != self.size.height:
            flow, self._shown_height = self.flow, self.size.height
            self._shown = list(islice(flow.lines_from(*self.top), self.size.height)) if flow else []
        return self._shown

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What leads somewhere among the visible lines; what goes over two lines, once."""
        return spots_in(self.lines)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places of pictures in view, each once."""
        found = {key_of(line.slot): line.slot for _, _, line in self.lines if line.slot}
        return tuple(found.values())

    @property
    def empty_slots(self) -> tuple[Slot, ...]:
        """Those in view in which nothing is shown yet."""
        return tuple(slot for slot in self.slots if slot not in self._paint.gallery)

    def hang(self, slot: Slot, shown: Artwork | str | None) -> None:
        """Show a picture in its place, or a sentence; `None` for nothing any longer."""
        self._paint.gallery.hang(slot, shown)
        self._paint.forget()
        self.refresh()

    @property
    def percent(self) -> int:
        """How far the text is scrolled, 100 where its end is shown; estimated for what was not laid out yet."""
        if (flow := self.flow) is None or not self.lines:
            return 0
        block, row, _ = self.lines[-1]
        if block == len(flow) - 1 and row == len(flow.block(block)) - 1:
            return 100
        if self.top == (0, 0):
            return 0
        return min(99, 100 * flow.line_of(*self.top) // max(1, flow.height - self.size.height))

    # Moving

    def go_to(self, block: int, row: int = 0, *, above: int = 0) -> None:
        """Show a row of a block at the top, some lines below it where there are."""
        if (flow := self.flow) is not None and len(flow):
            block = min(max(0, block), len(flow) - 1)
            self.top = self._kept(flow, *flow.moved(block, row, -above))

    def go_to_start(self, block: int) -> None:
        """Show a block at the top, without the blank lines above it."""
        self.go_to(block, self.start_of(block))

    def start_of(self, block: int) -> int:
        """Return the first row of a block that is not blank."""
        lines = self.flow.block(min(block, len(self.flow) - 1)) if self.flow and len(self.flow) else ()
        return next((row for row, line in enumerate(lines) if line.segments or line.slot), 0)

    def scroll_lines(self, lines: int) -> None:
        """Move down, or up, by some lines."""
        if (flow := self.flow) is not None and len(flow):
            self.top = self._kept(flow, *flow.moved(*self.top, lines))

    def scroll_pages(self, pages: float) -> None:
        """Move by a part of the height."""
        direction = 1 if pages > 0 else -1
        page = page_lines(self.flow, self.lines, direction) if self.flow else 1
        self.scroll_lines(direction * max(1, round(page * abs(pages))))

    def go_to_end(self) -> None:
        """Show the last line at the bottom."""
        if (flow := self.flow) is not None and len(flow):
            self.go_to(len(flow) - 1, len(flow.block(len(flow) - 1)) - 1)

    def move_sideways(self, direction: int) -> None:
        """Show more at the right, or at the left, of what is too wide."""
        widest = max((line.width for _, _, line in self.lines if line.wide), default=0)
        most = max(0, widest - self.size.width + 2)
        self.shift = max(0, min(most, self.shift + direction * _SIDEWAYS))

    def is_visible(self, block: int, row: int) -> bool:
        """Tell whether a row of a block is shown."""
        return any((block, row) == (shown, index) for shown, index, _ in self.lines)

    def _kept(self, flow: Flow, block: int, row: int) -> Place:
        """Return the place, or the last one that fills the height."""
        left = len(list(islice(flow.lines_from(block, row), self.size.height)))
        if left < self.size.height:
            block, row = flow.moved(block, row, left - self.size.height)
        return block, row

    # Changes

    def watch_document(self) -> None:
        """Show another document from its top; what is highlighted of it is told anew."""
        self.set_reactive(DocumentView.shading, None)
        self.set_reactive(DocumentView.shift, 0)
        self.set_reactive(DocumentView.top, (0, 0))
        self._lay_out_again()

    def watch_top(self) -> None:
        """Tell where it goes on; what is too wide begins at its left again where none of it is left."""
        self._shown = None
        if self.shift and not any(line.wide for _, _, line in self.lines):
            self.shift = 0
        self.post_message(self.Moved())

    def watch_sought(self) -> None:
        """Mark another text."""
        self._paint.forget_hits()

    def _draw_anew(self) -> None:
        self._paint.forget()

    watch_shading = watch_here = _draw_anew

    def on_resize(self) -> None:
        """Fit the text to the new width; the first line stays the first, as near as can be."""
        if not self.size.width:  # hidden, and laid out as before when it is seen again
            return
        self._shown = None
        laid = (self._flow.columns, self._flow.tallest) if self._flow else None
        if laid != (self.columns, self._tallest):
            self._lay_out_again()
        self.post_message(self.Moved())

    def notify_style_update(self) -> None:
        """Forget everything drawn in old colours."""
        super().notify_style_update()
        self._paint.forget_styles()

    def _lay_out_again(self) -> None:
        old, self._flow, self._shown = self._flow, None, None
        if self.shading is not None and self.shading.selection is not None:
            self.shading = self.shading.with_selection(None)  # its lines are others now
        self._paint.forget_hits()
        block, row = self.top
        if old is not None and (flow := self.flow) is not None and row and len(old) == len(flow):
            row = row * len(flow.block(block)) // max(1, len(old.block(block)))
            self.set_reactive(DocumentView.top, (block, row))
        self.refresh()
        self.post_message(self.Moved())

    watch_text_width = watch_line_spacing = watch_figures = _lay_out_again

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one visible line."""
        if self.document is None:
            words = placeholder_line(self.remark, y, self.size, _REMARK_WIDTH)
            return Strip(words.render_segments(self.visual_style), self.size.width)
        if y >= len(self.lines):
            return self._paint.blank(self.size.width)
        pointed = [self.here[:2]] if self.here else []
        pointed += [(self.chosen.block, self.chosen.row)] if self.chosen else []
        line = line_below_header(self.flow, self.lines, y, pointed) if self.flow else self.lines[y]
        return self._paint.line(*line)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw visible lines, and over them the pictures that the terminal draws itself."""
        strips = super().render_lines(crop)
        if self.document is None or not self.screen.is_active:  # they would be drawn over a dialog too
            return strips
        return self._paint.overlaid(strips, crop)

    def hits_in(self, block: int) -> tuple[tuple[int, int, int], ...]:
        """Return where the text that is sought stands in a block: row, first character, one behind the last."""
        return self._paint.hits_in(block)

    # The mouse

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll by some lines."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll by some lines."""
        event.stop()
        self.scroll_lines(-_WHEEL)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Remember where lines may be selected from."""
        self._drag = (
            (self.lines[event.y][:2], False) if event.button == 1 and event.y < len(self.lines) else None
        )

    def on_mouse_move(self, event: MouseMove) -> None:
        """Tell which lines the mouse was moved over."""
        if self._drag is None or event.button != 1 or not 0 <= event.y < len(self.lines):
            return
        (start, moved), end = self._drag, self.lines[event.y][:2]
        if moved or end != start:
            self._drag = start, True
            self.post_message(self.Dragged(start, end))

    def on_click(self, event: Click) -> None:
        """Follow what was clicked."""
        pressed, self._drag = self._drag, None
        if pressed is not None and pressed[1]:
            return
        place = event.style.meta.get("spot")
        if isinstance(place, tuple):
            for spot in self.spots:
                if (spot.block, spot.row, spot.segment) == place:
                    self.post_message(self.Followed(spot))
        elif self.shading and self.flow and event.y < len(self.lines):
            for key in self.shading.keys_at(self.flow, *self.lines[event.y][:2])[:1]:
                self.post_message(self.HighlightClicked(key))
