"""The border: the one place where untrusted values become a `Paper`."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from reader.core.errors import FormatError
from reader.core.identifier import local_identifier, parse_identifier
from reader.core.paper import Paper
from reader.core.text import clean_address, clean_block, clean_line

AUTHOR_LIMIT = 10_000
KEYWORD_LIMIT = 100
COUNT_LIMIT = 2**53
"""Largest count believed; beyond it JSON readers disagree about integers."""

_DOI = re.compile(r"10\.\d{4,9}/[!-~]{1,200}")
_CATEGORY = re.compile(r"[A-Za-z][A-Za-z.-]{0,30}")


def paper_from_record(record: Mapping[str, Any], *, sample: bool = False) -> Paper:
    """Build a `Paper` from an untrusted object with the fields of our JSON; `FormatError` without id or title.

    Only `id` and `title` are required; every other value of a wrong type counts as unknown. A record that has
    no `id` at all gets a local one from its title.
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
    return Paper(
        id=identifier,
        title=title,
        authors=as_lines(record.get("authors"), AUTHOR_LIMIT, distinct=False),
        abstract=as_block(record.get("abstract")),
        published=as_day(record.get("published")),
        listed=as_day(record.get("listed")),
        updated=as_day(record.get("updated")),
        upvotes=as_count(record.get("upvotes")),
        comments=as_count(record.get("comments")),
        categories=tuple(
            name for name in as_lines(record.get("categories"), 50) if _CATEGORY.fullmatch(name)
        ),
        keywords=as_lines(record.get("keywords"), KEYWORD_LIMIT),
        summary=as_block(record.get("summary")),
        organization=as_line(record.get("organization")),
        submitted_by=as_line(record.get("submitted_by")),
        github=as_address(record.get("github")),
        stars=as_count(record.get("stars")),
        project=as_address(record.get("project")),
        doi=as_doi(record.get("doi")),
        sample=sample or record.get("sample") is True,
    )


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
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE)
    return bare if _DOI.fullmatch(bare) else None
