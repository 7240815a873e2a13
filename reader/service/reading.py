"""Show a view: from what is stored at once, from its source when asked; filter and search."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.core.errors import StorageError, UsageError
from reader.core.listing import Sighting
from reader.core.mark import NO_MARK, Mark
from reader.core.order import Order, ordered, speeds
from reader.core.paper import Paper
from reader.core.period import Period
from reader.core.progress import Progress, silent
from reader.core.view import FIXED_KINDS, SUGGESTED_KINDS, View, ViewKind
from reader.service.contents import LOCAL_LIMIT, Answered, Contents, Filtered
from reader.service.known import Known
from reader.service.network import Network
from reader.service.source import Sources
from reader.service.thread import in_thread

if TYPE_CHECKING:  # the query language is loaded with the first query, not before the first frame
    from reader.core.found import Personal
    from reader.core.query import Node
    from reader.core.saved_search import SavedSearch
    from reader.service.answering import Answering
    from reader.service.followed import Followed
    from reader.service.local_view import LocalViews
    from reader.service.online import Answer, Online
    from reader.service.port import MarkStore, PaperSearch, PaperStore
    from reader.service.refreshing import Refreshing
    from reader.service.suggesting import Suggesting


class Reading:
    """Shows views and searches; knows nothing of files and networks but by its ports."""

    def __init__(
        self,
        store: "PaperStore",
        search: "PaperSearch",
        library: "MarkStore",
        sources: Sources,
        sample: Callable[[], tuple[Paper, ...]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        categories: Sequence[str] = (),
    ) -> None:
        """Take the ports; `categories` are the codes of those that the settings follow."""
        self._store = store
        self._search = search
        self._library = library
        self._sources = sources
        self._sample = sample
        self._now = now
        self._categories = tuple(categories)
        self._filtered: object = None
        self._known = Known(store, library, sample, self._now)

    @property
    def offline(self) -> bool:
        """Whether no request may be made."""
        return self._sources.offline

    @property
    def network(self) -> Network:
        """Whether the services can be reached; it tells when that changes."""
        return self._sources.network

    async def watch(self) -> None:
        """Probe quietly while the network is gone, until cancelled; `network` tells when it is back."""
        await self._sources.watch()

    def stored(self, view: View, limit: int = LOCAL_LIMIT) -> Contents:
        """Return the first `limit` of what the view shows, asking nobody; the sample where nothing was ever fetched."""
        if view.kind is ViewKind.SAVED:
            return self._saved(view, limit if limit >= 0 else sys.maxsize)
        if view.kind is ViewKind.ARXIV:
            from reader.core.follow import categories_followed

            if not categories_followed(self._library.follows, self._categories):
                return Contents(view, unfollowed=True)
        if view.kind in SUGGESTED_KINDS:
            return self._suggested(view, limit)
        if view.kind is ViewKind.FOLLOWED:
            newest = self.followed.papers()[: limit if limit >= 0 else None]
            return Contents(view, self._known.entries(newest), unfollowed=not self.followed.subjects)
        if not view.kind.remote:
            papers = self._local.papers(view, limit)
            more = view.kind is ViewKind.ALL and len(papers) == limit
            return Contents(view, self._known.entries(papers), total=self._store.count() if more else None)
        if (listing := self._store.listing(view, limit)) is not None:
            return self._known.listed(listing)
        if self._store.count() == 0:
            return Contents(view, self._known.entries(self._sample()), sample=True)
        return Contents(view)

    def each_stored(self, view: View, limit: int = LOCAL_LIMIT) -> Iterator[Entry]:
        """Yield what `stored` shows of everything stored, or of what was imported, while it is read."""
        if view.kind is ViewKind.ALL:
            with suppress(StorageError):
                self._known.store_kept()
        marks = self._library.marks
        for paper in self._store.each_newest(limit, imported=view.kind is ViewKind.IMPORTED):
            yield Entry(paper, marks.get(paper.id, NO_MARK))

    def is_fresh(self, view: View, stored: Contents, minutes: float) -> bool:
        """Tell whether the stored list answers `view` well enough: fetched within the last `minutes`, and of now."""
        return self._refreshing.is_fresh(view, stored, minutes)

    async def refresh(
        self, view: View, progress: Progress = silent, *, waiting: Callable[[str], object] | None = None
    ) -> Contents:
        """Fetch the view's list and keep it, as `Refreshing.refresh` does; a local view is read anew."""
        if not view.kind.remote:
            return await in_thread(self.stored, view)
        return await self._refreshing.refresh(view, progress, waiting)

    async def step(self, period: Period, step: int, progress: Progress = silent) -> Contents:
        """Return the list after (`step` 1) or before (-1) `period`, passing over days without one."""
        return await self._refreshing.step(period, step, progress)

    def filter(
        self,
        contents: Contents,
        text: str,
        *,
        order: Order = Order.RELEVANCE,
        descending: bool | None = None,
        exactly: bool = False,
        limit: int = LOCAL_LIMIT,
    ) -> Filtered:
        """Return the entries of `contents` that `text` leaves; `QueryError` when it is wrong.

        `exactly` forgives no typo. Of everything stored also what is not among the entries is found, up to `limit`.
        """
        if contents.total is not None:
            return self.search(text, limit, order=order, descending=descending, exactly=exactly)
        query, personal = self._question(text)
        if self._filtered is not contents.entries:  # at every keystroke the same ones are asked for
            if contents.unkept is None:  # else only what was stored before is found, and it was said
                self._known.make_searchable(entry.paper for entry in contents.entries)
            self._filtered = contents.entries
        entries = {entry.id: entry for entry in contents.entries}
        found = self._search.find(query, personal, within=tuple(entries), exactly=exactly)
        left = [entries[i]._replace(score=found.scores.get(i)) for i in found.ids]
        if order is not Order.RELEVANCE:
            scored = {entry.id: entry for entry in left}
            left = [scored[i] for i in entries if i in scored]
        return Filtered(self.arranged(left, order, descending), found)

    def search(
        self,
        text: str,
        limit: int = 100,
        *,
        order: Order = Order.RELEVANCE,
        descending: bool | None = None,
        exactly: bool = False,
    ) -> Filtered:
        """Return the first `limit` of everything stored that `text` finds; `QueryError` when it is wrong."""
        self._known.store_kept()
        query, personal = self._question(text)
        found = self._search.find(
            query, personal, limit=limit, order=order, descending=descending, exactly=exactly
        )
        entries = self._known.entries(self._store.papers(found.ids))
        return Filtered(tuple(entry._replace(score=found.scores.get(entry.id)) for entry in entries), found)

    def explain(
        self, text: str, entries: Sequence[Entry], *, exactly: bool = False
    ) -> Mapping[str, Sequence[str]]:
        """Return by identifier why entries that `text` finds among everything stored stand where they do."""
        query, personal = self._question(text)
        return self._search.explain(query, personal, [entry.id for entry in entries], exactly=exactly)

    def arranged(
        self, entries: Sequence[Entry], order: Order, descending: bool | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries in an order; where it is `measured`, the store is read."""
        measures: Mapping[str, float] | None = None
        match order:
            case Order.RISING:
                measures = self._store.rises([entry.id for entry in entries], self._now())
            case Order.GAINED:
                measures = self._store.gains([entry.id for entry in entries])
            case Order.SPEED:
                measures = speeds(entries, self._now())
        return ordered(entries, order, descending=descending, measures=measures)

    @cached_property
    def followed(self) -> "Followed":
        """The new papers from what the person follows."""
        from reader.service.followed import Followed

        return Followed(self._store, self._search, self._library, self._categories, self._now)

    @cached_property
    def suggesting(self) -> "Suggesting":
        """Papers like others, found by their words."""
        from reader.service.suggesting import Suggesting

        return Suggesting(self._store, self._search, self._library, self.find, self._now)

    @cached_property
    def online(self) -> "Online":
        """The sources, asked all at once."""
        from reader.service.online import Online

        return Online(self._sources, lambda papers: self._store.store_papers(papers, self._now()))

    def answered(self, answers: "Sequence[Answer]", text: str) -> Answered:
        """Return the papers of several sources as one list, with what `text` matches in them."""
        return self._answering.joined(answers, text)

    async def search_remote(
        self, source: str, text: str, limit: int, *, waiting: Callable[[str], object] = silent
    ) -> Answered:
        """Ask the source `hf`, `arxiv` or one of another package; what it finds is kept. `UsageError` where there is nothing to ask."""
        return await self._answering.ask(source, text, limit, waiting)

    def find(self, identifier: str) -> Entry | None:
        """Return a stored or kept paper, or one of the sample, by its identifier."""
        return self._known.find(identifier)

    async def look_up(self, identifier: str) -> Entry:
        """Return a paper by its identifier, asking the sources where it is not stored; `SourceError` otherwise."""
        if (entry := await in_thread(self.find, identifier)) is not None:
            return entry
        paper = await self._sources.paper(identifier)
        await in_thread(self._store.store_papers, [paper], self._now())
        return self._known.entries([paper])[0]

    async def close(self) -> None:
        """End every connection; a later request opens them again."""
        await self._sources.close()

    def history(self, identifier: str) -> tuple[Sighting, ...]:
        """Return the counts of a paper each time they were seen, oldest first."""
        return self._store.history(identifier)

    def histories(self, identifiers: Sequence[str]) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Return by identifier the upvotes each time they were seen, oldest first, with the second (UTC)."""
        return self._store.histories(identifiers)

    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return what is stored or kept of papers; those of which nothing is known are left out."""
        return self._known.papers(identifiers)

    def keywords_listed(self, since: date) -> Sequence[tuple[date, tuple[str, ...]]]:
        """Return the day and the keywords of each paper that stood on a list, from `since` on."""
        return self._store.keywords_listed(since)

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return self._now()

    def marked(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return the entries with their marks of now."""
        return self._known.marked(entries)

    @property
    def marks(self) -> Mapping[str, Mark]:
        """The marks of now; a later change does not alter the mapping."""
        return self._known.marks

    def changed_marks(self, before: Mapping[str, Mark]) -> Mapping[str, Mark]:
        """Return the marks of now of all papers whose mark may be another than `before`; quick where few are."""
        return self._known.changed_marks(before)

    @cached_property
    def _local(self) -> "LocalViews":
        from reader.service.local_view import LocalViews

        return LocalViews(self._store, self._library, self._known)

    @cached_property
    def _refreshing(self) -> "Refreshing":
        from reader.service.refreshing import Refreshing

        return Refreshing(self._store, self._sources, self._known, self._now)

    @cached_property
    def _answering(self) -> "Answering":
        from reader.service.answering import Answering

        return Answering(self.online, self._store, self._search, self._known, self._question)

    def _question(self, text: str) -> "tuple[Node, Personal]":
        """Return the tree of a query, and who answers what only the library knows."""
        from reader.core.query import parse_query
        from reader.service.personal import personal

        return parse_query(text), personal(self._library.marks, self._library.highlights)

    def _suggested(self, view: View, limit: int) -> Contents:
        """Return what is like one paper, or what the person may like."""
        from reader.service.suggesting import FOR_YOU_LIMIT, SIMILAR_LIMIT

        self._known.store_kept()
        if view.kind is ViewKind.FOR_YOU:
            return self.suggesting.for_you(limit if 0 <= limit < LOCAL_LIMIT else FOR_YOU_LIMIT)
        most = limit if 0 <= limit < LOCAL_LIMIT else SIMILAR_LIMIT
        return self.suggesting.similar(view.name or "", most)

    def _saved(self, view: View, limit: int) -> Contents:
        """Return what a saved search finds now, in what it was saved for."""
        search = self._search_named(view.name)
        if (kind := _scope_of(search)) is None:
            answer = self.search(search.query, limit)
        else:
            answer = self.filter(self.stored(View(kind)), search.query)
        return Contents(view, answer.entries[:limit], highlight=answer.found.highlight)

    def unread(self, view: View) -> int:
        """Return how many papers of a saved search are unread, asking the index only; `QueryError` as in `search`."""
        from reader.core.query import All, Flag

        search = self._search_named(view.name)
        query, personal = self._question(search.query)
        kind = _scope_of(search)
        within = None if kind is None else [entry.id for entry in self.stored(View(kind)).entries]
        found = self._search.find(query, personal, within=within, limit=LOCAL_LIMIT)
        if found.total > len(found.ids):  # too many to look at each
            unread = All((query, Flag("is", "unread")))
            return self._search.find(unread, personal, within=within, limit=1).total
        marks = self._library.marks
        return sum(not marks.get(identifier, NO_MARK).read for identifier in found.ids)

    def _search_named(self, name: str | None) -> "SavedSearch":
        if (search := self._library.searches.get(name or "")) is None:
            raise UsageError(f"There is no saved search “{name}” any more.")
        return search


def _scope_of(search: "SavedSearch") -> ViewKind | None:
    """Return the view that is searched; `None` for everything stored, also where a later program knows more views."""
    known = [kind for kind in FIXED_KINDS if kind.value == search.scope and kind is not ViewKind.ALL]
    return known[0] if known else None
