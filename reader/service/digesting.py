"""The use cases of digests: gather what is new, remember what was told."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from reader.core.digest import Digest, DigestFormat
from reader.core.entry import Entry
from reader.core.errors import QueryError, SourceError
from reader.core.follow import named
from reader.core.item import SENDINGS, ItemChange
from reader.core.period import Period, Span, feed_day
from reader.core.progress import silent
from reader.core.sending import Sending
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.grouping import Found, day_of, grouped
from reader.service.port import MarkStore
from reader.service.reading import Reading

if TYPE_CHECKING:
    from reader.service.fetching import Fetching

FIRST_DAYS = 7
"""Days that the first digest looks back."""

MOST_DAYS = 90
"""Days that a digest looks back at most, however long ago the last one was."""

GROUP_LIMIT = 50
"""Papers of a group that are shown; the others are counted."""

_SLACK = timedelta(days=7)
"""arXiv announces a paper days after the day that it carries, and it may be fetched later still."""

Render = Callable[[Digest, DigestFormat], str]


class Digesting:
    """Gathers digests and remembers them; `local` is the person's own time zone applied to a moment."""

    def __init__(
        self,
        reading: Reading,
        fetching: "Callable[[], Fetching]",
        library: MarkStore,
        render: Render,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        local: Callable[[datetime], datetime] = datetime.astimezone,
    ) -> None:
        self.render = render
        """Returns a digest as text in a format; the terminal's own is made by the front."""
        self._reading = reading
        self._fetching = fetching
        self._library = library
        self._now = now
        self._local = local

    @property
    def views(self) -> tuple[View, ...]:
        """What a digest has where nothing was chosen: the saved searches, what is followed, the newest daily lists."""
        saved = (View(ViewKind.SAVED, name=name) for name in self._library.searches)
        followed = (View(ViewKind.FOLLOWED),) if self._reading.followed.subjects else ()
        return (*saved, *followed, View(ViewKind.DAY))

    def understood(self, views: Sequence[View]) -> tuple[tuple[View, ...], tuple[str, ...]]:
        """Return the views that can be shown, and for each saved search that cannot be understood a sentence.

        `QueryError` where that leaves nothing.
        """
        known: list[View] = []
        problems: list[str] = []
        failure: QueryError | None = None
        for view in views:
            try:
                self._check(view)
            except QueryError as error:
                failure = error
                problems.append(f"The saved search “{view.name}” is left out: {error}")
            else:
                known.append(view)
        if failure is not None and not known:
            raise failure
        return tuple(known), tuple(problems)

    async def update(
        self,
        views: Sequence[View],
        waiting: Callable[[str], object] = silent,
        *,
        since: date | None = None,
        addresses: Sequence[str | None] = (None,),
    ) -> tuple[SourceError, ...]:
        """Fetch the lists that the views need, and return why some could not be; nothing happens offline.

        `since` and `addresses` are those that the digests are for.
        """
        if self._reading.offline:
            return ()
        failures = []
        needed = self._needed(views)
        for view in needed:
            try:
                await self._reading.refresh(view, waiting=waiting)
            except SourceError as error:
                failures.append(error)
        if View(ViewKind.DAY) in needed and not failures:
            try:
                await self._catch_up(min(self._first_list(to, since) for to in addresses))
            except SourceError as error:
                failures.append(error)
        return tuple(failures)

    def gather(
        self,
        views: Sequence[View],
        *,
        query: str | None = None,
        since: date | None = None,
        to: str | None = None,
        limit: int = GROUP_LIMIT,
    ) -> Digest:
        """Return what is new in the views for an address (`None` for the person at the terminal).

        New is what no earlier digest had; with `since`, what is of that day or later. To an address nothing goes twice
        on one day. What was read is not new. `QueryError` when the query is wrong.
        """
        made_at = self._local(self._now())
        first = since or self._first_day(to, made_at.date())
        told = self._told(to, made_at.date(), all_days=since is None)
        found = [
            self._found(contents, query, first, told, dated=since is not None)
            for view in views
            for contents in self._stored(view, self._first_list(to, since))
        ]
        return Digest(made_at, tuple(grouped(found, limit)), first)

    def remember(self, digest: Digest, to: str | None = None) -> None:
        """Keep that a digest was told, so that its papers are not new any more; `StorageError` when it is not on disk."""
        now = digest.made_at.astimezone(UTC).replace(microsecond=0)
        sending = Sending(now, digest.identifiers, to)
        if sending.papers:
            before = self._library.sendings.get(sending.key)
            papers = dict.fromkeys((*(before.papers if before else ()), *sending.papers))
            after = sending._replace(papers=tuple(papers))
            self._library.apply([ItemChange(SENDINGS, sending.key, before, after)])

    def _check(self, view: View) -> None:
        search = self._library.searches.get(view.name or "") if view.kind is ViewKind.SAVED else None
        if search is not None:
            from reader.core.query import parse_query  # most digests have no search

            parse_query(search.query)

    def _needed(self, views: Sequence[View]) -> tuple[View, ...]:
        """Return the lists to fetch: also for a saved search, which finds only what was fetched."""
        lists: dict[View, None] = {}
        for view in views:
            if view.kind.remote:
                lists[view] = None
            elif view.kind is ViewKind.SAVED:
                search = self._library.searches.get(view.name or "")
                kinds = [kind for kind in ViewKind if search and kind.value == search.scope and kind.remote]
                lists[View(kinds[0] if kinds else ViewKind.DAY)] = None
            elif view.kind is ViewKind.FOLLOWED:
                lists[View(ViewKind.DAY)] = None
                if self._reading.followed.categories:
                    lists[View(ViewKind.ARXIV)] = None
        return tuple(lists)

    async def _catch_up(self, first: date) -> None:
        """Fetch the daily lists from that of `first` on that are not stored as they are in the end."""
        newest = feed_day(self._now())
        if first < newest:
            fetching = self._fetching()
            missing = fetching.missing_days(max(first, newest - timedelta(days=MOST_DAYS)))
            async for _ in fetching.fetch_days([period for period in missing if period.start < newest]):
                pass

    def _stored(self, view: View, first: date) -> Iterable[Contents]:
        """Yield what a view shows; of the newest daily list also those from that of `first` on, the newest first."""
        contents = self._reading.stored(view)
        yield contents
        if view == View(ViewKind.DAY) and (newest := contents.view.period):
            for back in range(1, (newest.start - first).days + 1):
                day = Period(newest.start - timedelta(days=back), Span.DAY)
                if (earlier := self._reading.stored(View(ViewKind.DAY, day))).entries:
                    yield earlier

    def _first_list(self, to: str | None, since: date | None) -> date:
        """Return the day of the oldest daily list that may have something new: the newest one of the last digest."""
        now = self._now()
        if since is not None:
            return since
        moments = [each.created_at for each in self._before(to, self._local(now).date())]
        return (
            max(feed_day(max(moments)), now.date() - timedelta(days=MOST_DAYS)) if moments else feed_day(now)
        )

    def _first_day(self, to: str | None, today: date) -> date:
        days = [self._day(sending) for sending in self._before(to, today)]
        if not days:
            return today - timedelta(days=FIRST_DAYS)
        return max(max(days) - _SLACK, today - timedelta(days=MOST_DAYS))

    def _before(self, to: str | None, today: date) -> Sequence[Sending]:
        return [sending for sending in self._sendings(to) if self._day(sending) < today]

    def _told(self, to: str | None, today: date, *, all_days: bool) -> frozenset[str]:
        """Return the papers that are not told again; who reads at the terminal may look twice on one day."""
        told = {
            paper
            for sending in self._sendings(to)
            if (to is not None if self._day(sending) == today else all_days)
            for paper in sending.papers
        }
        return frozenset(told)

    def _sendings(self, to: str | None) -> Iterable[Sending]:
        return [sending for sending in self._library.sendings.values() if _same(sending.to, to)]

    def _day(self, sending: Sending) -> date:
        return self._local(sending.created_at).date()

    def _found(
        self, contents: Contents, query: str | None, first: date, told: frozenset[str], *, dated: bool
    ) -> Found:
        entries = () if contents.sample else contents.entries
        if query is not None and entries:
            entries = self._reading.filter(contents, query).entries
        # On a list also an old paper can be new; what is found among everything stored is new by its day.
        period = contents.view.period
        listed_then = period is not None and period.span is Span.DAY and period.start >= first
        by_day = not listed_then if dated else not contents.view.kind.remote
        new = tuple(
            entry
            for entry in entries
            if entry.id not in told and not entry.mark.read and not (by_day and day_of(entry) < first)
        )
        return Found(contents.view, new, self._reason(contents.view))

    def _reason(self, view: View) -> Callable[[Entry], str]:
        """Return what tells of each paper of a view why it is there."""
        if view.kind is ViewKind.FOLLOWED:
            followed = self._reading.followed
            return lambda entry: f"you follow {named(followed.reasons(entry.paper))}"
        reason = self._reason_of_all(view)
        return lambda _: reason

    def _reason_of_all(self, view: View) -> str:
        match view.kind:
            case ViewKind.SAVED:
                search = self._library.searches.get(view.name or "")
                return f"saved search “{view.name}”" + (f": {search.query}" if search else "")
            case ViewKind.TAG:
                return f"tagged {view.title}"
            case _ if view.period:
                return f"on the list of {view.period.label}"
            case _:
                return view.title[:1].lower() + view.title[1:]


def _same(one: str | None, other: str | None) -> bool:
    return (one and one.casefold()) == (other and other.casefold())
