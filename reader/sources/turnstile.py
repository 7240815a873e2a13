"""One request at a time and a pause between two, for every process of this machine together."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import SourceError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_POLL = 0.1
_PATIENCE = 120.0
_LONGEST = 60.0
"""Longest pause (seconds) that one answer makes everybody keep."""


class Turnstile:
    """Lets one request through at a time, `gap` seconds after the last one ended; its two files are in `folder`.

    `clock` is the time of day, and `steady` one that nobody sets; both run alike for all processes. A turn raises
    `SourceError` when the folder cannot be written or when another process does not finish.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        gap: float,
        *,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._lock_path = folder / f"{name}.lock"
        self._time_path = folder / f"{name}.time"
        self._name = name
        self._gap = gap
        self._patience = patience
        self._clock = clock
        self._steady = steady
        self._sleep = sleep

    @asynccontextmanager
    async def turn(
        self,
        told: Callable[[float], None] = lambda seconds: None,
        queued: Callable[[], None] = lambda: None,
    ) -> AsyncIterator[None]:
        """Wait for a turn and hold it; `told` hears of the seconds of a pause, each second, `queued` of others' turns.

        A `SourceError` inside that says when to come back makes everybody wait so long.
        """
        lock = await self._locked(queued)
        try:
            pause = self._pause()
            while pause > 0:
                told(pause)
                await self._sleep(min(1.0, pause))
                pause -= 1
            self._remember(self._gap)  # now too, for a process may be killed in the middle
            pause = self._gap
            try:
                yield
            except SourceError as error:
                pause = max(pause, min(error.retry_after or 0, _LONGEST))
                raise
            finally:
                self._remember(pause)
        finally:
            lock.release()

    async def _locked(self, queued: Callable[[], None]) -> "BaseFileLock":
        lock = self._new_lock()
        waited = 0.0
        while not self._acquired(lock):
            queued()
            if waited >= self._patience:
                raise SourceError(
                    f"Another paper-reader has been asking {self._name} for {waited:.0f} s; try again in a minute."
                )
            await self._sleep(_POLL)
            waited += _POLL
        return lock

    def _new_lock(self) -> "BaseFileLock":
        from filelock import FileLock

        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return FileLock(self._lock_path)

    def _acquired(self, lock: "BaseFileLock") -> bool:
        from filelock import Timeout

        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            raise self._unwritable(error) from error
        return True

    def _pause(self) -> float:
        """Return how long to wait still, in seconds, whichever of the clocks was set or begun anew."""
        try:
            ended, steadily_ended, pause = map(float, self._time_path.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return 0.0
        if not (math.isfinite(ended + steadily_ended) and 0 <= pause <= _LONGEST):
            return self._gap
        pause = max(pause, self._gap)
        left = max(ended - self._clock(), steadily_ended - self._steady()) + pause
        return min(pause, left)

    def _remember(self, pause: float) -> None:
        try:
            self._time_path.write_text(
                f"{self._clock():.3f} {self._steady():.3f} {pause:.1f}", encoding="ascii"
            )
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: Exception) -> SourceError:
        reason = getattr(error, "strerror", None) or "locks do not work there"
        return SourceError(
            f"{self._name} wants a pause between two requests, which cannot be kept because the folder "
            f"“{self._lock_path.parent}” cannot be written: {reason}."
        )
