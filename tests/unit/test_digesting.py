"""What is new: gathered from views, ranked, each paper once; and what was told is not new any more."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta

import pytest

from reader.core.digest import Digest
from reader.core.errors import OfflineError, RefusedError, StorageError
from reader.core.follow import Follow, FollowKind, Subject
from reader.core.mark import Mark
from reader.core.saved_search import SavedSearch
from reader.core.view import View, ViewKind
from reader.export.digest.format import render
from reader.service.digesting import Digesting
from reader.service.fetching import Fetching
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
        world.reading,
        lambda: Fetching(world.store, world.sources, lambda: world.now),
        world.library,
        render,
        lambda: world.now,
        lambda moment: moment.astimezone(UTC),
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


def test_what_is_followed_is_in_it_and_says_whom(world: World) -> None:
    ann = Subject(FollowKind.AUTHOR, "Ann Lee")
    world.library.follows = {ann.key: Follow(ann.kind, ann.name, NOON)}
    world.keep(TRENDING, (paper(1, authors=("Ann Lee",), published=TODAY), paper(2, published=TODAY)))
    use = digesting(world)
    assert use.views == (View(ViewKind.FOLLOWED), View(ViewKind.DAY))
    digest = use.gather(use.views)
    assert shown(digest) == {"Followed": [1]}
    assert next(digest.items).reasons == ("you follow Ann Lee",)


async def test_the_list_of_today_is_fetched_for_what_is_followed(world: World) -> None:
    cs = Subject(FollowKind.CATEGORY, "cs.LG")
    world.library.follows = {cs.key: Follow(cs.kind, cs.name, NOON)}
    await digesting(world).update((View(ViewKind.FOLLOWED),))
    assert (world.source.asked, world.arxiv.asked) == ([""], [""])


async def test_lists_missed_since_the_last_digest_are_caught_up(world: World) -> None:
    world.now -= timedelta(days=4)  # Monday
    keep(world, 1, view=day("2026-08-10"))
    use, daily = digesting(world), (View(ViewKind.DAY),)
    use.remember(use.gather(daily, to=ADA), ADA)
    world.now += timedelta(days=4)
    keep(world, 5, view=FRIDAY)
    world.source.lists |= {
        "2026-08-10": [paper(1), paper(2)],
        "2026-08-11": [paper(3)],
        "2026-08-12": RefusedError("There is none.", 400),
        "": [paper(5)],
    }
    assert await use.update(daily, addresses=[ADA]) == ()
    assert sorted(world.source.asked) == ["", *(f"2026-08-{number}" for number in (10, 11, 12, 13))]
    digest = use.gather(daily, to=ADA)
    assert shown(digest) == {
        "Day: Fri 14 Aug 2026": [5],
        "Day: Tue 11 Aug 2026": [3],
        "Day: Mon 10 Aug 2026": [2],
    }
    assert shown(use.gather(daily)) == {"Day: Fri 14 Aug 2026": [5]}, "a first digest has the newest list"
    since = use.gather(daily, since=date(2026, 8, 11))
    assert list(shown(since)) == ["Day: Fri 14 Aug 2026", "Day: Tue 11 Aug 2026"]


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
