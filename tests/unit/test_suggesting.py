"""What is suggested: by which marks, among what, and what is said about it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import UsageError
from reader.core.liking import liking, recency
from reader.core.mark import NO_MARK, Mark
from reader.core.view import View, ViewKind
from reader.service.contents import Contents
from reader.service.reading import Reading
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeLibrary, FakeSource, paper

FOR_YOU = View(ViewKind.FOR_YOU)
NEW, OLD = (NOON - timedelta(days=3)).date(), (NOON - timedelta(days=300)).date()
SUBJECTS = ("diffusion of images", "songs of birds", "graphs and theorems")


class World:
    """Thirty papers on three subjects, the first half of them old; the library is empty."""

    def __init__(self) -> None:
        self.store = Catalogue(None)
        self.library = FakeLibrary()
        self.papers = [
            paper(n, f"Study {n} on {SUBJECTS[n % 3]}", published=OLD if n < 15 else NEW) for n in range(30)
        ]
        self.store.store_papers(self.papers, NOON)
        sources = Sources(lambda: Opened(FakeSource(), FakeSource()))
        search = Search(self.store.database)
        self.reading = Reading(self.store, search, self.library, sources, lambda: (), lambda: NOON)

    def mark(self, *numbers: int, mark: Mark) -> None:
        for number in numbers:
            self.library.marks[self.papers[number].id] = mark
            self.library.papers[self.papers[number].id] = self.papers[number]

    def for_you(self) -> Contents:
        return self.reading.stored(FOR_YOU)


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.store.close()


BOOKMARK = Mark(bookmarked_at=NOON)


def numbers(contents: Contents) -> list[int]:
    return [int(entry.id[-5:]) for entry in contents.entries]


def test_papers_like_one(world: World) -> None:
    contents = world.reading.stored(View(ViewKind.SIMILAR, name=world.papers[1].id))
    assert {n % 3 for n in numbers(contents)[:9]} == {1}
    assert 1 not in numbers(contents)
    assert contents.about == "Study 1 on songs of birds"
    assert {"songs", "birds"} <= {*contents.reasons[contents.entries[0].id]}
    assert contents.entries[0].score
    assert "30 stored papers" in contents.remark
    assert len(world.reading.stored(contents.view, limit=2).entries) == 2


def test_a_paper_that_nobody_knows_is_said(world: World) -> None:
    with pytest.raises(UsageError, match=r"2608\.99999 is not stored"):
        world.reading.suggesting.similar("2608.99999")


def test_too_few_marks_are_said_and_nothing_is_guessed(world: World) -> None:
    world.mark(0, 3, mark=BOOKMARK)
    contents = world.for_you()
    assert contents.untaught
    assert not contents.entries
    world.mark(6, mark=BOOKMARK)
    assert not world.for_you().untaught


def test_new_unread_papers_like_the_bookmarks(world: World) -> None:
    world.mark(0, 3, 6, mark=BOOKMARK)
    world.mark(18, mark=Mark(read_at=NOON))
    contents = world.for_you()
    assert {*numbers(contents)[:4]} == {15, 21, 24, 27}  # 18 is read, and those below 15 are old
    assert contents.remark == "By 3 bookmarks and 1 paper you marked or read; unread ones of the last 30 days"
    assert {"diffusion", "images"} <= {*contents.reasons[world.papers[15].id]}


def test_everything_stored_where_nothing_is_new(world: World) -> None:
    world.mark(0, 3, 6, mark=BOOKMARK)
    world.mark(*range(15, 30), mark=Mark(read_at=NOON - timedelta(days=9_000)))
    contents = world.for_you()
    assert {*numbers(contents)[:2]} == {9, 12}
    assert "of everything stored" in contents.remark
    world.mark(*range(30), mark=BOOKMARK)
    assert world.for_you().entries == ()
    assert "no other stored paper" in world.for_you().remark


def test_bad_ratings_count_against_and_old_marks_less(world: World) -> None:
    world.mark(0, 3, 6, mark=BOOKMARK)
    world.mark(1, 4, 7, mark=Mark(bookmarked_at=NOON - timedelta(days=2_000)))
    assert {n % 3 for n in numbers(world.for_you())[:5]} == {0}
    world.mark(0, 3, 6, mark=Mark(bookmarked_at=NOON, rating=1))
    world.mark(2, mark=BOOKMARK)
    assert 0 not in {n % 3 for n in numbers(world.for_you())}


def test_the_library_suffices_where_the_catalogue_was_deleted(world: World) -> None:
    kept = [paper(n, f"Essay {n} on songs of birds") for n in range(100, 103)]
    for each in kept:
        world.library.marks[each.id], world.library.papers[each.id] = BOOKMARK, each
    assert {n % 3 for n in numbers(world.for_you())[:5]} == {1}


def test_how_much_a_paper_is_liked() -> None:
    assert liking(NO_MARK) == liking(Mark(colour="red")) == 0
    read, bookmarked = Mark(read_at=NOON), Mark(bookmarked_at=NOON)
    assert 0 < liking(read) < liking(Mark(queued_at=NOON)) < liking(bookmarked)
    assert liking(bookmarked) < liking(Mark(bookmarked_at=NOON, rating=5))
    assert liking(Mark(read_at=NOON, reached="x", note="n", tags=("t",))) > liking(read)
    assert liking(Mark(bookmarked_at=NOON, rating=1)) < liking(Mark(rating=2)) < 0
    ages = [recency(Mark(read_at=NOON - timedelta(days=days)), NOON) for days in (-1, 0, 60, 200, 9_000)]
    assert ages == sorted(ages, reverse=True)
    assert (ages[1], ages[2], ages[-1]) == (1.0, 0.5, 0.1)
    assert recency(Mark(rating=5), NOON) == 0.5
