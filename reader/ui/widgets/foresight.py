"""Rows that are drawn before they are seen, a few at a time, in the pauses between two keys."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from textual.timer import Timer
from textual.widget import Widget

_PAUSE_SECONDS, _BREATH_SECONDS = 0.08, 0.01
"""Without a key after which it begins, and between two handfuls of rows."""

_AT_ONCE = 6
"""Rows in a handful: about 1 ms, which a key may have to wait."""


class Foresight:
    """Draws what the next key may show."""

    def __init__(self, widget: Widget, draw: Callable[[int], object]) -> None:
        self._widget = widget
        self._draw = draw
        self._rows: Iterator[int] = iter(())
        self._timer: Timer | None = None

    def look(self, rows: Iterable[int]) -> None:
        """Draw these rows once nothing happens, and no others."""
        self._rows = iter(rows)
        self._wait(_PAUSE_SECONDS)

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._widget.set_timer(seconds, self._go_on)

    def _go_on(self) -> None:
        if rows := [*islice(self._rows, _AT_ONCE)]:
            for row in rows:
                self._draw(row)
            self._wait(_BREATH_SECONDS)
