"""Show a view: from what is stored at once, from its source when asked; filter and search."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.core.errors import OfflineError, RefusedError, SourceError, StorageError, UsageError
from reader.core.follow import categories_followed
from reader.core.listing import Listing, Sighting, StoredListing
from reader.core.mark import NO_MARK, Mark
from reader.core.order import Order, ordered, speeds
from reader.core.paper import Paper
from reader.core.period import FIRST_DAY, Period, Span, feed_day, last_weekday
from reader.core.saved_search import SavedSearch
from reader.core.view import FIXED_KINDS, SUGGESTED_KINDS, View, ViewKind
from reader.service.contents import Answered, Contents, Filtered
from reader.service.network import Network
from reader.service.personal import RECENT_LIMIT, added_at, tagged_at
from reader.service.port import MarkStore, PaperSearch, PaperStore
from reader.service.source import Sources
from reader.service.thread import in_thread, storing
from reader.sources.base import Progress, silent

if TYPE_CHECKING:  # the query language is loaded with the first query, not before the first frame
    from reader.core.found import Personal
    from reader.core.query import Node
    from reader.service.followed import Followed
    from reader.service.online import Answer, Online
    from reader.service.suggesting import Suggesting

LOCAL_LIMIT = 10_000
"""Most papers that a view of everything stored lists; searching it finds the others."""

_MOST_SKIPPED = 15
"""Periods without a list that one step passes over: longer than any holiday."""


class Reading:
    """Shows views and searches; knows nothing of files and networks but by its ports."""

    def __init__(
        self,
        store: PaperStore,
        search: PaperSearch,
        library: MarkStore,
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
        self._kept: object = None

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
        if view.kind is ViewKind.ARXIV and not categories_followed(self._library.follows, self._categories):
            return Contents(view, unfollowed=True)
        if view.kind in SUGGESTED_KINDS:
            return self._suggested(view, limit)
        if view.kind is ViewKind.FOLLOWED:
            newest = self.followed.papers()[: limit if limit >= 0 else None]
            return Contents(view, self._entries(newest), unfollowed=not self.followed.subjects)
        if not view.kind.remote:
            papers = self._local_papers(view, limit)
            more = view.kind is ViewKind.ALL and len(papers) == limit
            return Contents(view, self._entries(papers), total=self._store.count() if more else None)
        if (listing := self._store.listing(view, limit)) is not None:
            return self._listed(listing)
        if self._store.count() == 0:
            return Contents(view, self._entries(self._sample()), sample=True)
        return Contents(view)

    def each_stored(self, view: View, limit: int = LOCAL_LIMIT) -> Iterator[Entry]:
        """Yield what `stored` shows of everything stored, or of what was imported, while it is read."""
        if view.kind is ViewKind.ALL:
            with suppress(StorageError):
                self._store_kept()
        marks = self._library.marks
        for paper in self._store.each_newest(limit, imported=view.kind is ViewKind.IMPORTED):
            yield Entry(paper, marks.get(paper.id, NO_MARK))

    def is_fresh(self, view: View, stored: Contents, minutes: float) -> bool:
        """Tell whether the stored list answers `view` well enough: fetched within the last `minutes`, and of now."""
        if stored.fetched_at is None:
            return not view.kind.remote or stored.unfollowed
        found = stored.view.period
        if (
            found is not None
            and view.period is None
            and found != Period.containing(feed_day(self._now()), found.span)
        ):
            return False  # an older list; the newest one was asked for
        final = view.period is not None and is_final(view.period, stored.fetched_at)
        return final or self._now() - stored.fetched_at < timedelta(minutes=minutes)

    async def refresh(
        self, view: View, progress: Progress = silent, *, waiting: Callable[[str], object] | None = None
    ) -> Contents:
        """Fetch the view's list and keep it; `SourceError` leaves what is stored as it was.

        What could not be kept is shown all the same, and says why. `waiting` (else `progress`) is told where another
        window keeps the store busy.
        """
        if not view.kind.remote:
            return await in_thread(self.stored, view)
        listing = await self._sources.listing(view, progress)
        try:
            kept = await storing(waiting or progress, store_listing, self._store, listing, self._now())
        except StorageError as error:
            entries = self._entries(listing.papers)
            return Contents(listing.view, entries, self._now(), listing.skipped, unkept=error)
        return self._listed(kept)

    async def step(self, period: Period, step: int, progress: Progress = silent) -> Contents:
        """Return the list after (`step` 1) or before (-1) `period`, passing over days without one."""
        kind = ViewKind(period.span.value)
        candidate = period
        for _ in range(_MOST_SKIPPED):
            candidate = _step(candidate, step)
            if candidate.last < FIRST_DAY:
                raise UsageError(f"Hugging Face's first list is of {Period(FIRST_DAY, Span.DAY).label}.")
            view = View(kind, candidate)
            known = await in_thread(self._store.listing, view)
            if known is not None and known.papers:
                return self._listed(known)
            if known is not None and is_final(candidate, known.fetched_at):
                continue
            try:
                contents = await self.refresh(view, progress)
            except OfflineError:
                return await in_thread(self._stored_neighbour, period, step)
            except RefusedError as error:
                if error.status != 400 or step < 0:
                    raise
                raise UsageError(f"There is no list after {period.label} yet.") from error
            if contents.entries:
                return contents
        raise UsageError(f"There is no list within {_MOST_SKIPPED} {period.span.value}s of {period.label}.")

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
                self._make_searchable(entry.paper for entry in contents.entries)
            self._filtered = contents.entries
        entries = {entry.id: entry for entry in contents.entries}
        found = self._search.find(query, personal, within=tuple(entries), exactly=exactly)
        left = [replace(entries[i], score=found.scores.get(i)) for i in found.ids]
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
        self._store_kept()
        query, personal = self._question(text)
        found = self._search.find(
            query, personal, limit=limit, order=order, descending=descending, exactly=exactly
        )
        entries = self._entries(self._store.papers(found.ids))
        return Filtered(tuple(replace(entry, score=found.scores.get(entry.id)) for entry in entries), found)

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
        """Return the papers of several sources as one list, with what `text` matches in them.

        Its conditions hold of them (see `online.conditions`); whether its words do, the sources have judged.
        """
        from reader.service.online import conditions, merged

        papers, origins = merged(answers)
        query, personal = self._question(text)
        names = tuple(origins)
        # What is not stored cannot be judged, and is shown as the source gave it.
        held = {
            *self._search.find(conditions(query), personal, within=names).ids,
            *self._store.lacking(names),
        }
        found = self._search.find(query, personal, within=names)
        left = self._entries(paper for paper in papers if paper.id in held)
        unkept = next((answer.unkept for answer in answers if answer.unkept is not None), None)
        return Answered(left, origins, found.highlight, len(papers) - len(left), unkept)

    async def search_remote(
        self, source: str, text: str, limit: int, *, waiting: Callable[[str], object] = silent
    ) -> Answered:
        """Ask the source `hf`, `arxiv` or one of another package; what it finds is kept. `UsageError` where there is nothing to ask."""
        from reader.service.online import name_of, question

        if not question(source, text):
            raise UsageError(
                f"There is nothing in this query that {name_of(source)} could be asked: it gets words, and no is:,"
                " tag:, counts or dates. Without --remote, what is stored is searched."
            )
        answer = await self.online.ask_one(source, text, limit, waiting)
        if answer.error is not None:
            raise answer.error
        return await in_thread(self.answered, (answer,), text)

    def find(self, identifier: str) -> Entry | None:
        """Return a stored or kept paper, or one of the sample, by its identifier."""
        found = self._store.papers([identifier])
        if not found and (kept := self._library.papers.get(identifier)):
            found = (kept,)
        if not found and self._store.count() == 0:
            found = tuple(paper for paper in self._sample() if paper.id == identifier)
        return next(iter(self._entries(found)), None)

    async def look_up(self, identifier: str) -> Entry:
        """Return a paper by its identifier, asking the sources where it is not stored; `SourceError` otherwise."""
        if (entry := await in_thread(self.find, identifier)) is not None:
            return entry
        paper = await self._sources.paper(identifier)
        await in_thread(self._store.store_papers, [paper], self._now())
        return self._entries([paper])[0]

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
        stored = self._store.papers(identifiers)
        known, kept = {paper.id for paper in stored}, self._library.papers
        return (*stored, *(kept[name] for name in identifiers if name not in known and name in kept))

    def keywords_listed(self, since: date) -> Sequence[tuple[date, tuple[str, ...]]]:
        """Return the day and the keywords of each paper that stood on a list, from `since` on."""
        return self._store.keywords_listed(since)

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return self._now()

    def marked(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return the entries with their marks of now."""
        return tuple(
            entry if (mark := self._library.mark(entry.id)) == entry.mark else replace(entry, mark=mark)
            for entry in entries
        )

    def _listed(self, listing: StoredListing) -> Contents:
        return Contents(listing.view, self._entries(listing.papers), listing.fetched_at, listing.skipped)

    def _question(self, text: str) -> "tuple[Node, Personal]":
        """Return the tree of a query, and who answers what only the library knows."""
        from reader.core.query import parse_query
        from reader.service.personal import personal

        return parse_query(text), personal(self._library.marks, self._library.highlights)

    def _entries(self, papers: Iterable[Paper]) -> tuple[Entry, ...]:
        marks = self._library.marks
        return tuple(Entry(paper, marks.get(paper.id, NO_MARK)) for paper in papers)

    def _local_papers(self, view: View, limit: int) -> Sequence[Paper]:
        # What the person keeps is shown whole, however much it is, unless only its first rows are asked for.
        few = limit if 0 <= limit < LOCAL_LIMIT else None
        match view.kind:
            case ViewKind.BOOKMARKS:
                return self._kept_papers(
                    lambda mark: mark.bookmarked_at, "bookmarked_at", newest_first=True, limit=few
                )
            case ViewKind.QUEUE:
                return self._kept_papers(lambda mark: mark.place, "queued_at", newest_first=False, limit=few)
            case ViewKind.READ:
                recent = min(few or RECENT_LIMIT, RECENT_LIMIT)
                return self._kept_papers(
                    lambda mark: mark.read_at, "read_at", newest_first=True, limit=recent
                )
            case ViewKind.ADDED:
                recent = min(few or RECENT_LIMIT, RECENT_LIMIT)
                return self._kept_papers(
                    added_at, "bookmarked_at", "queued_at", newest_first=True, limit=recent
                )
            case ViewKind.TAG:
                return self._kept_papers(tagged_at(view.name), "tags", newest_first=True, limit=few)
            case ViewKind.IMPORTED:
                return self._store.newest(limit, imported=True)
            case _:
                # The first rows shall be quick, so only where there would be none they wait for what is kept.
                if few and (first := self._store.newest(few)):
                    return first
                with suppress(StorageError):  # then it shows what is stored
                    self._store_kept()
                return self._store.newest(limit)

    def _suggested(self, view: View, limit: int) -> Contents:
        """Return what is like one paper, or what the person may like."""
        from reader.service.suggesting import FOR_YOU_LIMIT, SIMILAR_LIMIT

        self._store_kept()
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

    def _search_named(self, name: str | None) -> SavedSearch:
        if (search := self._library.searches.get(name or "")) is None:
            raise UsageError(f"There is no saved search “{name}” any more.")
        return search

    def _kept_papers(
        self,
        when: Callable[[Mark], datetime | str | None],
        *fields: str,
        newest_first: bool,
        limit: int | None = None,
    ) -> list[Paper]:
        """Return the papers that `when` gives a moment, by it; the marks of others lack the `fields`."""
        marks = self._library.marks_with(*fields)
        moments = {i: moment for i, mark in marks.items() if (moment := when(mark)) is not None}
        order = sorted(sorted(moments), key=moments.__getitem__, reverse=newest_first)[:limit]
        known = {paper.id: paper for paper in self._store.papers(order)}
        kept = self._library.papers
        return [paper for i in order if (paper := known.get(i) or kept.get(i)) is not None]

    def _store_kept(self) -> None:
        """Put what only the library keeps into the catalogue: somebody may have deleted that."""
        if self._kept is not (kept := self._library.papers):
            missing = self._store.lacking(tuple(kept))  # by their names: most need not be read
            self._make_searchable(kept[name] for name in missing)
            self._kept = kept

    def _make_searchable(self, papers: Iterable[Paper]) -> None:
        """Put papers that only the library or the sample has into the catalogue, whose index finds them."""
        candidates = {paper.id: paper for paper in papers}
        if missing := self._store.lacking(tuple(candidates)):
            self._store.store_papers([candidates[i] for i in sorted(missing)], self._now(), seen=False)

    def _stored_neighbour(self, period: Period, step: int) -> Contents:
        found = self._store.neighbour(period, step)
        if found is None:
            direction = "newer" if step > 0 else "older"
            raise OfflineError(f"You are offline, and no {direction} list is stored.")
        return self.stored(View(ViewKind(period.span.value), found))


