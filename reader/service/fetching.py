"""Fill the catalogue with the lists of many days; what is finished is never asked for twice."""

import asyncio
import math
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TypeVar

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError
from reader.core.listing import Listing
from reader.core.period import FIRST_DAY, Period, Span, feed_day
from reader.core.progress import Progress, silent
from reader.core.view import View, ViewKind
from reader.service.port import PaperStore
from reader.service.refreshing import is_final, stored_instead
from reader.service.source import Sources
from reader.service.thread import in_thread

T = TypeVar("T")

USUAL_DAYS, MOST_DAYS = 7, 60
"""Days that are fetched where none is named: those since the last fetch, at least and at most."""

_AT_ONCE = 4
"""Days under way at once: quick, and polite to a free service."""

_SECONDS_A_DAY = 0.3
_ALLOWED, _WINDOW = 500, 300
"""Requests that Hugging Face allows somebody without an account, and in how many seconds."""

_ARXIV_PAGE, _SECONDS_A_PAGE = 500, 5.0
_SHORTEST_WAIT, _LONGEST_WAIT = 20, 600
"""Pauses (seconds) that a long fetch waits for, where somebody before a screen would not."""

_TOGETHER = 2_000
"""Papers that are stored together: each of them takes a fraction of the time then."""

_LONGEST_UNSTORED = 1.0
"""Seconds that a fetched day waits for others."""

_MOST_BAD = 5
"""Days one after the other that a fetch goes on without: what is wrong with more of them is wrong with all."""

_LATE = timedelta(days=7)
"""Papers may show up so long after they were submitted."""

_CATEGORY_LIMIT = 30_000
"""Most papers that arXiv gives for one part of a fetch."""


@dataclass(frozen=True, slots=True)
class FetchedDay:
    """One day of a longer fetch that is done with."""

    period: Period
    papers: int
    done: int
    total: int
    begun: bool = True
    """Whether the service has begun the list of this day."""
    problem: str = ""
    """Why it could not be fetched, where the fetch went on without it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some days of an arXiv category, within one month, that are asked for together."""

    category: str
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1))


