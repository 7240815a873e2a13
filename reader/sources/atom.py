"""arXiv's Atom feeds as papers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.border import as_line, paper_from_record
from reader.core.errors import FormatError
from reader.core.identifier import parse_version
from reader.core.origin import ARXIV, origin
from reader.core.paper import Paper

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\b(?:paper|article|submission|manuscript|work|preprint|version|letter|note)\s"
    r"(?:(?:has|had)\s(?:now\s)?been|was|is|were)\s(?:temporarily\s)?withdrawn\b|\bwithdrawn\sby\s(?:the\s)?(?:\w+\s)?authors?\b"
    r"|\bwithdrawn\s(?:due|because)\b",
    re.IGNORECASE,
)
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
    root = parse_xml(body)
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


def parse_xml(body: bytes) -> "Element":
    """Return the root of an XML document without definitions; `FormatError` when the body is none."""
    from xml.etree.ElementTree import ParseError, fromstring

    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Definitions of entities can blow up a small body, and feeds never need them.
        raise FormatError("The answer is no feed of papers.")
    try:
        return fromstring(text)
    except (ParseError, ValueError) as error:
        raise FormatError("The answer is broken.") from error


def is_withdrawal(comment: str | None, abstract: str | None = None) -> bool:
    """Tell whether authors say that they took their paper back: in their comment, or in place of the abstract."""
    return any(text is not None and _WITHDRAWN.search(text[:300]) for text in (comment, abstract))


def _papers(entries: list["Element"]) -> Iterator[Paper]:
    for entry in entries:
        try:
            identifier = entry.findtext(f"{_ATOM}id", "")
            version = version_of(identifier)
            yield paper_from_record(_record(entry, identifier, version), source=origin(ARXIV, version))
        except FormatError:
            continue


def version_of(address: str) -> int | None:
    """Return the version that an address or identifier ends with."""
    return parse_version(address.rpartition("/abs/")[2] or address)


def _record(entry: "Element", identifier: str, version: int | None) -> dict[str, object]:
    comment = entry.findtext(f"{_ARXIV}comment")
    abstract = entry.findtext(f"{_ATOM}summary")
    primary = [node.get("term") for node in entry.findall(f"{_ARXIV}primary_category")]
    return {
        "id": identifier,
        "title": entry.findtext(f"{_ATOM}title"),
        "abstract": abstract,
        "authors": [node.findtext(f"{_ATOM}name") for node in entry.findall(f"{_ATOM}author")],
        "published": entry.findtext(f"{_ATOM}published"),
        "updated": entry.findtext(f"{_ATOM}updated"),
        "categories": primary + [node.get("term") for node in entry.findall(f"{_ATOM}category")],
        "doi": entry.findtext(f"{_ARXIV}doi"),
        "version": version,
        "comment": comment,
        "journal_ref": entry.findtext(f"{_ARXIV}journal_ref"),
        "withdrawn": is_withdrawal(comment, abstract),
    }


def _error(entry: "Element") -> str | None:
    """Return arXiv's own words from an entry that is an error."""
    if _ERROR_ADDRESS not in entry.findtext(f"{_ATOM}id", ""):
        return None
    return as_line(entry.findtext(f"{_ATOM}summary")) or "no reason given"
