"""A digest as plain text, for mail programs and terminals that show nothing else."""

from collections.abc import Iterator

from reader.core.digest import Digest, DigestItem
from reader.export.digest.part import (
    authors_of,
    facts_of,
    heading_of,
    home_of,
    lead_of,
    more_of,
    reason_of,
    summary_of,
    title_of,
)

_WIDTH = 76
_INDENT = "   "


def render(digest: Digest) -> str:
    """Return the digest in lines of at most 76 characters, addresses aside."""
    parts = [f"{digest.title}\n{lead_of(digest)}"]
    for group in digest.groups:
        heading = heading_of(group)
        parts.append(f"{heading}\n{'=' * min(len(heading), _WIDTH)}")
        parts += ["\n".join(_lines(number, item)) for number, item in enumerate(group.items, start=1)]
        if more := more_of(group):
            parts.append(f"{_INDENT}… {more}")
    return "\n\n".join(parts) + "\n"


def _lines(number: int, item: DigestItem) -> Iterator[str]:
    paper = item.entry.paper
    yield _wrapped(title_of(paper), f"{number}. ")
    for text in (authors_of(paper), " · ".join(facts_of(item)), summary_of(paper), reason_of(item)):
        if text:
            yield _wrapped(text)
    if address := home_of(paper):
        yield f"{_INDENT}{address}"


def _wrapped(text: str, first: str = _INDENT) -> str:
    """Return the words of `text` in lines, many times faster than the standard library does it."""
    lines: list[str] = []
    words: list[str] = []
    length = len(first)
    for word in text.split():
        if words and length + len(word) > _WIDTH:
            lines.append(" ".join(words))
            words, length = [], len(_INDENT)
        words.append(word)
        length += len(word) + 1
    return first + f"\n{_INDENT}".join((*lines, " ".join(words)))
