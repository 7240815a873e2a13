"""Export to files and import from them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from reader.core.entry import Entry
from reader.core.errors import StorageError, UsageError
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.file import write_text
from reader.service.marking import Marking
from reader.service.port import PaperStore

_BATCH = 500


class FileExistsAlreadyError(StorageError):
    """The file to write is there, and overwriting it was not asked for."""


class ExportFormat(Protocol):
    """A way to write entries down."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def render(self) -> Callable[[Sequence[Entry]], str]: ...


class ImportItem(Protocol):
    """A paper from a file, with the mark that the file gives it."""

    @property
    def paper(self) -> Paper: ...
    @property
    def mark(self) -> Mark: ...


class ImportFile(Protocol):
    """A file being read."""

    skipped: int

    def __iter__(self) -> Iterator[ImportItem]: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went."""

    papers: int
    skipped: int
    marked: int


class Exchange:
    """Takes papers in and out."""

    def __init__(
        self,
        store: PaperStore,
        marking: Marking,
        formats: Mapping[str, ExportFormat],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.formats = formats
        self._store = store
        self._marking = marking
        self._now = now

    def render(self, entries: Sequence[Entry], format_name: str) -> str:
        """Return `entries` as text in a format; `UsageError` for an unknown one."""
        if format_name not in self.formats:
            raise UsageError(f"There is no format “{format_name}”; known are {', '.join(self.formats)}.")
        return self.formats[format_name].render(entries)

    def export(
        self, entries: Sequence[Entry], format_name: str, path: Path, *, overwrite: bool = False
    ) -> int:
        """Write `entries` to a file, whole or not at all; return their number; `StorageError` when it cannot be."""
        text = self.render(entries, format_name)
        write_file(expanded(path), text, overwrite=overwrite)
        return len(entries)

    def take_in(self, file: ImportFile, progress: Callable[[int], None] = lambda _count: None) -> Imported:
        """Keep the papers of a file, with the marks that it gives them."""
        papers = marked = 0
        batch: list[ImportItem] = []
        for item in file:
            batch.append(item)
            if len(batch) >= _BATCH:
                marked += self._take_batch(batch)
                papers += len(batch)
                batch.clear()
                progress(papers)
        marked += self._take_batch(batch)
        return Imported(papers + len(batch), file.skipped, marked)

    def _take_batch(self, batch: Sequence[ImportItem]) -> int:
        if not batch:
            return 0
        self._store.store_papers([item.paper for item in batch], self._now(), imported=True)
        step = self._marking.restore((Entry(item.paper), item.mark) for item in batch)
        return len(step.changes) if step else 0


def expanded(path: Path) -> Path:
    """Return a path with `~` as the person's home; `StorageError` where there is none."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise StorageError(f"{path} could not be written: there is no such person.") from error


def write_file(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a text file atomically; `StorageError` says why it could not be done."""
    if os.path.isdir(path):
        raise StorageError(f"{path} is a folder; name a file in it.")
    if not os.path.exists(path.parent):
        raise StorageError(f"The folder {path.parent} does not exist; make it first, or name another.")
    try:
        write_text(path, text, overwrite=overwrite)
    except FileExistsError as error:
        raise FileExistsAlreadyError(f"{path} is there already; it was left as it is.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise StorageError(
            f"{path} could not be written: {getattr(error, 'strerror', None) or error}."
        ) from error
