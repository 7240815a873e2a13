"""The border: the one place where untrusted values become a `Paper`."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from reader.core.errors import FormatError
from reader.core.identifier import local_identifier, parse_identifier
from reader.core.paper import Paper
from reader.core.text import clean_address, clean_block, clean_line

AUTHOR_LIMIT = 10_000
KEYWORD_LIMIT = 100
CATEGORY_LIMIT = 50
COUNT_LIMIT = 2**53
"""Largest count believed; beyond it JSON readers disagree about integers."""

_DOI = r"10\.\d{4,9}/[!-~]{1,200}"
_DOI_PREFIX = r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)"
_CATEGORY = r"[A-Za-z][A-Za-z.-]{0,30}"


def paper_from_record(record: Mapping[str, Any], *, sample: bool = False, source: str = "") -> Paper:
    """Build a `Paper` from an untrusted object with the fields of our JSON; `FormatError` without id or title.

    Only `id` and `title` are required; every other value of a wrong type counts as unknown. A record that has
    no `id` at all gets a local one from its title. `source` is the origin of all of it.
    """
    title = as_line(record.get("title"))
    if not title:
        raise FormatError("The paper has no title.")
    given = record.get("id")
    identifier = (
        local_identifier(title)
        if given is None
        else parse_identifier(given)
        if isinstance(given, str)
        else None
    )
    if identifier is None:
        raise FormatError(f"“{title[:60]}” has no valid arXiv identifier.")
    known: dict[str, Any] = {
        "id": identifier,
        "title": title,
        "sample": sample or record.get("sample") is True,
        "source": source,
    }
    for name, value in record.items():
        # Most values of most records are unknown, and thousands of records are read at once.
        if value is not None and (read := _READERS.get(name)):
            known[name] = read(value)
    return Paper(**known)


def paper_from_stored(record: Mapping[str, Any]) -> Paper:
    """Build a `Paper` from an object of our own store; `FormatError` as for any other."""
    paper = paper_from_record(record, source=as_line(record.get("source")) or "")
    others = record.get("others")
    if not isinstance(others, dict):
        return paper
    named = ((name, origin) for name, origin in others.items() if isinstance(origin, str))
    return paper._replace(others=tuple(sorted(named)))


def as_line(value: object) -> str | None:
    """Return a one-line string, or `None`."""
    return clean_line(value) or None if isinstance(value, str) else None


def as_block(value: object) -> str | None:
    """Return a string of paragraphs, or `None`."""
    return clean_block(value) or None if isinstance(value, str) else None


def as_lines(value: object, limit: int, *, distinct: bool = True) -> tuple[str, ...]:
    """Return the one-line strings of a list, at most `limit`; namesakes are kept where `distinct` is false."""
    if not isinstance(value, list | tuple):
        return ()
    lines = [line for item in value[: 2 * limit] if isinstance(item, str) and (line := clean_line(item))]
    return tuple(dict.fromkeys(lines) if distinct else lines)[:limit]


def as_count(value: object) -> int | None:
    """Return a whole number from 0 up, or `None`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= COUNT_LIMIT:
        return None
    return int(value)


def as_fact(value: object) -> bool | None:
    """Return whether something is so, or `None`."""
    return value if isinstance(value, bool) else None


def as_day(value: object) -> date | None:
    """Return the day of an ISO 8601 date or time (its own date part, no shift of time zones), or `None`."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def as_address(value: object, base: str | None = None) -> str | None:
    """Return an http(s) address, or `None`."""
    return clean_address(value, base) if isinstance(value, str) else None


def as_doi(value: object) -> str | None:
    """Return a DOI without its resolver's address, or `None`."""
    if not isinstance(value, str):
        return None
    if re.fullmatch(_DOI, value):
        return value
    bare = re.sub(_DOI_PREFIX, "", value.strip())
    return bare if re.fullmatch(_DOI, bare) else None


def _as_authors(value: object) -> tuple[str, ...]:
    return as_lines(value, AUTHOR_LIMIT, distinct=False)


def _as_keywords(value: object) -> tuple[str, ...]:
    return as_lines(value, KEYWORD_LIMIT)


def _as_categories(value: object) -> tuple[str, ...]:
    return tuple(name for name in as_lines(value, CATEGORY_LIMIT) if re.fullmatch(_CATEGORY, name))


_READERS: Mapping[str, Callable[[object], object]] = {
    "authors": _as_authors,
    "abstract": as_block,
    "published": as_day,
    "listed": as_day,
    "updated": as_day,
    "upvotes": as_count,
    "comments": as_count,
    "categories": _as_categories,
    "keywords": _as_keywords,
    "summary": as_block,
    "organization": as_line,
    "submitted_by": as_line,
    "github": as_address,
    "stars": as_count,
    "project": as_address,
    "doi": as_doi,
    "version": as_count,
    "revised": as_day,
    "comment": as_line,
    "journal_ref": as_line,
    "withdrawn": as_fact,
}
"""What makes each value safe but those that every paper has."""
