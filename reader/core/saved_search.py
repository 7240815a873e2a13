"""A search that the person keeps under a name."""

from dataclasses import dataclass
from datetime import datetime

NAME_LIMIT = 100
"""Longest name of a saved search, in characters."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name of the person's; names are unique."""

    name: str
    query: str
    created_at: datetime
    """In UTC, whole seconds."""
    scope: str | None = None
    """Name of the view that is searched; `None` for everything stored."""
