"""The papers that the catalogue or the library has, with the marks of the person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.core.listing import StoredListing
from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper
from reader.service.contents import Contents

if TYPE_CHECKING:
    from reader.service.port import MarkStore, PaperStore


class Known:
    """Finds papers by their names; `sample` returns those that are shown while nothing was ever fetched."""

    def __init__(
        self,
        store: "PaperStore",
        library: "MarkStore",
        sample: Callable[[], tuple[Paper, ...]],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._library = library
        self._sample = sample
        self._now = now
        self._kept: object = None

    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return what is stored or kept of papers; those of which nothing is known are left out."""
        stored = self._store.papers(identifiers)
        known, kept = {paper.id for paper in stored}, self._library.papers
        return (*stored, *(kept[name] for name in identifiers if name not in known and name in kept))

    def find(self, identifier: str) -> Entry | None:
        """Return a stored or kept paper, or one of the sample, by its identifier."""
        found = self._store.papers([identifier])
        if not found and (kept := self._library.papers.get(identifier)):
            found = (kept,)
        if not found and self._store.count() == 0:
            found = tuple(paper for paper in self._sample() if paper.id == identifier)
        return next(iter(self.entries(found)), None)

    def entries(self, papers: Iterable[Paper]) -> tuple[Entry, ...]:
        """Return papers with their marks."""
        marks = self._library.marks
        return tuple(Entry(paper, marks.get(paper.id, NO_MARK)) for paper in papers)

    def marked(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return the entries with their marks of now."""
        return tuple(
            entry if (mark := self._library.mark(entry.id)) == entry.mark else entry._replace(mark=mark)
            for entry in entries
        )

    @property
    def marks(self) -> Mapping[str, Mark]:
        """The marks of now; a later change does not alter the mapping."""
        return self._library.marks

    def changed_marks(self, before: Mapping[str, Mark]) -> Mapping[str, Mark]:
        """Return the marks of now of all papers whose mark may be another than `before`; quick where few are."""
        marks = self._library.marks
        return {name: marks.get(name, NO_MARK) for name in self._library.differing(before, marks)}

    def listed(self, listing: StoredListing) -> Contents:
        """Return what the view of a stored list shows."""
        return Contents(listing.view, self.entries(listing.papers), listing.fetched_at, listing.skipped)

    def store_kept(self) -> None:
        """Put what only the library keeps into the catalogue: somebody may have deleted that."""
        if self._kept is not (kept := self._library.papers):
            missing = self._store.lacking(tuple(kept))  # by their names: most need not be read
            self.make_searchable(kept[name] for name in missing)
            self._kept = kept

    def make_searchable(self, papers: Iterable[Paper]) -> None:
        """Put papers that only the library or the sample has into the catalogue, whose index finds them."""
        candidates = {paper.id: paper for paper in papers}
        if missing := self._store.lacking(tuple(candidates)):
            self._store.store_papers([candidates[i] for i in sorted(missing)], self._now(), seen=False)
