"""Export to files and import from them."""

import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from reader.core.entry import Entry
from reader.core.errors import BusyError, FormatError, StorageError, UsageError
from reader.core.file_place import START, Place
from reader.core.mark import Mark
from reader.core.note_file import NoteFile
from reader.core.paper import Paper
from reader.file import write_text
from reader.service.highlighting import annotated
from reader.service.marking import Marking
from reader.service.note_folder import write_notes
from reader.service.resolving import Action, Find, ImportItem, Planned, Resolving, entries

BATCH = 16_384
"""Papers kept at once: indexing many together costs less, and other windows wait for their writing only."""

BATCH_BYTES = 64 * 2**20
"""Most text of a file that is held until it is kept."""

_TOLD = 500
"""Papers after which a watcher is told again how many are read."""

_PLANNED = 500
"""Papers of a preview that are looked at together."""

_PROBLEMS = 3
"""Items that are no papers, or not to be found, which are named with the reason."""

PATIENCE = 300
"""How often another window is waited for, about a second each time."""


class FileExistsAlreadyError(StorageError):
    """The file to write is there, and overwriting it was not asked for."""


class ExportFormat(Protocol):
    """A way to write entries down, into a file or, where it has `notes`, into a folder."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def render(self) -> Callable[[Sequence[Entry]], str]: ...
    @property
    def notes(self) -> Callable[[Sequence[Entry]], Iterable[NoteFile]] | None: ...


class ImportFile(Protocol):
    """A file being read; it gives every paper before it fails with `FormatError`."""

    @property
    def identity(self) -> str | None: ...
    @property
    def place(self) -> Place | None: ...
    @property
    def offset(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def problems(self) -> Sequence[str]: ...

    def begin_at(self, place: Place) -> None: ...
    def __iter__(self) -> Iterator[ImportItem]: ...


class Kept(Protocol):
    """How many papers were new, and how many were known, but changed."""

    @property
    def added(self) -> int: ...
    @property
    def changed(self) -> int: ...


class ImportStore(Protocol):
    """Keeps papers of files with how far each file was read; a `place` of `None` is its end."""

    def place(self, file: str) -> Place | None: ...
    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]: ...
    def keep(
        self, papers: Sequence[Paper], now: datetime, file: str | None = None, place: Place | None = None
    ) -> Kept: ...


class Watcher(Protocol):
    """Is told how an import goes."""

    def begun(self, papers: int) -> None:
        """Reading begins behind so many papers, which were kept before."""

    def read(self, papers: int) -> None:
        """So many papers of the file are read by now, but not all of them kept."""

    def kept(self, papers: int) -> None:
        """So many papers of the file are kept by now, those kept before among them."""

    def waited(self) -> None:
        """Another window is storing papers, and was waited for."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: `papers` were given by the file, `added` of them new and `changed` known, but else."""

    papers: int = 0
    added: int = 0
    changed: int = 0
    marked: int = 0
    before: int = 0
    """Papers taken in when the import of this file ended early."""
    skipped: int = 0
    """Items that are no papers."""
    problems: tuple[str, ...] = ()
    """What was wrong with the first of them."""
    damage: str | None = None
    """Why the file could not be read to its end."""

    @property
    def unchanged(self) -> int:
        """Papers that were known as they are."""
        return self.papers - self.added - self.changed


