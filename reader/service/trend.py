"""Which keywords rise: how often they stand on the lists of this month, against the month before."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from reader.core.fold import fold

MONTH = timedelta(days=30)
WEEKS = 9
"""Weeks of the course of a keyword, which cover both months."""

_FEWEST = 3
"""Papers from which a keyword can be told to rise."""

_SURPRISING = 1.0
"""Standard deviations above what was to be expected; below, it is chance."""

Listed = tuple[date, tuple[str, ...]]
"""The day on which a paper was listed, and its keywords."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A keyword that rises."""

    keyword: str
    now: int
    """Papers of this month with it."""
    before: int
    """Papers of the month before with it."""
    factor: float | None
    """How many times as large its share of all papers is; `None` where it is new."""
    weeks: tuple[int, ...]
    """Papers with it in each of the last weeks, the oldest first."""


@dataclass(frozen=True, slots=True)
class Trends:
    """What rises, the strongest first."""

    until: date
    """The last day of this month of 30 days: today, or the last day of which a list is stored."""
    papers: int
    """Papers with keywords listed this month."""
    papers_before: int
    """Those of the month before; without any nothing can be compared."""
    rising: tuple[Trend, ...] = ()


def find_trends(listed: Iterable[Listed], today: date, limit: int = 60) -> Trends:
    """Return the keywords whose share of the papers rose, those first for which chance explains it least."""
    papers = [(day, keywords) for day, keywords in listed if keywords and day <= today]
    until = max((day for day, _ in papers), default=today)
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    weeks: dict[str, list[int]] = {}
    written: dict[str, Counter[str]] = {}
    sizes = [0, 0]
    for day, keywords in papers:
        age = until - day
        if age >= 2 * MONTH:
            continue
        sizes[age >= MONTH] += 1
        week = WEEKS - 1 - age.days // 7
        for key, keyword in {fold(keyword): keyword for keyword in reversed(keywords)}.items():
            (before if age >= MONTH else now)[key] += 1
            weeks.setdefault(key, [0] * WEEKS)[week] += 1
            written.setdefault(key, Counter())[keyword] += 1
    if not sizes[1]:
        return Trends(until, sizes[0], sizes[1])
    ratio = sizes[0] / sizes[1]

    def surprise(key: str) -> float:
        expected = before[key] * ratio
        return (now[key] - expected) / sqrt(expected + 1)

    rising = [key for key, count in now.items() if count >= _FEWEST and surprise(key) >= _SURPRISING]
    rising.sort(key=lambda key: (-surprise(key), key))
    return Trends(
        until,
        sizes[0],
        sizes[1],
        tuple(
            Trend(
                written[key].most_common(1)[0][0],
                now[key],
                before[key],
                now[key] / (before[key] * ratio) if before[key] else None,
                tuple(weeks[key]),
            )
            for key in rising[:limit]
        ),
    )
