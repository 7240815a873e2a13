"""What the person did with a paper."""

from datetime import date, datetime
from typing import NamedTuple

from reader.core.paper import Paper
from reader.core.place import place_of_time

RATINGS = range(1, 6)
"""From poor to excellent."""

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
"""What a row can be marked with."""


class Mark(NamedTuple):
    """Read state, bookmark, queue, tags, note and the like of one paper; times are in UTC."""

    read_at: datetime | None = None
    """When it was marked as read; `None` while unread."""
    bookmarked_at: datetime | None = None
    queued_at: datetime | None = None
    position: str | None = None
    """Where it was moved to in the queue, as digits (see `reader.core.place`); `None` where it was put."""
    tags: tuple[str, ...] = ()
    note: str | None = None
    rating: int | None = None
    """From 1 to 5."""
    read_on: date | None = None
    """The day on which the person means to read it."""
    colour: str | None = None
    """One of `COLOURS`."""
    sign: str | None = None
    """One character to stand in the row."""
    reached: str | None = None
    """How far its whole text was read (see `reader.core.reached`); `None` where it was not opened."""

    @property
    def read(self) -> bool:
        """Whether the paper counts as read."""
        return self.read_at is not None

    @property
    def bookmarked(self) -> bool:
        """Whether the paper is kept."""
        return self.bookmarked_at is not None

    @property
    def queued(self) -> bool:
        """Whether the paper waits to be read."""
        return self.queued_at is not None

    def is_due(self, today: date) -> bool:
        """Tell whether the day to read it on has come, and it is still unread."""
        return self.read_on is not None and self.read_on <= today and not self.read

    @property
    def place(self) -> str | None:
        """What the queue is ordered by; `None` for a paper that is not in it."""
        if self.queued_at is None:
            return None
        return self.position or place_of_time(self.queued_at)

    @property
    def keeps_paper(self) -> bool:
        """Whether it says more than that the paper was read, so that the library has its own copy of the paper."""
        return self != NO_MARK and self._replace(read_at=None) != NO_MARK


NO_MARK = Mark()
"""The mark of every paper that the person did nothing with."""

_SINGLE = tuple(name for name in Mark._fields if name != "tags")


class Change(NamedTuple):
    """One step of a person's: the mark of a paper before and after it."""

    paper: Paper
    before: Mark
    after: Mark

    @property
    def reversed(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.paper, self.after, self.before)

    def applied_to(self, current: Mark) -> Mark:
        """Return `current`, which another window may have changed since, with only what this step changed."""
        changed = {
            name: getattr(self.after, name)
            for name in _SINGLE
            if getattr(self.after, name) != getattr(self.before, name)
        }
        if current.tags == self.before.tags:
            return current._replace(tags=self.after.tags, **changed)
        added = [tag for tag in self.after.tags if tag not in self.before.tags]
        removed = set(self.before.tags) - set(self.after.tags)
        tags = dict.fromkeys([tag for tag in current.tags if tag not in removed] + added)
        return current._replace(tags=tuple(tags), **changed)
