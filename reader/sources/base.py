"""What a source of papers is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.view import View


class Progress(Protocol):
    """Is told how far a fetch is."""

    def __call__(self, sentence: str, papers: Sequence[Paper] = (), /) -> None:
        """Take a sentence, such as “Trending: 300 papers so far”, and the papers there are so far."""


def silent(sentence: str, papers: Sequence[Paper] = ()) -> None:
    """Tell nobody."""


class Source(Protocol):
    """A service that has papers; every method raises only `SourceError` and its kinds."""

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        """Return the best `limit` papers for `query`, best first."""

    async def paper(self, identifier: str) -> Paper:
        """Return one paper; `NotFoundError` when the service does not have it."""

    async def close(self) -> None:
        """End every connection."""


class ListingSource(Source, Protocol):
    """A source that also publishes the lists of a view."""

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        """Return the whole list of a remote view, in the source's order; the newest period where it names none."""


class CategorySource(Source, Protocol):
    """A source that knows arXiv's categories, and gives many papers at once."""

    async def papers(self, identifiers: Iterable[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return the papers that it has among `identifiers`, in their order, each once."""

    async def category(
        self, name: str, since: date | None, until: date | None, limit: int
    ) -> tuple[Paper, ...]:
        """Return at most `limit` papers submitted to a category in a span of days, newest first."""
