"""Fill the catalogue with the lists of many days; what is finished is never asked for twice."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from reader.core.errors import RefusedError, SourceError
from reader.core.period import FIRST_DAY, Period, Span, feed_day
from reader.core.view import View, ViewKind
from reader.service.port import PaperStore
from reader.service.reading import is_final, keep_listing
from reader.service.source import Sources
from reader.service.thread import in_thread
from reader.sources.base import silent

_AT_ONCE = 4
"""Days under way at once: quick, and polite to a free service."""


@dataclass(frozen=True, slots=True)
class FetchedDay:
    """One finished day of a longer fetch."""

    period: Period
    papers: int
    done: int
    total: int


class Fetching:
    """Fetches the lists of a span of days."""

    def __init__(
        self, store: PaperStore, sources: Sources, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._sources = sources
        self._now = now

    def missing_days(self, since: date | None = None, until: date | None = None) -> tuple[Period, ...]:
        """Return the weekdays from `since` (a week ago) to `until` (today) whose final list is not stored, newest first."""
        last = min(until or feed_day(self._now()), feed_day(self._now()))
        first = max(since or last - timedelta(days=7), FIRST_DAY)
        known = self._store.fetched_periods(Span.DAY)
        days = (last - timedelta(days=back) for back in range((last - first).days + 1))
        periods = (Period(day, Span.DAY) for day in days if day.weekday() < 5)
        return tuple(p for p in periods if p.key not in known or not is_final(p, known[p.key]))

    async def fetch_days(self, periods: Sequence[Period]) -> AsyncIterator[FetchedDay]:
        """Fetch and keep the lists of `periods`, yielding each as it is stored; `SourceError` ends it, resumable."""
        import asyncio

        source = self._sources.lists()
        gate = asyncio.Semaphore(_AT_ONCE)

        async def fetch(period: Period) -> tuple[Period, int]:
            async with gate:
                try:
                    listing = await source.listing(View(ViewKind.DAY, period), silent)
                except RefusedError as error:
                    if error.status == 400:  # the feed has not begun this day
                        return period, 0
                    raise
                stored = await in_thread(keep_listing, self._store, listing, self._now())
                return period, len(stored.papers)

        tasks = [asyncio.create_task(fetch(period)) for period in periods]
        try:
            for done, task in enumerate(asyncio.as_completed(tasks), 1):
                period, papers = await task
                yield FetchedDay(period, papers, done, len(tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def fetch_category(
        self, category: str, since: date | None, until: date | None, limit: int = 2_000
    ) -> int:
        """Fetch and keep the papers submitted to an arXiv category; return how many there were."""
        papers = await self._sources.category(category, since, until, limit)
        if not papers and since is None:
            raise SourceError(f"arXiv has no papers in “{category}”; categories look like cs.LG or math.CO.")
        return await in_thread(self._store.store_papers, papers, self._now())
