"""Merge two libraries that were edited apart: per paper and field the newest wins, removals too, and tags are united.

The result does not depend on which comes first, on the order in which several are merged, or on how often: each field is
the greatest of those there are by (time, there or removed, value), and the greatest of some is the same in every order.
Fields of equal or unknown times are told apart by their values, of which the one that says more wins. Whatever this
program does not know is merged by the same rule and carried along.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from reader.library.stamp import (
    CHANGED,
    SETS,
    UNREADABLE,
    element_moments,
    field_moment,
    own_moment,
    times,
)

Contents = Mapping[str, Any]
"""Tables and other values by name, as the file has them, without what is about the file itself."""

_Register = tuple[str, bool, tuple[int, str], Any]
"""Time, whether there is a value, how much it says, the value."""

_ORDER = [
    "read_at",
    "bookmarked_at",
    "queued_at",
    "position",
    "tags",
    "note",
    "rating",
    "read_on",
    "colour",
    "sign",
    "reached",
    "query",
    "created_at",
    "scope",
    "kind",
    "name",
    "paper",
    "quote",
    "before",
    "after",
    "section",
    "version",
    "id",
    "title",
    "authors",
    "abstract",
]


def merge(ours: Contents, theirs: Contents) -> dict[str, Any]:
    """Return the contents of both; commutative, associative, idempotent; changes neither."""
    return {name: _merged_value(ours.get(name), theirs.get(name)) for name in sorted({*ours, *theirs})}


def merge_documents(ours: Any, theirs: Any) -> Any:
    """Return one document of both; `None` stands for none."""
    if ours is None or theirs is None:
        one = theirs if ours is None else ours
        return _document([one]) if isinstance(one, dict) else one
    if not isinstance(ours, dict) and not isinstance(theirs, dict):
        return max(ours, theirs, key=_rank)
    return _document(
        document if isinstance(document, dict) else {UNREADABLE: document} for document in (ours, theirs)
    )


def _merged_value(ours: Any, theirs: Any) -> Any:
    tables = [value for value in (ours, theirs) if isinstance(value, dict)]
    if not tables:
        return max(ours, theirs, key=_rank)
    first, last = tables[0], tables[-1] if len(tables) > 1 else {}
    merged = {key: merge_documents(first.get(key), last.get(key)) for key in sorted({*first, *last})}
    return {key: document for key, document in merged.items() if document is not None}


def _document(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    registers: dict[str, _Register] = {}
    sets: dict[str, dict[str, _Register]] = {name: {} for name in SETS}
    for document in documents:
        for name in {*document, *times(document)} - {CHANGED, *SETS}:
            _raise(registers, name, _register(document, name))
        for name in SETS:
            for key, register in _elements(document, name).items():
                _raise(sets[name], key, register)
    return _written(registers, sets)


def _raise(registers: dict[str, _Register], name: str, register: _Register) -> None:
    """Put a register in the place of a smaller one; one that says nothing has no place."""
    time, there = register[:2]
    if (there or time) and (name not in registers or registers[name][:3] < register[:3]):
        registers[name] = register


def _register(document: Mapping[str, Any], name: str) -> _Register:
    value = document.get(name)
    there = name in document
    return field_moment(document, name), there, _rank(value) if there else (0, ""), value


def _elements(document: Mapping[str, Any], name: str) -> dict[str, _Register]:
    value = document.get(name, [])
    moments = element_moments(document, name)
    elements: dict[str, _Register] = {
        _json(element): (time, False, (0, ""), element) for element, time in moments.items()
    }
    for item in value if isinstance(value, list) else [value]:
        time = moments.get(item, "") if isinstance(item, str) else ""
        elements[_json(item)] = (time, True, (0, ""), item)
    return elements


def _written(registers: dict[str, _Register], sets: dict[str, dict[str, _Register]]) -> dict[str, Any]:
    values = {name: value for name, (_, there, _, value) in registers.items() if there}
    changed: dict[str, Any] = {
        name: f"{time}Z"
        for name, (time, _, _, _) in registers.items()
        if time and time != own_moment(name, values.get(name))
    }
    for name, elements in sets.items():
        ordered = sorted(elements.items(), key=lambda pair: (pair[1][0], pair[0]))
        if there := [value for _, (_, there, _, value) in ordered if there]:
            values[name] = there
        if moments := {value: f"{time}Z" for _, (time, _, _, value) in ordered if time}:
            changed[name] = moments
    document = {name: values[name] for name in sorted(values, key=_order)}
    if changed:
        document[CHANGED] = {name: changed[name] for name in sorted(changed, key=_order)}
    return document


def _order(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), name


def _rank(value: Any) -> tuple[int, str]:
    """Tell how much a value says, for a choice between two of the same time."""
    text = "" if value is None else _json(value)
    return len(text), text


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
