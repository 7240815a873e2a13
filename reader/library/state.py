"""What the files of a library say together, and how a new snapshot takes the place of the old one."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from reader.core.errors import FormatError
from reader.library import disk
from reader.library.backup import Backups
from reader.library.journal import Changes, Journal, Line, Tables, apply_changes, changeable, decoded
from reader.library.side import BOTH
from reader.library.snapshot import VERSION, Snapshot, checksum_of, read_snapshot, snapshot_chunks

_ATTEMPTS = 20


class Files(NamedTuple):
    """The names in the data folder."""

    folder: Path
    snapshot: Path
    """`library.json`, or the file that it links to."""
    unfinished: Path
    journal: Path
    lock: Path
    backups: Backups

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return the names in this folder."""
        # A link, as people have it who keep the file in a repository, must stay one.
        snapshot = Path(os.path.realpath(folder / "library.json"))
        if disk.kind_of(snapshot):
            # What a link to a device or a folder leads to is not ours to move; the link is.
            snapshot = folder / "library.json"
        return cls(
            folder,
            snapshot,
            unfinished=snapshot.with_name(f"{snapshot.name}.new"),
            journal=folder / "library.journal",
            lock=folder / "library.lock",
            backups=Backups(folder / "backups"),
        )

    def may_conflict(self) -> bool:
        """Tell whether there may be copies that other machines changed: a quick look at the names."""
        with suppress(OSError):
            for folder in {self.folder, self.snapshot.parent}:
                if any("onflict" in name for name in os.listdir(folder)):
                    return True
        return False


class State:
    """The snapshot with the journal's lines already in its tables, and where both files stood then."""

    def __init__(
        self,
        snapshot: Snapshot,
        signature: disk.Signature | None,
        journal: Journal,
        *,
        stale: bool = False,
        foreign: bool = False,
        outdated: bool = False,
        blocked: str | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.signature = signature
        self.journal = journal
        self.stale = stale
        """Whether the snapshot contains the journal, which only has not been moved away yet."""
        self.foreign = foreign
        """Whether the snapshot is not the one that the journal continues, or the journal is that of two sides."""
        self.outdated = outdated
        """Whether the snapshot is in an older format; its tables here are in the present one."""
        self.blocked = blocked
        """Why the journal could not be read."""


def load(files: Files) -> State:
    """Read the library without a lock; `FormatError` when the snapshot is damaged, `OSError` when unreadable."""
    for _ in range(_ATTEMPTS):
        signature = disk.signature_of(files.snapshot)
        snapshot = read_snapshot(files.snapshot)
        journal = Journal(files.journal)
        blocked = None
        try:
            lines = journal.advance() or []
        except OSError as error:
            lines, blocked = [], error.strerror or str(error)
        # Between the two reads another process may have begun a new generation.
        if signature == disk.signature_of(files.snapshot):
            break
    continued = snapshot.generation if journal.generation is None else journal.generation
    if signature is None and (continued > 0 or files.backups.newest >= 0):
        raise FormatError("it is missing")
    if continued < snapshot.generation and journal.checksum == snapshot.absorbed:
        return State(snapshot, signature, journal, stale=True)
    exchanged = None not in (journal.after, snapshot.checksum) and journal.after != snapshot.checksum
    foreign = continued != snapshot.generation or exchanged
    foreign |= journal.marked and any(line.generation != continued for line in lines)
    if foreign:
        for line in lines:
            merge_changes(snapshot.tables, line.changes)
    else:
        apply_lines(snapshot.tables, lines)
    outdated = snapshot.version < VERSION
    if outdated or (signature is None and lines):
        from reader.library.migration import migrated  # rare, so not loaded before

        # Without a snapshot nobody knows which program began the journal.
        snapshot = snapshot._replace(
            tables=migrated(decoded_tables(snapshot.tables), min(snapshot.version, 1))
        )
    return State(
        snapshot, signature, journal, foreign=foreign or journal.marked, outdated=outdated, blocked=blocked
    )


def decoded_tables(tables: Tables) -> Tables:
    """Return the tables with every document decoded."""
    return {
        name: {key: decoded(item) for key, item in table.items()}
        if any(type(item) is bytes for item in table.values())
        else table
        for name, table in tables.items()
    }


def apply_lines(tables: Tables, lines: Sequence[Line]) -> None:
    """Bring the tables up to date, in place; what two sides changed apart is merged."""
    if all(line.sides == BOTH for line in lines):
        for line in lines:
            apply_changes(tables, line.changes)
        return
    from reader.library.merge import merge_documents  # rare, so not loaded before

    theirs: Tables = {name: dict(table) for name, table in tables.items()}
    changed_here, changed_there = set(), set()
    for line in lines:
        keys = {(name, key) for name, documents in line.changes.items() for key in documents}
        here, there = line.sides
        if here:
            apply_changes(tables, line.changes)
            changed_here |= set() if there else keys
        if there:
            apply_changes(theirs, line.changes)
            changed_there |= set() if here else keys
    for name, key in changed_there:
        document = theirs.get(name, {}).get(key)
        if (name, key) in changed_here:
            document = merge_documents(decoded(tables.get(name, {}).get(key)), decoded(document))
        apply_changes(tables, {name: {key: document}})


def merge_changes(tables: Tables, changes: Changes) -> None:
    """Bring what was changed here into tables that came from elsewhere, in place; what is newer there stays."""
    from reader.library.merge import merge_documents  # rare, so not loaded before

    for name, documents in changes.items():
        table = changeable(tables, name)
        for identifier, document in documents.items():
            if document is not None:
                table[identifier] = merge_documents(decoded(table.get(identifier)), document)


def compact(
    files: Files,
    state: State,
    other: Snapshot | None = None,
    examined: int | None = None,
    *,
    during: bool = False,
) -> State:
    """Write a snapshot of the present state, or of another, and begin a new journal; the lock must be held.

    `during` says that the snapshot that is replaced is of this very run.

    Before the replacement nothing that is read has changed; right after it the old journal is known to be contained
    by its checksum. So a kill or an `OSError` at any step leaves the state from before or after, which are the same.
    """
    known = [state.snapshot.generation, state.journal.generation or 0, files.backups.newest]
    source = other or state.snapshot
    snapshot = Snapshot(
        tables=source.tables,
        generation=max(known) + 1,
        absorbed=state.journal.checksum,
        extras=source.extras,
        examined=examined,
    )
    written: list[bytes] = []
    disk.write_aside(files.unfinished, _watched(snapshot_chunks(snapshot), written))
    snapshot = snapshot._replace(checksum=checksum_of(b"".join(written)))
    if files.snapshot.exists():
        files.backups.keep_snapshot(files.snapshot, state.snapshot.generation, during=during)
    os.replace(files.unfinished, files.snapshot)
    disk.flush_folder(files.snapshot.parent)
    stale = state.journal.size > 0
    return State(snapshot, disk.signature_of(files.snapshot), state.journal, stale=stale)


def _watched(chunks: Iterable[bytes], last: list[bytes]) -> Iterator[bytes]:
    """Yield the chunks, and leave the last one in a list."""
    for chunk in chunks:
        last[:] = [chunk]
        yield chunk


def begin_journal(files: Files, state: State) -> None:
    """Move a journal that the snapshot contains to the backups; the lock must be held."""
    files.backups.keep_journal(files.journal, state.journal.generation or 0)
    state.journal = Journal(files.journal)
    state.stale = False


def is_newer(snapshot: Snapshot) -> bool:
    """Tell whether a newer program wrote the file, in a format that this one must not write over."""
    return snapshot.version > VERSION
