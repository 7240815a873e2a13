"""The order that the person chose for the list, and its direction."""

from reader.core.order import Order


class Sorting:
    """Knows the order that holds; while something is searched for, that is the best first until another is chosen.

    An order that was chosen for a search ends with it, and one that was chosen before holds in it.
    """

    def __init__(self) -> None:
        self._outside = (Order.LISTED, False)
        """The order outside a search, and whether it is turned round."""
        self._inside: tuple[Order, bool] | None = None
        """What was chosen while something was searched for."""

    def order(self, *, searching: bool) -> Order:
        """Return the order that holds."""
        return self._held(searching)[0]

    def descending(self, *, searching: bool, by_day: bool) -> bool | None:
        """Return whether the order descends, `None` for its own direction.

        `by_day` where “as listed” means the day of listing, and the last day stands first.
        """
        order, turned = self._held(searching)
        return not (order.descends or (by_day and order is Order.LISTED)) if turned else None

    def label(self, *, searching: bool) -> str:
        """Return the order for people."""
        order, turned = self._held(searching)
        return order.label(turned=turned)

    def is_usual(self, *, searching: bool) -> bool:
        """Tell whether the order is the one that nobody chose."""
        return self._held(searching) == (Order.RELEVANCE if searching else Order.LISTED, False)

    def choose(self, order: Order | None, *, searching: bool) -> None:
        """Take an order in its own direction; without one the next."""
        self._hold(order or self.order(searching=searching).following(searching=searching), False, searching)

    def turn(self, *, searching: bool) -> None:
        """Let the order run the other way."""
        order, turned = self._held(searching)
        self._hold(order, not turned, searching)

    def end_search(self) -> None:
        """Go back to the order outside the search."""
        self._inside = None

    def _held(self, searching: bool) -> tuple[Order, bool]:
        if not searching:
            return self._outside
        if self._inside is not None:
            return self._inside
        return (Order.RELEVANCE, False) if self._outside[0] is Order.LISTED else self._outside

    def _hold(self, order: Order, turned: bool, searching: bool) -> None:
        if searching:
            self._inside = order, turned
        elif order is not Order.RELEVANCE:  # which has no meaning without a search
            self._outside = order, turned
