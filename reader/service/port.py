"""What the use cases need of the catalogue and the library."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from reader.core.found import Found, Personal
from reader.core.item import ItemChange
from reader.core.listing import Listing, Sighting, StoredListing
from reader.core.mark import Change, Mark
from reader.core.order import Order
from reader.core.paper import Paper
from reader.core.period import Period, Span
from reader.core.saved_search import SavedSearch
from reader.core.view import View

if TYPE_CHECKING:
    from reader.core.query import Node


class PaperStore(Protocol):
    """Keeps what was fetched; every method raises `StorageError` when the file fails."""

    def store_listing(self, listing: Listing, now: datetime) -> StoredListing: ...
    def store_papers(
        self, papers: Iterable[Paper], now: datetime, *, imported: bool = False, seen: bool = True
    ) -> int: ...
    def listing(self, view: View, limit: int = -1) -> StoredListing | None: ...
    def neighbour(self, period: Period, step: int) -> Period | None: ...
    def fetched_periods(self, span: Span) -> dict[str, datetime]: ...
    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]: ...
    def lacking(self, identifiers: Sequence[str]) -> frozenset[str]: ...
    def newest(self, limit: int, *, imported: bool = False) -> tuple[Paper, ...]: ...
    def count(self) -> int: ...
    def history(self, identifier: str) -> tuple[Sighting, ...]: ...
    def unindexed(self) -> int: ...
    def index_some(self, count: int = 1_000) -> int: ...
    def rises(self, identifiers: Sequence[str], now: datetime) -> Mapping[str, float]: ...


class PaperSearch(Protocol):
    """Finds papers among those stored."""

    def find(
        self,
        query: "Node",
        personal: Personal,
        *,
        within: Sequence[str] | None = None,
        limit: int = 10_000,
        order: Order = Order.RELEVANCE,
        descending: bool | None = None,
        exactly: bool = False,
    ) -> Found: ...
    def explain(
        self, query: "Node", personal: Personal, ids: Sequence[str], *, exactly: bool = False
    ) -> Mapping[str, Sequence[str]]: ...


class MarkStore(Protocol):
    """Keeps what the person did; `apply` returns when it is on disk, and raises `StorageError` when it is not."""

    @property
    def marks(self) -> Mapping[str, Mark]: ...
    @property
    def papers(self) -> Mapping[str, Paper]: ...
    @property
    def searches(self) -> Mapping[str, SavedSearch]: ...
    def mark(self, identifier: str) -> Mark: ...
    def apply(self, changes: Sequence[Change | ItemChange]) -> None: ...
    def refresh(self) -> bool: ...
