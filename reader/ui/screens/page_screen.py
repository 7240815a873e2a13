"""What the pages have in common: how they look, the keys that leave them, those that move in a long list."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from reader.ui.screens.dialog import Answer, LeftOnce
from reader.ui.screens.palette import AppCommands
from reader.ui.style import style_path

LIST_KEYS = (
    Binding("j", "move(1)", show=False),
    Binding("k", "move(-1)", show=False),
    Binding("ctrl+d", "move(10)", show=False),
    Binding("ctrl+u", "move(-10)", show=False),
    Binding("g", "move(-1000)", show=False),
    Binding("G", "move(1000)", show=False),
)
"""The keys of a page with one list; its `move` stops at the ends."""


class PageScreen(LeftOnce[Answer]):
    """A page that is left by one key, without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h,left", "leave", "Back")]
    # Read with this module, so that the first frame does without.
    DEFAULT_CSS = style_path("page.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False
    COMMANDS = {AppCommands}

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
