from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import (
    BusyError,
    NotFoundError,
    OfflineError,
    QueryError,
    RefusedError,
    SourceError,
    UsageError,
)
from reader.core.listing import Listing
from reader.core.mark import Mark
from reader.core.order import Order
from reader.core.paper import Paper
from reader.core.period import Period
from reader.core.saved_search import SavedSearch
from reader.core.view import View, ViewKind
from reader.service import reading as reading_module
from reader.service.contents import Contents
from reader.service.online import Answer
from reader.service.reading import Reading
from reader.service.refreshing import is_final
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeLibrary, FakeSource, day, paper, papers

TRENDING = View(ViewKind.TRENDING)
SAMPLE = (paper(900, "Sample of graphs", sample=True), paper(901, "Sample of trees", sample=True))


class World:
    """A reading use case on invented surroundings."""

    def __init__(self) -> None:
        self.now = NOON
        self.store = Catalogue(None)
        self.library = FakeLibrary()
        self.source = FakeSource()
        self.arxiv = FakeSource()
        self.sources = Sources(lambda: Opened(self.source, self.arxiv))
        self.reading = Reading(
            self.store,
            Search(self.store.database),
            self.library,
            self.sources,
            lambda: SAMPLE,
            lambda: self.now,
        )

    def keep(self, view: View, listed: tuple[Paper, ...], fetched_at: datetime = NOON) -> None:
        self.store.store_listing(Listing(view, listed), fetched_at)


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.store.close()


def period(text: str) -> Period:
    found = day(text).period
    assert found
    return found


def ids(contents: Contents) -> list[int]:
    return [int(entry.id[-5:]) for entry in contents.entries]


def test_the_sample_shows_while_nothing_was_ever_fetched(world: World) -> None:
    contents = world.reading.stored(TRENDING)
    assert (contents.sample, ids(contents), contents.fetched_at) == (True, [900, 901], None)
    assert [e.id for e in world.reading.filter(contents, "trees").entries] == [SAMPLE[1].id]
    assert world.reading.stored(TRENDING).sample
    assert world.reading.search("sample").found.total == 0
    assert world.reading.find(SAMPLE[0].id) is not None
    world.keep(day("2026-08-14"), papers(2))
    contents = world.reading.stored(TRENDING)
    assert (contents.sample, contents.entries) == (False, ())


async def test_a_refresh_is_kept(world: World) -> None:
    world.source.lists[""] = papers(3)
    world.library.marks[papers(3)[1].id] = Mark(read_at=NOON)
    contents = await world.reading.refresh(TRENDING)
    assert contents == world.reading.stored(TRENDING)
    assert [entry.mark.read for entry in contents.entries] == [False, True, False]
    assert contents.fetched_at == NOON


@pytest.mark.parametrize("failure", [OfflineError("x"), RefusedError("x", 500), (), SourceError("x")])
async def test_a_failed_or_empty_refresh_leaves_the_list(
    world: World, failure: SourceError | tuple[()]
) -> None:
    world.keep(TRENDING, papers(2))
    world.source.lists[""] = failure
    with pytest.raises(SourceError):
        await world.reading.refresh(TRENDING)
    assert ids(world.reading.stored(TRENDING)) == [0, 1]


async def test_an_empty_list_is_fine_where_none_was(world: World) -> None:
    assert (await world.reading.refresh(TRENDING)).entries == ()


def test_freshness(world: World) -> None:
    fresh, bookmarks = world.reading.is_fresh, View(ViewKind.BOOKMARKS)
    world.keep(TRENDING, papers(1))
    contents = world.reading.stored(TRENDING)
    assert fresh(TRENDING, contents, 15)
    assert not fresh(TRENDING, Contents(TRENDING), 15)
    assert fresh(bookmarks, Contents(bookmarks), 15)
    world.now += timedelta(minutes=16)
    assert not fresh(TRENDING, contents, 15)


def test_an_older_list_does_not_answer_for_the_newest(world: World) -> None:
    newest, older = View(ViewKind.DAY), day("2026-08-12")
    world.keep(older, papers(1))
    contents = world.reading.stored(newest)
    assert contents.view == older
    assert not world.reading.is_fresh(newest, contents, 15)
    world.now += timedelta(days=99)
    assert world.reading.is_fresh(older, contents, 15)  # final
    world.now = NOON
    world.keep(day("2026-08-14"), papers(1))
    assert world.reading.is_fresh(newest, world.reading.stored(newest), 15)


def test_when_a_list_is_final() -> None:
    assert not is_final(period("2026-08-13"), NOON)
    assert is_final(period("2026-08-12"), NOON)
    assert not is_final(period("9999-12-31"), NOON)


