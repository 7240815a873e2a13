"""From each older format of the library's documents to the next: pure functions, one for each step.

A step may meet documents of its newer format, as when a newer program has continued an older journal, and leaves these
as they are.
"""

from collections.abc import Callable, Mapping
from typing import Any

from reader.library.stamp import CHANGED, moment, times

Documents = dict[str, Mapping[str, Any]]
"""Documents by table and id."""


def _with_times(tables: Documents) -> Documents:
    """From version 1 to 2: notes and tags get a time, the latest one that the mark names."""
    marks = tables.get("marks", {})
    dated = {
        identifier: _mark_with_times(mark)
        for identifier, mark in marks.items()
        if isinstance(mark, dict) and ("note" in mark or "tags" in mark)
    }
    return {**tables, "marks": {**marks, **dated}} if dated else tables


def _mark_with_times(mark: dict[str, Any]) -> dict[str, Any]:
    latest = max(moment(mark.get(name)) for name in ("read_at", "bookmarked_at", "queued_at"))
    if not latest:
        return mark
    changed: dict[str, Any] = {}
    if mark.get("note"):
        changed["note"] = f"{latest}Z"
    tags = mark.get("tags")
    names = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    if names:
        latest = latest.partition(".")[0]
        changed["tags"] = {
            tag: f"{latest}{f'.{number:06}' if number else ''}Z"
            for number, tag in enumerate(dict.fromkeys(names))
        }
    known = times(mark)
    return {**{name: value for name, value in mark.items() if name != CHANGED}, CHANGED: {**changed, **known}}


STEPS: Mapping[int, Callable[[Documents], Documents]] = {1: _with_times}
"""By the version that each starts from."""


def migrated(tables: Documents, version: int) -> Documents:
    """Return the tables in the present format."""
    while version in STEPS:
        tables = STEPS[version](tables)
        version += 1
    return tables
