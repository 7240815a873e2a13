"""When each field of a document was last changed, so that copies edited apart can be merged.

A document has a field `changed` with a time for each field. A field that is a time itself (`read_at`) needs none: it was
changed at the time that it names. A field that has a time and no value was removed then. The tags have a time each, of
when they were added, or removed for those no longer there. Times are in UTC and whole seconds; a change in the second
of the one before it, or on a machine whose clock went back, gets the microsecond after it. So on one machine the later
change is always the newer one.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

CHANGED = "changed"
"""The field with the times of the others."""

SETS = ("tags",)
"""Fields whose elements have a time each."""

UNREADABLE = "unreadable"
"""The field under which a value lives on that stood where a document should."""

_REMOVED = (b'{"changed": ', b'{\n      "changed": ')
_TIMES_LAST = (b"}},", b"}\n    },")
_NEAR = timedelta(minutes=1)
_ONE = timedelta(microseconds=1)
# A time that nobody can come after would end all changes.
_LATEST = "9000"
_CANONICAL = r"(?a)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z"


def moment(value: object) -> str:
    """Return a time in a form that compares like the times, without its zone; "" for what is no time."""
    if not isinstance(value, str):
        return ""
    try:
        time = datetime.fromisoformat(value)
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    text = value[:-1] if re.fullmatch(_CANONICAL, value) else _text(time)
    return text.removesuffix(".000000") if text < _LATEST else ""


def own_moment(name: str, value: object) -> str:
    """Return the time that a field names itself, "" for none."""
    return moment(value) if name.endswith("_at") else ""


def times(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the times of the fields as they are written."""
    changed = document.get(CHANGED)
    return changed if isinstance(changed, dict) else {}


def field_moment(document: Mapping[str, Any], name: str) -> str:
    """Return when a field was last changed, "" for nobody knows."""
    return moment(times(document).get(name)) or own_moment(name, document.get(name))


def element_moments(document: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return when each element of a set was added or removed, where that is known."""
    written = times(document).get(name)
    known = written.items() if isinstance(written, dict) else ()
    return {element: time for element, value in known if (time := moment(value))}


def changed_document(
    known: object, fields: Mapping[str, Any], now: datetime, *, together: bool = False
) -> dict[str, Any] | None:
    """Return a document with other fields (`None` for not set), everything unknown, and the times of what changed.

    Where the fields belong `together`, all of them change with each. `None` when nothing is left, not even the memory
    of a removed field.
    """
    document = as_document(known)
    changed = dict(times(document))
    # All of them, also those never set: what another machine sets meanwhile is older than this.
    differs = any(value != document.get(name) for name, value in fields.items())
    all_change = together and differs and bool(document)
    for name, value in fields.items():
        if value == document.get(name) and not all_change:
            continue
        if name in SETS:
            changed[name] = _changed_elements(document, name, value or [], now)
        else:
            own = own_moment(name, value)
            if own and own > field_moment(document, name) and abs(_time(own) - now) <= _NEAR:
                changed.pop(name, None)
            else:
                changed[name] = f"{_after(field_moment(document, name), now)}Z"
    values = {name: value for name, value in fields.items() if value is not None}
    values |= {name: value for name, value in document.items() if name not in fields and name != CHANGED}
    if changed:
        values[CHANGED] = changed
    return values or None


def as_document(value: object) -> dict[str, Any]:
    """Return a document; what is none lives on in one."""
    if isinstance(value, dict):
        return value
    return {} if value is None else {UNREADABLE: value}


def is_removed(document: object) -> bool:
    """Tell whether a document only remembers that something was there."""
    if type(document) is bytes:
        # The times stand behind all other fields.
        return document.startswith(_REMOVED, document.find(b'": ') + 3)
    return isinstance(document, dict) and document.keys() == {CHANGED}


def possibly_removed(documents: Mapping[str, Any]) -> list[str]:
    """Return the keys where a closer look is due, with all that are decoded; quick for those that are not."""
    return [
        key
        for key, document in documents.items()
        if type(document) is not bytes or document.endswith(_TIMES_LAST)
    ]


def _changed_elements(
    document: Mapping[str, Any], name: str, elements: list[str], now: datetime
) -> dict[str, str]:
    moments = element_moments(document, name)
    written = document.get(name)
    before = [item for item in written if isinstance(item, str)] if isinstance(written, list) else []
    latest = ("", "")
    for element in [item for item in elements if isinstance(item, str)]:
        place = moments.get(element, ""), json.dumps(element)
        if element not in before or place <= latest:
            # Merging orders them by their times, so each needs one after that of the element before it.
            place = _after(max(place[0], latest[0]), now), place[1]
            moments[element] = place[0]
        latest = place
    for element in [item for item in before if item not in elements]:
        moments[element] = _after(moments.get(element, ""), now)
    return {element: f"{time}Z" for element, time in moments.items()}


def _after(previous: str, now: datetime) -> str:
    present = _text(now.astimezone(UTC).replace(microsecond=0))
    return present if present > previous else _text(_time(previous) + _ONE)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _text(time: datetime) -> str:
    return time.replace(tzinfo=None).isoformat()
