"""What comes from outside: signals to end, and the way back from the shell; the terminal stays in order."""

import asyncio
import signal
from contextlib import suppress
from typing import Any

from textual.app import App

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


def heed_signals(app: App[Any]) -> None:
    """Quit in an orderly way where a signal would end the process at once; draw all anew after a suspension."""
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number: int | None = getattr(signal, name, None)
        if number is not None:
            # Windows has no such handlers, and a program that is no main thread has none either.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, _end, app, number)
    # The page that the terminal gives back is empty.
    app.app_resume_signal.subscribe(app, lambda _: app.refresh(layout=True))


def _end(app: App[Any], number: int) -> None:
    app.exit(return_code=128 + number)
