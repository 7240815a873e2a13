"""Bring the search index up to this program's version, while the older answers go on."""

from collections.abc import Callable

from reader.service.port import PaperStore
from reader.service.thread import in_thread

Report = Callable[[int, int], None]
"""Is told how many papers are indexed, and of how many."""


class Indexing:
    """Indexes the stored papers that the index does not tell of; ended early, it goes on the next time."""

    def __init__(self, store: PaperStore) -> None:
        self._store = store

    def pending(self) -> int:
        """Return how many stored papers a search cannot find yet, or only as an older program indexed them."""
        return self._store.unindexed()

    def complete(self, report: Report) -> None:
        """Index them all; `StorageError` when the file fails."""
        pending = left = self._store.unindexed()
        while left:
            report(pending - left, pending)
            left = self._store.index_some()

    async def complete_beside(self, report: Report) -> None:
        """Index them all off the event loop."""
        pending = left = await in_thread(self._store.unindexed)
        while left:
            report(pending - left, pending)
            left = await in_thread(self._store.index_some)
