"""What the person did with a paper."""

from dataclasses import dataclass, replace
from datetime import datetime

from reader.core.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Read state, bookmark, queue, tags and note of one paper; times are in UTC."""

    read_at: datetime | None = None
    """When it was marked as read; `None` while unread."""
    bookmarked_at: datetime | None = None
    queued_at: datetime | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None

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


NO_MARK = Mark()
"""The mark of every paper that the person did nothing with."""


@dataclass(frozen=True, slots=True)
class Change:
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
            for name in ("read_at", "bookmarked_at", "queued_at", "note")
            if getattr(self.after, name) != getattr(self.before, name)
        }
        if current.tags == self.before.tags:
            return replace(current, tags=self.after.tags, **changed)
        added = [tag for tag in self.after.tags if tag not in self.before.tags]
        removed = set(self.before.tags) - set(self.after.tags)
        tags = dict.fromkeys([tag for tag in current.tags if tag not in removed] + added)
        return replace(current, tags=tuple(tags), **changed)
