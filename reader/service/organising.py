"""The use cases that bring order into what is kept: ratings, days to read on, colours, the queue, tags as a whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from reader.core.entry import Entry
from reader.core.errors import QueryError, UsageError
from reader.core.item import SEARCHES, ItemChange
from reader.core.mark import COLOURS, RATINGS, Change, Mark
from reader.core.paper import Paper
from reader.core.place import new_places, places_between
from reader.core.text import clean_line
from reader.core.view import ViewKind
from reader.service.marking import Marking, Step
from reader.service.personal import RECENT_LIMIT
from reader.service.tally import Tally

TAG_LENGTH = 100
"""Longest tag, in characters."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers there are: by view, by tag in the order of the alphabet, and to be read by now."""

    views: Mapping[ViewKind, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    due: int = 0


class Organising:
    """Every method blocks until its step is on disk (else `StorageError`); a step is undone like a mark."""

    def __init__(self, marking: Marking) -> None:
        self._marking = marking
        self._tally = Tally(marking.library)

    def rate(self, entries: Sequence[Entry], rating: int | None) -> Step | None:
        """Give papers 1 to 5, or take their rating away; `UsageError` for another number."""
        if rating is not None and rating not in RATINGS:
            raise UsageError(f"A rating is a number from {RATINGS[0]} to {RATINGS[-1]}.")
        sentence = "Rating removed" if rating is None else f"Rated {rating} of {RATINGS[-1]}"
        return self._marking.change(sentence, entries, lambda mark: mark._replace(rating=rating))

    def plan(self, entries: Sequence[Entry], day: date | None) -> Step | None:
        """Set the day to read papers on, or none."""
        sentence = (
            "No day to read it on" if day is None else f"To be read on {day:%a} {day.day} {day:%b} {day.year}"
        )
        return self._marking.change(sentence, entries, lambda mark: mark._replace(read_on=day))

    def colour(self, entries: Sequence[Entry], colour: str | None) -> Step | None:
        """Mark papers with a colour of `COLOURS`, or with none; `UsageError` for another."""
        if colour is not None and colour not in COLOURS:
            raise UsageError(
                f"There is no colour “{clean_line(colour, 40)}”; there are {', '.join(COLOURS)}."
            )
        sentence = "Colour removed" if colour is None else f"Marked {colour}"
        return self._marking.change(sentence, entries, lambda mark: mark._replace(colour=colour))

    def sign(self, entries: Sequence[Entry], sign: str | None) -> Step | None:
        """Mark papers with a character, or with none; `UsageError` for more than one."""
        cleaned = clean_line(sign) if sign else None
        if cleaned is not None and len(cleaned) != 1:
            raise UsageError("A sign is one character.")
        sentence = "Sign removed" if cleaned is None else f"Marked {cleaned}"
        return self._marking.change(sentence, entries, lambda mark: mark._replace(sign=cleaned))

    def queue(self) -> tuple[str, ...]:
        """Return the ids of the papers in the queue, the first to read first."""
        self._tally.update()
        places = dict(self._tally.places)
        return tuple(sorted(places, key=lambda i: (places[i], i)))

    def move(self, entries: Sequence[Entry], by: int) -> Step | None:
        """Move papers of the queue together, `by` places down (up for less than 0), as far as it goes."""
        return self._rearrange(entries, lambda first, length: max(0, min(first + by, length)))

    def move_to(self, entries: Sequence[Entry], index: int) -> Step | None:
        """Move papers of the queue together, so that the first of them stands at `index`, counted from 0."""
        return self._rearrange(entries, lambda _, length: max(0, min(index, length)))

    def tags(self) -> Mapping[str, int]:
        """Return how many papers have each tag, in the order of the alphabet."""
        self._tally.update()
        return _alphabetical(self._tally.tags)

    def counts(self, today: date) -> "Counts":
        """Return how many papers each view of what the person did shows, and how many of the queue are due."""
        self._tally.update()
        kinds = dict(self._tally.kinds)
        for kind in (ViewKind.READ, ViewKind.ADDED):
            kinds[kind] = min(kinds[kind], RECENT_LIMIT)
        due = sum(day <= today for day in tuple(self._tally.days.values()))
        return Counts(kinds, _alphabetical(self._tally.tags), due)

    def rename_tag(self, old: str, new: str) -> Step | None:
        """Give a tag another name on every paper; where that one exists, both become one. `None` if nobody has it."""
        name = clean_line(new, TAG_LENGTH)
        if not name:
            raise UsageError("A tag needs a name.")
        verb = "merged into" if name in self.tags() else "renamed to"
        return self._retag(f"Tag “{old}” {verb} “{name}”", old, (name,), self._searches_retagged(old, name))

    def remove_tag(self, tag: str) -> Step | None:
        """Take a tag from every paper; `None` if none has it."""
        return self._retag(f"Tag “{tag}” removed", tag, ())

    def _searches_retagged(self, old: str, new: str) -> Iterator[ItemChange]:
        """Yield what lets the saved searches that name a tag find its papers under the new name."""
        from reader.core.query import retagged  # only where a tag is renamed

        for name, search in self._marking.searches.items():
            with suppress(QueryError):  # one that a newer version kept
                if (query := retagged(search.query, old, new)) != search.query:
                    yield ItemChange(SEARCHES, name, search, search._replace(query=query))

    def _retag(
        self, sentence: str, old: str, new: tuple[str, ...], beside: Iterable[ItemChange] = ()
    ) -> Step | None:
        def renamed(mark: Mark) -> Mark:
            tags = [name for tag in mark.tags for name in (new if tag == old else (tag,))]
            return mark._replace(tags=tuple(dict.fromkeys(tags)))

        def tagged() -> Iterable[str]:
            return [i for i, mark in self._marking.marks.items() if old in mark.tags]

        return self._step(sentence, tagged, renamed, beside)

    def _rearrange(self, entries: Sequence[Entry], target: Callable[[int, int], int]) -> Step | None:
        def step() -> Step | None:
            queue = self.queue()
            chosen = {entry.id for entry in entries}
            moved = [identifier for identifier in queue if identifier in chosen]
            rest = [identifier for identifier in queue if identifier not in chosen]
            if not moved:
                return None
            index = target(queue.index(moved[0]), len(rest))
            order = [*rest[:index], *moved, *rest[index:]]
            places = self._places(rest[:index], moved, rest[index:]) if tuple(order) != queue else {}
            changes = [
                Change(self._paper(i), mark := self._marking.marks[i], mark._replace(position=place))
                for i, place in places.items()
            ]
            return self._marking.step("Moved in the queue", changes)

        return self._marking.perform(step)

    def _places(self, before: Sequence[str], moved: Sequence[str], after: Sequence[str]) -> dict[str, str]:
        """Return the places of the moved papers; of all where there is no room between two."""
        low = (self._marking.marks[before[-1]].place or "") if before else ""
        high = self._marking.marks[after[0]].place if after else None
        between = places_between(low, high, len(moved))
        if between is not None:
            return dict(zip(moved, between, strict=True))
        everything = (*before, *moved, *after)
        return dict(zip(everything, new_places(len(everything)), strict=True))

    def _step(
        self,
        sentence: str,
        choose: Callable[[], Iterable[str]],
        change: Callable[[Mark], Mark],
        beside: Iterable[ItemChange] = (),
    ) -> Step | None:
        """Change the marks of chosen papers, wherever they are listed, and what goes with them, as one step."""

        def step() -> Step | None:
            changes = [
                Change(self._paper(i), before, after)
                for i in choose()
                if (after := change(before := self._marking.marks[i])) != before
            ]
            made = self._marking.step(sentence, changes)
            return made._replace(changes=(*made.changes, *beside)) if made else None

        return self._marking.perform(step)

    def _paper(self, identifier: str) -> Paper:
        return self._marking.papers.get(identifier) or Paper(id=identifier, title=identifier)


def _alphabetical(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (pair[0].casefold(), pair[0])))
