"""What a file says of papers, together with what is known of them already."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reader.core.entry import Entry
from reader.core.errors import SourceError
from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper
from reader.core.passage import Passage
from reader.service.marking import Marking

ASKED_AT_ONCE = 100
"""Papers looked up together: as many as arXiv gives in one answer."""

_REMEMBERED = 200_000
"""Papers of a file that are told from later ones with the same identifier."""

_DEEDS = {"bookmarked_at": "bookmark", "read_at": "read", "queued_at": "queue"}

_OPINIONS = ("note", "rating", "read_on", "colour", "sign", "reached")
"""What a file does not take the place of where there is one already."""

Find = Callable[[Sequence[str]], Sequence[Paper]]
"""Returns the papers that a source has among some identifiers; raises `SourceError`."""


class ImportItem(Protocol):
    """A paper from a file, with the mark that the file gives it."""

    @property
    def paper(self) -> Paper:
        """What the file says of the paper."""

    @property
    def mark(self) -> Mark:
        """What the person did with it, as far as the file says."""

    @property
    def secondary(self) -> bool:
        """Whether what is known of the paper already is better: the file only fills its gaps."""

    @property
    def only_named(self) -> bool:
        """Whether the file gives no more of the paper than its identifier."""

    @property
    def highlights(self) -> tuple[Passage, ...]:
        """The highlights that the file has of it."""


class Action(StrEnum):
    """What an import would do with an item."""

    ADD = "add"
    MERGE = "merge"
    KEEP = "keep"
    LOOK_UP = "look up"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import would do with an item, and why."""

    action: Action
    identifier: str = ""
    title: str = ""
    reason: str = ""


class Resolving:
    """Puts together what files say and what is known; changes nothing."""

    def __init__(self, known: Callable[[Sequence[str]], Mapping[str, Paper]], marking: Marking) -> None:
        self._known = known
        self._marking = marking

    def resolved(
        self, items: Sequence[ImportItem], find: Find | None
    ) -> tuple[list[tuple[Paper, Mark]], list[str]]:
        """Return papers with their marks, and a sentence for each that is only named and nowhere to be found."""
        wanted = [item.paper.id for item in items if item.secondary]
        if not wanted:
            return [(item.paper, item.mark) for item in items], []
        known = dict(self._known(wanted))
        missing = dict.fromkeys(i.paper.id for i in items if i.only_named and i.paper.id not in known)
        found, reason = _found(tuple(missing), find)
        known |= found
        resolved: list[tuple[Paper, Mark]] = []
        problems: list[str] = []
        for item in items:
            identifier = item.paper.id
            if item.only_named and identifier not in known:
                problems.append(f"{identifier}: {reason}")
            else:
                resolved.append((_merged(item, known.get(identifier)), item.mark))
        return resolved, problems

    def planned(self, items: Sequence[ImportItem], seen: dict[str, tuple[Paper, Mark]]) -> Iterator[Planned]:
        """Yield what an import would do with each item; `seen` is what it did with those before."""
        known = self._known([item.paper.id for item in items])
        for item in items:
            identifier = item.paper.id
            paper, mark = seen.get(identifier, (known.get(identifier), NO_MARK))
            if paper is None and item.only_named:
                yield Planned(Action.LOOK_UP, identifier, "", "not stored; arXiv would be asked")
                continue
            kept, after = self._marking.united(identifier, item.mark)
            before = mark if identifier in seen else kept
            merged = (
                _merged(item, paper) if item.secondary or paper is None else paper.merged_with(item.paper)
            )
            if len(seen) < _REMEMBERED:
                seen[identifier] = merged, after
            new = sum(passage.key not in self._marking.highlights for passage in item.highlights)
            changes = [*_paper_changes(paper, merged), *mark_changes(before, after)]
            highlighted = [f"{new} {'highlight' if new == 1 else 'highlights'}"] if new else []
            changes += highlighted
            left = [f"{name} stays as it is" for name in _OPINIONS if _differs(item.mark, before, name)]
            if paper is None:
                told = [*mark_changes(before, after), *highlighted, *left]
                yield Planned(Action.ADD, identifier, merged.title, ", ".join(told))
            elif changes:
                yield Planned(Action.MERGE, identifier, merged.title, ", ".join([*changes, *left]))
            else:
                yield Planned(Action.KEEP, identifier, merged.title, ", ".join(left) or "nothing new")


def entries(resolved: Sequence[tuple[Paper, Mark]]) -> Iterator[tuple[Entry, Mark]]:
    """Yield the papers that the file marks, with these marks."""
    return ((Entry(paper), mark) for paper, mark in resolved if mark != NO_MARK)


def _found(identifiers: Sequence[str], find: Find | None) -> tuple[dict[str, Paper], str]:
    """Return the papers that a source has, and why others are missing."""
    found: dict[str, Paper] = {}
    if find is None:
        return found, "not stored, and nobody was asked."
    for start in range(0, len(identifiers), ASKED_AT_ONCE):
        try:
            papers = find(identifiers[start : start + ASKED_AT_ONCE])
        except SourceError as error:
            return found, f"not stored, and not looked up. {error}"
        found |= {paper.id: paper for paper in papers}
    return found, "known neither here nor to arXiv; look at the identifier."


def _differs(imported: Mark, kept: Mark, name: str) -> bool:
    new, old = getattr(imported, name), getattr(kept, name)
    return new is not None and old is not None and new != old


def _merged(item: ImportItem, known: Paper | None) -> Paper:
    if known is None or not item.secondary:
        return item.paper
    return known if item.only_named else item.paper.merged_with(known)


def _paper_changes(before: Paper | None, after: Paper) -> Iterator[str]:
    if before is not None and before != after:
        for name, old, new in zip(Paper._fields, before, after, strict=True):
            if old != new:
                yield f"{'new' if old in (None, ()) else 'other'} {name}"


def mark_changes(before: Mark, after: Mark) -> Iterator[str]:
    """Yield in a word or two what is other in a mark."""
    for field, old, new in zip(Mark._fields, before, after, strict=True):
        if field == "tags":
            yield from (f"+{tag}" for tag in after.tags if tag not in before.tags)
            yield from (f"-{tag}" for tag in before.tags if tag not in after.tags)
        elif old != new:
            name = _DEEDS.get(field, field)
            yield name if new is not None else f"no {name}"
