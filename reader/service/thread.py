"""Work that waits for a disk, away from the event loop."""

import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE_SECONDS = 3.0
"""Storing papers takes less, unless another window holds the file."""


async def in_thread(work: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> T:
    """Return what `work` returns, run in a thread while the event loop goes on."""
    import asyncio  # late: commands that ask nobody do without it, and start in two thirds of the time

    return await asyncio.to_thread(work, *args, **options)


async def storing(
    tell: Callable[[str], object], work: Callable[P, T], /, *args: P.args, **options: P.kwargs
) -> T:
    """Return what `work` returns, which stores papers; `tell` gets a sentence where that takes long."""
    import asyncio

    sentence = "Still storing the papers; another window may be storing too…"
    waiting = asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, tell, sentence)
    try:
        return await in_thread(work, *args, **options)
    finally:
        waiting.cancel()


class Latest:
    """Does one piece of work at a time; what still waits when newer work is asked for is not begun.

    Whoever asks for newer work has given up waiting for the older.
    """

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._busy = False
        self._wanted: object = None

    async def __call__(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run in a thread."""
        wanted = object()
        with self._turn:
            self._wanted = wanted
            self._turn.notify_all()  # what waits is outdated, and lets go of its thread
        return await in_thread(self._in_turn, work, wanted)

    def _in_turn(self, work: Callable[[], T], wanted: object) -> T:
        with self._turn:
            self._turn.wait_for(lambda: not self._busy or self._wanted is not wanted)
            if self._wanted is not wanted:
                raise OutdatedError
            self._busy = True
        try:
            return work()
        finally:
            with self._turn:
                self._busy = False
                self._turn.notify_all()


class OutdatedError(Exception):
    """Newer work was asked for; nobody waits for this any more."""
