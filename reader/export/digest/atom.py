"""A digest as an Atom feed (RFC 4287)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from reader.core.digest import Digest, DigestItem
from reader.core.paper import Paper
from reader.export.digest.part import home_of, reason_of, summary_of, title_of

_NAME = "paper-reader"


def render(digest: Digest) -> str:
    """Return the feed with one entry for each paper; the same paper always has the same identifier."""
    entries = "".join("".join(_lines(item, digest)) for item in digest.items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{_identifier('digest')}</id>\n"
        "  <title>New papers</title>\n"
        f"  <updated>{_moment(digest.made_at)}</updated>\n"
        f"  <author><name>{_NAME}</name></author>\n"
        f"  <generator>{_NAME}</generator>\n"
        f"{entries}</feed>\n"
    )


def _lines(item: DigestItem, digest: Digest) -> Iterator[str]:
    paper = item.entry.paper
    yield "  <entry>\n"
    yield f"    <id>{_identifier(paper.id)}</id>\n"
    yield f"    <title>{escape(title_of(paper))}</title>\n"
    yield f"    <updated>{_updated(paper, digest)}</updated>\n"
    if paper.published:
        yield f"    <published>{_midnight(paper.published)}</published>\n"
    for author in paper.authors or (_NAME,):
        yield f"    <author><name>{escape(author)}</name></author>\n"
    if address := home_of(paper):
        yield f'    <link rel="alternate" href={quoteattr(address)}/>\n'
    if paper.pdf_url:
        yield f'    <link rel="related" type="application/pdf" title="PDF" href={quoteattr(paper.pdf_url)}/>\n'
    for category in paper.categories:
        yield f"    <category term={quoteattr(category)}/>\n"
    summary = "\n\n".join(filter(None, (summary_of(paper), reason_of(item))))
    yield f'    <summary type="text">{escape(summary)}</summary>\n  </entry>\n'


def _updated(paper: Paper, digest: Digest) -> str:
    day = paper.updated or paper.listed or paper.published
    return _midnight(day) if day else _moment(digest.made_at)


def _midnight(day: date) -> str:
    return _moment(datetime.combine(day, time(), UTC))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _identifier(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{_NAME}:{name}')}"
