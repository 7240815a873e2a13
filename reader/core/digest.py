"""A digest: the new papers of what the person reads, grouped, each with why it is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reader.core.entry import Entry


class DigestFormat(StrEnum):
    """What a digest can be written as, by the names used on the command line."""

    TERMINAL = "terminal"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    ATOM = "atom"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A paper of a digest, and why it is there."""

    entry: Entry
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """Papers that are new in one view, the best first."""

    title: str
    items: tuple[DigestItem, ...]
    more: int = 0
    """How many others are new in it that are only counted."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new, each paper once."""

    made_at: datetime
    """With the person's own time zone."""
    groups: tuple[DigestGroup, ...]
    since: date | None = None
    """The day after which papers count as new; `None` for the first digest of lists."""

    @property
    def items(self) -> Iterator[DigestItem]:
        """The papers of all groups."""
        return (item for group in self.groups for item in group.items)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers of its papers, those that are only counted left out."""
        return tuple(item.entry.id for item in self.items)

    @property
    def count(self) -> int:
        """How many papers are new, those that are only counted among them."""
        return sum(len(group.items) + group.more for group in self.groups)

    @property
    def title(self) -> str:
        """What it has, for people: `14 new papers, Fri 14 Aug 2026`."""
        day = f"{self.made_at:%a} {self.made_at.day} {self.made_at:%b %Y}"
        return f"{self.count:,} new {'paper' if self.count == 1 else 'papers'}, {day}"
