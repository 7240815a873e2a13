"""The answer to a search."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from reader.core.highlight import Highlight
from reader.core.query import Flag, Term

Personal = Callable[[Flag | Term], Collection[str]]
"""Answers what only the library knows (`is:read`, `tag:`, `note:`) with the ids of papers."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: ids, best first, with their scores (`None` where nothing was ranked)."""

    ids: tuple[str, ...]
    scores: Mapping[str, float] = field(default_factory=dict)
    total: int = 0
    highlight: Highlight = field(default_factory=Highlight)
    corrections: Mapping[str, str] = field(default_factory=dict)
    """Misspelt words and what was searched for instead."""
