"""What every store of papers does, wherever it keeps them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reader.catalog.papers import Catalogue
from reader.core.listing import Listing, Sighting
from reader.core.paper import Paper
from reader.core.period import Period, Span
from reader.core.view import View, ViewKind
from reader.service.port import PaperStore
from tests.synthetic import NOON, day, paper, papers

TRENDING = View(ViewKind.TRENDING)
LATER = NOON + timedelta(hours=1)


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PaperStore]:
    catalogue = Catalogue(tmp_path / "cache/catalogue.sqlite" if request.param == "file" else None)
    assert catalogue.notice is None
    yield catalogue
    catalogue.close()


def full() -> Paper:
    return paper(
        1,
        "Ein Titel: “ä”",
        authors=("A", "A"),
        abstract="One.\n\nTwo.",
        published=date(2026, 8, 1),
        listed=date(2026, 8, 2),
        updated=date(2026, 8, 3),
        upvotes=0,
        comments=1,
        categories=("cs.LG",),
        keywords=("k",),
        summary="S",
        organization="O",
        submitted_by="P",
        github="https://github.com/a/b",
        stars=2,
        project="https://example.org/",
        doi="10.1000/x",
    )


def test_a_list_comes_back_as_it_was_kept(store: PaperStore) -> None:
    listed = (full(), *papers(9)[:2:-1], paper(5))
    kept = store.store_listing(Listing(day("2026-08-14"), listed, skipped=2), NOON)
    assert kept.papers[0] == full()
    assert [p.id for p in kept.papers] == list(dict.fromkeys(p.id for p in listed))
    assert (kept.view, kept.fetched_at, kept.skipped) == (day("2026-08-14"), NOON, 2)
    assert store.listing(day("2026-08-14")) == kept
    assert store.listing(day("2026-08-13")) is None
    limited = store.listing(day("2026-08-14"), 2)
    assert limited is not None
    assert limited.papers == kept.papers[:2]


def test_times_are_kept_in_utc(store: PaperStore) -> None:
    store.store_listing(Listing(TRENDING, papers(1)), NOON.astimezone(timezone(timedelta(hours=9))))
    kept = store.listing(TRENDING)
    assert kept is not None
    assert kept.fetched_at == NOON
    assert kept.fetched_at.tzinfo is UTC


def test_a_view_without_a_period_shows_the_newest_list_that_has_papers(store: PaperStore) -> None:
    store.store_listing(Listing(day("2026-08-13"), papers(2)), LATER)
    store.store_listing(Listing(day("2026-08-12"), papers(1)), LATER)
    store.store_listing(Listing(day("2026-08-14"), ()), NOON)
    newest = store.listing(View(ViewKind.DAY))
    assert newest is not None
    assert newest.view == day("2026-08-13")
    assert store.listing(View(ViewKind.WEEK)) is None


def test_an_empty_list_is_known_too(store: PaperStore) -> None:
    assert store.store_listing(Listing(TRENDING, ()), NOON).papers == ()
    assert store.store_listing(Listing(day("2026-08-14"), ()), NOON).papers == ()
    assert store.fetched_periods(Span.DAY) == {"2026-08-14": NOON}
    assert store.fetched_periods(Span.WEEK) == {}


def test_what_is_fetched_again_takes_the_place_of_the_list_and_keeps_the_papers(store: PaperStore) -> None:
    store.store_listing(Listing(TRENDING, papers(3)), NOON)
    store.store_listing(Listing(TRENDING, (paper(7), paper(1, upvotes=9))), LATER)
    kept = store.listing(TRENDING)
    assert kept is not None
    assert [p.id for p in kept.papers] == [paper(7).id, paper(1).id]
    assert store.count() == 4
    assert len(store.papers([paper(2).id])) == 1


def test_a_newer_record_does_not_erase_what_is_known(store: PaperStore) -> None:
    store.store_papers([full()], NOON)
    store.store_papers([paper(1, "New title", upvotes=5)], LATER)
    assert store.papers([full().id]) == (full()._replace(title="New title", upvotes=5),)


def test_counts_are_kept_each_time_they_were_seen(store: PaperStore) -> None:
    store.store_listing(Listing(TRENDING, (paper(1, upvotes=1),)), NOON)
    store.store_papers([paper(1, upvotes=5, stars=2, comments=0)], LATER)
    store.store_papers([paper(1, upvotes=3)], LATER + timedelta(hours=1), imported=True)
    store.store_papers([paper(1, upvotes=3)], LATER + timedelta(hours=2), seen=False)
    store.store_papers([paper(1)], LATER + timedelta(hours=3))
    assert store.history(paper(1).id) == (Sighting(NOON, 1, None, None), Sighting(LATER, 5, 0, 2))
    assert store.history("2608.99999") == ()


def test_papers_come_in_the_order_asked_for(store: PaperStore) -> None:
    store.store_papers(papers(5), NOON)
    identifiers = [papers(5)[i].id for i in (3, 0, 4)]
    assert [p.id for p in store.papers([*identifiers, "2608.99999"])] == identifiers
    assert store.lacking([*identifiers, "2608.99999", "'; DROP TABLE papers"]) == {
        "2608.99999",
        "'; DROP TABLE papers",
    }
    assert store.papers([]) == ()
    assert store.lacking([]) == frozenset()


def test_the_newest_papers_one_by_one_are_the_newest_papers(store: PaperStore) -> None:
    listed = [paper(n)._replace(published=date(2026, 8, 1 + n % 3) if n % 7 else None) for n in range(400)]
    store.store_papers(listed, NOON)
    store.store_papers(
        [paper(500 + n)._replace(sample=True, published=date(2027, 1, 1)) for n in range(20)], NOON
    )
    store.store_papers(papers(300), LATER, imported=True)
    for limit in (0, 1, 150, 399, 10_000):
        for imported in (False, True):
            one_by_one = [*store.each_newest(limit, imported=imported)]
            assert one_by_one == [*store.newest(limit, imported=imported)]
    begun = store.each_newest(400)
    next(begun)
    store.store_papers([paper(900)], NOON)  # nothing is held open meanwhile
    assert len([*begun]) == 399


def test_newest_papers(store: PaperStore) -> None:
    store.store_papers([paper(i, published=date(2026, 8, i)) for i in (2, 3, 1)], NOON)
    store.store_papers([paper(9)], LATER, imported=True)
    assert [p.id[-1] for p in store.newest(3)] == ["3", "2", "1"]
    assert [p.id[-1] for p in store.newest(3, imported=True)] == ["9"]


def test_the_sample_is_no_part_of_everything(store: PaperStore) -> None:
    store.store_papers([paper(1, sample=True, upvotes=1)], NOON)
    assert store.count() == 0
    assert store.newest(5) == ()
    assert store.history(paper(1).id) == ()
    assert store.papers([paper(1).id])[0].sample
    store.store_papers([paper(1, "Real")], LATER)
    assert store.papers([paper(1).id]) == (paper(1, "Real"),)
    assert store.count() == 1


def test_neighbours_are_stored_lists_with_papers(store: PaperStore) -> None:
    for key, listed in (("2026-08-10", papers(1)), ("2026-08-12", ()), ("2026-08-14", papers(1))):
        store.store_listing(Listing(day(key), listed), NOON)
    middle = Period(date(2026, 8, 13), Span.DAY)
    assert store.neighbour(middle, -1) == Period(date(2026, 8, 10), Span.DAY)
    assert store.neighbour(middle, 1) == Period(date(2026, 8, 14), Span.DAY)
    assert store.neighbour(Period(date(2026, 8, 14), Span.DAY), 1) is None


def test_a_list_is_kept_as_a_whole_or_not_at_all(store: PaperStore) -> None:
    store.store_listing(Listing(TRENDING, papers(1)), NOON)
    broken: tuple[object, ...] = (paper(5), "no paper")
    with pytest.raises(AttributeError):
        store.store_listing(Listing(TRENDING, broken), LATER)  # type: ignore[arg-type]
    kept = store.listing(TRENDING)
    assert kept is not None
    assert (kept.papers, kept.fetched_at) == (papers(1), NOON)
    assert store.count() == 1


def test_many_threads_at_once(store: PaperStore) -> None:
    def work(number: int) -> int:
        store.store_listing(Listing(day(f"2026-08-{number + 1:02}"), (paper(number), paper(99))), NOON)
        return len(store.newest(100)) + len(store.history(paper(number).id))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(20)))
    assert store.count() == 21
    assert len(store.fetched_periods(Span.DAY)) == 20


def test_times_of_sightings_are_whole_moments(store: PaperStore) -> None:
    moment = datetime(2026, 8, 14, 12, 0, 0, 999_999, tzinfo=UTC)
    store.store_papers([paper(1, upvotes=1)], moment)
    assert store.history(paper(1).id)[0].seen_at == moment.replace(microsecond=0)
