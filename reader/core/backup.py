"""A kept copy of the library."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Backup:
    """A snapshot of the library that can be restored."""

    number: int
    """What it is called; a higher one is newer."""
    written_at: datetime
    """In UTC."""
    marks: int
    papers: int
    fault: str | None = None
    """Why it cannot be restored."""
