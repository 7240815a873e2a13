import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reader.catalog.papers import Catalogue
from reader.core.bar import lying, upright
from reader.core.border import paper_from_record
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.service.statistic import MONTHS, Statistics, statistics
from reader.ui.screens.statistic import pictures
from tests.pages import a_year
from tests.ui.world import NOW, World

TODAY = NOW.date()


def days_ago(count: int) -> datetime:
    return NOW - timedelta(days=count)


def known(*papers: Paper):
    by_id = {paper.id: paper for paper in papers}

    def of(names: Sequence[str]) -> list[Paper]:
        return [by_id[name] for name in names if name in by_id]

    return of


def paper(number: int, **fields: object) -> Paper:
    return paper_from_record({"id": f"2608.{number:05}", "title": f"T{number}"} | fields)


def test_reading_is_counted_by_day_and_streaks() -> None:
    days = (0, 0, 1, 2, 5, 6, 7, 8, 20)
    marks = {f"2608.{n:05}": Mark(read_at=days_ago(age)) for n, age in enumerate(days)}
    found = statistics(marks, known(), NOW)
    assert found.total == 9
    assert found.read[TODAY] == 2
    assert (found.streak, found.longest) == (3, 4)
    assert found.unknown == 9


def test_a_streak_goes_on_until_today_is_over() -> None:
    marks = {"2608.00001": Mark(read_at=days_ago(1)), "2608.00002": Mark(read_at=days_ago(2))}
    assert statistics(marks, known(), NOW).streak == 2
    assert statistics(marks, known(), NOW + timedelta(days=1)).streak == 0


def test_days_are_those_of_the_person() -> None:
    late = datetime(2026, 8, 20, 23, 30, tzinfo=UTC)
    east = NOW.astimezone(timezone(timedelta(hours=2)))
    assert statistics({"2608.00001": Mark(read_at=late)}, known(), east).read == {date(2026, 8, 21): 1}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set")
def test_a_day_in_winter_is_one_of_winter_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    try:
        late = datetime(2026, 1, 20, 22, 30, tzinfo=UTC)  # half an hour before midnight, then
        world.library().apply([Change(paper(0), NO_MARK, Mark(read_at=late))])
        assert world.service().statistics().read == {date(2026, 1, 20): 1}
    finally:
        world.close()
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("hours", [-12, 0, 14])
@pytest.mark.parametrize("moment", [datetime.min, datetime.max, datetime(1970, 1, 1), datetime(2100, 2, 28)])
def test_odd_times_are_counted(moment: datetime, hours: int) -> None:
    odd = moment.replace(tzinfo=UTC)
    marks = {"2608.00001": Mark(read_at=odd, bookmarked_at=odd), "2608.00002": Mark(queued_at=odd)}
    found = statistics(marks, known(paper(1)), NOW.astimezone(timezone(timedelta(hours=hours))))
    assert (found.total, found.longest, found.waiting) == (1, 1, 1)
    assert pictures(found, 80).cell_length


def test_the_pile() -> None:
    marks = {
        "2608.00001": Mark(bookmarked_at=days_ago(3)),
        "2608.00002": Mark(queued_at=days_ago(60), read_at=days_ago(2)),
        "2608.00003": Mark(queued_at=days_ago(4), bookmarked_at=days_ago(50)),
        "2608.00004": Mark(queued_at=days_ago(9), read_at=days_ago(8)),
        "2608.00005": Mark(read_at=days_ago(1)),
        "2608.00006": Mark(tags=("a",)),
    }
    found = statistics(marks, known(), NOW)
    assert found.waiting == 2
    assert found.grown == 0  # one came, one was read that came before, one came and was read
    assert found.course(4) == ((0, 0, 1, 2), (0, 0, 1, 2))


def test_what_of_and_by_whom() -> None:
    papers = (
        paper(1, keywords=["Attention", "memory"], authors=["Ann Lee"], categories=["cs.LG", "cs.CL"]),
        paper(2, keywords=["attention"], authors=["Ann Lee", "Bo Chen"], categories=["cs.LG"]),
        paper(3, keywords=["never read"], authors=["Nobody"]),
    )
    marks = {
        "2608.00001": Mark(read_at=days_ago(0)),
        "2608.00002": Mark(read_at=days_ago(40)),
        "2608.00003": Mark(bookmarked_at=NOW),
    }
    found = statistics(marks, known(*papers), NOW)
    assert found.keywords == (("Attention", 2), ("memory", 1))
    assert found.categories == (("cs.LG", 2),)
    assert found.authors == (("Ann Lee", 2), ("Bo Chen", 1))
    topic = found.topics[0]
    assert (topic.name, topic.total) == ("Attention", 2)
    assert topic.months == (*[0] * (MONTHS - 2), 1, 1)


def test_nothing() -> None:
    found = statistics({}, known(), NOW)
    assert found == Statistics(TODAY, {}, {}, {}, 0, 0)
    assert (found.total, found.streak, found.longest) == (0, 0, 0)
    assert found.course(2) == ((0, 0), (0, 0))


def test_bars() -> None:
    assert upright([0, 1, 7, 100]) == " ▁▁▇"
    assert upright([]) == ""
    assert lying(4, 8, 4) == "██"
    assert lying(1, 1000, 4) == "▏"
    assert lying(0, 0, 4) == ""


def test_a_year_is_counted(tmp_path: Path) -> None:
    world = World(tmp_path)
    a_year(world)
    found = world.service().statistics()
    assert found.total > 100
    assert found.unknown == 0
    assert found.waiting == sum(found.added.values()) - sum(found.done.values())
    world.close()


def test_the_catalogue_tells_what_lists_were_about(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.store([paper(1, keywords=["a", "b"], listed="2026-08-01"), paper(2, listed="2026-08-02")])
    world.store(
        [paper(3, keywords=["c"], listed="2026-05-02"), paper(4, keywords=["d"], published="2026-08-03")]
    )
    catalogue: Catalogue = world.catalogue
    catalogue.store_papers([paper(5, keywords=["on no list"], listed="2026-08-01")], NOW)
    assert sorted(catalogue.keywords_listed(date(2026, 7, 1))) == [
        (date(2026, 8, 1), ("a", "b")),
        (date(2026, 8, 3), ("d",)),
    ]
    world.close()
