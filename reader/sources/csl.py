"""CSL-JSON, as this program, Zotero, Better BibTeX, Mendeley and pandoc write it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reader.core.errors import FormatError
from reader.core.joined import parted
from reader.core.text import clean_line
from reader.sources.records import Imported
from reader.sources.reference import Reference, bookmark, day_of, day_of_parts, identifier_in

_OWN = frozenset(("authors", "published", "bookmarked"))
_CSL = frozenset(
    ("author", "issued", "container-title", "DOI", "URL", "citation-key", "publisher", "keyword")
)
_EXTRA = re.compile(r"^\s*(?:arxiv|eprint)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?: [^<>]*)?>")


def is_csl_item(item: object) -> bool:
    """Tell whether a JSON value has the fields of CSL, and not ours."""
    return (
        isinstance(item, Mapping)
        and "type" in item
        and _OWN.isdisjoint(item)
        and (not _CSL.isdisjoint(item) or "title" in item)
    )


def paper_from_csl(item: object, now: datetime) -> Imported:
    """Return the paper of one item as a bookmark made at `now`; `FormatError` when it is none."""
    if not isinstance(item, Mapping):
        raise FormatError("An item is no JSON object.")
    try:
        return bookmark(_reference(item), now)
    except FormatError as error:
        name = clean_line(_text(item, "id", "citation-key"), 60)
        raise FormatError(f"({name}) {error}" if name else str(error)) from error


def _reference(item: Mapping[str, Any]) -> Reference:
    extra = _text(item, "note")
    numbers = [_text(item, name) for name in ("number", "archive_location", "URL", "DOI", "id")]
    if found := _EXTRA.search(extra):
        numbers.insert(0, found[1])
    return Reference(
        identifier=identifier_in([*numbers, _text(item, "container-title"), extra]),
        title=_TAG.sub("", _text(item, "title")),
        authors=_names(item.get("author")) or _names(item.get("editor")),
        abstract=_TAG.sub("", _text(item, "abstract")),
        day=_day(item.get("issued")),
        doi=_text(item, "DOI"),
        words=parted(_text(item, "keyword")),
        addresses=[_text(item, "URL")],
        note=_text(item, "annote"),
    )


def _text(item: Mapping[str, Any], *names: str) -> str:
    """Return the first of the values that is a text or a number."""
    values = (item.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int) and str(value).strip()), "")


def _names(value: object) -> list[str]:
    return [name for each in value if (name := _name(each))] if isinstance(value, list) else []


def _name(value: object) -> str:
    """Return `First van Last Jr` of the parts of a name, or the whole of one that has none."""
    match value:
        case {"literal": str(whole)}:
            return whole
        case Mapping():
            order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            return " ".join(part for name in order if (part := _text(value, name)))
        case _:
            return ""


def _day(value: object) -> str | None:
    match value:
        case {"date-parts": [[*parts], *_]}:
            year, month, day = [*map(str, parts[:3]), "", "", ""][:3]
            return day_of_parts(year, month, day)
        case {"raw": str(text)} | {"literal": str(text)}:
            return day_of(text) or day_of_parts(text, "", "")
        case str(text):
            return day_of(text)
        case _:
            return None
