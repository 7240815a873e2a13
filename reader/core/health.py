"""Whether a part of the program is well, as far as a look from outside tells."""

from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """How a file of ours is."""

    FINE = "fine"
    ABSENT = "absent"
    """It is not there yet, as before the first start."""
    DAMAGED = "damaged"
    NEWER = "newer"
    """A newer program wrote it."""
    UNREADABLE = "unreadable"
    """The system does not let us read it."""


@dataclass(frozen=True, slots=True)
class LibraryHealth:
    """What a look at the library's files found."""

    condition: Condition
    marks: int = 0
    papers: int = 0
    searches: int = 0
    follows: int = 0
    copies: int = 0
    """Kept copies to go back to."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueHealth:
    """What a look at the catalogue's file found."""

    condition: Condition
    papers: int = 0
    lists: int = 0
    unindexed: int = 0
    """Papers that a search does not find yet."""
    checked: bool = False
    """Whether all of it was looked at."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a service answers."""

    name: str
    address: str
    seconds: float | None = None
    """Until its answer began; `None` where none came."""
    status: int | None = None
    """Of HTTP."""
    problem: str | None = None
