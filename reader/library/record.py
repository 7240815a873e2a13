"""Marks and papers as the library's file has them, and back; disk is a border too."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from reader.core.border import as_line, as_lines, paper_from_record
from reader.core.errors import FormatError
from reader.core.identifier import parse_identifier
from reader.core.mark import COLOURS, NO_MARK, RATINGS, Mark
from reader.core.paper import Paper, further_fields, paper_to_record
from reader.core.place import is_place
from reader.core.reached import parse_reached
from reader.core.text import clean_line, clean_note
from reader.library.stamp import CHANGED, as_document, changed_document

RULES = 3
"""What `examine_mark` and `examine_paper` call sound; to be raised when they call less so, or when the file changes."""

TAG_LIMIT = 1_000

_TIMES = ("read_at", "bookmarked_at", "queued_at")
_TIME = r"(?a)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"
_COMMON_IDENTIFIER = r"(?a)\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"


def is_identifier(text: str) -> bool:
    """Tell whether `text` is a paper's identifier just as the program writes it."""
    return re.fullmatch(_COMMON_IDENTIFIER, text) is not None or parse_identifier(text) == text


def mark_from_record(record: object) -> Mark:
    """Return the mark; a field of a wrong type counts as not set."""
    if not isinstance(record, dict):
        return NO_MARK
    fields = {name: decode(record[name]) for name, decode in _DECODERS.items() if name in record}
    return Mark(**{name: value for name, value in fields.items() if value is not None})


def examine_mark(record: object) -> tuple[bool, bool]:
    """Tell whether all fields are of the right type, and whether anything is set."""
    if not isinstance(record, dict):
        return False, False
    sound, marked = True, False
    for name, value in record.items():
        # By far the most fields are times as the program writes them: decoding can wait until they are looked at.
        if name in _TIMES and type(value) is str and re.fullmatch(_TIME, value):
            marked = True
        elif name in _DECODERS:
            decoded = _DECODERS[name](value)
            sound = sound and _is_sound(name, value, decoded)
            marked = marked or bool(decoded)
        elif name == CHANGED:
            sound = sound and isinstance(value, dict)
    return sound, marked


def doubtful_marks(records: Mapping[str, Any]) -> list[str]:
    """Return the ids of all records but those that only say that a paper was read: by far the most."""
    is_time, is_common_identifier = re.compile(_TIME).fullmatch, re.compile(_COMMON_IDENTIFIER).fullmatch
    return [
        identifier
        for identifier, record in records.items()
        if type(record) is not dict
        or len(record) != 1
        or type(time := record.get("read_at")) is not str
        or not is_time(time)
        or not is_common_identifier(identifier)
    ]


def record_with_mark(record: object, mark: Mark, now: datetime) -> dict[str, Any] | None:
    """Return the record with the mark in it, the times of what changed, and everything unknown carried along.

    `None` when nothing is left.
    """
    known = as_document(record)
    fields: dict[str, Any] = {}
    for name, decode in _DECODERS.items():
        value = getattr(mark, name)
        unchanged = name in known and (decode(known[name]) or None) == (value or None)
        fields[name] = known[name] if unchanged else _encoded(name, value)
    return changed_document(record, fields, now)


def paper_from_document(identifier: str, record: Any) -> Paper:
    """Return the paper; its place in the file says which it is. What is none is one without a title of its own."""
    try:
        return paper_from_record({**as_document(record), "id": identifier})
    except FormatError:
        return Paper(id=identifier, title=identifier)


def examine_paper(record: object) -> tuple[bool, bool]:
    """Tell whether a paper can be made of it, twice."""
    sound = isinstance(record, dict) and as_line(record.get("title")) is not None
    return sound, sound


def record_with_paper(identifier: str, record: object, paper: Paper) -> dict[str, Any]:
    """Return the record with what `paper` knows, and everything unknown carried along."""
    if examine_paper(record)[0]:
        paper = paper_from_document(identifier, record).merged_with(paper)
    fields = {name: value for name, value in _told(paper).items() if value not in (None, [])}
    return fields | {name: value for name, value in as_document(record).items() if name not in _PAPER_FIELDS}


def _told(paper: Paper) -> dict[str, Any]:
    return paper_to_record(paper) | further_fields(paper)


_PAPER_FIELDS = frozenset({*_told(Paper(id="", title="")), "sample"})


def _tags(value: object) -> tuple[str, ...]:
    return as_lines(value, TAG_LIMIT) if isinstance(value, list) else ()


def _note(value: object) -> str | None:
    return clean_note(value) or None if isinstance(value, str) else None


def _rating(value: object) -> int | None:
    return value if type(value) is int and value in RATINGS else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _position(value: object) -> str | None:
    return value if isinstance(value, str) and value and is_place(value) else None


def _colour(value: object) -> str | None:
    return value if isinstance(value, str) and value in COLOURS else None


def _sign(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) == 1 and clean_line(value) == value else None


def _reached(value: object) -> str | None:
    return value if isinstance(value, str) and parse_reached(value) else None


def _is_sound(name: str, value: object, decoded: object) -> bool:
    if name == "tags":
        return isinstance(value, list) and all(isinstance(tag, str) for tag in value)
    return isinstance(value, str) if name == "note" else decoded is not None


def _encoded(name: str, value: Any) -> Any:
    match value:
        case None | ():
            return None
        case datetime():
            return time_to_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(as_lines(value, TAG_LIMIT)) or None
        case _:
            return clean_note(value) or None if name == "note" else value


def time_from_text(text: object) -> datetime | None:
    """Return a time in UTC, `None` where `text` is none."""
    try:
        return _utc(datetime.fromisoformat(text)) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def time_to_text(time: datetime) -> str:
    """Return a time as the file has it: in UTC, whole seconds."""
    return _utc(time).strftime("%Y-%m-%dT%H:%M:%SZ")


def _utc(time: datetime) -> datetime:
    if time.tzinfo is UTC:
        return time
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


_DECODERS: Mapping[str, Callable[[object], Any]] = {
    "read_at": time_from_text,
    "bookmarked_at": time_from_text,
    "queued_at": time_from_text,
    "position": _position,
    "tags": _tags,
    "note": _note,
    "rating": _rating,
    "read_on": _day,
    "colour": _colour,
    "sign": _sign,
    "reached": _reached,
}
"""How each field of a mark is read; a value that is of no use is `None`. Their order is that of the file."""
