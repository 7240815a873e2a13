import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from datetime import date, timedelta

import pytest

from reader.catalog.papers import Catalogue
from reader.core.errors import OfflineError, RefusedError, SourceError
from reader.core.listing import Listing
from reader.core.period import Period, Span
from reader.service.fetching import FetchedDay, Fetching
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeSource, day, papers


@pytest.fixture
def store() -> Iterator[Catalogue]:
    catalogue = Catalogue(None)
    yield catalogue
    catalogue.close()


@pytest.fixture
def source() -> FakeSource:
    return FakeSource()


@pytest.fixture
def fetching(store: Catalogue, source: FakeSource) -> Fetching:
    return Fetching(store, Sources(lambda: Opened(source, source)), lambda: NOON)


async def collected(fetching: Fetching, periods: tuple[Period, ...]) -> list[FetchedDay]:
    return [fetched async for fetched in fetching.fetch_days(periods)]


def keys(periods: tuple[Period, ...]) -> list[str]:
    return [period.key[-5:] for period in periods]


def test_which_days_are_missing(fetching: Fetching, store: Catalogue) -> None:
    assert keys(fetching.missing_days()) == ["08-14", "08-13", "08-12", "08-11", "08-10", "08-07"]
    store.store_listing(Listing(day("2026-08-11"), ()), NOON)  # final, and there is none
    store.store_listing(Listing(day("2026-08-12"), papers(1)), NOON - timedelta(days=1))  # may have grown
    assert keys(fetching.missing_days()) == ["08-14", "08-13", "08-12", "08-10", "08-07"]
    assert keys(fetching.missing_days(date(2026, 8, 1), date(2026, 8, 4))) == ["08-04", "08-03"]
    assert fetching.missing_days(date(2026, 8, 4), date(2026, 8, 1)) == ()
    assert fetching.missing_days(date.min, date(2023, 5, 4)) == (Period(date(2023, 5, 4), Span.DAY),)
    assert fetching.missing_days(date(2026, 8, 14), date.max) == fetching.missing_days(date(2026, 8, 14))


async def test_four_hundred_days_four_at_once(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    periods = fetching.missing_days(date(2025, 1, 27))
    assert len(periods) > 400
    source.lists = {period.key: papers(2) for period in periods}
    at_once, most = 0, 0

    async def count() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    source.before = count
    fetched = await collected(fetching, periods)
    assert most == 4
    assert {day.period for day in fetched} == set(periods)
    assert [day.done for day in fetched] == list(range(1, len(periods) + 1))
    assert {(day.papers, day.total) for day in fetched} == {(2, len(periods))}
    assert len(store.fetched_periods(Span.DAY)) == len(periods)


async def test_a_failure_ends_it_and_it_goes_on_later(fetching: Fetching, source: FakeSource) -> None:
    periods = fetching.missing_days(date(2026, 7, 1))
    source.lists = dict.fromkeys((period.key for period in periods), papers(1))
    source.lists[periods[-6].key] = OfflineError("gone")
    with pytest.raises(OfflineError):
        await collected(fetching, periods)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    rest = fetching.missing_days(date(2026, 7, 1))
    assert 0 < len(rest) < len(periods)
    source.lists[periods[-6].key] = papers(1)
    await collected(fetching, rest)
    assert set(keys(fetching.missing_days(date(2026, 7, 1)))) == {"08-14", "08-13"}


async def test_stopping_early_leaves_nothing_under_way(fetching: Fetching, source: FakeSource) -> None:
    periods = fetching.missing_days(date(2026, 7, 1))
    async with aclosing(fetching.fetch_days(periods)) as days:  # type: ignore[type-var]
        async for _ in days:
            break
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert len(source.asked) < len(periods)


async def test_cancelling_leaves_nothing_under_way(fetching: Fetching, source: FakeSource) -> None:
    begun = asyncio.Event()

    async def stall() -> None:
        begun.set()
        await asyncio.Event().wait()

    source.before = stall
    task = asyncio.create_task(collected(fetching, fetching.missing_days()))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_day_that_has_not_begun_is_asked_for_again(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    periods = fetching.missing_days(date(2026, 8, 14))
    source.lists[periods[0].key] = RefusedError("too new", 400)
    assert [day.papers for day in await collected(fetching, periods)] == [0]
    assert store.fetched_periods(Span.DAY) == {}
    source.lists[periods[0].key] = RefusedError("busy", 503)
    with pytest.raises(RefusedError):
        await collected(fetching, periods)


async def test_an_empty_answer_does_not_replace_a_full_list(fetching: Fetching, store: Catalogue) -> None:
    store.store_listing(Listing(day("2026-08-14"), papers(3)), NOON)
    with pytest.raises(SourceError, match="the stored list is kept"):
        await collected(fetching, fetching.missing_days(date(2026, 8, 14)))
    listing = store.listing(day("2026-08-14"))
    assert listing is not None
    assert len(listing.papers) == 3


async def test_a_category(fetching: Fetching, source: FakeSource, store: Catalogue) -> None:
    source.lists["cs.LG"] = papers(3)
    assert await fetching.fetch_category("cs.LG", None, None) == 3
    assert store.count() == 3
    assert await fetching.fetch_category("cs.CV", date(2026, 8, 14), None) == 0
    with pytest.raises(SourceError, match="categories look like"):
        await fetching.fetch_category("nonsense", None, None)