class Fetching:
    """Fetches the lists of a span of days, and the papers of arXiv categories."""

    def __init__(
        self,
        store: PaperStore,
        sources: Sources,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._sources = sources
        self._now = now
        self._sleep = sleep

    def missing_days(self, since: date | None = None, until: date | None = None) -> tuple[Period, ...]:
        """Return the weekdays from `since` to `until` (today) whose final list is not stored, newest first.

        Without `since` they are those of a week, and all that were missed since the lists of a day were fetched last.
        """
        last = min(until or feed_day(self._now()), feed_day(self._now()))
        known = self._store.fetched_periods(Span.DAY)
        first = max(since or _first_missed(last, known), FIRST_DAY)
        days = (last - timedelta(days=back) for back in range((last - first).days + 1))
        periods = (Period(day, Span.DAY) for day in days if day.weekday() < 5)
        return tuple(p for p in periods if p.key not in known or not is_final(p, known[p.key]))

    def missing_parts(self, category: str, since: date | None, until: date | None) -> tuple[Part, ...]:
        """Return what is not stored of a category from `since` (as in `missing_days`) to `until` (today), newest first."""
        today = self._now().date()
        last = min(until or today, today)
        known = self._store.category_days(category)
        first = since or _first_missed(last, known)
        missing = [
            day
            for day in (last - timedelta(days=back) for back in range((last - first).days + 1))
            if (fetched := known.get(day.isoformat())) is None or fetched.date() - day < _LATE
        ]
        ends = [
            place
            for place, (day, earlier) in enumerate(pairwise(missing), 1)
            if day - earlier > timedelta(days=1) or day.month != earlier.month
        ]
        runs = [missing[a:b] for a, b in pairwise([0, *ends, len(missing)]) if a < b]
        return tuple(Part(category, run[-1], run[0]) for run in runs)

    def seconds_for_days(self, count: int) -> float:
        """Return about how long it takes to fetch so many days."""
        return count * _SECONDS_A_DAY + (count - 1) // _ALLOWED * _WINDOW if count else 0.0

    async def seconds_for_parts(self, parts: Sequence[Part]) -> tuple[int, float]:
        """Return how many papers some parts of one category have in all, and about how long they take."""
        if not parts:
            return 0, 0.0
        papers = await self._sources.count(parts[0].category, parts[-1].first, parts[0].last)
        return papers, max(len(parts), math.ceil(papers / _ARXIV_PAGE)) * _SECONDS_A_PAGE

    async def fetch_days(
        self,
        periods: Sequence[Period],
        told: Progress = silent,
        late: Callable[[FetchedDay], object] = lambda day: None,
    ) -> AsyncIterator[FetchedDay]:
        """Fetch and keep the lists of `periods`, yielding each once it is stored; `SourceError` ends it, resumable.

        A day whose list is broken is left out, so that the days after it come all the same; several in a row end it.
        `told` hears of the pauses that the service asks for, `late` of the days stored after the iteration was ended.
        """
        gate = asyncio.Semaphore(_AT_ONCE)

        async def fetch(period: Period) -> _Day:
            async with gate:
                return await self._patiently(partial(self._fetch_day, period, told), told)

        tasks = [asyncio.create_task(fetch(period)) for period in periods]
        finished: asyncio.Queue[asyncio.Task[_Day]] = asyncio.Queue()
        for task in tasks:
            task.add_done_callback(finished.put_nowait)
        unstored = _Unstored(self._store, self._now, len(tasks))
        left, bad, any_good = len(tasks), 0, False
        failure: SourceError | None = None
        try:
            while left and not failure:
                for task in await _next(finished):
                    left -= 1
                    if isinstance(error := task.exception(), SourceError):
                        failure = error
                        continue
                    day = task.result()
                    unstored.add(day)
                    any_good, bad = (any_good, bad + 1) if day.problem else (True, 0)
                    if day.problem and (bad > _MOST_BAD or not (left or any_good)):
                        failure = failure or day.problem
                if unstored.is_due:
                    await in_thread(unstored.store)
                    for fetched in unstored.told():
                        yield fetched
            await in_thread(unstored.store)
            for fetched in unstored.told():
                yield fetched
            if failure:
                raise failure
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            while not finished.empty():
                task = finished.get_nowait()
                if not task.cancelled() and task.exception() is None:
                    unstored.add(task.result())
            await in_thread(unstored.store)
            for fetched in unstored.told():
                late(fetched)

    async def fetch_parts(self, parts: Sequence[Part], told: Progress = silent) -> AsyncIterator[int]:
        """Fetch and keep parts of categories, one after the other, yielding the number of papers of each."""
        for part in parts:
            ask = partial(self._sources.category, part.category, part.first, part.last, _CATEGORY_LIMIT, told)
            papers = await self._patiently(ask, told)
            now = self._now()
            await in_thread(self._store.store_papers, papers, now)
            await in_thread(self._store.keep_category_days, part.category, part.days, now)
            yield len(papers)

    async def _fetch_day(self, period: Period, told: Progress) -> "_Day":
        """Return what became of a day; an error that concerns all days is raised."""
        try:
            listing = await self._sources.listing(
                View(ViewKind.DAY, period),
                lambda sentence, *_: None if " so far" in sentence else told(sentence),
            )
        except RefusedError as error:
            if error.status == 400:
                return _Day(period, begun=False)
            raise
        except (OfflineError, NotFoundError):
            raise
        except SourceError as error:
            return _Day(period, problem=error)
        try:
            known = await in_thread(stored_instead, self._store, listing)
        except SourceError as error:
            return _Day(period, problem=error)
        return _Day(period, None if known else listing)

    async def _patiently(self, ask: Callable[[], Awaitable[T]], told: Progress) -> T:
        """Return what `ask` brings, waiting as long as a service asks for: a long fetch may take its time."""
        for last in (False, False, False, True):
            try:
                return await ask()
            except RefusedError as error:
                wait = error.retry_after
                # What is shorter was waited for already, and a day is longer than anybody waits.
                if last or wait is None or not _SHORTEST_WAIT < wait <= _LONGEST_WAIT:
                    raise
                for left in range(math.ceil(wait), 0, -1):
                    told(f"The service allows no more requests for now; going on in {left} s")
                    await self._sleep(1)
        raise AssertionError("the last attempt returns or raises")


def _first_missed(last: date, known: Iterable[str]) -> date:
    """Return the day to begin with: that of a week ago, or the oldest stored one, as far as that is near enough.

    What is stored after it is not fetched again, so only what was missed is.
    """
    usual, farthest = last - timedelta(days=USUAL_DAYS), last - timedelta(days=MOST_DAYS)
    oldest = min(known, default=usual.isoformat())
    return min(usual, max(date.fromisoformat(oldest), farthest))


async def _next(queue: asyncio.Queue[T]) -> list[T]:
    """Return what is in a queue, waiting for the first of it, though not for long."""
    try:
        # Not wait_for: before Python 3.12 it forgets a cancelling that comes together with an item.
        async with asyncio.timeout(max(_LONGEST_UNSTORED, 0.01)):
            items = [await queue.get()]
    except TimeoutError:
        return []
    while not queue.empty():
        items.append(queue.get_nowait())
    return items


@dataclass(frozen=True, slots=True)
class _Day:
    """What became of a day; without a list there is nothing to store."""

    period: Period
    listing: Listing | None = None
    begun: bool = True
    problem: SourceError | None = None


class _Unstored:
    """Fetched days that wait to be stored together."""

    def __init__(self, store: PaperStore, now: Callable[[], datetime], total: int) -> None:
        self._store = store
        self._now = now
        self._total = total
        self._done = 0
        self._days: list[_Day] = []
        self._stored: list[_Day] = []
        self._storing = threading.Lock()
        self._stored_at = time.monotonic()

    def add(self, day: _Day) -> None:
        """Take a day."""
        self._days.append(day)

    @property
    def is_due(self) -> bool:
        """Whether there are many papers by now, or the last ones were stored a while ago."""
        papers = sum(len(day.listing.papers) for day in self._days if day.listing)
        return papers >= _TOGETHER or time.monotonic() - self._stored_at >= _LONGEST_UNSTORED

    def store(self) -> None:
        """Keep them all; whoever cancels this cannot stop it, so another call waits until it is done."""
        with self._storing:
            days, self._days = self._days, []
            if listings := [day.listing for day in days if day.listing]:
                self._store.store_listings(listings, self._now())
            self._stored_at = time.monotonic()
            self._stored += days

    def told(self) -> Iterator[FetchedDay]:
        """Yield what was stored since the last time."""
        while self._stored:
            day = self._stored.pop(0)
            self._done += 1
            papers = len(day.listing.papers) if day.listing else 0
            yield FetchedDay(day.period, papers, self._done, self._total, day.begun, str(day.problem or ""))