async def test_stepping_passes_over_weekends_and_empty_days(world: World) -> None:
    world.source.lists = {"2026-08-13": papers(1), "2026-08-10": papers(2)}
    back = await world.reading.step(period("2026-08-17"), -1)
    assert back.view == day("2026-08-13")
    assert world.source.asked == ["2026-08-14", "2026-08-13"]
    assert (await world.reading.step(period("2026-08-13"), -1)).view == day("2026-08-10")
    assert (await world.reading.step(period("2026-08-10"), 1)).view == day("2026-08-13")


async def test_stepping_does_not_ask_again_for_what_is_known(world: World) -> None:
    world.keep(day("2026-08-14"), (), NOON)  # not over yet: worth another look
    world.keep(day("2026-08-12"), (), NOON)
    world.keep(day("2026-08-11"), papers(1), NOON)
    contents = await world.reading.step(period("2026-08-17"), -1)
    assert contents.view == day("2026-08-11")
    assert world.source.asked == ["2026-08-14", "2026-08-13"]


async def test_stepping_by_weeks_and_months(world: World) -> None:
    world.source.lists = {"2026-W53": papers(1), "2027-01": papers(1)}
    week, month = Period.containing(NOON.date().replace(year=2027, month=1, day=4), ViewKind.WEEK.span), None  # type: ignore[arg-type]
    assert (await world.reading.step(week, -1)).view.period.key == "2026-W53"  # type: ignore[union-attr]
    month = Period.containing(NOON.date().replace(month=12), ViewKind.MONTH.span)  # type: ignore[arg-type]
    assert (await world.reading.step(month, 1)).view.period.key == "2027-01"  # type: ignore[union-attr]


async def test_a_day_that_has_not_begun_is_a_sentence(world: World) -> None:
    world.source.lists["2026-08-17"] = RefusedError("too new", 400)
    with pytest.raises(UsageError, match="no list after Fri 14 Aug 2026 yet"):
        await world.reading.step(period("2026-08-14"), 1)


async def test_other_refusals_are_passed_on(world: World) -> None:
    world.source.lists = {"2026-08-13": RefusedError("bad", 400), "2026-08-17": RefusedError("busy", 503)}
    for step in (1, -1):
        with pytest.raises(RefusedError):
            await world.reading.step(period("2026-08-14"), step)


async def test_before_the_first_list_there_is_none(world: World) -> None:
    with pytest.raises(UsageError, match="first list is of Thu 4 May 2023"):
        await world.reading.step(period("2023-05-04"), -1)


async def test_a_long_gap_ends(world: World) -> None:
    with pytest.raises(UsageError, match="no list within"):
        await world.reading.step(period("2026-08-14"), -1)
    assert len(world.source.asked) == 15


async def test_offline_stepping_goes_to_the_next_stored_list(world: World) -> None:
    world.sources.network.forbidden = True
    world.keep(day("2026-08-03"), papers(1), NOON)
    assert (await world.reading.step(period("2026-08-14"), -1)).view == day("2026-08-03")
    with pytest.raises(OfflineError, match="no newer list"):
        await world.reading.step(period("2026-08-14"), 1)


def test_bookmarks_without_a_catalogue(world: World) -> None:
    for number, seconds in ((1, 0), (2, 5), (3, 3)):
        kept = paper(number, f"Kept {number}")
        world.library.papers[kept.id] = kept
        world.library.marks[kept.id] = Mark(
            bookmarked_at=NOON + timedelta(seconds=seconds), queued_at=NOON + timedelta(seconds=seconds)
        )
    bookmarks = world.reading.stored(View(ViewKind.BOOKMARKS))
    assert ids(bookmarks) == [2, 3, 1]
    assert ids(world.reading.stored(View(ViewKind.QUEUE))) == [1, 3, 2]
    assert [e.id for e in world.reading.filter(bookmarks, "kept -2").entries] == [paper(3).id, paper(1).id]
    assert world.store.history(paper(1).id) == ()
    assert world.reading.search("is:bookmarked").found.total == 3


def test_the_first_rows_of_what_is_kept_cost_no_more_than_themselves(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 40):
        kept = paper(number)
        moment = NOON + timedelta(seconds=number)
        world.library.papers[kept.id] = kept
        world.library.marks[kept.id] = Mark(
            bookmarked_at=moment, queued_at=moment, read_at=moment, tags=("t",)
        )
    asked: list[int] = []
    real = world.store.papers
    monkeypatch.setattr(world.store, "papers", lambda ids: asked.append(len(ids)) or real(ids))
    for kind in (ViewKind.BOOKMARKS, ViewKind.QUEUE, ViewKind.READ, ViewKind.ADDED, ViewKind.TAG):
        view = View(kind, name="t" if kind is ViewKind.TAG else None)
        assert len(world.reading.stored(view, limit=3).entries) == 3
        assert len(world.reading.stored(view, limit=-1).entries) == 39
        assert len(world.reading.stored(view).entries) == 39
    assert set(asked) == {3, 39}


