"""The end of the program waits for what was asked for before it: people type ahead, and close lines are slow."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from textual.app import App
from textual.message_pump import MessagePump

_CHANGES = ("mark", "setting")
"""Groups of the workers that write what the person did."""

_PATIENCE = 5.0
"""Seconds that all of it gets; what is being written by then is written nevertheless."""

_ROUNDS = 4
"""A key goes up from its box to the program, what it says up to its dialog, and that tells the screen below."""


class Ending:
    """The end of a program, which comes once."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self.begun = False
        """Whether the program is on its way out; what is pressed now comes too late."""

    def begin(self, return_code: int = 0) -> None:
        """Leave once what was asked for before is kept."""

        async def leave() -> None:
            await all_kept(self._app)
            self._app.exit(return_code=return_code)

        if not self.begun:
            self.begun = True
            leaving: Callable[[], Awaitable[None]] = leave
            self._app.run_worker(leaving, group="leave")


class Ends(Protocol):
    """Whatever has an end."""

    ending: Ending


async def all_kept(app: App[None]) -> None:
    """Wait until every key before was heard, and every change that it asked for is on disk."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            for _ in range(_ROUNDS):
                begun = app.focused or app.screen
                for pump in (*begun.ancestors_with_self, *reversed(app.screen_stack)):
                    await _heard(pump)
            while waiting := [w for w in app.workers if w.group in _CHANGES and not w.is_finished]:
                await asyncio.gather(*(worker.wait() for worker in waiting), return_exceptions=True)


async def _heard(pump: MessagePump) -> None:
    """Wait until a widget has heard what it was told; one that is gone hears nothing more."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE / 10):
                await done.wait()
