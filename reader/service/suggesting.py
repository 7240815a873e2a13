"""Papers like one, and papers for the person: from what is stored and what they did, asking nobody."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from reader.core.entry import Entry
from reader.core.errors import UsageError
from reader.core.likeness import Liked, Likeness
from reader.core.liking import liking, recency
from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper
from reader.core.query import Any, Range
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.personal import personal
from reader.service.port import MarkStore, PaperSearch, PaperStore

SIMILAR_LIMIT = 50
"""Most papers like one that are shown."""

FOR_YOU_LIMIT = 100
"""Most papers for the person that are shown."""

NEW_DAYS = 30
"""Days for which a paper is new, from its publication or from its listing."""

_ENOUGH = 3.0
"""What has to be liked before anything is suggested: three bookmarks, or fifteen abstracts read."""

_MOST_LIKED = 300
"""Papers that suggestions go by, those that count most."""


class Suggesting:
    """Compares papers by their words, and says by which; `find` returns a paper that is known, `now` the time."""

    def __init__(
        self,
        store: PaperStore,
        search: PaperSearch,
        library: MarkStore,
        find: Callable[[str], Entry | None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._search = search
        self._library = library
        self._find = find
        self._now = now

    def similar(self, identifier: str, limit: int = SIMILAR_LIMIT) -> Contents:
        """Return the stored papers that are most like one, the nearest first; `UsageError` where it is not known."""
        if (entry := self._find(identifier)) is None:
            raise UsageError(f"{identifier} is not stored, so there is nothing to compare others with.")
        marks = self._library.marks
        found = self._search.alike(
            [Liked(entry.paper)], personal(marks), excluding=(identifier,), limit=limit
        )
        shown = Contents(
            View(ViewKind.SIMILAR, name=identifier),
            about=entry.paper.title,
            remark=f"Compared with {self._store.count():,} stored papers by their words; nobody was asked",
        )
        return self._filled(shown, found)

    def for_you(self, limit: int = FOR_YOU_LIMIT, days: int = NEW_DAYS) -> Contents:
        """Return unread papers of the last `days`, or of everything stored where none is new, the best first.

        Nothing where too little is known of what the person likes: `Contents.untaught`.
        """
        shown = Contents(View(ViewKind.FOR_YOU))
        marks = self._library.marks
        judged = {identifier: worth for identifier, mark in marks.items() if (worth := liking(mark))}
        if round(sum(worth for worth in judged.values() if worth > 0), 6) < _ENOUGH:
            return shown._replace(untaught=True)
        liked = self._liked(judged, marks)
        since = (self._now() - timedelta(days=days)).date().isoformat()
        new = Any((Range("published", since, None), Range("listed", since, None)))
        basis = _basis(sum(mark.bookmarked for mark in marks.values()), len(judged))
        for among, what in ((new, f"of the last {days} days"), (None, "of everything stored: none is newer")):
            found = self._search.alike(liked, personal(marks), among=among, excluding=judged, limit=limit)
            if found:
                return self._filled(shown._replace(remark=f"{basis}; unread ones {what}"), found)
        return shown._replace(remark=f"{basis}; no other stored paper speaks of the same")

    def _liked(self, judged: Mapping[str, float], marks: Mapping[str, Mark]) -> list[Liked]:
        """Return the papers that count most for or against others, with their notes."""
        now = self._now()
        weights = {name: worth * recency(marks[name], now) for name, worth in judged.items()}
        chosen = sorted(weights, key=lambda name: (-abs(weights[name]), name))[:_MOST_LIKED]
        return [Liked(paper, weights[paper.id], marks[paper.id].note or "") for paper in self._known(chosen)]

    def _known(self, identifiers: Sequence[str]) -> Iterator[Paper]:
        stored = {paper.id: paper for paper in self._store.papers(identifiers)}
        kept = self._library.papers
        for name in identifiers:
            if paper := stored.get(name) or kept.get(name):
                yield paper

    def _filled(self, contents: Contents, found: Sequence[Likeness]) -> Contents:
        scores = {likeness.id: likeness.score for likeness in found}
        marks = self._library.marks
        return contents._replace(
            entries=tuple(
                Entry(paper, marks.get(paper.id, NO_MARK), scores[paper.id])
                for paper in self._store.papers([likeness.id for likeness in found])
            ),
            reasons={likeness.id: likeness.words for likeness in found},
        )


def _basis(bookmarks: int, judged: int) -> str:
    """Return by how many papers of the person's the others were chosen."""
    counts = (_number(bookmarks, "bookmark"), _number(judged - bookmarks, "paper", "you marked or read"))
    return f"By {' and '.join(filter(None, counts))}"


def _number(count: int, name: str, rest: str = "") -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'} {rest}".rstrip() if count else ""
