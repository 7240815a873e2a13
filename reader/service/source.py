"""The sources by name, and whether they may be asked."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from reader.core.errors import NotFoundError, OfflineError, SourceError, UsageError
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.progress import Progress, TransferProgress, silent, silent_transfer
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.service.network import Network

if TYPE_CHECKING:
    from reader.core.linked import Links
    from reader.sources.base import ArchiveSource, HubSource, PdfSource, Source

T = TypeVar("T")


class Connection(Protocol):
    """What has to be closed in the end."""

    async def close(self) -> None:
        """End it."""


def _no_others(_name: str) -> "Source | None":
    return None


class Opened(NamedTuple):
    """The sources, ready to be asked; `connections` are those that the sources do not close themselves."""

    lists: "HubSource"
    arxiv: "ArchiveSource"
    connections: Sequence[Connection] = ()
    other: "Callable[[str], Source | None]" = _no_others
    """Returns a source that another package brings, by its name."""
    others: Callable[[], tuple[str, ...]] = tuple
    """Returns the names of those."""
    pdfs: "PdfSource | None" = None
    """What gives files to keep."""


class Sources:
    """The sources by name, opened when the first of them is asked; while `offline` none may be."""

    def __init__(self, open_sources: Callable[[], Opened], *, offline: bool = False) -> None:
        self.network = Network(forbidden=offline)
        self._open = open_sources
        self._opened: Opened | None = None
        self._others: dict[str, Source] = {}

    @property
    def offline(self) -> bool:
        """Whether no request may be made."""
        return self.network.forbidden

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        """Return the list of a remote view from the source that publishes it."""
        if view.kind is ViewKind.ARXIV:
            return await self._asked_beside(lambda opened: opened.arxiv.listing(view, progress))
        return await self._asked(lambda opened: opened.lists.listing(view, progress))

    async def search(self, name: str, query: str, limit: int) -> tuple[Paper, ...]:
        """Return what the source `hf`, `arxiv`, or one of another package finds; `UsageError` for another name."""
        asked = self._asked if name == "hf" else self._asked_beside
        return await asked(lambda opened: self._by_name(opened, name).search(query, limit))

    async def paper(self, identifier: str) -> Paper:
        """Return one paper from the first source that has it."""
        if "/" not in identifier:  # identifiers before April 2007 are on arXiv only
            try:
                return await self._asked(lambda opened: opened.lists.paper(identifier))
            except NotFoundError:
                pass
        return await self._asked_beside(lambda opened: opened.arxiv.paper(identifier))

    async def papers(self, identifiers: Sequence[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return arXiv's records of papers, many in one request."""
        return await self._asked_beside(lambda opened: opened.arxiv.papers(identifiers, progress))

    async def detail(self, identifier: str) -> "tuple[Paper, Links]":
        """Return a paper with the models, datasets and Spaces that name it."""
        return await self._asked(lambda opened: opened.lists.detail(identifier))

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        """Return a whole paper as Markdown, which is not safe to print as it is."""
        return await self._asked(lambda opened: opened.lists.text(identifier, progress))

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return arXiv's page with a whole paper, which is not safe to print as it is, and its address."""
        return await self._asked_beside(lambda opened: opened.arxiv.html(identifier, progress))

    async def pdf(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return the PDF of a paper and its address."""
        return await self._asked_beside(lambda opened: opened.arxiv.pdf(identifier, progress))

    async def download(
        self, identifier: str, place: Callable[[], Path | None], progress: TransferProgress = silent_transfer
    ) -> Path | None:
        """Download the PDF of a paper to where `place` says; `None` where it says that nothing is wanted any more."""

        async def ask(opened: Opened) -> Path | None:
            if opened.pdfs is None:
                raise NotFoundError("No source has PDFs.")
            return await opened.pdfs.download(identifier, place, progress)

        return await self._asked_beside(ask)

    async def picture(self, address: str, progress: Progress = silent) -> bytes:
        """Return a picture of arXiv's page with a whole paper, which may be anything."""
        return await self._asked_beside(lambda opened: opened.arxiv.picture(address, progress))

    async def submitter(self, name: str, progress: Progress = silent) -> tuple[Paper, ...]:
        """Return what somebody put on Hugging Face's lists, newest first."""
        return await self._asked(lambda opened: opened.lists.submitter(name, progress))

    async def category(
        self, name: str, since: date | None, until: date | None, limit: int, progress: Progress = silent
    ) -> tuple[Paper, ...]:
        """Return the papers submitted to an arXiv category in a span of days, newest first."""
        return await self._asked_beside(
            lambda opened: opened.arxiv.category(name, since, until, limit, progress)
        )

    async def count(self, name: str, since: date | None, until: date | None) -> int:
        """Return how many papers were submitted to an arXiv category in a span of days."""
        return await self._asked_beside(lambda opened: opened.arxiv.count(name, since, until))

    async def watch(self) -> None:
        """Look out for the network's return while it is gone; ends when cancelled, at once where offline was asked for."""
        if not self.offline:
            await self.network.watch(self._probe)

    async def close(self) -> None:
        """End every connection."""
        if self._opened is not None:
            for connection in (
                *(self._opened.lists, self._opened.arxiv),
                *self._opened.connections,
                *self._others.values(),
            ):
                await connection.close()

    async def _probe(self) -> None:
        await self._ready().lists.probe()

    async def _asked(self, ask: Callable[[Opened], Awaitable[T]]) -> T:
        return await self.network.through(lambda: ask(self._ready()))

    async def _asked_beside(self, ask: Callable[[Opened], Awaitable[T]]) -> T:
        """Ask another service than the one that is probed: that it is silent does not mean that there is no network."""
        try:
            return await self.network.through(lambda: ask(self._ready()), decisive=False)
        except OfflineError:
            if not self.network.offline:
                with suppress(SourceError):
                    await self.network.through(self._probe)
            raise

    def _by_name(self, opened: Opened, name: str) -> "Source":
        if name == "hf":
            return opened.lists
        if name == "arxiv":
            return opened.arxiv
        if name not in self._others:
            if (found := opened.other(name)) is None:
                known = ", ".join(("hf", "arxiv", *opened.others()))
                raise UsageError(f"There is no source “{clean_line(name, 40)}”; there are {known}.")
            self._others[name] = found
        return self._others[name]

    def _ready(self) -> Opened:
        if self.offline:
            raise OfflineError("Offline was asked for, so nothing is fetched.")
        if self._opened is None:
            self._opened = self._open()
        return self._opened
