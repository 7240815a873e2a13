"""The orders of a list."""

from datetime import date

import pytest

from reader.core.order import Order, ordered
from tests.synthetic import entry

ENTRIES = (
    entry(1, "Beta", upvotes=5, stars=1, published=date(2026, 8, 1)),
    entry(2, "alpha", upvotes=9, published=date(2026, 8, 3)),
    entry(3, "Gamma", stars=7, published=date(2026, 8, 2)),
)
RISES = {ENTRIES[0].id: -1.0, ENTRIES[2].id: 4.5}


@pytest.mark.parametrize(
    ("order", "descending", "expected"),
    [
        (Order.RELEVANCE, None, [1, 2, 3]),
        (Order.RELEVANCE, False, [3, 2, 1]),
        (Order.LISTED, None, [1, 2, 3]),
        (Order.LISTED, True, [3, 2, 1]),
        (Order.UPVOTES, None, [2, 1, 3]),
        (Order.UPVOTES, False, [1, 2, 3]),
        (Order.STARS, None, [3, 1, 2]),
        (Order.COMMENTS, True, [1, 2, 3]),
        (Order.PUBLISHED, None, [2, 3, 1]),
        (Order.RISING, None, [3, 1, 2]),
        (Order.RISING, False, [1, 3, 2]),
        (Order.SPEED, None, [3, 1, 2]),
        (Order.GAINED, False, [1, 3, 2]),
        (Order.TITLE, None, [2, 1, 3]),
        (Order.TITLE, True, [3, 1, 2]),
    ],
)
def test_unknown_values_stand_last_in_either_direction(
    order: Order, descending: bool | None, expected: list[int]
) -> None:
    found = ordered(ENTRIES, order, descending=descending, measures=RISES)
    assert [int(e.id[-1]) for e in found] == expected


def test_relevance_is_an_order_of_searches_only() -> None:
    def cycle(*, searching: bool) -> list[Order]:
        orders = [Order.TITLE]
        while (order := orders[-1].following(searching=searching)) not in orders:
            orders.append(order)
        return orders

    assert set(cycle(searching=True)) == set(Order)
    assert set(cycle(searching=False)) == set(Order) - {Order.RELEVANCE}


def test_every_order_says_what_it_is_in_both_directions() -> None:
    labels = [order.label(turned=turned) for order in Order for turned in (False, True)]
    assert len(set(labels)) == len(labels)
