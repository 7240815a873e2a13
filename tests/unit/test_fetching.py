import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta

import pytest

from reader.catalog.papers import Catalogue
from reader.core.errors import OfflineError, RefusedError, SourceError
from reader.core.listing import Listing
from reader.core.period import Period, Span
from reader.service.fetching import FetchedDay, Fetching
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeSource, day, papers


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


def test_missed_days_are_caught_up(fetching: Fetching, store: Catalogue) -> None:
    store.store_listing(Listing(day("2026-07-20"), papers(1)), NOON)
    store.store_listing(Listing(day("2026-07-29"), papers(1)), NOON)  # looked at in between
    missing = fetching.missing_days()
    assert (missing[-1].key, len(missing)) == ("2026-07-21", 18)
    store.store_listing(Listing(day("2024-01-02"), papers(1)), NOON)  # long ago
    assert fetching.missing_days()[-1].key == "2026-06-15"
    assert [part.first for part in fetching.missing_parts("cs.LG", None, None)][-1] == date(2026, 8, 7)
    store.keep_category_days("cs.LG", [date(2026, 7, 30)], NOON)
    assert fetching.missing_parts("cs.LG", None, None)[-1].first == date(2026, 7, 31)


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


async def test_a_broken_day_does_not_keep_the_others_away(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    periods = fetching.missing_days(date(2026, 7, 1))
    source.lists = dict.fromkeys((period.key for period in periods), papers(1))
    source.lists[periods[3].key] = SourceError("broken JSON")
    fetched = await collected(fetching, periods)
    assert [(day.period, day.problem) for day in fetched if day.problem] == [(periods[3], "broken JSON")]
    assert len(store.fetched_periods(Span.DAY)) == len(periods) - 1
    assert periods[3] in fetching.missing_days(date(2026, 7, 1))


async def test_many_broken_days_in_a_row_end_it(fetching: Fetching, source: FakeSource) -> None:
    periods = fetching.missing_days(date(2026, 6, 1))
    source.lists = dict.fromkeys((period.key for period in periods), SourceError("broken JSON"))
    source.lists[periods[0].key] = papers(1)
    with pytest.raises(SourceError, match="broken JSON"):
        await collected(fetching, periods)


async def test_days_are_stored_together_with_their_index(
    fetching: Fetching, source: FakeSource, store: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.service.fetching._TOGETHER", 6)
    kept: list[int] = []
    store_listings = store.store_listings

    def counted(listings: Sequence[Listing], now: datetime) -> None:
        store_listings(listings, now)
        assert store.unindexed() == 0
        kept.append(len(listings))

    monkeypatch.setattr(store, "store_listings", counted)
    periods = fetching.missing_days(date(2026, 8, 1))
    source.lists = {period.key: papers(2) for period in periods}
    source.lists[periods[-1].key] = OfflineError("gone")
    done: list[int] = []

    async def follow() -> None:
        async for fetched in fetching.fetch_days(periods, late=lambda day: done.append(day.done)):
            done.append(fetched.done)  # noqa: PERF401 – those before the failure count too

    with pytest.raises(OfflineError):
        await follow()
    assert len(periods) == 10
    assert kept[0] >= 3
    assert 6 <= sum(kept) <= 9  # what came before the failure is kept, and told
    assert done == list(range(1, sum(kept) + 1))
    assert len(store.fetched_periods(Span.DAY)) == sum(kept)


async def test_stopping_early_leaves_nothing_under_way(
    fetching: Fetching, source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.service.fetching._LONGEST_UNSTORED", 0)
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


async def test_days_stored_at_the_end_are_told_too(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    periods = fetching.missing_days(date(2026, 8, 1))
    waiting = asyncio.Event()

    async def stall_at_the_sixth() -> None:
        if len(source.asked) > 5:
            waiting.set()
            await asyncio.Event().wait()

    source.before = stall_at_the_sixth
    late: list[FetchedDay] = []

    async def follow() -> None:
        async for fetched in fetching.fetch_days(periods, late=late.append):
            late.append(fetched)  # noqa: PERF401 – those before the end count too

    task = asyncio.create_task(follow())
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    kept = len(store.fetched_periods(Span.DAY))
    assert 1 <= kept <= 5
    assert [day.done for day in late] == [*range(1, kept + 1)]


async def test_a_day_that_has_not_begun_is_asked_for_again(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    periods = fetching.missing_days(date(2026, 8, 14))
    source.lists[periods[0].key] = RefusedError("too new", 400)
    assert [(day.papers, day.begun) for day in await collected(fetching, periods)] == [(0, False)]
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


async def test_a_category_is_fetched_month_by_month_and_its_finished_days_once(
    fetching: Fetching, source: FakeSource, store: Catalogue
) -> None:
    source.lists["cs.LG"] = papers(3)
    parts = fetching.missing_parts("cs.LG", date(2026, 6, 29), date(2026, 8, 2))
    assert [(part.first.isoformat(), part.last.isoformat()) for part in parts] == [
        ("2026-08-01", "2026-08-02"),
        ("2026-07-01", "2026-07-31"),
        ("2026-06-29", "2026-06-30"),
    ]
    assert await fetching.seconds_for_parts(parts) == (3, 15)
    source.asked.clear()
    assert [count async for count in fetching.fetch_parts(parts)] == [3, 3, 3]
    assert source.asked[0] == "cs.LG 2026-08-01 2026-08-02"
    assert store.count() == 3
    assert fetching.missing_parts("cs.LG", date(2026, 7, 1), date(2026, 8, 2)) == ()
    assert len(fetching.missing_parts("cs.CV", date(2026, 8, 1), date(2026, 8, 2))) == 1
    (late,) = fetching.missing_parts("cs.LG", date(2026, 7, 1), None)  # what is a week old may still grow
    assert (late.first, late.last) == (date(2026, 8, 3), date(2026, 8, 14))


async def test_a_category_that_fails_keeps_the_parts_before(fetching: Fetching, source: FakeSource) -> None:
    source.lists["cs.LG"] = papers(3)
    parts = fetching.missing_parts("cs.LG", date(2026, 6, 1), date(2026, 7, 31))
    async for _ in fetching.fetch_parts(parts):
        source.lists["cs.LG"] = OfflineError("gone")
        break
    with pytest.raises(OfflineError):
        _ = [count async for count in fetching.fetch_parts(parts[1:])]
    assert fetching.missing_parts("cs.LG", date(2026, 6, 1), date(2026, 7, 31)) == parts[1:]


async def test_a_long_pause_is_waited_for_and_told(store: Catalogue, source: FakeSource) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        source.lists["2026-08-13"] = papers(2)

    fetching = Fetching(store, Sources(lambda: Opened(source, source)), lambda: NOON, sleep)
    source.lists["2026-08-13"] = RefusedError("no more", 429, 120.0)
    told: list[str] = []
    periods = fetching.missing_days(date(2026, 8, 13), date(2026, 8, 13))
    days = [day async for day in fetching.fetch_days(periods, lambda sentence, *_: told.append(sentence))]
    assert [day.papers for day in days] == [2]
    assert sum(slept) == len(told) == 120
    assert told[0] == "The service allows no more requests for now; going on in 120 s"


@pytest.mark.parametrize("wait", [None, 5.0, 86_400.0])
async def test_other_pauses_end_it(wait: float | None, fetching: Fetching, source: FakeSource) -> None:
    source.lists["2026-08-13"] = RefusedError("no more", 429, wait)
    with pytest.raises(RefusedError):
        await collected(fetching, fetching.missing_days(date(2026, 8, 13), date(2026, 8, 13)))


def test_how_long_it_takes_is_known_before(fetching: Fetching) -> None:
    assert fetching.seconds_for_days(0) == 0
    assert fetching.seconds_for_days(100) < 60
    assert 300 < fetching.seconds_for_days(860) < 900  # Hugging Face allows 500 requests in five minutes
