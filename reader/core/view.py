"""What the main list can show."""

from enum import StrEnum
from typing import NamedTuple

from reader.core.period import Period, Span


class ViewKind(StrEnum):
    """The views, by the names used on the command line."""

    TRENDING = "trending"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ARXIV = "arxiv"
    FOLLOWED = "followed"
    """What is new from whom and what the person follows."""
    FOR_YOU = "for-you"
    """What is like that which the person keeps and reads."""
    BOOKMARKS = "bookmarks"
    QUEUE = "queue"
    IMPORTED = "imported"
    ALL = "all"
    READ = "recently-read"
    ADDED = "recently-added"
    """What was bookmarked or queued, the newest first."""
    SAVED = "saved"
    """A saved search; the view has its name."""
    TAG = "tag"
    """The papers with a tag; the view has its name."""
    SIMILAR = "similar"
    """The papers like one; the view has its identifier as name."""

    @property
    def span(self) -> Span | None:
        """How much time one list of this view covers; `None` for views without periods."""
        return Span(self.value) if self in (ViewKind.DAY, ViewKind.WEEK, ViewKind.MONTH) else None

    @property
    def remote(self) -> bool:
        """Whether the list comes from a source and can be fetched anew."""
        return self in (ViewKind.TRENDING, ViewKind.ARXIV) or self.span is not None


NAMED_KINDS = (ViewKind.SAVED, ViewKind.TAG)
"""The views that the person makes."""

SUGGESTED_KINDS = (ViewKind.FOR_YOU, ViewKind.SIMILAR)
"""The views whose papers were found because of others."""

FIXED_KINDS = tuple(kind for kind in ViewKind if kind not in (*NAMED_KINDS, ViewKind.SIMILAR))
"""The views that everybody has."""

OWN_KINDS = (ViewKind.BOOKMARKS, ViewKind.QUEUE, ViewKind.READ, ViewKind.ADDED, ViewKind.TAG)
"""The views of what the person did, which change with every mark."""


class View(NamedTuple):
    """A view and, for a day, week or month, which one; `period` is `None` for the newest."""

    kind: ViewKind
    period: Period | None = None
    name: str | None = None
    """Of a saved search or a tag: its name; of papers like one: its identifier."""

    @property
    def title(self) -> str:
        """The view's name for people."""
        match self.kind:
            case ViewKind.ARXIV:
                return "New on arXiv"
            case ViewKind.ALL:
                return "Everything stored"
            case ViewKind.SIMILAR:
                return "Like this"
            case ViewKind.SAVED:
                return self.name or ""
            case ViewKind.TAG:
                return f"#{self.name}"
            case _:
                return self.kind.value.replace("-", " ").capitalize()
