"""Sources that other packages bring, by the entry point group `paper_reader.sources`."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from reader.core.border import paper_from_record
from reader.core.errors import FormatError, ReaderError, SourceError
from reader.core.paper import Paper, paper_to_record
from reader.core.text import clean_line
from reader.sources.base import Asker, Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "paper_reader.sources"

T = TypeVar("T")


def plugin_names() -> tuple[str, ...]:
    """Return the names of the sources that installed packages bring."""
    return tuple(sorted({point.name for point in _entry_points()}))


def load_plugin(name: str, asker: Asker) -> Source | None:
    """Return a source by its name, `None` where no package brings it; `SourceError` when it cannot be used."""
    for point in _entry_points():
        if point.name == name:
            try:
                make: Callable[[Asker], Source] = point.load()
                return _Guarded(name, make(asker))
            except Exception as error:  # whatever another package's code may raise
                package = point.dist.name if point.dist else "an unknown package"
                raise SourceError(
                    f"The source “{clean_line(name, 40)}” of {clean_line(package, 60)} cannot be used"
                    f" ({_told(error)}); update or remove that package."
                ) from error
    return None


class _Guarded:
    """A source whose failures are sentences and whose papers are clean, whatever its code does."""

    def __init__(self, name: str, source: Source) -> None:
        self._name = name
        self._source = source

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        """Return the best papers; what is no paper is left out."""
        found = await self._asked(self._source.search, query, limit)
        papers = [self._cleaned(paper) for paper in found if isinstance(paper, Paper)]
        return tuple(paper for paper in papers if paper is not None)[:limit]

    async def paper(self, identifier: str) -> Paper:
        """Return one paper."""
        found = await self._asked(self._source.paper, identifier)
        paper = self._cleaned(found) if isinstance(found, Paper) else None
        if paper is None:
            raise SourceError(f"The source “{self._name}” answered with something that is not a paper.")
        return paper

    async def close(self) -> None:
        """End every connection."""
        await self._asked(self._source.close)

    async def _asked(self, ask: Callable[..., Awaitable[T]], *arguments: object) -> T:
        try:
            return await ask(*arguments)
        except ReaderError:
            raise
        except Exception as error:  # whatever another package's code may raise
            raise SourceError(
                f"The source “{self._name}” failed ({_told(error)}); its package has to be mended."
            ) from error

    def _cleaned(self, paper: Paper) -> Paper | None:
        try:
            return paper_from_record(paper_to_record(paper), source=self._name)
        except FormatError:
            return None


def _entry_points() -> "tuple[EntryPoint, ...]":
    from importlib.metadata import entry_points

    return tuple(entry_points(group=GROUP))


def _told(error: Exception) -> str:
    return clean_line(f"{type(error).__name__}: {error}", 120)
