"""arXiv's Atom feeds as papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.border import as_line, paper_from_record
from reader.core.errors import FormatError
from reader.core.paper import Paper

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERROR_ADDRESS = "/api/errors"


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of an answer: its papers, how many papers there are in all, and arXiv's words when it refused."""

    papers: tuple[Paper, ...]
    total: int
    entries: int
    """Entries of the page, with those that are no papers."""
    error: str | None = None


def parse_feed(body: bytes) -> Feed:
    """Return the papers of an Atom feed; `FormatError` when the body is none."""
    from xml.etree.ElementTree import ParseError, fromstring

    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Definitions of entities can blow up a small body, and feeds never need them.
        raise FormatError("The answer is no feed of papers.")
    try:
        root = fromstring(text)
    except (ParseError, ValueError) as error:
        raise FormatError("The answer is broken.") from error
    if root.tag != f"{_ATOM}feed":
        raise FormatError("The answer is no feed of papers.")
    entries = root.findall(f"{_ATOM}entry")
    total = root.findtext(f"{_SEARCH}totalResults", "").strip()
    return Feed(
        papers=tuple(_papers(entries)),
        total=int(total) if total.isascii() and total.isdigit() and len(total) < 10 else len(entries),
        entries=len(entries),
        error=next(filter(None, map(_error, entries)), None),
    )


def _papers(entries: list["Element"]) -> Iterator[Paper]:
    for entry in entries:
        try:
            yield paper_from_record(_record(entry))
        except FormatError:
            continue


def _record(entry: "Element") -> dict[str, object]:
    primary = [node.get("term") for node in entry.findall(f"{_ARXIV}primary_category")]
    return {
        "id": entry.findtext(f"{_ATOM}id", ""),
        "title": entry.findtext(f"{_ATOM}title"),
        "abstract": entry.findtext(f"{_ATOM}summary"),
        "authors": [node.findtext(f"{_ATOM}name") for node in entry.findall(f"{_ATOM}author")],
        "published": entry.findtext(f"{_ATOM}published"),
        "updated": entry.findtext(f"{_ATOM}updated"),
        "categories": primary + [node.get("term") for node in entry.findall(f"{_ATOM}category")],
        "doi": entry.findtext(f"{_ARXIV}doi"),
    }


def _error(entry: "Element") -> str | None:
    """Return arXiv's own words from an entry that is an error."""
    if _ERROR_ADDRESS not in entry.findtext(f"{_ATOM}id", ""):
        return None
    return as_line(entry.findtext(f"{_ATOM}summary")) or "no reason given"
