"""New papers from what the person follows, found by the catalogue's index and then judged by their whole names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from reader.core.fold import words
from reader.core.follow import FollowKind, Subject, categories_followed, reasons, subjects_followed
from reader.core.order import Order
from reader.core.paper import Paper
from reader.core.query import All, Any, Node, Range, Term
from reader.service.personal import personal
from reader.service.port import MarkStore, PaperSearch, PaperStore

NEW_DAYS = 30
"""Days for which a paper is new, from its publication or from its listing."""

MOST_FOLLOWED = 1_000
"""Most new papers that are gathered."""

_FIELDS = {
    FollowKind.AUTHOR: "authors",
    FollowKind.ORGANIZATION: "organization",
    FollowKind.KEYWORD: "keywords",
}


class Followed:
    """Gathers papers; `categories` are those that the settings name."""

    def __init__(
        self,
        store: PaperStore,
        search: PaperSearch,
        library: MarkStore,
        categories: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._search = search
        self._library = library
        self._categories = tuple(categories)
        self._now = now

    @property
    def subjects(self) -> Mapping[str, Subject]:
        """What is followed, by key."""
        return subjects_followed(self._library.follows, self._categories)

    @property
    def categories(self) -> tuple[str, ...]:
        """The codes of the arXiv categories that are followed."""
        return categories_followed(self._library.follows, self._categories)

    def reasons(self, paper: Paper) -> tuple[Subject, ...]:
        """Return because of what a paper is one that the person follows."""
        return reasons(paper, self.subjects)

    def papers(self) -> tuple[Paper, ...]:
        """Return the new papers from what is followed, the newest first."""
        subjects = self.subjects
        terms = tuple(_terms(subjects.values()))
        if not terms:
            return ()
        since = (self._now() - timedelta(days=NEW_DAYS)).date().isoformat()
        new = Any((Range("published", since, None), Range("listed", since, None)))
        query: Node = All((new, Any(terms)))
        found = self._search.find(
            query,
            personal(self._library.marks, self._library.highlights),
            limit=MOST_FOLLOWED,
            order=Order.PUBLISHED,
            exactly=True,
        )
        papers = [paper for paper in self._store.papers(found.ids) if reasons(paper, subjects)]
        return tuple(sorted(papers, key=_newest_day, reverse=True))

    def unread(self) -> frozenset[str]:
        """Return the identifiers of the new papers that are unread."""
        marks = self._library.marks
        return frozenset(
            paper.id for paper in self.papers() if not ((mark := marks.get(paper.id)) and mark.read)
        )


def _terms(subjects: Iterable[Subject]) -> Iterator[Term]:
    """Yield what the index is asked; a name without a letter or digit cannot be found by it."""
    for subject in subjects:
        if subject.kind is FollowKind.CATEGORY:
            yield Term((subject.name.lower(),), "cat")
        elif name := tuple(words(subject.name)):
            yield Term(name, _FIELDS[subject.kind], exact=True, text=subject.name)


def _newest_day(paper: Paper) -> date:
    return max(filter(None, (paper.listed, paper.published)), default=date.min)
