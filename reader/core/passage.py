"""Passages of whole papers that the person highlighted, with what finds them again in another version of the text."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

QUOTE_LIMIT = 10_000
"""Longest text that is highlighted, in characters."""

CONTEXT = 64
"""Characters before and after a passage that are kept with it."""


class Passage(NamedTuple):
    """A highlight: words of a paper, where they stood, and what the person says of them."""

    key: str
    """The name under which it is kept, of `passage_key`."""
    paper: str
    """Identifier of the paper."""
    quote: str
    """The words, each block of the text on a line of its own."""
    created_at: datetime
    """In UTC, whole seconds."""
    before: str = ""
    """What stood before it, at most `CONTEXT` characters."""
    after: str = ""
    """What stood behind it, at most `CONTEXT` characters."""
    section: str = ""
    """The heading that it stood under, with its number."""
    version: int | None = None
    """The version of the paper, where that was known."""
    note: str | None = None


def passage_key(paper: str, quote: str, created_at: datetime) -> str:
    """Return the name of a highlight: two made apart in the same second have two, and the same one has one."""
    from hashlib import blake2s

    words = blake2s(quote.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{paper} {created_at:%Y-%m-%dT%H:%M:%SZ} {words}"


def passages_by_paper(passages: Iterable[Passage]) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages of each paper, in their order."""
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.paper, []).append(passage)
    return {paper: tuple(of_one) for paper, of_one in found.items()}
