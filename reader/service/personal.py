"""What a query asks of the person's own marks: `is:read`, `has:note`, `tag:` and the like."""

from collections.abc import Callable, Collection, Mapping

from reader.core.fold import words
from reader.core.found import Personal
from reader.core.mark import Mark
from reader.core.query import Flag, Term


def personal(marks: Mapping[str, Mark]) -> Personal:
    """Return a function that answers with the ids of the papers for which a part of a query holds."""

    def answer(part: Flag | Term) -> Collection[str]:
        holds = _condition(part)
        return [identifier for identifier, mark in marks.items() if holds(mark)]

    return answer


def _condition(part: Flag | Term) -> Callable[[Mark], object]:
    match part:
        case Flag("is", "read"):
            return lambda mark: mark.read
        case Flag("is", "bookmarked"):
            return lambda mark: mark.bookmarked
        case Flag("is", "queued"):
            return lambda mark: mark.queued
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


def _is_tag(tag: str, sought: Term) -> bool:
    folded, typed = " ".join(words(tag)), " ".join(sought.words)
    return folded.startswith(typed) if sought.prefix else folded == typed
