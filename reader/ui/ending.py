"""The end of the program waits for what was asked for before it: people type ahead, and close lines are slow."""

import asyncio
from contextlib import suppress

from textual.app import App
from textual.message_pump import MessagePump

_CHANGES = ("mark", "setting")
"""Groups of the workers that write what the person did."""

_PATIENCE = 5.0
"""Seconds that all of it gets; what is being written by then is written nevertheless."""

_ROUNDS = 4
"""A key goes up from its box to the program, what it says up to its dialog, and that tells the screen below."""


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
