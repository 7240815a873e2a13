"""A search that the person keeps under a name."""

from datetime import datetime
from typing import NamedTuple

NAME_LIMIT = 100
"""Longest name of a saved search, in characters."""


class SavedSearch(NamedTuple):
    """A query under a name of the person's; names are unique."""

    name: str
    query: str
    created_at: datetime
    """In UTC, whole seconds."""
    scope: str | None = None
    """Name of the view that is searched; `None` for everything stored."""
