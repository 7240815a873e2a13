"""How fast papers rise."""

from datetime import date, timedelta

import pytest

from reader.catalog.papers import Catalogue
from tests.synthetic import NOON, paper

HOUR = timedelta(hours=1)
PAPER = paper(1).id


def see(store: Catalogue, *counts: tuple[float, int | None], listed: date | None = None) -> None:
    """Store a paper with its upvotes, seen so many hours before noon."""
    for hours, upvotes in counts:
        store.store_papers([paper(1, upvotes=upvotes, stars=1, listed=listed)], NOON - hours * HOUR)


def test_the_last_sighting_is_compared_with_the_first_of_the_week(store: Catalogue) -> None:
    see(store, (500, 1), (48, 10), (20, 1000), (0, 106))
    assert store.rises([PAPER], NOON) == {PAPER: pytest.approx(2.0)}


def test_one_sighting_is_compared_with_the_day_of_listing(store: Catalogue) -> None:
    see(store, (0, 60), listed=NOON.date() - timedelta(days=1))
    assert store.rises([PAPER], NOON) == {PAPER: pytest.approx(60 / 36)}


def test_two_glances_within_the_hour_are_no_rise_of_their_own(store: Catalogue) -> None:
    see(store, (0.1, 60), (0, 61), listed=NOON.date() - timedelta(days=1))
    assert store.rises([PAPER], NOON) == {PAPER: pytest.approx(61 / 36)}


def test_nothing_is_known_of_one_sighting_without_a_day_or_of_an_old_one(store: Catalogue) -> None:
    see(store, (0, 60))
    assert store.rises([PAPER, "2608.99999"], NOON) == {}
    assert store.rises([PAPER], NOON + timedelta(days=30)) == {}


def test_an_old_listing_tells_nothing_of_now(store: Catalogue) -> None:
    see(store, (0, 60), listed=NOON.date() - timedelta(days=40))
    assert store.rises([PAPER], NOON) == {}


def test_a_loss_is_a_negative_rise(store: Catalogue) -> None:
    see(store, (10, 60), (0, 50))
    assert store.rises([PAPER], NOON) == {PAPER: pytest.approx(-1.0)}
