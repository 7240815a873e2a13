"""Sums over all marks that follow every change at the cost of the change alone."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from reader.core.mark import NO_MARK, Mark
from reader.core.view import ViewKind
from reader.service.port import MarkStore

V = TypeVar("V")

_AT_ONCE = 64
"""Marks looked at until another thread has a turn: well below a millisecond's work."""

_KINDS: Mapping[ViewKind, Callable[[Mark], bool]] = {
    ViewKind.BOOKMARKS: lambda mark: mark.bookmarked,
    ViewKind.QUEUE: lambda mark: mark.queued,
    ViewKind.READ: lambda mark: mark.read,
    ViewKind.ADDED: lambda mark: mark.bookmarked or mark.queued,
}


class Tally:
    """What there is of everything; `update` brings it to what the library has now. Any thread may call it."""

    def __init__(self, library: MarkStore) -> None:
        self._library = library
        self._guard = threading.Lock()
        self._counted: Mapping[str, Mark] = {}
        self.kinds: Counter[ViewKind] = Counter(dict.fromkeys(_KINDS, 0))
        """How many papers each view of what the person did could show."""
        self.tags: Counter[str] = Counter()
        """How many papers have each tag."""
        self.places: dict[str, str] = {}
        """The place of each paper in the queue."""
        self.days: dict[str, date] = {}
        """The day on which each unread paper is to be read, where there is one."""

    def update(self) -> None:
        """Count what changed since the last time; the first time that is everything."""
        with self._guard:
            before, after = self._counted, self._library.marks
            for number, identifier in enumerate(self._library.differing(before, after), start=1):
                self._move(identifier, before.get(identifier, NO_MARK), after.get(identifier, NO_MARK))
                if number % _AT_ONCE == 0:
                    # A thread that computes holds up all others for five milliseconds at a time.
                    time.sleep(0)
            self._counted = after

    def _move(self, identifier: str, before: Mark, after: Mark) -> None:
        for kind, holds in _KINDS.items():
            self.kinds[kind] += holds(after) - holds(before)
        if before.tags != after.tags:
            self.tags.subtract(before.tags)
            self.tags.update(after.tags)
            for tag in before.tags:
                if not self.tags[tag]:
                    del self.tags[tag]
        _set(self.places, identifier, after.place)
        _set(self.days, identifier, None if after.read else after.read_on)


def _set(values: dict[str, V], key: str, value: V | None) -> None:
    if value is not None:
        values[key] = value
    elif key in values:
        del values[key]
