"""Marks and papers as the library's file has them, and back; disk is a border too."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from reader.core.border import as_line, as_lines, paper_from_record
from reader.core.identifier import parse_identifier
from reader.core.mark import Mark
from reader.core.paper import Paper, paper_to_record
from reader.core.text import clean_note

TAG_LIMIT = 1_000

_TIMES = ("read_at", "bookmarked_at", "queued_at")
_FIELDS = (*_TIMES, "tags", "note")
_NEWER_LIMIT = 500
"""Changed records beside the shared ones before all are put together anew."""

_UNREADABLE = "unreadable"
"""The key under which a value lives on that stood where a document should."""

_is_time = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII
).fullmatch
_is_common_identifier = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}", re.ASCII).fullmatch

V = TypeVar("V")


class Shelf(Mapping[str, V], Generic[V]):
    """Values by paper id, each made from its record when it is first looked at; does not change.

    A changed shelf shares the records of the one it came from, so a change costs the same at any size.
    """

    __slots__ = ("_count", "_make", "_newer", "_newer_values", "_records", "_values")

    def __init__(self, records: Mapping[str, Any], make: Callable[[str, Any], V]) -> None:
        self._make = make
        self._records = records
        self._values: dict[str, V] = {}
        self._newer: dict[str, Any] = {}
        self._newer_values: dict[str, V] = {}
        self._count = len(records)

    def __getitem__(self, identifier: str) -> V:
        records, values = self._records, self._values
        if identifier in self._newer:
            records, values = self._newer, self._newer_values
        value = values.get(identifier)
        if value is None:
            record = records[identifier]
            if record is None:
                raise KeyError(identifier)
            value = values[identifier] = self._make(identifier, record)
        return value

    def __contains__(self, identifier: object) -> bool:
        if identifier in self._newer:
            return self._newer[identifier] is not None
        return identifier in self._records

    def __iter__(self) -> Iterator[str]:
        yield from (identifier for identifier in self._records if identifier not in self._newer)
        yield from (identifier for identifier, record in self._newer.items() if record is not None)

    def __len__(self) -> int:
        return self._count

    def changed(self, records: Mapping[str, Any]) -> "Shelf[V]":
        """Return the shelf with other records in some places, `None` for none; this one stays as it is."""
        newer = {**self._newer, **records}
        if len(newer) > _NEWER_LIMIT:
            whole = {**self._records, **newer}
            for identifier in [key for key, record in newer.items() if record is None]:
                del whole[identifier]
            return Shelf(whole, self._make)
        shelf = Shelf(self._records, self._make)
        shelf._values = self._values
        shelf._newer = newer
        shelf._newer_values = {key: value for key, value in self._newer_values.items() if key not in records}
        gone = sum(identifier in self for identifier in records)
        shelf._count = self._count - gone + sum(record is not None for record in records.values())
        return shelf


def is_identifier(text: str) -> bool:
    """Tell whether `text` is a paper's identifier just as the program writes it."""
    return _is_common_identifier(text) is not None or parse_identifier(text) == text


def mark_from_record(record: object) -> Mark:
    """Return the mark; a field of a wrong type counts as not set."""
    if not isinstance(record, dict):
        return Mark()
    return Mark(**{name: _decoded(name, record[name]) for name in _FIELDS if name in record})


def examine_mark(record: object) -> tuple[bool, bool]:
    """Tell whether all fields are of the right type, and whether anything is set."""
    if not isinstance(record, dict):
        return False, False
    sound, marked = True, False
    for name, value in record.items():
        # By far the most fields are times as the program writes them: decoding can wait until they are looked at.
        if name in _TIMES and type(value) is str and _is_time(value):
            marked = True
        elif name in _FIELDS:
            sound = sound and _is_sound(name, value)
            marked = marked or bool(_decoded(name, value))
    return sound, marked


def record_with_mark(record: object, mark: Mark) -> dict[str, Any] | None:
    """Return the record with the mark in it and everything unknown carried along; `None` when nothing is left."""
    known = _object(record)
    fields: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(mark, name)
        if name in known and _decoded(name, known[name]) == value:
            fields[name] = known[name]
        elif encoded := _encoded(name, value):
            fields[name] = encoded
    fields |= {name: value for name, value in known.items() if name not in _FIELDS}
    return fields or None


def paper_from_document(identifier: str, record: Any) -> Paper:
    """Return the paper; its place in the file says which it is. `FormatError` when it is none."""
    return paper_from_record({**record, "id": identifier})


def examine_paper(record: object) -> tuple[bool, bool]:
    """Tell whether a paper can be made of it, twice."""
    sound = isinstance(record, dict) and as_line(record.get("title")) is not None
    return sound, sound


def record_with_paper(identifier: str, record: object, paper: Paper) -> dict[str, Any]:
    """Return the record with what `paper` knows, and everything unknown carried along."""
    if examine_paper(record)[0]:
        paper = paper_from_document(identifier, record).merged_with(paper)
    fields = {name: value for name, value in paper_to_record(paper).items() if value not in (None, [])}
    return fields | {name: value for name, value in _object(record).items() if name not in _PAPER_FIELDS}


_PAPER_FIELDS = frozenset({*paper_to_record(Paper(id="", title="")), "sample"})


def _object(record: object) -> dict[str, Any]:
    if isinstance(record, dict):
        return record
    return {} if record is None else {_UNREADABLE: record}


def _decoded(name: str, value: object) -> Any:
    if name == "tags":
        return as_lines(value, TAG_LIMIT) if isinstance(value, list) else ()
    if not isinstance(value, str):
        return None
    return (clean_note(value) or None) if name == "note" else time_from_text(value)


def _is_sound(name: str, value: object) -> bool:
    if name == "tags":
        return isinstance(value, list) and all(isinstance(tag, str) for tag in value)
    return isinstance(value, str) and (name == "note" or time_from_text(value) is not None)


def _encoded(name: str, value: Any) -> Any:
    if name in _TIMES:
        return time_to_text(value) if value else None
    if name == "tags":
        return list(as_lines(value, TAG_LIMIT))
    return clean_note(value) if value else None


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
