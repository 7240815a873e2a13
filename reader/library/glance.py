"""A quick look at the library that opens, mends and locks nothing: what a shell completes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.core.errors import FormatError
from reader.core.item import FOLLOWS, SEARCHES
from reader.core.text import clean_line
from reader.library.journal import Tables, decoded
from reader.library.state import Files, load

_MARKED = ("bookmarked_at", "queued_at")


@dataclass(frozen=True, slots=True)
class Glance:
    """The names in a library; the tables hold what its file has."""

    tables: Tables = field(default_factory=dict)

    def tags(self) -> dict[str, int]:
        """Return how many papers have each tag, most first."""
        counts: dict[str, int] = {}
        for _, mark in self._having("tags"):
            tags = mark.get("tags")
            for tag in tags if isinstance(tags, list) else ():
                if isinstance(tag, str) and (name := clean_line(tag)):
                    counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def searches(self) -> dict[str, str]:
        """Return the query of each saved search, by its name."""
        return {
            name: clean_line(query)
            for name, document in self._documents(SEARCHES)
            if isinstance(query := document.get("query"), str) and clean_line(name) == name
        }

    def follows(self) -> tuple[str, ...]:
        """Return what is followed, as it is typed: `author:Ada Lovelace`."""
        pairs = ((document.get("kind"), document.get("name")) for _, document in self._documents(FOLLOWS))
        return tuple(
            clean_line(f"{kind}:{name}")
            for kind, name in pairs
            if isinstance(kind, str) and isinstance(name, str)
        )

    def kept(self, limit: int) -> dict[str, str]:
        """Return the titles of bookmarked and queued papers by identifier, the last ones first."""
        moments = {
            identifier: max(str(mark.get(name) or "") for name in _MARKED)
            for identifier, mark in self._having(*_MARKED)
        }
        papers = self.tables.get("papers", {})
        newest = sorted((i for i in moments if moments[i]), key=moments.__getitem__, reverse=True)[:limit]
        return {identifier: _title(decoded(papers.get(identifier))) for identifier in newest}

    def _having(self, *names: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the marks that may have one of these fields; those that have none are not even decoded."""
        written = [b'"%s": ' % name.encode() for name in names]
        for identifier, mark in self.tables.get("marks", {}).items():
            if type(mark) is bytes and not any(name in mark for name in written):
                continue
            if isinstance(known := decoded(mark), dict):
                yield clean_line(identifier), known

    def _documents(self, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for key, document in self.tables.get(table, {}).items():
            if isinstance(known := decoded(document), dict):
                yield key, known


def glance(folder: Path) -> Glance:
    """Return what the library in a folder has; nothing where there is none, or where it is damaged."""
    try:
        return Glance(load(Files.of(folder)).snapshot.tables)
    except (FormatError, OSError):
        return Glance()


def _title(document: object) -> str:
    title = document.get("title") if isinstance(document, dict) else None
    return clean_line(title) if isinstance(title, str) else ""
