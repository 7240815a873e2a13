"""Counts seen over time: every change is kept, and a count that stands still takes little room."""

import itertools
from datetime import timedelta

from reader.catalog.papers import Catalogue
from tests.synthetic import NOON, paper


def seen(store: Catalogue, *counts: int) -> list[tuple[float, int | None]]:
    """Look every quarter of an hour; return what is kept: the hours since the first look, and the count."""
    for place, upvotes in enumerate(counts):
        store.store_papers([paper(1, upvotes=upvotes)], NOON + timedelta(minutes=15 * place))
    kept = store.history(paper(1).id)
    return [((each.seen_at - NOON).total_seconds() / 3600, each.upvotes) for each in kept]


def test_a_count_that_stands_still_is_kept_now_and_then(store: Catalogue) -> None:
    kept = seen(store, *[5] * 96)
    assert len(kept) < 10
    assert (kept[0][0], kept[-1][0]) == (0, 23.75)
    assert max(later[0] - earlier[0] for earlier, later in itertools.pairwise(kept)) <= 6.25


def test_every_change_is_kept_with_the_looks_around_it(store: Catalogue) -> None:
    assert seen(store, 5, 5, 5, 5, 6, 5, 5, 5) == [
        *((0, 5), (0.25, 5), (0.75, 5), (1, 6), (1.25, 5), (1.75, 5)),
    ]


def test_a_course_can_be_drawn_from_three_looks_on(store: Catalogue) -> None:
    assert seen(store, 5, 5, 5) == [(0, 5), (0.25, 5), (0.5, 5)]
