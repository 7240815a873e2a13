"""The sources by name, and whether they may be asked."""

from datetime import date

from reader.core.errors import NotFoundError, OfflineError
from reader.core.paper import Paper
from reader.sources.base import CategorySource, ListingSource, Source


class Sources:
    """The sources by name; none answers while offline."""

    def __init__(self, lists: ListingSource, arxiv: CategorySource, *, offline: bool = False) -> None:
        self._lists = lists
        self._arxiv = arxiv
        self.offline = offline

    def lists(self) -> ListingSource:
        """Return the source of the views."""
        self._refuse_offline()
        return self._lists

    def by_name(self, name: str) -> Source:
        """Return the source `hf` or `arxiv`."""
        self._refuse_offline()
        return self._arxiv if name == "arxiv" else self._lists

    async def paper(self, identifier: str) -> Paper:
        """Return one paper from the first source that has it."""
        self._refuse_offline()
        if "/" in identifier:  # identifiers before April 2007 are on arXiv only
            return await self._arxiv.paper(identifier)
        try:
            return await self._lists.paper(identifier)
        except NotFoundError:
            return await self._arxiv.paper(identifier)

    async def category(
        self, name: str, since: date | None, until: date | None, limit: int
    ) -> tuple[Paper, ...]:
        """Return the papers submitted to an arXiv category in a span of days, newest first."""
        self._refuse_offline()
        return await self._arxiv.category(name, since, until, limit)

    async def close(self) -> None:
        """End every connection."""
        await self._lists.close()
        await self._arxiv.close()

    def _refuse_offline(self) -> None:
        if self.offline:
            raise OfflineError("Offline was asked for, so nothing is fetched.")
