"""What a query asks of the person's own marks: `is:read`, `has:note`, `tag:` and the like."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.core.fold import words
from reader.core.mark import Mark
from reader.core.passage import Passage

if TYPE_CHECKING:  # the query language is loaded with the first query
    from reader.core.found import Personal
    from reader.core.query import Flag, Term

RECENT_LIMIT = 500
"""Most papers that were read or added recently."""

_NOTHING: Mapping[str, Passage] = MappingProxyType({})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def added_at(mark: Mark) -> datetime | None:
    """Return when a paper was bookmarked or queued, whichever came last."""
    return max(filter(None, (mark.bookmarked_at, mark.queued_at)), default=None)


def tagged_at(tag: str | None) -> Callable[[Mark], datetime | None]:
    """Return what papers with a tag are ordered by: when they were added, else read."""
    return lambda mark: (added_at(mark) or mark.read_at or _LONG_AGO) if tag in mark.tags else None


def personal(marks: Mapping[str, Mark], highlights: Mapping[str, Passage] = _NOTHING) -> "Personal":
    """Return a function that answers with the ids of the papers for which a part of a query holds."""

    def answer(part: "Flag | Term") -> Collection[str]:
        holds, is_meant = _condition(part), _highlighted(part)
        found = [identifier for identifier, mark in marks.items() if holds(mark)]
        others = dict.fromkeys(passage.paper for passage in highlights.values() if is_meant(passage))
        return list(dict.fromkeys((*found, *others))) if others else found

    return answer


def _highlighted(part: "Flag | Term") -> Callable[[Passage], object]:
    """Return for which highlights a part of a query holds: their notes are found like those of papers."""
    from reader.core.query import Flag, Term

    match part:
        case Flag("has", "highlight"):
            return lambda _passage: True
        case Term(field="note"):
            return lambda passage: passage.note and set(part.words) <= set(words(passage.note))
        case _:
            return lambda _passage: False


def _condition(part: "Flag | Term") -> Callable[[Mark], object]:
    from reader.core.query import Flag, Term

    match part:
        case Flag("is", "read"):
            return lambda mark: mark.read
        case Flag("is", "bookmarked"):
            return lambda mark: mark.bookmarked
        case Flag("is", "queued"):
            return lambda mark: mark.queued
        case Flag("is", "due"):
            today = date.today()  # noqa: DTZ011 (the person's own day)
            return lambda mark: mark.is_due(today)
        case Flag("has", "rating"):
            return lambda mark: mark.rating
        case Flag("has", "note"):
            return lambda mark: mark.note
        case Flag("has", "tag"):
            return lambda mark: mark.tags
        case Term(field="tag"):
            return lambda mark: any(_is_tag(tag, part) for tag in mark.tags)
        case Term(field="note"):
            return lambda mark: mark.note and set(part.words) <= set(words(mark.note))
        case _:
            return lambda _mark: False


def _is_tag(tag: str, sought: "Term") -> bool:
    folded, typed = " ".join(words(tag)), " ".join(sought.words)
    return folded.startswith(typed) if sought.prefix else folded == typed