class Exchange:
    """Takes papers in and out."""

    def __init__(
        self,
        imports: ImportStore,
        marking: Marking,
        formats: Mapping[str, ExportFormat],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        kept: Callable[[], Mapping[str, Paper]] = dict,
        sources: Callable[[Sequence[str]], Awaitable[tuple[Paper, ...]]] | None = None,
    ) -> None:
        self.formats = formats
        self._imports = imports
        self._marking = marking
        self._now = now
        self._kept = kept
        self._sources = sources
        self._resolving = Resolving(self._known, marking)

    def render(self, entries: Sequence[Entry], chosen: str | ExportFormat) -> str:
        """Return `entries` as text in a format, given by name or itself; `UsageError` for an unknown one."""
        return self._format(chosen).render(annotated(entries, self._marking.highlights))

    def export(
        self, entries: Sequence[Entry], chosen: str | ExportFormat, path: Path, *, overwrite: bool = False
    ) -> int:
        """Write `entries` to a file, whole or not at all; return their number; `StorageError` when it cannot be.

        A format of many files writes them into the folder `path`, where what is the person's stays.
        """
        form = self._format(chosen)
        entries = annotated(entries, self._marking.highlights)
        if form.notes is not None:
            return write_notes(expanded(path), form.notes(entries))
        write_file(expanded(path), form.render(entries), overwrite=overwrite)
        return len(entries)

    async def look_up(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return the papers that a source has among `identifiers`; `SourceError` when it cannot be asked."""
        return await self._sources(identifiers) if self._sources else ()

    def preview(self, file: ImportFile) -> Iterator[Planned]:
        """Yield what `take_in` would do with each item of a file, skipped ones last; `FormatError` where it breaks."""
        file.begin_at(START)
        seen: dict[str, tuple[Paper, Mark]] = {}
        batch: list[ImportItem] = []
        for item in file:
            batch.append(item)
            if len(batch) >= _PLANNED:
                yield from self._resolving.planned(batch, seen)
                batch.clear()
        yield from self._resolving.planned(batch, seen)
        for problem in file.problems:
            yield Planned(Action.SKIP, reason=problem)

    def take_in(self, file: ImportFile, watcher: Watcher | None = None, find: Find | None = None) -> Imported:
        """Keep the papers of a file, with the marks that it gives them; go on where it ended early the last time.

        Papers that are only named and not stored are looked up by `find`. A file that breaks off keeps what was
        whole; `FormatError` where nothing was.
        """
        start = (self._imports.place(file.identity) if file.identity else None) or START
        file.begin_at(start)
        if watcher:
            watcher.begun(start.papers)
        taken = Imported(before=start.papers)
        batch: list[ImportItem] = []
        damage: FormatError | None = None
        begin = start.offset
        try:
            for item in file:
                batch.append(item)
                if watcher and len(batch) % _TOLD == 0:
                    watcher.read(taken.before + taken.papers + len(batch))
                if len(batch) >= BATCH or file.offset - begin >= BATCH_BYTES:
                    taken = self._with_batch(taken, batch, file, file.place, watcher, find)
                    batch.clear()
                    begin = file.offset
        except FormatError as error:
            damage = error
        taken = self._with_batch(taken, batch, file, file.place if damage else None, watcher, find)
        if damage and not taken.papers + taken.before:
            raise damage
        return replace(
            taken,
            skipped=file.skipped + taken.skipped,
            problems=(*file.problems, *taken.problems)[:_PROBLEMS],
            damage=str(damage) if damage else None,
        )

    def _with_batch(
        self,
        taken: Imported,
        batch: Sequence[ImportItem],
        file: ImportFile,
        place: Place | None,
        watcher: Watcher | None,
        find: Find | None,
    ) -> Imported:
        """Keep a batch; return what was taken in with it."""
        # Marks first: they are added once, however often, and a batch that is kept is not read again.
        resolved, problems = self._resolving.resolved(batch, find)
        highlights = [passage for item in batch for passage in item.highlights]
        step = self._marking.restore(entries(resolved), highlights)
        kept = self._patiently_kept([paper for paper, _ in resolved], file.identity, place, watcher)
        taken = replace(
            taken,
            papers=taken.papers + len(resolved),
            skipped=taken.skipped + len(problems),
            problems=(*taken.problems, *problems)[:_PROBLEMS],
            added=taken.added + kept.added,
            changed=taken.changed + kept.changed,
            marked=taken.marked + (len(step.changes) if step else 0),
        )
        if watcher:
            watcher.kept(taken.before + taken.papers)
        return taken

    def _patiently_kept(
        self, papers: Sequence[Paper], file: str | None, place: Place | None, watcher: Watcher | None
    ) -> Kept:
        for _ in range(PATIENCE):
            try:
                return self._imports.keep(papers, self._now(), file, place)
            except BusyError:
                if watcher:
                    watcher.waited()
        return self._imports.keep(papers, self._now(), file, place)

    def _format(self, chosen: str | ExportFormat) -> ExportFormat:
        if not isinstance(chosen, str):
            return chosen
        if chosen not in self.formats:
            raise UsageError(f"There is no format “{chosen}”; known are {', '.join(self.formats)}.")
        return self.formats[chosen]

    def _known(self, identifiers: Sequence[str]) -> dict[str, Paper]:
        """Return what is known of the papers, in the store or kept by the library."""
        known = {paper.id: paper for paper in self._imports.papers(identifiers)}
        library = self._kept()
        return {name: library[name] for name in identifiers if name in library} | known


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
