"""The order that the person chose for the list, and its direction."""

from reader.core.order import Order


class Sorting:
    """Knows the order that holds: the chosen one, else the best first while something is searched for."""

    def __init__(self) -> None:
        self._chosen: Order | None = None
        self._turned = False

    def order(self, *, searching: bool) -> Order:
        """Return the order that holds."""
        if self._chosen is None or (self._chosen is Order.RELEVANCE and not searching):
            return _usual(searching)
        return self._chosen

    def descending(self, *, searching: bool, by_day: bool) -> bool | None:
        """Return whether the order descends, `None` for its own direction.

        `by_day` where “as listed” means the day of listing, and the last day stands first.
        """
        if not self._turned:
            return None
        order = self.order(searching=searching)
        return not (order.descends or (by_day and order is Order.LISTED))

    def label(self, *, searching: bool) -> str:
        """Return the order for people."""
        return self.order(searching=searching).label(turned=self._turned)

    def is_usual(self, *, searching: bool) -> bool:
        """Tell whether the order is the one that nobody chose."""
        return not self._turned and self.order(searching=searching) is _usual(searching)

    def choose(self, order: Order | None, *, searching: bool) -> None:
        """Take an order in its own direction; without one the next."""
        self._chosen = order or self.order(searching=searching).following(searching=searching)
        self._turned = False

    def turn(self) -> None:
        """Let the order run the other way."""
        self._turned = not self._turned

    def end_search(self) -> None:
        """Forget a choice that has no meaning without a search."""
        if self._chosen in (Order.RELEVANCE, Order.LISTED):
            self._chosen, self._turned = None, False


def _usual(searching: bool) -> Order:
    return Order.RELEVANCE if searching else Order.LISTED
