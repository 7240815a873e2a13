"""The line between two panes: it is dragged to give them other sizes, and clicked to hide one."""

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, MouseDown, MouseMove, MouseUp
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget


class Divider(Widget):
    """One column, or one line where the panes stand above each other."""

    ALLOW_SELECT = False  # it is no text

    lies: reactive[bool] = reactive(False, toggle_class="-lying")
    """Whether it parts what is above from what is below."""

    class Dragged(Message):
        """It was moved to a place of the screen."""

        def __init__(self, divider: "Divider", place: Offset) -> None:
            super().__init__()
            self.divider = divider
            self.place = place

    class Dropped(Message):
        """It was let go after it was moved."""

        def __init__(self, divider: "Divider") -> None:
            super().__init__()
            self.divider = divider

    class Pressed(Message):
        """It was clicked without being moved."""

        def __init__(self, divider: "Divider") -> None:
            super().__init__()
            self.divider = divider

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._moved = False
        self._style: Style | None = None

    def notify_style_update(self) -> None:
        """Take other colours."""
        super().notify_style_update()
        self._style = None

    def render_line(self, y: int) -> Strip:
        """Draw a line, or a part of one."""
        self._style = self._style or self.rich_style  # which Textual works out anew for each line
        sign = "─" if self.lies else "│" if y else "┬"
        return Strip([Segment(sign * self.size.width, self._style)], self.size.width)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begin to be dragged."""
        event.stop()
        self._moved = False
        self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follow the mouse while it is held."""
        if self.app.mouse_captured is self and event.button:
            event.stop()
            self._moved = True
            self.post_message(self.Dragged(self, event.screen_offset))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Stay where it is."""
        event.stop()
        self.release_mouse()
        if self._moved:
            self.post_message(self.Dropped(self))

    def on_click(self, event: Click) -> None:
        """Tell that it was pressed, unless it was moved."""
        event.stop()
        if not self._moved:
            self.post_message(self.Pressed(self))
