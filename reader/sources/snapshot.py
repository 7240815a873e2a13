"""arXiv's metadata snapshot: one JSON object a line, in arXiv's own fields."""

import re
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from reader.core.border import paper_from_record
from reader.core.errors import FormatError
from reader.core.origin import ARXIV, origin
from reader.core.paper import Paper
from reader.sources.latex import plain_names, plain_text

_OWN_FIELDS = frozenset(("versions", "authors_parsed", "update_date", "journal-ref"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UTC_DATE = re.compile(
    rf"[A-Z][a-z]{{2}}, (\d{{1,2}}) ({'|'.join(_MONTHS)}) ([12]\d{{3}}) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d GMT",
    re.ASCII,
)


def is_snapshot_item(item: object) -> bool:
    """Tell whether a JSON value has the fields that only arXiv's snapshot has."""
    return isinstance(item, Mapping) and not _OWN_FIELDS.isdisjoint(item)


def paper_from_snapshot(item: object) -> Paper:
    """Return the paper of one line; `FormatError` when it is none.

    Lists of authors and categories and a plain `published` (as other dumps of the archive have them) do as well.
    """
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str):
        raise FormatError("An item has no arXiv identifier.")
    categories = item.get("categories")
    version = _version(item.get("versions"))
    return paper_from_record(
        {
            "id": item["id"],
            "title": item.get("title"),
            "abstract": item.get("abstract"),
            "authors": _authors(item),
            "categories": categories.split() if isinstance(categories, str) else categories,
            "published": _first_day(item.get("versions")) or item.get("published"),
            "updated": item.get("update_date") or item.get("updated"),
            "doi": _first_word(item.get("doi")),
            "version": version,
            "comment": item.get("comments"),
            "journal_ref": item.get("journal-ref"),
        },
        source=origin(ARXIV, version),
    )


def _authors(item: Mapping[str, Any]) -> list[str]:
    parsed, written = item.get("authors_parsed"), item.get("authors")
    if isinstance(parsed, list) and parsed:
        return [name for parts in parsed if (name := _name(parts))]
    if isinstance(written, str):
        return plain_names(written)
    return (
        [plain_text(name) for name in written if isinstance(name, str)] if isinstance(written, list) else []
    )


def _name(parts: object) -> str:
    """Return `First Last Suffix` of the list `[last, first, suffix, …]`."""
    if not isinstance(parts, list):
        return ""
    last, first, suffix = ([part if isinstance(part, str) else "" for part in parts] + ["", "", ""])[:3]
    return plain_text(" ".join(part for part in (first, last, suffix) if part))


def _first_day(versions: object) -> str | None:
    """Return the ISO day (UTC) on which the first version was made."""
    match versions:
        case [{"created": str(created)}, *_]:
            day = _day(created)
            return day.isoformat() if day else None
        case _:
            return None


def _version(versions: object) -> int | None:
    """Return the number of the newest version."""
    return len(versions) if isinstance(versions, list) and 0 < len(versions) < 1_000 else None


def _day(created: str) -> date | None:
    """Return the day (UTC) of a date as mails have it."""
    from email.utils import parsedate_to_datetime

    try:
        if found := _UTC_DATE.fullmatch(created):  # as arXiv writes all of them: ten times faster
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
        moment = parsedate_to_datetime(created)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _first_word(value: object) -> object:
    """Return the first of several DOIs, which arXiv parts by spaces."""
    return next(iter(value.split()), None) if isinstance(value, str) else None
