"""Whether the services can be reached: a state that is told once when it changes, and probed quietly."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError

if TYPE_CHECKING:  # commands that ask nobody start without it
    import asyncio

FIRST_PAUSE = 5.0
"""Seconds from the loss of the network to the first probe; each pause after it is twice as long."""

LONGEST_PAUSE = 300.0

T = TypeVar("T")


class Network:
    """Knows whether the services can be reached; `forbidden` means that they may not even be tried."""

    def __init__(
        self, *, forbidden: bool = False, sleep: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        self.forbidden = forbidden
        self._offline = False
        self._insisted = False
        self._sleep = sleep
        self._lost: asyncio.Event | None = None
        self._hurry: asyncio.Event | None = None
        self._listeners: list[Callable[[bool], None]] = []

    @property
    def offline(self) -> bool:
        """Whether nothing can be asked now."""
        return self.forbidden or self._offline

    def subscribe(self, told: Callable[[bool], None]) -> Callable[[], None]:
        """Have `told` called with whether there is a network, each time that changes; return what ends it."""
        self._listeners.append(told)
        return lambda: self._listeners.remove(told)

    async def through(self, ask: Callable[[], Awaitable[T]], *, decisive: bool = True) -> T:
        """Return what `ask` brings, learning from it whether there is a network; its loss only where it is `decisive`.

        `OfflineError` comes at once while the network is known to be gone and somebody watches for its return.
        """
        if self.forbidden:
            raise OfflineError("Offline was asked for, so nothing is fetched.")
        insisted, self._insisted = self._insisted, False
        if self._offline and self._lost is not None and not insisted:
            raise OfflineError(
                "There is no network; everything stored works, and lists come when it is back."
            )
        try:
            found = await ask()
        except OfflineError:
            self._set(offline=self._offline or decisive)
            raise
        except (NotFoundError, RefusedError):  # somebody answered
            self._set(offline=False)
            raise
        self._set(offline=False)
        return found

    async def watch(self, probe: Callable[[], Awaitable[object]]) -> None:
        """Probe while the network is gone, ever more rarely; run it beside everything else, it ends when cancelled."""
        if self.forbidden:
            return
        import asyncio
        import random

        self._lost, self._hurry = asyncio.Event(), asyncio.Event()
        if self._offline:
            self._lost.set()
        try:
            while True:
                await self._lost.wait()
                pause = FIRST_PAUSE
                while self._offline:
                    await self._paused(pause * random.uniform(0.8, 1.2), self._hurry)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    await self._probe(probe)
        finally:
            self._lost = self._hurry = None

    def insist(self) -> None:
        """Let the next request try, also while the network is gone: the person asked for it."""
        self._insisted = True

    def hurry(self) -> None:
        """Probe now: the person asked."""
        if self._hurry is not None:
            self._hurry.set()

    async def _probe(self, probe: Callable[[], Awaitable[object]]) -> None:
        try:
            await probe()
        except (NotFoundError, RefusedError):
            self._set(offline=False)
        except SourceError:
            return
        else:
            self._set(offline=False)

    async def _paused(self, seconds: float, hurry: "asyncio.Event") -> None:
        """Wait so long, or until somebody is in a hurry."""
        import asyncio

        waits = [
            asyncio.ensure_future((self._sleep or asyncio.sleep)(seconds)),
            asyncio.ensure_future(hurry.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
            hurry.clear()

    def _set(self, *, offline: bool) -> None:
        if offline == self._offline:
            return
        self._offline = offline
        if self._lost is not None:
            (self._lost.set if offline else self._lost.clear)()
        for told in tuple(self._listeners):
            told(not offline)
