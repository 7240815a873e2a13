"""An answer of the terminal that comes when keys are read already: it is taken out of them."""

import re
from collections.abc import Callable

from textual.app import App
from textual.events import Key
from textual.timer import Timer

from reader.core.ground import ground_from_answer

_PENDING_SECONDS = 5.0
"""How long after the start an answer may come."""

_DOUBT_SECONDS, _PAUSE_SECONDS = 0.08, 0.25
"""It is over when nothing came for this time: while it may be a person's key, and once it is none."""

_BEGINNING = re.compile(r"\^?(?:\]1?|\[)?|.*(?:\]11|\[\?).*", re.DOTALL)
"""What an answer without its controls looks like while it comes; it tells a colour, or what the terminal is."""

_ANSWER = re.compile(r"\]11;|\[\?\d")


class LateAnswer:
    """Takes keys away that are an answer, and gives those of a person back; a person types more slowly."""

    def __init__(self, app: App[None], told: Callable[[bool], None]) -> None:
        """Tell `told` whether the terminal is dark."""
        self._app = app
        self._told = told
        self._held: list[Key] = []
        self._given_back: list[Key] = []
        self._end: Timer | None = None
        self._pending = True
        app.set_timer(_PENDING_SECONDS, self._give_up)

    def takes(self, event: Key) -> bool:
        """Tell whether a key is held back: it belongs to the answer, or may do so yet."""
        if event in self._given_back:
            self._given_back.remove(event)
            return False
        begins = event.character is not None and event.character in "^]["
        if not self._held and not (self._pending and begins):
            return False
        self._held.append(event)
        if self._end is not None:
            self._end.stop()
        text = self._text
        if _BEGINNING.fullmatch(text):
            pause = _PAUSE_SECONDS if _ANSWER.search(text) else _DOUBT_SECONDS
            self._end = self._app.set_timer(pause, self._finish)
        else:
            self._finish()
        return True

    @property
    def _text(self) -> str:
        return "".join(key.character or "" for key in self._held)

    def _finish(self) -> None:
        held, text, self._end = self._held, self._text, None
        self._held = []
        if _ANSWER.search(text) is None:
            self._given_back += [Key(key.key, key.character) for key in held]
            for key in [*self._given_back]:
                self._app.post_message(key)
        elif (dark := ground_from_answer(text)) is not None:
            self._told(dark)

    def _give_up(self) -> None:
        self._pending = False
