'''What a source of papers is, and how another package brings one.

A source is a class with `search`, `paper` and `close` (see `Source`). This is a whole one:

    from reader.core.border import paper_from_record
    from reader.core.errors import NotFoundError, SourceError
    from reader.sources.base import Asker


    class Shelf:
        """The papers of shelf.example."""

        def __init__(self, asker: Asker) -> None:
            self._asker = asker

        async def search(self, query, limit):
            reply = await self._asker.get("https://shelf.example/api", params={"q": query, "n": limit})
            try:
                return tuple(paper_from_record(item) for item in json.loads(reply.body))
            except ValueError as error:
                raise SourceError("The shelf answered with something that cannot be read.") from error

        async def paper(self, identifier):
            for paper in await self.search(identifier, 1):
                return paper
            raise NotFoundError(f"The shelf has no paper “{identifier}”.")

        async def close(self):
            pass

A package offers it in the entry point group `paper_reader.sources`; the name is what people type:

    [project.entry-points."paper_reader.sources"]
    shelf = "shelf_papers:Shelf"

It is loaded when it is first asked (`paper-reader search --remote shelf WORDS`), is given the client of the program,
which bounds, times and repeats its requests, and its papers are cleaned and kept as all others are. A field of its
papers counts less than what arXiv and Hugging Face say (`reader.core.origin`).
'''

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.progress import Progress, TransferProgress, silent, silent_transfer
from reader.core.view import View

if TYPE_CHECKING:
    from reader.core.linked import Links


class Answer(Protocol):
    """What a request brought."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, their names in lower case."""

    @property
    def body(self) -> bytes:
        """The body, unpacked and whole."""


class Asker(Protocol):
    """What asks over the network; it raises only `SourceError` and its kinds."""

    async def get(
        self, url: str, *, params: Mapping[str, str | int] | None = None, accept: str = "application/json"
    ) -> Answer:
        """Return the successful answer to a request."""


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


class HubSource(ListingSource, Protocol):
    """A source that knows what people make of papers: Hugging Face."""

    async def detail(self, identifier: str) -> "tuple[Paper, Links]":
        """Return a paper with the models, datasets and Spaces that name it; `NotFoundError` when it is not there."""

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        """Return the whole paper as Markdown (untrusted text); `NotFoundError` where there is none."""

    async def submitter(self, name: str, progress: Progress = silent) -> tuple[Paper, ...]:
        """Return what somebody put on the lists, newest first."""

    async def probe(self) -> None:
        """Ask for as little as can be; `SourceError` while the service cannot be reached."""


class ArchiveSource(ListingSource, Protocol):
    """A source that knows arXiv's records and categories."""

    async def papers(self, identifiers: Sequence[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return the papers that there are among `identifiers`, in their order, each once, many in one request."""

    async def category(
        self,
        name: str,
        since: date | None = None,
        until: date | None = None,
        limit: int = ...,
        progress: Progress = silent,
    ) -> tuple[Paper, ...]:
        """Return at most `limit` papers submitted to a category in a span of days, newest first."""

    async def count(self, name: str, since: date | None, until: date | None) -> int:
        """Return how many papers were submitted to a category in a span of days."""

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return the page with a whole paper (untrusted) and its address; `NotFoundError` where there is none."""

    async def pdf(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        """Return the PDF of a paper (untrusted) and its address; `NotFoundError` where there is none."""

    async def picture(self, address: str, progress: Progress = silent) -> bytes:
        """Return a picture of a page with a whole paper (untrusted); it is of bounded size."""


class PdfSource(Protocol):
    """A source of files to keep: arXiv's PDFs."""

    async def download(
        self,
        identifier: str,
        place: Callable[[], Path | None],
        progress: TransferProgress = silent_transfer,
    ) -> Path | None:
        """Download the PDF of a paper to where `place` says, going on where an earlier download broke off.

        `place` is asked when it is our turn; where it says `None`, nothing is asked for any more. `StorageError` where
        the disk fails; `SourceError` and `FormatError` where there is no PDF, or not all of it.
        """
