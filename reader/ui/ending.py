"""The end that comes from outside: asked by the system, the program leaves the terminal as it found it."""

import asyncio
import signal
from contextlib import suppress
from typing import Any

from textual.app import App

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


def end_when_asked(app: App[Any]) -> None:
    """Quit in an orderly way where a signal would end the process at once."""
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number: int | None = getattr(signal, name, None)
        if number is not None:
            # Windows has no such handlers, and a program that is no main thread has none either.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, _end, app, number)


def _end(app: App[Any], number: int) -> None:
    app.exit(return_code=128 + number)
