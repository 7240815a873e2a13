"""The orders a list can be put in."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from operator import itemgetter

from reader.core.entry import Entry
from reader.core.fold import fold


class Order(StrEnum):
    """An order of entries; `LISTED` is the source's own."""

    RELEVANCE = "relevance"
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
    Order.RELEVANCE: "best match",
    Order.LISTED: "as listed",
    Order.UPVOTES: "most upvotes",
    Order.STARS: "most stars",
    Order.COMMENTS: "most comments",
    Order.NEWEST: "newest first",
    Order.TITLE: "by title",
}

_VALUES: dict[Order, Callable[[Entry], float | str | None]] = {
    Order.UPVOTES: lambda entry: entry.paper.upvotes,
    Order.STARS: lambda entry: entry.paper.stars,
    Order.COMMENTS: lambda entry: entry.paper.comments,
    Order.NEWEST: lambda entry: entry.paper.published.toordinal() if entry.paper.published else None,
    Order.TITLE: lambda entry: fold(entry.paper.title),
}


def ordered(entries: Sequence[Entry], order: Order, *, descending: bool | None = None) -> tuple[Entry, ...]:
    """Return `entries` in an order, unknown values last; equals stay as they were.

    Without a direction titles ascend and everything else descends; `LISTED` keeps the order that is given.
    """
    if order in (Order.LISTED, Order.RELEVANCE):
        return tuple(reversed(entries)) if descending else tuple(entries)
    value = _VALUES[order]
    valued = [(known, entry) for entry in entries if (known := value(entry)) is not None]
    unknown = [entry for entry in entries if value(entry) is None]
    valued.sort(key=itemgetter(0), reverse=order is not Order.TITLE if descending is None else descending)
    return (*(entry for _, entry in valued), *unknown)
