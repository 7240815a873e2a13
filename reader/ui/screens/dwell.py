"""When a paper counts as read."""

from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from reader.core.entry import Entry


class Dwell:
    """Counts a paper as read once its abstract has stood there for a while, seen by the person."""

    def __init__(
        self,
        screen: Screen[None],
        seconds: Callable[[], float | None],
        current: Callable[[], Entry | None],
        read: Callable[[Entry], None],
    ) -> None:
        """Take how long, who knows the paper that is being read (`None` for nobody reads), and what is done then."""
        self._screen = screen
        self._seconds = seconds
        self._current = current
        self._read = read
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Start the clock anew."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        entry, seconds = self._current(), self._seconds()
        if entry is not None and seconds is not None and not entry.mark.read:
            self._timer = self._screen.set_timer(seconds, lambda: self._end(entry))

    def _end(self, entry: Entry) -> None:
        current = self._current()
        if current is not None and current.id == entry.id:
            self._read(entry)