def test_what_only_the_library_has_is_among_everything_stored(world: World) -> None:
    kept = paper(1, "Only kept")
    world.library.papers[kept.id] = kept
    world.library.marks[kept.id] = Mark(note="n")
    assert ids(world.reading.stored(View(ViewKind.ALL), 5)) == [1]
    world.library.papers = world.library.papers | {paper(2).id: paper(2)}
    assert sorted(ids(world.reading.stored(View(ViewKind.ALL), -1))) == [1, 2]


def test_search_finds_what_only_the_library_has(world: World) -> None:
    kept = paper(1, "Only kept")
    world.library.papers[kept.id] = kept
    world.library.marks[kept.id] = Mark(tags=("My thesis",), note="read this soon", bookmarked_at=NOON)
    for text in ("only", 'tag:"my thesis"', "note:soon", "has:note", "has:tag", "is:unread", "is:bookmarked"):
        assert [entry.id for entry in world.reading.search(text).entries] == [kept.id], text
    for text in ("is:read", "is:queued", "tag:my ", "note:later", "-has:tag"):
        assert world.reading.search(text).entries == (), text
    assert world.reading.search("tag:my").entries != ()  # still being typed


def test_a_filter_keeps_marks_and_gives_scores(world: World) -> None:
    world.keep(TRENDING, papers(3))
    world.library.marks[papers(3)[1].id] = Mark(read_at=NOON)
    contents = world.reading.stored(TRENDING)
    filtered = world.reading.filter(contents, "is:read paper")
    assert [(entry.id, entry.mark.read) for entry in filtered.entries] == [(papers(3)[1].id, True)]
    assert filtered.entries[0].score
    assert world.reading.filter(contents, "").entries == contents.entries
    with pytest.raises(QueryError):
        world.reading.filter(contents, "is:odd ")


def test_marks_of_now(world: World) -> None:
    world.keep(TRENDING, papers(2))
    entries = world.reading.stored(TRENDING).entries
    assert world.reading.marked(entries) == entries
    world.library.marks[entries[0].id] = Mark(read_at=NOON)
    assert [entry.mark.read for entry in world.reading.marked(entries)] == [True, False]


async def test_looking_up_asks_only_for_what_is_unknown(world: World) -> None:
    world.source.lists["x"] = (paper(1),)
    world.arxiv.lists["x"] = (paper(2),)
    assert (await world.reading.look_up(paper(1).id)).paper == paper(1)
    assert (await world.reading.look_up(paper(2).id)).paper == paper(2)
    world.sources.network.forbidden = True
    assert (await world.reading.look_up(paper(2).id)).paper == paper(2)
    with pytest.raises(OfflineError):
        await world.reading.look_up(paper(3).id)
    world.sources.network.forbidden = False
    with pytest.raises(NotFoundError):
        await world.reading.look_up(paper(3).id)


async def test_what_a_remote_search_finds_is_kept(world: World) -> None:
    world.source.lists["x"] = (paper(1, "graphs", upvotes=3),)
    answered = await world.reading.search_remote("hf", "graphs", 5)
    assert [entry.id for entry in answered.entries] == [paper(1).id]
    assert [sighting.upvotes for sighting in world.reading.history(paper(1).id)] == [3]
    assert ids(world.reading.stored(View(ViewKind.ALL))) == [1]


def saved(world: World, query: str, scope: str | None = None) -> View:
    world.library.searches = {"mine": SavedSearch("mine", query, NOON, scope)}
    return View(ViewKind.SAVED, name="mine")


@pytest.mark.parametrize(
    ("scope", "found"), [(None, [1, 2]), ("trending", [1]), ("all", [1, 2]), ("later", [1, 2])]
)
def test_a_saved_search_searches_what_it_was_saved_for(
    world: World, scope: str | None, found: list[int]
) -> None:
    world.keep(TRENDING, (paper(1, "Graphs"), paper(3, "Trees")))
    world.keep(day("2026-08-14"), (paper(2, "Graphs"),))
    view = saved(world, "graphs", scope)
    contents = world.reading.stored(view)
    assert sorted(ids(contents)) == found
    assert contents.view == view
    assert contents.highlight.spans("Graphs") == ((0, 6),)
    assert len(world.reading.stored(view, limit=1).entries) == 1


