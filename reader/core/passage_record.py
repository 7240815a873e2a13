"""Highlights as the fields of our JSON, and back; what comes in is cleaned here."""

from collections.abc import Mapping
from typing import Any

from reader.core.border import as_count, as_line
from reader.core.mark_record import as_moment
from reader.core.passage import CONTEXT, QUOTE_LIMIT, Passage, passage_key
from reader.core.text import BLOCK_LIMIT, clean_line, clean_note

LIMIT = 10_000
"""Most highlights read of one paper."""


def passage_to_record(passage: Passage) -> dict[str, Any]:
    """Return the JSON object of a highlight; unknown values are `None`."""
    return {
        "quote": passage.quote,
        "note": passage.note,
        "section": passage.section or None,
        "version": passage.version,
        "before": passage.before or None,
        "after": passage.after or None,
        "created_at": f"{passage.created_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def passage_from_record(record: Mapping[str, Any], paper: str, key: str | None = None) -> Passage | None:
    """Return the highlight of a paper that untrusted fields describe; `None` where they lack words or a time."""
    quote, created = _text(record.get("quote"), QUOTE_LIMIT).strip(), as_moment(record.get("created_at"))
    if not quote or created is None or (key is not None and clean_line(key) != key):
        return None
    return Passage(
        key=key or passage_key(paper, quote, created),
        paper=paper,
        quote=quote,
        created_at=created,
        before=_text(record.get("before"), CONTEXT),
        after=_text(record.get("after"), CONTEXT),
        section=as_line(record.get("section")) or "",
        version=as_count(record.get("version")),
        note=_text(record.get("note"), BLOCK_LIMIT) or None,
    )


def passages_from_record(value: object, paper: str) -> tuple[Passage, ...]:
    """Return the highlights of a paper that an untrusted list describes, without what is none."""
    if not isinstance(value, list):
        return ()
    found = (passage_from_record(each, paper) for each in value[:LIMIT] if isinstance(each, Mapping))
    return tuple(passage for passage in found if passage is not None)


def _text(value: object, limit: int) -> str:
    return clean_note(value, limit) if isinstance(value, str) else ""
