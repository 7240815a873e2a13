"""What is new: gathered from views, ranked, each paper once; and what was told is not new any more."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta

import pytest

from reader.core.digest import Digest
from reader.core.errors import OfflineError, StorageError
from reader.core.mark import Mark
from reader.core.saved_search import SavedSearch
from reader.core.view import View, ViewKind
from reader.export.digest.format import render
from reader.service.digesting import Digesting
from tests.synthetic import NOON, day, paper
from tests.unit.test_reading import TRENDING, World

TODAY = NOON.date()
FRIDAY = day("2026-08-14")
ROBOTS = View(ViewKind.SAVED, name="robots")
ADA = "ada@example.org"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.store.close()


def digesting(world: World) -> Digesting:
    return Digesting(
        world.reading, world.library, render, lambda: world.now, lambda moment: moment.astimezone(UTC)
    )


def shown(digest: Digest) -> dict[str, list[int]]:
    return {group.title: [int(item.entry.id[-5:]) for item in group.items] for group in digest.groups}


def keep(world: World, *numbers: int, view: View = FRIDAY, days_ago: int = 0) -> None:
    listed = TODAY - timedelta(days=days_ago)
    world.keep(view, tuple(paper(n, f"Robots {n}", upvotes=n, listed=listed) for n in numbers), world.now)


def search(world: World, query: str = "robots") -> None:
    world.library.searches["robots"] = SavedSearch("robots", query, NOON)


def test_the_best_come_first_each_once_with_all_reasons(world: World) -> None:
    keep(world, 1, 2, 3)
    keep(world, 2, 9, view=TRENDING)
    search(world, "robots upvotes:<3")
    digest = digesting(world).gather((ROBOTS, FRIDAY, TRENDING))
    assert shown(digest) == {"robots": [2, 1], "Day: Fri 14 Aug 2026": [3], "Trending": [9]}
    first = next(digest.items)
    assert first.reasons == (
        "saved search “robots”: robots upvotes:<3",
        "on the list of Fri 14 Aug 2026",
        "trending",
    )
    assert (digest.count, digest.title) == (4, "4 new papers, Fri 14 Aug 2026")


def test_a_group_too_long_is_counted_and_the_rest_stays_new(world: World) -> None:
    keep(world, 1, 2, 3)
    use = digesting(world)
    digest = use.gather((FRIDAY,), limit=2, to=ADA)
    assert (shown(digest), digest.groups[0].more, digest.count) == ({"Day: Fri 14 Aug 2026": [3, 2]}, 1, 3)
    use.remember(digest, ADA)
    assert shown(use.gather((FRIDAY,), limit=2, to=ADA)) == {"Day: Fri 14 Aug 2026": [1]}


def test_who_reads_at_the_terminal_may_look_twice_on_one_day(world: World) -> None:
    keep(world, 1, 2)
    use = digesting(world)
    use.remember(use.gather((FRIDAY,)))
    assert use.gather((FRIDAY,)).count == 2
    world.now += timedelta(days=1)
    keep(world, 1, 2, 3)
    assert shown(use.gather((FRIDAY,))) == {"Day: Fri 14 Aug 2026": [3]}
    assert use.gather((FRIDAY,), since=TODAY).count == 3


def test_an_address_gets_nothing_twice(world: World) -> None:
    keep(world, 1)
    use = digesting(world)
    use.remember(use.gather((FRIDAY,), to=ADA), ADA)
    for since in (None, TODAY):
        assert use.gather((FRIDAY,), to="Ada@Example.org", since=since).count == 0
        assert use.gather((FRIDAY,), to="b@example.org", since=since).count == 1
    assert use.gather((FRIDAY,)).count == 1
    keep(world, 1, 2)
    assert shown(use.gather((FRIDAY,), to=ADA)) == {"Day: Fri 14 Aug 2026": [2]}
    world.now += timedelta(days=1)
    assert use.gather((FRIDAY,), to=ADA, since=TODAY).count == 2


def test_a_search_finds_what_is_new_by_its_day_and_missed_days_are_caught_up(world: World) -> None:
    search(world)
    keep(world, 1, days_ago=0)
    keep(world, 2, view=TRENDING, days_ago=20)
    use = digesting(world)
    assert shown(use.gather((ROBOTS,))) == {"robots": [1]}
    assert shown(use.gather((ROBOTS,), since=TODAY - timedelta(days=20))) == {"robots": [2, 1]}
    use.remember(use.gather((ROBOTS,)))
    world.now += timedelta(days=40)
    keep(world, 3, days_ago=-5)
    assert shown(use.gather((ROBOTS,))) == {"robots": [3]}


def test_what_was_read_is_not_new_and_a_filter_leaves_what_it_names(world: World) -> None:
    keep(world, 1, 2, 3)
    world.library.marks[paper(2).id] = Mark(read_at=NOON)
    digest = digesting(world).gather((FRIDAY,), query="upvotes:<3")
    assert shown(digest) == {"Day: Fri 14 Aug 2026": [1]}


def test_the_sample_is_no_news(world: World) -> None:
    assert digesting(world).gather((TRENDING,)).count == 0


def test_without_a_choice_it_is_the_searches_and_the_day(world: World) -> None:
    search(world)
    assert digesting(world).views == (ROBOTS, View(ViewKind.DAY))


async def test_the_lists_are_fetched_and_what_fails_is_told(world: World) -> None:
    search(world)
    world.source.lists[""] = OfflineError("Gone.")
    failures = await digesting(world).update((ROBOTS, TRENDING, View(ViewKind.TRENDING)))
    assert [str(failure) for failure in failures] == ["Gone.", "Gone."]
    world.source.lists[""] = [paper(7, "Robots 7", listed=date(2026, 8, 14))]
    use = digesting(world)
    assert await use.update((ROBOTS,)) == ()
    assert shown(use.gather((ROBOTS,))) == {"robots": [7]}


def test_what_cannot_be_remembered_is_said(world: World) -> None:
    keep(world, 1)
    world.library.full = True
    use = digesting(world)
    with pytest.raises(StorageError):
        use.remember(use.gather((FRIDAY,)))
    use.remember(use.gather((FRIDAY,), query="nothing"))
    assert _papers(world) == []


def _papers(world: World) -> Sequence[str]:
    return [paper for sending in world.library.sendings.values() for paper in sending.papers]
