"""Work that waits for a disk, away from the event loop."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], /, *args: P.args, **options: P.kwargs) -> T:
    """Return what `work` returns, run in a thread while the event loop goes on."""
    import asyncio  # late: commands that ask nobody do without it, and start in two thirds of the time

    return await asyncio.to_thread(work, *args, **options)
