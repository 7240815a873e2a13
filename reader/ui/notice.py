"""What is worth a look from another window: long work has ended, or what is followed has news."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from textual.app import App
from textual.message import Message

from reader.core.terminal import GIVE_TITLE_BACK, KEEP_TITLE

LONG_SECONDS = 10.0
"""Work that takes at least this long is worth a notice when it ends."""


class NoticeGiven(Message):
    """Something is worth a look; the app tells it in the ways that the person wants."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class NewsWatch:
    """Knows which news from what is followed was there before."""

    def __init__(self) -> None:
        self._subjects: frozenset[str] = frozenset()
        self._seen: frozenset[str] | None = None

    def arrived(self, news: frozenset[str], subjects: frozenset[str]) -> int:
        """Return how many papers are new since the last time; none where something else is followed since."""
        before, self._seen = self._seen, (self._seen or frozenset()) | news
        same, self._subjects = subjects == self._subjects, subjects
        return len(news - before) if before is not None and same else 0


def tell_unkept(app: App[Any], error: Exception) -> None:
    """Tell that a change is not on the disk, and why; it stands long enough to be read."""
    app.notify(str(error), title="Not kept", severity="error", timeout=15, markup=False)


@contextmanager
def title_put_aside() -> Iterator[None]:
    """Let the terminal have its own title again at the end, whatever the end is."""
    stream = sys.__stderr__
    if os.name == "nt" or stream is None or not stream.isatty():
        yield
        return
    stream.write(KEEP_TITLE)
    stream.flush()
    try:
        yield
    finally:
        with suppress(OSError):  # the terminal may be gone
            stream.write(GIVE_TITLE_BACK)
            stream.flush()


def ending_signals() -> tuple[int, ...]:
    """Return the signals by which others end the program; it ends as after `quit` then, the terminal put right."""
    return tuple(
        getattr(signal, name)
        for name in ("SIGTERM", "SIGHUP", "SIGINT")
        if os.name != "nt" and hasattr(signal, name)
    )
