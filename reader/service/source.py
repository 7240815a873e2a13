"""The sources by name, and whether they may be asked."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from reader.core.errors import NotFoundError, OfflineError
from reader.core.paper import Paper
from reader.sources.base import CategorySource, ListingSource, Source

_OFFLINE = "Offline was asked for, so nothing is fetched."


class Connection(Protocol):
    """What has to be closed in the end."""

    async def close(self) -> None:
        """End it."""


class Sources:
    """The sources by name; none answers while offline, and then none is needed.

    `connections` are those that the sources do not close themselves.
    """

    def __init__(
        self,
        lists: ListingSource | None,
        arxiv: CategorySource | None,
        *,
        offline: bool = False,
        connections: Sequence[Connection] = (),
    ) -> None:
        self._lists = lists
        self._arxiv = arxiv
        self._connections = connections
        self.offline = offline

    def lists(self) -> ListingSource:
        """Return the source of the views."""
        if self.offline or self._lists is None:
            raise OfflineError(_OFFLINE)
        return self._lists

    def arxiv(self) -> CategorySource:
        """Return arXiv."""
        if self.offline or self._arxiv is None:
            raise OfflineError(_OFFLINE)
        return self._arxiv

    def by_name(self, name: str) -> Source:
        """Return the source `hf` or `arxiv`."""
        return self.arxiv() if name == "arxiv" else self.lists()

    async def paper(self, identifier: str) -> Paper:
        """Return one paper from the first source that has it."""
        if "/" in identifier:  # identifiers before April 2007 are on arXiv only
            return await self.arxiv().paper(identifier)
        try:
            return await self.lists().paper(identifier)
        except NotFoundError:
            return await self.arxiv().paper(identifier)

    async def category(
        self, name: str, since: date | None, until: date | None, limit: int
    ) -> tuple[Paper, ...]:
        """Return the papers submitted to an arXiv category in a span of days, newest first."""
        return await self.arxiv().category(name, since, until, limit)

    async def close(self) -> None:
        """End every connection."""
        for connection in (self._lists, self._arxiv, *self._connections):
            if connection is not None:
                await connection.close()
