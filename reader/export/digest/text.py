"""A digest as plain text, for mail programs and terminals that show nothing else."""

import textwrap
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


def render(digest: Digest) -> str:
    """Return the digest in lines of at most 76 characters, addresses aside."""
    parts = [f"{digest.title}\n{lead_of(digest)}"]
    for group in digest.groups:
        heading = heading_of(group)
        parts.append(f"{heading}\n{'=' * min(len(heading), _WIDTH)}")
        parts += ["\n".join(_lines(number, item)) for number, item in enumerate(group.items, start=1)]
        if more := more_of(group):
            parts.append(f"   … {more}")
    return "\n\n".join(parts) + "\n"


def _lines(number: int, item: DigestItem) -> Iterator[str]:
    paper = item.entry.paper
    yield _wrapped(title_of(paper), f"{number}. ")
    for text in (authors_of(paper), " · ".join(facts_of(item)), summary_of(paper), reason_of(item)):
        if text:
            yield _wrapped(text)
    if address := home_of(paper):
        yield f"   {address}"


def _wrapped(text: str, first: str = "   ") -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent="   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
