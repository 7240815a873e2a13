"""What the person read, when, of whom and of what; and how the pile of what waits grows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reader.core.fold import fold
from reader.core.mark import Mark
from reader.core.paper import Paper

_MOST_NAMED = 12
"""Most keywords, categories or authors that are told."""

MONTHS = 12
"""Months over which topics are followed."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A keyword of what was read: how often in all, and in each of the last months, the oldest first."""

    name: str
    total: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was read; days are those of the person."""

    today: date
    read: Mapping[date, int]
    """Papers read on each day, as far as they still count as read."""
    added: Mapping[date, int]
    """Papers bookmarked or queued on each day, as far as they still are."""
    done: Mapping[date, int]
    """Papers of those read on each day."""
    waiting: int
    """Papers that are kept or queued, and unread."""
    grown: int
    """How many more wait than four weeks ago; below 0 where the pile shrinks."""
    categories: tuple[tuple[str, int], ...] = ()
    keywords: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[str, int], ...] = ()
    topics: tuple[Topic, ...] = ()
    unknown: int = 0
    """Papers that were read and are no longer stored, so that nothing is known of them."""

    @property
    def total(self) -> int:
        """How many papers were read."""
        return sum(self.read.values())

    @property
    def streak(self) -> int:
        """Days in a row with reading, until today or yesterday."""
        day = self.today if self.read.get(self.today) else self.today - timedelta(days=1)
        length = 0
        while self.read.get(day):
            length += 1
            day -= timedelta(days=1)
        return length

    @property
    def longest(self) -> int:
        """The most days in a row with reading."""
        best = length = 0
        before: date | None = None
        for day in sorted(self.read):
            length = length + 1 if before is not None and day - before == timedelta(days=1) else 1
            best, before = max(best, length), day
        return best

    def course(self, weeks: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return how many papers were added, and how many of those read, since some weeks ago, by the end of each."""
        ends = [self.today - timedelta(weeks=weeks - 1 - week) for week in range(weeks)]
        return _running(self.added, ends), _running(self.done, ends)


def statistics(
    marks: Mapping[str, Mark],
    papers_of: Callable[[Sequence[str]], Iterable[Paper]],
    now: datetime,
    local: Callable[[datetime], datetime] | None = None,
) -> Statistics:
    """Return what the marks tell; `papers_of` returns what is known of papers, and `now` has the person's time zone.

    `local` returns a moment by the person's clock; without it, that of `now` holds also for summer and winter.
    """

    def day(moment: datetime) -> date:
        try:
            return (local(moment) if local else moment.astimezone(now.tzinfo)).date()
        except (
            OverflowError,
            ValueError,
            OSError,
        ):  # as of the year 1, or where the system knows no such zone
            return moment.date()

    read = {name: day(mark.read_at) for name, mark in marks.items() if mark.read_at}
    added = {name: day(moment) for name, mark in marks.items() if (moment := _added(mark))}
    known = {paper.id: paper for paper in papers_of(list(read))}
    since = now.date() - timedelta(weeks=4)
    newly = sum(when > since for when in added.values())
    done = Counter(when for name, when in read.items() if name in added)
    return Statistics(
        today=now.date(),
        read=dict(Counter(read.values())),
        added=dict(Counter(added.values())),
        done=dict(done),
        waiting=sum(name not in read for name in added),
        grown=newly - sum(count for when, count in done.items() if when > since),
        categories=_most(paper.categories[:1] for paper in known.values()),
        keywords=_most(paper.keywords for paper in known.values()),
        authors=_most(paper.authors for paper in known.values()),
        topics=_topics({name: (paper, read[name]) for name, paper in known.items()}, now.date()),
        unknown=len(read) - len(known),
    )


def _added(mark: Mark) -> datetime | None:
    """Return when a paper was first kept or queued."""
    return min(filter(None, (mark.bookmarked_at, mark.queued_at)), default=None)


def _running(days: Mapping[date, int], ends: Sequence[date]) -> tuple[int, ...]:
    before = ends[0] - timedelta(weeks=1)
    return tuple(sum(count for day, count in days.items() if before < day <= end) for end in ends)


def _most(groups: Iterable[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """Return the names that come most often with their counts, however they are written."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for names in groups:
        for key, name in {fold(name): name for name in reversed(names)}.items():
            counts[key] += 1
            written.setdefault(key, name)
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NAMED]
    return tuple((written[key], count) for key, count in best)


def _topics(read: Mapping[str, tuple[Paper, date]], today: date) -> tuple[Topic, ...]:
    this = today.year * 12 + today.month
    months: dict[str, list[int]] = {}
    for paper, day in read.values():
        place = MONTHS - 1 - (this - (day.year * 12 + day.month))
        if 0 <= place < MONTHS:
            for key in {fold(keyword) for keyword in paper.keywords}:
                months.setdefault(key, [0] * MONTHS)[place] += 1
    written = _most(paper.keywords for paper, _ in read.values())
    return tuple(
        Topic(name, total, tuple(months[fold(name)])) for name, total in written if fold(name) in months
    )
