"""Where a field of a paper comes from, and which source is believed when several tell different things.

An origin is the name of a source, `arxiv`, `hf`, `page` or another, with the version of the paper that it described
behind a stroke: `arxiv/2`. Files, and everything unknown, are the empty name.
"""

from functools import lru_cache

ARXIV = "arxiv"
"""The best source: it is where papers are published."""

HUGGING_FACE = "hf"

PAGE = "page"
"""A saved page, whose text has lost its markup."""

_LEVELS = {ARXIV: 3, HUGGING_FACE: 2, PAGE: 0}
_OTHER_LEVEL = 1


def origin(source: str, version: int | None = None) -> str:
    """Return the origin of what `source` says about a version of a paper."""
    return f"{source}/{version}" if version else source


@lru_cache(maxsize=1_000)
def rank(text: str) -> tuple[int, str, int]:
    """Return how far an origin is believed, the larger the better; no two origins are equal in it."""
    name, _, version = text.partition("/")
    return (
        _LEVELS.get(name, _OTHER_LEVEL),
        name,
        int(version) if version.isdecimal() and version.isascii() else 0,
    )
