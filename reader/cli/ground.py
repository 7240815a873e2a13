"""Asks the terminal whether it is dark or light before anything is loaded; it has answered when that is done."""

import os
import sys
from typing import Any

from reader.core.ground import (
    QUESTION,
    Ground,
    ground_from_answer,
    ground_from_environment,
    is_answered,
    typed_beside,
)

_MOST = 4096
"""Most bytes read of what came meanwhile."""


class GroundQuestion:
    """Asked at once, answered later; nobody waits in between, and what is typed meanwhile is kept."""

    def __init__(self) -> None:
        self._attributes: list[Any] | None = None
        if os.name == "posix" and not os.environ.get("NO_COLOR"):
            self._ask()

    def _ask(self) -> None:
        import termios

        try:
            keys = sys.stdin.fileno()
            before = termios.tcgetattr(keys)
            quiet = termios.tcgetattr(keys)
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 0, 0
            termios.tcsetattr(keys, termios.TCSANOW, quiet)
            self._attributes = before
            os.write(sys.stdout.fileno(), QUESTION.encode())
        except (OSError, ValueError, termios.error):
            self.answer()

    def answer(self) -> Ground:
        """Return what is known by now; the terminal is then as it was."""
        ground = ground_from_environment(os.environ.get("COLORFGBG", ""))
        if self._attributes is None:
            return Ground(ground)
        import termios

        keys = sys.stdin.fileno()
        try:
            text = os.read(keys, _MOST).decode("utf-8", "replace")
            termios.tcsetattr(keys, termios.TCSANOW, self._attributes)
        except (OSError, termios.error):
            text = ""
        self._attributes = None
        answered = ground_from_answer(text)
        return Ground(
            ground if answered is None else answered, typed_beside(text), pending=not is_answered(text)
        )
