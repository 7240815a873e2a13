"""The use cases of digests: gather what is new, remember what was told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from reader.core.digest import Digest, DigestFormat, DigestGroup, DigestItem
from reader.core.entry import Entry
from reader.core.errors import SourceError
from reader.core.item import SENDINGS, ItemChange
from reader.core.sending import Sending
from reader.core.view import View, ViewKind
from reader.service.port import MarkStore
from reader.service.reading import Reading
from reader.sources.base import silent

FIRST_DAYS = 7
"""Days that the first digest looks back."""

MOST_DAYS = 90
"""Days that a digest looks back at most, however long ago the last one was."""

GROUP_LIMIT = 50
"""Papers of a group that are shown; the others are counted."""

_SLACK = timedelta(days=7)
"""arXiv announces a paper days after the day that it carries, and it may be fetched later still."""

Render = Callable[[Digest, DigestFormat], str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one view has that is new."""

    view: View
    entries: tuple[Entry, ...]
    reason: str


class Digesting:
    """Gathers digests and remembers them; `local` is the person's own time zone applied to a moment."""

    def __init__(
        self,
        reading: Reading,
        library: MarkStore,
        render: Render,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        local: Callable[[datetime], datetime] = datetime.astimezone,
    ) -> None:
        self.render = render
        """Returns a digest as text in a format; the terminal's own is made by the front."""
        self._reading = reading
        self._library = library
        self._now = now
        self._local = local

    @property
    def views(self) -> tuple[View, ...]:
        """What a digest has where nothing was chosen: the saved searches, then the newest daily list."""
        saved = (View(ViewKind.SAVED, name=name) for name in self._library.searches)
        return (*saved, View(ViewKind.DAY))

    async def update(
        self, views: Sequence[View], waiting: Callable[[str], object] = silent
    ) -> tuple[SourceError, ...]:
        """Fetch the lists that the views need, and return why some could not be; nothing happens offline."""
        if self._reading.offline:
            return ()
        failures = []
        for view in self._needed(views):
            try:
                await self._reading.refresh(view, waiting=waiting)
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
        found = [self._found(view, query, first, told, dated=since is not None) for view in views]
        return Digest(made_at, tuple(_grouped(found, limit)), first)

    def remember(self, digest: Digest, to: str | None = None) -> None:
        """Keep that a digest was told, so that its papers are not new any more; `StorageError` when it is not on disk."""
        now = digest.made_at.astimezone(UTC).replace(microsecond=0)
        sending = Sending(now, digest.identifiers, to)
        if sending.papers:
            before = self._library.sendings.get(sending.key)
            papers = dict.fromkeys((*(before.papers if before else ()), *sending.papers))
            after = replace(sending, papers=tuple(papers))
            self._library.apply([ItemChange(SENDINGS, sending.key, before, after)])

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
        return tuple(lists)

    def _first_day(self, to: str | None, today: date) -> date:
        days = [day for sending in self._sendings(to) if (day := self._day(sending)) < today]
        if not days:
            return today - timedelta(days=FIRST_DAYS)
        return max(max(days) - _SLACK, today - timedelta(days=MOST_DAYS))

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
        self, view: View, query: str | None, first: date, told: frozenset[str], *, dated: bool
    ) -> _Found:
        contents = self._reading.stored(view)
        entries = () if contents.sample else contents.entries
        if query is not None and entries:
            entries = self._reading.filter(contents, query).entries
        # On a list also an old paper can be new; what is found among everything stored is new by its day.
        by_day = dated or not view.kind.remote
        new = tuple(
            entry
            for entry in entries
            if entry.id not in told and not entry.mark.read and not (by_day and _day_of(entry) < first)
        )
        return _Found(contents.view, new, self._reason(contents.view))

    def _reason(self, view: View) -> str:
        match view.kind:
            case ViewKind.SAVED:
                search = self._library.searches.get(view.name or "")
                return f"saved search “{view.name}”" + (f": {search.query}" if search else "")
            case ViewKind.TAG:
                return f"tagged {view.title}"
            case _ if view.period:
                return f"on the list of {view.period.label}"
            case ViewKind.TRENDING:
                return "trending"
            case _:
                return view.title[:1].lower() + view.title[1:]


def _grouped(found: Sequence[_Found], limit: int) -> Iterable[DigestGroup]:
    """Yield the views that have something new, each paper in the first one that has it."""
    reasons: dict[str, list[str]] = {}
    for each in found:
        for entry in each.entries:
            reasons.setdefault(entry.id, []).append(each.reason)
    placed: set[str] = set()
    for each in found:
        new = sorted((entry for entry in each.entries if entry.id not in placed), key=_rank(reasons))
        placed.update(entry.id for entry in new)
        if new:
            items = tuple(DigestItem(entry, tuple(reasons[entry.id])) for entry in new[:limit])
            yield DigestGroup(_title(each.view), items, len(new) - len(items))


def _rank(reasons: Mapping[str, Sequence[str]]) -> Callable[[Entry], tuple[int, int, int]]:
    """Return a key by which the papers with most reasons come first, then the most upvoted, then the newest."""
    return lambda entry: (
        -len(reasons[entry.id]),
        -(entry.paper.upvotes or 0),
        -_day_of(entry).toordinal(),
    )


def _title(view: View) -> str:
    return f"{view.title}: {view.period.label}" if view.period else view.title


def _day_of(entry: Entry) -> date:
    return max(filter(None, (entry.paper.listed, entry.paper.published)), default=date.min)


def _same(one: str | None, other: str | None) -> bool:
    return (one and one.casefold()) == (other and other.casefold())