def test_what_is_unread_of_a_saved_search_is_counted(world: World) -> None:
    world.keep(TRENDING, (paper(1, "Graphs"), paper(2, "Graphs"), paper(3, "Trees")))
    view = saved(world, "graphs")
    assert world.reading.unread(view) == 2
    world.library.marks[paper(1).id] = Mark(read_at=NOON)
    assert world.reading.unread(view) == 1


def test_a_saved_search_that_is_gone_is_a_sentence(world: World) -> None:
    with pytest.raises(UsageError, match="no saved search “gone”"):
        world.reading.stored(View(ViewKind.SAVED, name="gone"))


def test_filters_and_searches_come_in_the_order_asked_for(world: World) -> None:
    world.keep(TRENDING, (paper(1, "Graphs", upvotes=1), paper(2, "Graphs of graphs", upvotes=5)))
    contents = world.reading.stored(TRENDING)
    for order, descending, expected in (
        (Order.LISTED, None, [1, 2]),
        (Order.UPVOTES, None, [2, 1]),
        (Order.UPVOTES, False, [1, 2]),
        (Order.TITLE, True, [2, 1]),
    ):
        filtered = world.reading.filter(contents, "graphs", order=order, descending=descending)
        assert [int(entry.id[-5:]) for entry in filtered.entries] == expected
        if order is not Order.LISTED:
            found = world.reading.search("graphs", order=order, descending=descending)
            assert [entry.id for entry in found.entries] == [entry.id for entry in filtered.entries]


def test_exactly_forgives_no_typo(world: World) -> None:
    world.keep(TRENDING, (paper(1, "Graphs"),))
    contents = world.reading.stored(TRENDING)
    assert world.reading.filter(contents, "grpahs").found.corrections == {"grpahs": "graphs"}
    assert not world.reading.filter(contents, "grpahs", exactly=True).entries
    assert not world.reading.search("grpahs", exactly=True).entries


async def test_a_source_gets_no_condition_and_the_conditions_hold(world: World) -> None:
    world.source.lists["x"] = (
        paper(1, "graphs", upvotes=3),
        paper(2, "graphs, a survey", upvotes=9),
        paper(3, "graphs", upvotes=9),
        paper(4, "graphs", upvotes=8),
    )
    world.library.marks[paper(4).id] = Mark(read_at=NOON)
    answered = await world.reading.search_remote("hf", "graphs -survey upvotes:>5 is:unread", 10)
    assert [entry.id for entry in answered.entries] == [paper(3).id]
    assert answered.left_out == 3


async def test_what_only_this_machine_knows_leaves_it_never(world: World) -> None:
    with pytest.raises(UsageError, match="Hugging Face could be asked"):
        await world.reading.search_remote("hf", "tag:secretproject -survey", 10)
    assert not world.source.asked


def test_words_are_left_to_the_sources(world: World) -> None:
    world.store.store_papers([paper(1, "Nets")], NOON)
    found = (Answer("hf", (paper(1, "Nets"), paper(2, "Never stored"))),)
    assert len(world.reading.answered(found, "networks").entries) == 2
    left = world.reading.answered(found, "networks -nets")
    assert [entry.id for entry in left.entries] == [paper(2).id]


@pytest.mark.parametrize("store", ["store_listing", "store_papers"])
async def test_a_busy_store_keeps_nothing_from_the_person(
    world: World, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise BusyError("Another window is busy.")

    world.source.lists[""] = papers(3)
    monkeypatch.setattr(world.store, store, busy)
    if store == "store_listing":
        contents = await world.reading.refresh(TRENDING)
        assert (ids(contents), str(contents.unkept)) == ([0, 1, 2], "Another window is busy.")
        monkeypatch.setattr(world.store, "store_papers", busy)
        assert world.reading.filter(contents, "paper").entries == ()
    else:
        answered = await world.reading.search_remote("hf", "Paper", 5)
        assert (len(answered.entries), str(answered.unkept)) == (0, "Another window is busy.")


def test_more_than_a_view_lists_is_counted_and_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.keep(TRENDING, tuple(paper(number, "Graphs") for number in range(30)))
    everything = world.reading.stored(View(ViewKind.ALL), limit=5)
    assert (len(everything.entries), everything.total) == (5, 30)
    assert len(world.reading.filter(everything, "graphs").entries) == 30
    assert world.reading.stored(View(ViewKind.ALL)).total is None
    monkeypatch.setattr(reading_module, "LOCAL_LIMIT", 5)
    view = saved(world, "graphs")
    world.library.marks[paper(1).id] = Mark(read_at=NOON)
    assert world.reading.unread(view) == 29
