"""Lists of papers: as fetched, as stored, and the counts seen in them."""

from datetime import datetime
from typing import NamedTuple

from reader.core.paper import Paper
from reader.core.view import View


class Listing(NamedTuple):
    """The papers of a view in the source's order; `view` names the period that was found."""

    view: View
    papers: tuple[Paper, ...]
    skipped: int = 0
    """Items that were no papers (no valid id or title)."""
    beside: tuple[Paper, ...] = ()
    """Papers that the source told of without listing them, such as new versions of older ones."""


class StoredListing(NamedTuple):
    """A list as it was last fetched."""

    view: View
    papers: tuple[Paper, ...]
    fetched_at: datetime
    skipped: int = 0


class Sighting(NamedTuple):
    """The counts of a paper at one moment (UTC)."""

    seen_at: datetime
    upvotes: int | None
    comments: int | None
    stars: int | None
