"""What only a source knows: links, texts, what somebody submitted, and arXiv's records of papers."""

from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime, timedelta

from reader.core.identifier import is_local
from reader.core.linked import KnownLinks, Links
from reader.core.paper import Paper
from reader.core.progress import Progress, silent
from reader.service.port import PaperStore
from reader.service.source import Sources
from reader.service.thread import in_thread

LINKS_LAST = timedelta(days=1)
"""How long what names a paper is not asked for again."""


class Asking:
    """Asks the sources about papers; what they tell is kept."""

    def __init__(
        self, store: PaperStore, sources: Sources, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._sources = sources
        self._now = now

    async def links(self, identifier: str) -> Links:
        """Return the models, datasets and Spaces that name a paper; `NotFoundError` when Hugging Face lacks it."""
        paper, links = await self._sources.detail(identifier)
        await self._keep([paper])
        await in_thread(self._store.keep_links, identifier, links, self._now())
        return links

    def known_links(self, identifier: str) -> KnownLinks | None:
        """Return what was told of the models, datasets and Spaces last; `None` where nobody was asked yet."""
        return self._store.links(identifier)

    def is_fresh(self, known: KnownLinks) -> bool:
        """Tell whether it need not be asked anew."""
        return self._now() - known.fetched_at < LINKS_LAST

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        """Return a whole paper as Markdown, which is not safe to print as it is; `NotFoundError` without one."""
        return await self._sources.text(identifier, progress)

    async def submitter(self, name: str, progress: Progress = silent) -> tuple[Paper, ...]:
        """Return what somebody, by their login, put on the daily lists, newest first."""
        papers = await self._sources.submitter(name, progress)
        await self._keep(papers)
        return self._store.papers([paper.id for paper in papers])

    async def complete(
        self, identifiers: Sequence[str], progress: Progress = silent, *, again: Container[str] = ()
    ) -> tuple[Paper, ...]:
        """Return the papers with arXiv's abstract, categories and DOI, asking only for those that lack them.

        Those of `again` are asked for anyway: there may be a new version.
        """
        stored = {paper.id: paper for paper in await in_thread(self._store.papers, identifiers)}
        missing = [
            name
            for name in identifiers
            if not is_local(name) and (name in again or not _is_complete(stored.get(name)))
        ]
        if missing:
            await self._keep(await self._sources.papers(missing, progress))
        return await in_thread(self._store.papers, identifiers)

    async def _keep(self, papers: Sequence[Paper]) -> None:
        await in_thread(self._store.store_papers, papers, self._now())


def _is_complete(paper: Paper | None) -> bool:
    """Tell whether arXiv has told of a paper all that it can: its version comes from nobody else."""
    return paper is not None and paper.version is not None and bool(paper.categories and paper.abstract)
