"""The course of upvotes: what was seen of many papers at once, drawn as lines of blocks."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.order import Order
from reader.core.query import parse_query
from reader.core.rise import plot, sparkline
from reader.service.personal import personal
from reader.ui.widgets.course import course_content
from tests.synthetic import NOON, paper

HOUR = timedelta(hours=1)
STEADY = [(hour * 3600, 10 * hour) for hour in range(10)]


def test_what_was_seen_of_many_papers_comes_at_once(store: Catalogue) -> None:
    for hours in (3, 2, 1):
        seen = [paper(1, upvotes=10 - hours), paper(2, upvotes=5, stars=1), paper(3, stars=hours)]
        store.store_papers(seen, NOON - hours * HOUR)
    second = int(NOON.timestamp())
    ids = [paper(n).id for n in (1, 2, 3, 4)]
    assert store.histories(ids) == {
        ids[0]: [(second - 3 * 3600, 7), (second - 2 * 3600, 8), (second - 3600, 9)],
        ids[1]: [(second - hours * 3600, 5) for hours in (3, 2, 1)],
    }


def test_gains_are_since_the_look_before(store: Catalogue) -> None:
    for hours, upvotes in ((50, 1), (20, 10), (0.2, 30), (0, 32)):
        store.store_papers([paper(1, upvotes=upvotes)], NOON - hours * HOUR)
    store.store_papers([paper(2, upvotes=9)], NOON)
    assert store.gains([paper(1).id, paper(2).id]) == {paper(1).id: 22}


@pytest.mark.parametrize("order", [Order.SPEED, Order.GAINED])
def test_everything_stored_is_sorted_by_it(store: Catalogue, order: Order) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    counts = {1: (10, 500), 2: (400, 450), 3: (3, 4)}
    days = {1: 20, 2: 2, 3: 40}
    for look, hours in enumerate((30, 0)):
        seen = [
            paper(n, upvotes=upvotes[look], listed=now.date() - timedelta(days=days[n]))
            for n, upvotes in counts.items()
        ]
        store.store_papers([*seen, paper(4)], now - hours * HOUR)
    found = Search(store.database).find(parse_query(""), personal({}), order=order)
    expected = [2, 1, 3, 4] if order is Order.SPEED else [1, 2, 3, 4]
    assert [*found.ids] == [paper(n).id for n in expected]


def test_a_steady_rise_is_a_staircase() -> None:
    assert sparkline(STEADY, 7) == "▁▂▃▄▅▆▇"
    upper, lower = plot(STEADY, 8, 2)
    assert (upper[:4], upper[-1], lower[0], lower[-4:]) == ("    ", "█", "▁", "████")


def test_too_little_is_no_course() -> None:
    assert sparkline(STEADY[:2], 6) == ""
    assert plot([(5, 1), (5, 2), (5, 3)], 6, 3) == ()
    assert not course_content(STEADY[:2], 40)


def test_one_vote_is_no_cliff() -> None:
    assert sparkline([(0, 4), (10, 4), (20, 5)], 6) == "▁▁▁▁▁▂"


@given(
    st.lists(st.tuples(st.integers(0, 2**33), st.integers(-5, 2**62)), max_size=30).map(sorted),
    st.integers(1, 60),
    st.integers(1, 6),
)
def test_a_plot_fills_its_place_whatever_was_seen(
    points: list[tuple[int, int]], width: int, height: int
) -> None:
    lines = plot(points, width, height)
    assert len(lines) in (0, height)
    assert all(len(line) == width for line in lines)
    assert all(below != " " for below in lines[-1:] for below in below)
    for upper, lower in pairwise(lines):
        assert all(under == "█" for over, under in zip(upper, lower, strict=True) if over != " ")


@pytest.mark.parametrize("width", [10, 30, 100])
def test_the_plot_names_counts_and_days(width: int) -> None:
    text = course_content(STEADY, width).plain
    assert "+90" in text
    assert "Jan’70" in text
    assert "90" in text.split("\n")[1]
    assert "█" in text


def test_counts_that_stay_are_said_in_words() -> None:
    assert course_content([(0, 4), (10, 4), (20, 4)], 40).plain == "4 upvotes, the same since Jan’70"
