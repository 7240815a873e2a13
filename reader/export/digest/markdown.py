"""A digest as Markdown that shows every text as it is."""

from collections.abc import Iterator

from reader.core.digest import Digest, DigestItem
from reader.export.digest.part import (
    authors_of,
    facts_of,
    heading_of,
    home_of,
    lead_of,
    more_of,
    places_of,
    reason_of,
    summary_of,
    title_of,
)
from reader.export.markdown import escape, link


def render(digest: Digest) -> str:
    """Return the digest with a heading for each group and an item for each paper."""
    parts = [f"# {escape(digest.title)}", escape(lead_of(digest))]
    for group in digest.groups:
        parts.append(f"## {escape(heading_of(group))}")
        parts += [paragraph for item in group.items for paragraph in _paragraphs(item)]
        if more := more_of(group):
            parts.append(f"*{escape(more)}*")
    return "\n\n".join(parts) + "\n"


def _paragraphs(item: DigestItem) -> Iterator[str]:
    paper = item.entry.paper
    yield f"- **{link(title_of(paper), home_of(paper))}**"
    if paper.authors:
        yield f"  {escape(authors_of(paper))}"
    if facts := facts_of(item):
        yield f"  {escape(' · '.join(facts))}"
    if summary := summary_of(paper):
        yield f"  {escape(summary)}"
    yield f"  *{escape(reason_of(item))}*"
    if places := places_of(paper):
        yield f"  {' · '.join(link(name, address) for name, address in places)}"
