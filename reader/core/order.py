"""The orders a list can be put in."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from reader.core.entry import Entry


class Order(StrEnum):
    """An order of entries; `LISTED` is the source's own."""

    LISTED = "listed"
    UPVOTES = "upvotes"
    STARS = "stars"
    COMMENTS = "comments"
    NEWEST = "published"
    TITLE = "title"

    @property
    def label(self) -> str:
        """The order for people."""
        return _LABELS[self]

    @property
    def next(self) -> "Order":
        """The order after this one, the first after the last."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


_LABELS = {
    Order.LISTED: "as listed",
    Order.UPVOTES: "most upvotes",
    Order.STARS: "most stars",
    Order.COMMENTS: "most comments",
    Order.NEWEST: "newest first",
    Order.TITLE: "by title",
}

_COUNTS: dict[Order, Callable[[Entry], int]] = {
    Order.UPVOTES: lambda entry: -1 if entry.paper.upvotes is None else entry.paper.upvotes,
    Order.STARS: lambda entry: -1 if entry.paper.stars is None else entry.paper.stars,
    Order.COMMENTS: lambda entry: -1 if entry.paper.comments is None else entry.paper.comments,
    Order.NEWEST: lambda entry: entry.paper.published.toordinal() if entry.paper.published else 0,
}


def ordered(entries: Sequence[Entry], order: Order) -> tuple[Entry, ...]:
    """Return `entries` in an order, unknown values last; equals stay as they were."""
    match order:
        case Order.LISTED:
            return tuple(entries)
        case Order.TITLE:
            return tuple(sorted(entries, key=lambda entry: entry.paper.title.casefold()))
        case _:
            return tuple(sorted(entries, key=_COUNTS[order], reverse=True))