def _scope_of(search: SavedSearch) -> ViewKind | None:
    """Return the view that is searched; `None` for everything stored, also where a later program knows more views."""
    known = [kind for kind in FIXED_KINDS if kind.value == search.scope and kind is not ViewKind.ALL]
    return known[0] if known else None


def _step(period: Period, step: int) -> Period:
    if period.span is not Span.DAY:
        return period.next if step > 0 else period.previous
    if step < 0:
        return Period(last_weekday(period.previous.start), Span.DAY)
    day = period.next.start
    return Period(day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday()), Span.DAY)


def is_final(period: Period, fetched_at: datetime) -> bool:
    """Tell whether the period had ended, in every time zone, when its list was fetched."""
    return fetched_at.date() - period.last > timedelta(days=1)


def store_listing(store: PaperStore, listing: Listing, now: datetime) -> StoredListing:
    """Keep a fetched list and return it as stored; `SourceError` where it is empty and the stored one is not."""
    return stored_instead(store, listing) or store.store_listing(listing, now)


def stored_instead(store: PaperStore, listing: Listing) -> StoredListing | None:
    """Return the stored list where the fetched one has no news; `SourceError` where that must be a mistake."""
    if listing.papers or (known := store.listing(listing.view)) is None or not known.papers:
        return None
    if listing.view.kind is ViewKind.ARXIV and not listing.skipped:
        return known  # arXiv announces nothing at weekends; the list of Friday is still the newest
    raise SourceError("Hugging Face sent an empty list where there was one before; the stored list is kept.")
