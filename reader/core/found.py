"""The answer to a search."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.core.highlight import Highlight

if TYPE_CHECKING:  # the query language is loaded with the first query, not before the first frame
    from reader.core.query import Flag, Term


class Personal(Protocol):
    """Answers what only the library knows (`is:read`, `tag:`, `note:`) with the ids of papers."""

    def __call__(self, part: "Flag | Term", /) -> Collection[str]:
        """Return the ids of the papers for which `part` holds."""


class Found(NamedTuple):
    """The answer to a query: ids, best first, with their scores (`None` where nothing was ranked)."""

    ids: tuple[str, ...]
    scores: Mapping[str, float] = MappingProxyType({})
    total: int = 0
    highlight: Highlight = Highlight()
    corrections: Mapping[str, str] = MappingProxyType({})
    """Misspelt words and what was searched for instead."""
