"""Garbage is looked for while nobody presses a key: going through everything there is takes longer than a frame."""

import asyncio
import gc

_QUIET = 1.5
"""Seconds without a key after which somebody is reading."""

_YOUNG = 5_000
"""New objects that are gone through by themselves, which takes about 1 ms."""

_SELDOM, _NEVER = 200, 100_000
"""How often that is done until what stayed is gone through too, if no pause comes before; and until everything is."""


class Garbage:
    """Python's collector of garbage, whose long passes wait until nothing happens."""

    def __init__(self) -> None:
        self._stirred = 0.0
        self._waiting = False

    def begin(self) -> None:
        """Collect from now on; what there is by now was made before the first frame, and stays."""
        gc.freeze()
        gc.set_threshold(_YOUNG, _SELDOM, _NEVER)
        gc.enable()
        self.stir()

    def stir(self) -> None:
        """Take note that something happens, in the running event loop."""
        loop = asyncio.get_running_loop()
        self._stirred = loop.time()
        if not self._waiting:
            self._waiting = True
            loop.call_later(_QUIET, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._stirred + _QUIET - loop.time()
        if left > 0:
            loop.call_later(left, self._look)
            return
        self._waiting = False
        gc.collect()
