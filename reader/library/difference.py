"""What merging another library changes, as steps that can be shown and undone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.core.item import ItemChange
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.library.examination import MARKS, PAPERS
from reader.library.item import ITEM_KINDS
from reader.library.record import is_identifier, mark_from_record, paper_from_document

if TYPE_CHECKING:
    from reader.core.item import Item


@dataclass(frozen=True, slots=True)
class Side:
    """What a library says, before or after."""

    marks: Mapping[str, Mark]
    papers: Mapping[str, Paper] = field(default_factory=dict)
    items: "Mapping[str, Mapping[str, Item | None]]" = field(default_factory=dict)
    """The items of the small tables, by table."""


def differences(contents: Mapping[str, Any], before: Side, after: Side) -> Iterator[Change | ItemChange]:
    """Yield in what two sides differ, of all that the contents of another library name."""
    for identifier in _keys(contents, MARKS):
        old, new = before.marks.get(identifier, NO_MARK), after.marks.get(identifier, NO_MARK)
        if old != new:
            paper = after.papers.get(identifier) or Paper(id=identifier, title=identifier)
            yield Change(paper, old, new)
    for table, known in before.items.items():
        for key in _keys(contents, table):
            there, then = known.get(key), after.items[table].get(key)
            if there != then:
                yield ItemChange(table, key, there, then)


def side_of(merged: Mapping[str, Any], contents: Mapping[str, Any]) -> Side:
    """Return what merged tables say of all that the contents name."""
    identifiers = [identifier for identifier in _keys(contents, MARKS) if is_identifier(identifier)]
    papers = merged.get(PAPERS, {})
    return Side(
        {identifier: mark_from_record(merged[MARKS].get(identifier)) for identifier in identifiers},
        {identifier: paper_from_document(identifier, papers.get(identifier)) for identifier in identifiers},
        {
            table: {key: kind.read(key, merged[table].get(key)) for key in _keys(contents, table)}
            for table, kind in ITEM_KINDS.items()
        },
    )


def _keys(contents: Mapping[str, Any], table: str) -> tuple[str, ...]:
    known = contents.get(table)
    return tuple(known) if isinstance(known, dict) else ()
