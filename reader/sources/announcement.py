"""arXiv's announcements of a day (RSS, https://info.arxiv.org/help/rss.html) as papers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from reader.core.border import paper_from_record
from reader.core.errors import FormatError
from reader.core.origin import ARXIV, origin
from reader.core.paper import Paper
from reader.sources.atom import is_withdrawal, parse_xml, version_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ARXIV = "{http://arxiv.org/schemas/atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HEAD = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*(?P<kind>[a-z-]{1,20})\s+Abstract:\s*", re.IGNORECASE)
_SUFFIX = re.compile(r", ((?:Jr|Sr)\.?|I{2,3}|IV)(?=,|$)")
_AFFILIATION = re.compile(r"\([^()]*\)")
_NEW = ("new", "cross")


@dataclass(frozen=True, slots=True)
class Announcements:
    """What arXiv announced on a day: new papers (and those new in a category), and new versions of known ones."""

    papers: tuple[Paper, ...]
    replaced: tuple[Paper, ...]
    day: date | None = None
    skipped: int = 0
    """Items that were no papers."""


def parse_announcements(body: bytes) -> Announcements:
    """Return what a feed announces; `FormatError` when the body is no feed."""
    root = parse_xml(body)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise FormatError("The answer is no feed of announcements.")
    items = channel.findall("item")
    new: dict[str, Paper] = {}
    replaced: dict[str, Paper] = {}
    read = 0
    for kind, paper in _papers(items):
        (new if kind in _NEW else replaced).setdefault(paper.id, paper)
        read += 1
    return Announcements(
        tuple(new.values()),
        tuple(paper for paper in replaced.values() if paper.id not in new),
        _day(channel.findtext("pubDate", "")),
        len(items) - read,
    )


def _papers(items: list["Element"]) -> Iterator[tuple[str, Paper]]:
    for item in items:
        name = item.findtext("guid", "").removeprefix("oai:arXiv.org:") or item.findtext("link", "")
        text = item.findtext("description", "")
        head = _HEAD.match(text)
        version = version_of(name)
        abstract = text[head.end() :] if head else text
        record = {
            "id": name,
            "title": item.findtext("title"),
            "abstract": abstract,
            "authors": _authors(item.findtext(f"{_DC}creator", "")),
            "categories": [node.text for node in item.findall("category")],
            "doi": item.findtext(f"{_ARXIV}DOI"),
            "journal_ref": item.findtext(f"{_ARXIV}journal_reference"),
            "version": version,
            "withdrawn": True if is_withdrawal(None, abstract) else None,
        }
        kind = item.findtext(f"{_ARXIV}announce_type", "").strip() or (
            head["kind"].lower() if head else "new"
        )
        try:
            yield kind, paper_from_record(record, source=origin(ARXIV, version))
        except FormatError:
            continue


def _authors(text: str) -> list[str]:
    """Return the names of a list parted by commas, without affiliations."""
    plain = _SUFFIX.sub(r" \1", _AFFILIATION.sub("", text[:200_000]))
    return [name for part in plain.split(",") if (name := part.strip())]


def _day(text: str) -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        moment: datetime = parsedate_to_datetime(text.strip()[:60])
    except (ValueError, OverflowError):
        return None
    return moment.date()
