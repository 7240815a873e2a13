"""The search, loaded with the first query: lists are shown without it."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.catalog.database import Database
from reader.core.order import Order

if TYPE_CHECKING:
    from reader.catalog.search import Search
    from reader.core.found import Found, Personal
    from reader.core.likeness import Liked, Likeness
    from reader.core.query import Node


class LateSearch:
    """Does what `Search` does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._search: Search | None = None

    def find(
        self,
        query: "Node",
        personal: "Personal",
        *,
        within: Sequence[str] | None = None,
        limit: int = 10_000,
        order: Order = Order.RELEVANCE,
        descending: bool | None = None,
        exactly: bool = False,
    ) -> "Found":
        """Return what the catalogue's index finds."""
        return self._opened().find(
            query,
            personal,
            within=within,
            limit=limit,
            order=order,
            descending=descending,
            exactly=exactly,
        )

    def explain(
        self, query: "Node", personal: "Personal", ids: Sequence[str], *, exactly: bool = False
    ) -> Mapping[str, Sequence[str]]:
        """Return why each paper stands where it does."""
        return self._opened().explain(query, personal, ids, exactly=exactly)

    def alike(
        self,
        liked: "Sequence[Liked]",
        personal: "Personal",
        *,
        among: "Node | None" = None,
        excluding: Collection[str] = (),
        limit: int = 50,
    ) -> "Sequence[Likeness]":
        """Return the papers that are most like others."""
        return self._opened().alike(liked, personal, among=among, excluding=excluding, limit=limit)

    def _opened(self) -> "Search":
        if self._search is None:
            from reader.catalog.search import Search

            self._search = Search(self._database)
        return self._search
