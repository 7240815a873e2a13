"""The sources by name, and whether they may be asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reader.core.errors import NotFoundError, OfflineError
from reader.core.paper import Paper
from reader.sources.base import CategorySource, ListingSource, Source


class Connection(Protocol):
    """What has to be closed in the end."""

    async def close(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The sources, ready to be asked; `connections` are those that the sources do not close themselves."""

    lists: ListingSource
    arxiv: CategorySource
    connections: Sequence[Connection] = ()


class Sources:
    """The sources by name, opened when the first of them is asked; while `offline` none may be."""

    def __init__(self, open_sources: Callable[[], Opened], *, offline: bool = False) -> None:
        self.offline = offline
        self._open = open_sources
        self._opened: Opened | None = None

    def lists(self) -> ListingSource:
        """Return the source of the views."""
        return self._ready().lists

    def arxiv(self) -> CategorySource:
        """Return arXiv."""
        return self._ready().arxiv

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

    async def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return the papers that arXiv has among `identifiers`, asked for many at once."""
        return await self.arxiv().papers(identifiers)

    async def category(
        self, name: str, since: date | None, until: date | None, limit: int
    ) -> tuple[Paper, ...]:
        """Return the papers submitted to an arXiv category in a span of days, newest first."""
        return await self.arxiv().category(name, since, until, limit)

    async def close(self) -> None:
        """End every connection."""
        if self._opened is not None:
            for connection in (self._opened.lists, self._opened.arxiv, *self._opened.connections):
                await connection.close()

    def _ready(self) -> Opened:
        if self.offline:
            raise OfflineError("Offline was asked for, so nothing is fetched.")
        if self._opened is None:
            self._opened = self._open()
        return self._opened
