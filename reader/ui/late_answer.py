"""An answer of the terminal that comes when keys are read already: it is taken out of them."""

from collections.abc import Callable

from textual.app import App
from textual.events import Key
from textual.timer import Timer

from reader.core.ground import ground_from_answer

_PENDING_SECONDS = 5.0
"""How long after the start an answer may come."""

_PAUSE_SECONDS = 0.25
"""An answer is over when nothing came for this time."""


class LateAnswer:
    """Takes keys away that begin like an answer, and those that follow at once; a person types more slowly."""

    def __init__(self, app: App[None], told: Callable[[bool], None]) -> None:
        """Tell `told` whether the terminal is dark."""
        self._app = app
        self._told = told
        self._text = ""
        self._end: Timer | None = None
        self._pending = True
        app.set_timer(_PENDING_SECONDS, self._give_up)

    def takes(self, event: Key) -> bool:
        """Tell whether a key belongs to the answer."""
        begins = event.key == "circumflex_accent" or event.key.startswith("alt+")
        if self._end is None and not (self._pending and begins):
            return False
        self._text += event.character or ""
        if self._end is not None:
            self._end.stop()
        self._end = self._app.set_timer(_PAUSE_SECONDS, self._finish)
        return True

    def _finish(self) -> None:
        self._end, text, self._text = None, self._text, ""
        if (dark := ground_from_answer(text)) is not None:
            self._told(dark)

    def _give_up(self) -> None:
        self._pending = False
