"""The last line of a whole paper: what was done, for some seconds, else where one is; and what was found."""

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.width import beginning, width

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen

_SAID_SECONDS = 6.0


class TextState:
    """Knows what is to be said instead of where one is."""

    def __init__(self, screen: "TextScreen") -> None:
        self._screen = screen
        self.said = ""

    def say(self, text: str) -> None:
        """Say something for some seconds."""
        self.said = text
        self._screen.show_state()
        self._screen.set_timer(_SAID_SECONDS, partial(self._forget, text))

    def _forget(self, text: str) -> None:
        if self.said == text:
            self.said = ""
            self._screen.show_state()


def state_content(left: str, found: str, columns: int) -> Content:
    """Return what is said at the left, shortened, and what was found at the right, in `columns`."""
    space = columns - width(found) - 2
    if found and width(left) > space:
        left = beginning(left, max(0, space - 1)) + "…"
    room = max(1, columns - width(left) - width(found))
    return Content.assemble((left, "$muted"), " " * room, (found, "$text-accent"))
