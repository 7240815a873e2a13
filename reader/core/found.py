"""The answer to a search."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from reader.core.highlight import Highlight

if TYPE_CHECKING:  # the query language is loaded with the first query, not before the first frame
    from reader.core.query import Flag, Term


class Personal(Protocol):
    """Answers what only the library knows (`is:read`, `tag:`, `note:`) with the ids of papers."""

    def __call__(self, part: "Flag | Term", /) -> Collection[str]:
        """Return the ids of the papers for which `part` holds."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: ids, best first, with their scores (`None` where nothing was ranked)."""

    ids: tuple[str, ...]
    scores: Mapping[str, float] = field(default_factory=dict)
    total: int = 0
    highlight: Highlight = field(default_factory=Highlight)
    corrections: Mapping[str, str] = field(default_factory=dict)
    """Misspelt words and what was searched for instead."""
