"""Marks as the fields of our JSON and CSV, and back; a new field of `Mark` is carried by its type."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from reader.core.border import as_count, as_day, as_line, as_lines
from reader.core.mark import COLOURS, RATINGS, Mark
from reader.core.place import is_place
from reader.core.reached import parse_reached
from reader.core.text import clean_note

TAG_LIMIT = 100
"""Most tags read of one paper."""

FLAGS: Mapping[str, str] = {"read": "read_at", "bookmarked": "bookmarked_at", "queued": "queued_at"}
"""Fields that only say whether, and the fields that say since when."""


def mark_to_record(mark: Mark) -> dict[str, Any]:
    """Return every field of the mark, and whether it is read, bookmarked and queued; unknown values are `None`."""
    values = {name: _encoded(value) for name, value in mark._asdict().items()}
    return {flag: values[name] is not None for flag, name in FLAGS.items()} | values


def mark_from_record(record: Mapping[str, Any], now: datetime) -> Mark:
    """Return the mark that untrusted fields describe; what says only that it is so has been so since `now`."""
    known = {name: read(value) for name, read in _READERS.items() if (value := record.get(name)) is not None}
    for flag, name in FLAGS.items():
        if record.get(flag) is True:
            known[name] = known.get(name) or now
        elif flag in record:
            known[name] = None
    return Mark(**known)


def as_moment(value: object) -> datetime | None:
    """Return the time of an ISO 8601 string in UTC, in whole seconds, or `None`."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value.strip())
        moment = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=0)


def _encoded(value: object) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _as_tags(value: object) -> tuple[str, ...]:
    return as_lines(value, TAG_LIMIT)


def _as_note(value: object) -> str | None:
    return clean_note(value) or None if isinstance(value, str) else None


_BY_TYPE: tuple[tuple[type, Callable[[object], Any]], ...] = (
    (datetime, as_moment),
    (date, as_day),
    (int, as_count),
    (str, as_line),
)


def _as_rating(value: object) -> int | None:
    return rating if (rating := as_count(value)) in RATINGS else None


def _as_position(value: object) -> str | None:
    return value if isinstance(value, str) and is_place(value) else None


def _as_colour(value: object) -> str | None:
    return value if isinstance(value, str) and value in COLOURS else None


def _as_sign(value: object) -> str | None:
    sign = as_line(value)
    return sign if sign and len(sign) == 1 else None


def _as_reached(value: object) -> str | None:
    return value if isinstance(value, str) and parse_reached(value) else None


_BY_NAME: Mapping[str, Callable[[object], Any]] = {
    "tags": _as_tags,
    "note": _as_note,
    "rating": _as_rating,
    "position": _as_position,
    "colour": _as_colour,
    "sign": _as_sign,
    "reached": _as_reached,
}


def _reader(name: str, kind: Any) -> Callable[[object], Any]:
    kinds = get_args(kind) or (kind,)
    return _BY_NAME.get(name) or next(read for known, read in _BY_TYPE if known in kinds)


_READERS: Mapping[str, Callable[[object], Any]] = {
    name: _reader(name, kind) for name, kind in Mark.__annotations__.items()
}
