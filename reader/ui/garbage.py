"""Garbage is looked for while nobody presses a key: going through everything there is takes longer than a frame.

What the last keys left behind is gone through in the first pause, which takes some milliseconds.
"""

import asyncio
import gc
from contextlib import suppress

_PAUSE, _QUIET = 0.15, 1.5
"""Seconds without a key after which the last ones are drawn, and after which somebody is reading."""

_YOUNG = 15_000
"""New objects that are gone through by themselves, which takes about 3 ms."""

_SELDOM, _NEVER = 200, 100_000
"""How often that is done until what stayed is gone through too, if no pause comes before; and until everything is."""


def let_go() -> None:
    """Let go of the lines of widgets that are no more.

    Textual holds the last 1,024 widgets that it drew, with all of their lines: a cache of colours has them for a key
    (Textualize/textual#6665). It is filled again with the next frame, by those that are there.
    """
    with suppress(ImportError, AttributeError):  # it is Textual's own affair, and may be gone
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()


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
            loop.call_later(_PAUSE, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        still = loop.time() - self._stirred
        if still < _PAUSE:
            loop.call_later(_PAUSE - still, self._look)
        elif still < _QUIET:
            let_go()
            gc.collect(1)
            loop.call_later(_QUIET - still, self._look)
        else:
            self._waiting = False
            gc.collect()
