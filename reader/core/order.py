"""The orders a list can be put in."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter

from reader.core.entry import Entry
from reader.core.fold import fold


class Order(StrEnum):
    """An order of entries; `RELEVANCE` and `LISTED` are those of the search and of the source."""

    RELEVANCE = "relevance"
    LISTED = "listed"
    UPVOTES = "upvotes"
    STARS = "stars"
    COMMENTS = "comments"
    RISING = "rising"
    """By the upvotes gained in an hour."""
    PUBLISHED = "published"
    TITLE = "title"

    @property
    def descends(self) -> bool:
        """Whether the order begins with the largest, where no direction is asked for."""
        return self not in (Order.LISTED, Order.TITLE)

    def label(self, *, turned: bool = False) -> str:
        """Return the order for people; `turned` when it runs the other way."""
        return _LABELS[self][turned]

    def following(self, *, searching: bool) -> "Order":
        """Return the order after this one, the first after the last; relevance only while `searching`."""
        orders = [order for order in Order if searching or order is not Order.RELEVANCE]
        return orders[(orders.index(self) + 1) % len(orders)] if self in orders else orders[0]


_LABELS = {
    Order.RELEVANCE: ("best match first", "best match last"),
    Order.LISTED: ("as listed", "as listed, from the end"),
    Order.UPVOTES: ("most upvotes", "fewest upvotes"),
    Order.STARS: ("most stars", "fewest stars"),
    Order.COMMENTS: ("most comments", "fewest comments"),
    Order.RISING: ("rising fastest", "rising slowest"),
    Order.PUBLISHED: ("newest first", "oldest first"),
    Order.TITLE: ("by title", "by title, from Z"),
}

_VALUES: Mapping[Order, Callable[[Entry], float | str | None]] = {
    Order.UPVOTES: lambda entry: entry.paper.upvotes,
    Order.STARS: lambda entry: entry.paper.stars,
    Order.COMMENTS: lambda entry: entry.paper.comments,
    Order.PUBLISHED: lambda entry: entry.paper.published.toordinal() if entry.paper.published else None,
    Order.TITLE: lambda entry: fold(entry.paper.title),
}


def ordered(
    entries: Sequence[Entry],
    order: Order,
    *,
    descending: bool | None = None,
    rises: Mapping[str, float] | None = None,
) -> tuple[Entry, ...]:
    """Return `entries` in an order, unknown values last; equals stay as they were.

    Without a direction titles ascend and counts descend. `RELEVANCE` and `LISTED` keep the order that is given, or
    turn it; `RISING` goes by `rises`, the upvotes gained in an hour by identifier.
    """
    descends = order.descends if descending is None else descending
    if order in (Order.RELEVANCE, Order.LISTED):
        return tuple(entries) if descends is order.descends else tuple(reversed(entries))
    known = rises or {}

    def value(entry: Entry) -> float | str | None:
        return known.get(entry.id) if order is Order.RISING else _VALUES[order](entry)

    valued = [(worth, entry) for entry in entries if (worth := value(entry)) is not None]
    unknown = [entry for entry in entries if value(entry) is None]
    valued.sort(key=itemgetter(0), reverse=descends)
    return (*(entry for _, entry in valued), *unknown)
