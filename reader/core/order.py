"""The orders a list can be put in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from operator import itemgetter

from reader.core.entry import Entry


class Order(StrEnum):
    """An order of entries; `RELEVANCE` and `LISTED` are those of the search and of the source."""

    RELEVANCE = "relevance"
    LISTED = "listed"
    UPVOTES = "upvotes"
    STARS = "stars"
    COMMENTS = "comments"
    RISING = "rising"
    """By the upvotes gained in an hour, as they were seen in the last week."""
    SPEED = "speed"
    """By the upvotes for every hour since a paper was listed."""
    GAINED = "gained"
    """By the upvotes gained since the look before the last one."""
    PUBLISHED = "published"
    TITLE = "title"

    @property
    def measured(self) -> bool:
        """Whether it goes by what the counts seen over time tell, so that the store is asked."""
        return self in (Order.RISING, Order.GAINED)

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
    Order.SPEED: ("most upvotes an hour since listed", "fewest upvotes an hour since listed"),
    Order.GAINED: ("gained most since the last look", "gained least since the last look"),
    Order.PUBLISHED: ("newest first", "oldest first"),
    Order.TITLE: ("by title", "by title, from Z"),
}


def _folded_title(entry: Entry) -> str:
    from reader.core.fold import fold  # slow to load, and most lists are not sorted by title

    return fold(entry.paper.title)


_VALUES: Mapping[Order, Callable[[Entry], float | str | None]] = {
    Order.UPVOTES: lambda entry: entry.paper.upvotes,
    Order.STARS: lambda entry: entry.paper.stars,
    Order.COMMENTS: lambda entry: entry.paper.comments,
    Order.PUBLISHED: lambda entry: entry.paper.published.toordinal() if entry.paper.published else None,
    Order.TITLE: _folded_title,
}


def speed(upvotes: int, listed: date, now: datetime) -> float:
    """Return the upvotes for every hour since the day of listing began (UTC), of which there is at least one."""
    began = datetime.combine(listed, time(), UTC)
    return upvotes / max(1.0, (now - began).total_seconds() / 3600)


def speeds(entries: Sequence[Entry], now: datetime) -> dict[str, float]:
    """Return the speed of the entries whose upvotes and day of listing are known, by identifier."""
    return {
        entry.id: speed(entry.paper.upvotes, entry.paper.listed, now)
        for entry in entries
        if entry.paper.upvotes is not None and entry.paper.listed is not None
    }


def ordered(
    entries: Sequence[Entry],
    order: Order,
    *,
    descending: bool | None = None,
    measures: Mapping[str, float] | None = None,
) -> tuple[Entry, ...]:
    """Return `entries` in an order, unknown values last; equals stay as they were.

    Without a direction titles ascend and counts descend. `RELEVANCE` and `LISTED` keep the order that is given, or
    turn it; `RISING`, `SPEED` and `GAINED` go by `measures`, a number by identifier.
    """
    descends = order.descends if descending is None else descending
    if order in (Order.RELEVANCE, Order.LISTED):
        return tuple(entries) if descends is order.descends else tuple(reversed(entries))
    known = measures or {}

    def value(entry: Entry) -> float | str | None:
        return _VALUES[order](entry) if order in _VALUES else known.get(entry.id)

    valued = [(worth, entry) for entry in entries if (worth := value(entry)) is not None]
    unknown = [entry for entry in entries if value(entry) is None]
    valued.sort(key=itemgetter(0), reverse=descends)
    return (*(entry for _, entry in valued), *unknown)
