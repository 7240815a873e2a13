"""The TinyDB storage of the library: nothing acknowledged is ever lost, and several processes may share it.

The guarantee: when `transaction` (and so every write) returns, the change is on the medium and will be read again
after `kill -9`, a crash of the system, or power loss. It holds because

- a change is first appended to `library.journal` as one line with a checksum, and fsync returns before the change is
  acknowledged (for a new file, also fsync of the folder, which holds its name);
- a line that was only partly written has no line break or a wrong checksum. It was never acknowledged, is not read,
  and is cut before the next line is appended;
- `library.json` is never written in place. A new one is written and flushed under another name, the old one gets a
  second name under `backups/`, and one rename puts the new one in its place (see `reader.library.state.compact`). It
  carries the checksum of the journal it contains, so that journal is not applied twice when a kill comes before it is
  moved away;
- everything that writes holds a lock of the operating system, which dies with its process, and reads what others have
  written before it changes anything. Readers need no lock: lines and renames appear as a whole.

A step is one line, however many papers it changes: all of it is kept or nothing. Merging another library is such a step.
Going back to a copy is one rename, after what there is now has become a snapshot of its own.

A snapshot ends with its checksum. With it the file is known to be just as this program wrote it, and its documents are
decoded when they are first looked at; without it (a person or git has edited the file) all of it is read with care.
Each line names the checksum of the snapshot that it continues: where another machine has put another one in its place,
the lines are merged with it, field by field (`reader.library.merge`), and not written over what is newer there.

What it cannot promise: a drive that says "flushed" and is not, and two writers on a file system without locks. A
change that was reported as not kept is taken back; only where the disk refuses even that may it come back later.
Files are only ever moved or linked to `backups/`; a damaged one is set aside (`reader.library.recovery`).
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.core.errors import StorageError
from reader.library import disk, notice
from reader.library.journal import (
    Changes,
    Line,
    copied,
    decoded,
    difference,
    encode_line,
)
from reader.library.lock import FolderLock
from reader.library.mirror import Mirror
from reader.library.snapshot import VERSION, Snapshot, snapshot_to_bytes
from reader.library.state import Files, State, begin_journal, compact

if TYPE_CHECKING:
    from tinydb.storages import Storage
else:
    Storage = object  # TinyDB is loaded with the first table of its own, which says what this is (`reader.library.table`)

JOURNAL_BYTES = 1_000_000
JOURNAL_LINES = 5_000
"""A journal longer than either is folded into a new snapshot."""


class DurableStorage(Storage):
    """The tables of the library in a folder; opening never raises, `notices` and `obstacle` say what is wrong.

    Any thread may call any method. Everything that changes documents runs in a `transaction`.
    """

    def __init__(self, folder: Path) -> None:
        self._files = Files.of(folder)
        self._lock = FolderLock(self._files.lock)
        self._guard = threading.RLock()
        self._pending: dict[str, dict[str, Any]] | None = None
        self._undo: list[tuple[str, str, Any]] = []
        self._appended = False
        self._written: str | None = ""
        """Checksum of the snapshot that this run wrote last."""
        self._patience = 1
        self.examined: Callable[[Changes], int | None] = lambda _: None
        """Returns by which rules every document, those that changed last too, is sound; `None` when one is not."""
        self._mirror = Mirror(self._files, self._lock)
        self._readings = 0
        self._merge_conflicts()
        if not self.writable and self.obstacle is None:
            self._mirror.notify(f"{folder} cannot be written to, so nothing that you mark will be kept.")

    @property
    def obstacle(self) -> str | None:
        """Why nothing can be written, as a sentence; `None` when it can."""
        return self._mirror.obstacle

    @property
    def writable(self) -> bool:
        """Whether a change has a chance to be kept."""
        return self.obstacle is None and disk.is_writable(self._files.folder)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know about their files, one sentence each."""
        # No lock: asking must not wait for a change that is being kept.
        return self._mirror.notices

    def read(self) -> dict[str, dict[str, Any]]:
        """Return copies of all tables."""
        with self._guard:
            return {name: copied(dict(table)) for name, table in self._mirror.tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Keep what differs from the present tables; in a transaction when they were read and changed."""
        with self._guard:
            changes = difference(self._mirror.tables, data)
            with self.transaction():
                for table, documents in changes.items():
                    for identifier, document in documents.items():
                        self.put(table, identifier, copied(document))

    def close(self) -> None:
        """Fold the journal into the snapshot if this process wrote to it; what cannot be done waits safely."""
        with self._guard, suppress(StorageError):
            try:
                if self._appended and self.obstacle is None and self._lock.supported:
                    with self._lock.held():
                        self._mirror.synchronize(locked=True)
                        self._fold()
                    self._appended = False
            except OSError as error:
                self._mirror.notify(notice.unfolded(error))

    def merge(self, contents: Mapping[str, Any], what: str = "What was merged") -> int:
        """Merge another library's tables and values into this one, as one step; return how many marks changed."""
        with self._guard:
            with self.transaction(what):
                both = self.merged(contents)
                for name, table in both.items():
                    for identifier, document in table.items() if isinstance(table, dict) else ():
                        self.put(name, identifier, document)
                changed = len((self._pending or {}).get("marks", ()))
            more = {name: value for name, value in both.items() if not isinstance(value, dict)}
            if more != self._state.snapshot.extras:
                self._write_anew(what, lambda state: state.snapshot._replace(extras=more))
            return changed

    def merged(self, contents: Mapping[str, Any]) -> dict[str, Any]:
        """Return another library's tables and values merged with those of this one, and change nothing."""
        from reader.library.merge import merge  # rare, so not loaded before

        with self._guard:
            return merge({**self._state.snapshot.extras, **self.read()}, contents)

    def restore(self, snapshot: Snapshot, what: str = "What was restored") -> None:
        """Put the tables of a snapshot in the place of all; the present ones are kept in `backups/` first."""
        with self._guard:
            self._write_anew(what, lambda _: snapshot)

    def present(self) -> bytes:
        """Return the library as one file."""
        with self._guard:
            return snapshot_to_bytes(
                self._state.snapshot._replace(version=VERSION, absorbed=None, examined=None)
            )

    def shared(self) -> bytes:
        """Return the library as one file, the same for all that hold the same; `StorageError` for a newer one."""
        with self._guard:
            if self.obstacle:
                raise StorageError(f"The library cannot be shared: {self.obstacle}")
            content = self.merged({})  # which puts everything in one order
        return snapshot_to_bytes(
            Snapshot(
                tables={name: value for name, value in content.items() if isinstance(value, dict)},
                generation=1,
                extras={name: value for name, value in content.items() if not isinstance(value, dict)},
            )
        )

    @property
    def files(self) -> Files:
        """Where it lies."""
        return self._files

    def table(self, name: str) -> dict[str, Any]:
        """Return a copy of one table."""
        with self._guard:
            copy: dict[str, Any] = copied(dict(self._mirror.tables.get(name, {})))
            return copy

    def document(self, table: str, identifier: str) -> Any:
        """Return a copy of one document, `None` when there is none."""
        with self._guard:
            return copied(self._mirror.tables.get(table, {}).get(identifier))

    def put(self, table: str, identifier: str, document: Any) -> None:
        """Set one document (`None` removes it); only inside a transaction."""
        if self._pending is None:
            raise RuntimeError("Documents change inside a transaction only.")
        before = self._mirror.tables.get(table, {}).get(identifier)
        if decoded(before) == document:
            return
        self._undo.append((table, identifier, before))
        self._pending.setdefault(table, {})[identifier] = document
        self._mirror.apply({table: {identifier: document}})

    @contextmanager
    def transaction(self, what: str = "The change") -> Iterator[None]:
        """Keep all that is put inside as one step, or nothing; `StorageError` says that `what` could not be kept.

        Begins with what other processes have written; on return everything is on disk.
        """
        with self._guard:
            if self._pending is not None:
                yield
                return
            with self._prepared(what):
                try:
                    self._pending = {}
                    yield
                    self._commit(what)
                except BaseException:
                    self._roll_back()
                    raise
                finally:
                    self._pending = None
                    self._undo.clear()
                self._compact_when_long()

    def refresh(self) -> bool:
        """Read what other processes wrote; `False` when they wrote nothing, or a change is under way here."""
        if not self._guard.acquire(blocking=False):
            return False
        try:
            self._mirror.synchronize(locked=False)
            self._merge_conflicts()
            return bool(self._mirror.changes())
        finally:
            self._guard.release()

    @property
    def examined_by(self) -> int | None:
        """By which rules all documents that are not decoded yet were found sound; `None` when nobody says so."""
        with self._guard:
            return self._state.snapshot.examined

    def take_changes(self) -> Changes:
        """Return every document that changed since the last call, at first all; `None` for removed ones.

        Documents may not be decoded yet (see `reader.library.journal.decoded`).
        """
        with self._guard:
            changes = self._mirror.changes()
            self._mirror.forget()
            return changes

    @property
    def _state(self) -> State:
        return self._mirror.state

    @contextmanager
    def _prepared(self, what: str) -> Iterator[None]:
        """Hold the lock, with everything read that others wrote and a journal that continues the snapshot."""
        entered = False
        try:
            with self._lock.held():
                self._mirror.synchronize(locked=True)
                if not self._lock.supported:
                    self._mirror.notify(notice.without_locks(self._files.folder))
                if self.obstacle:
                    raise StorageError(f"{what} could not be kept: {self.obstacle}")
                if self._state.foreign or self._state.outdated:
                    self._compact()
                if self._state.stale:
                    begin_journal(self._files, self._state)
                entered = True
                yield
        except OSError as error:
            if entered:
                raise
            raise disk.storage_error(what, self._files.folder, error) from error

    def _commit(self, what: str) -> None:
        if not self._pending:
            return
        line = encode_line(
            Line(self._state.snapshot.generation, self._pending, self._state.snapshot.checksum)
        )
        try:
            self._state.journal.append(line)
        except OSError as error:
            raise disk.storage_error(what, self._files.folder, error) from error
        self._appended = True

    def _roll_back(self) -> None:
        for table, identifier, before in reversed(self._undo):
            self._mirror.apply({table: {identifier: before}})

    def _write_anew(self, what: str, make: Callable[[State], Snapshot]) -> None:
        """Fold what there is, then put another snapshot in its place."""
        with self._prepared(what):
            try:
                self._fold()
                self._compact(make(self._state))
            except OSError as error:
                raise disk.storage_error(what, self._files.folder, error) from error

    def _fold(self) -> None:
        if self.obstacle is None and self._state.journal.size and not self._state.stale:
            self._compact()

    def _merge_conflicts(self) -> None:
        """Merge the copies that other machines left beside the library; what cannot be merged stays.

        They come together with another file in the place of one of ours, so there are none where none was read anew.
        """
        if self._mirror.readings == self._readings:
            return
        self._readings = self._mirror.readings
        if self.obstacle is not None or not self._files.may_conflict():
            return
        from reader.library.conflict import merge_copies  # rare, so not loaded before

        for sentence in merge_copies(self._files, self.merge):
            self._mirror.notify(sentence)

    def _compact_when_long(self) -> None:
        journal = self._state.journal
        if journal.size <= JOURNAL_BYTES * self._patience and journal.count <= JOURNAL_LINES * self._patience:
            return
        try:
            self._compact()
            self._patience = 1
        except OSError as error:
            # The change is safe in the journal; the folder may have room again when it is twice as long.
            self._patience *= 2
            self._mirror.notify(notice.unfolded(error))

    def _compact(self, snapshot: Snapshot | None = None) -> None:
        sound = snapshot is None and self._mirror.followed
        examined = self.examined(self._mirror.changes()) if sound else None
        during = snapshot is None and self._state.snapshot.checksum == self._written
        self._mirror.take(compact(self._files, self._state, snapshot, examined, during=during))
        self._written = self._state.snapshot.checksum
        if self._state.stale:
            begin_journal(self._files, self._state)
        with suppress(OSError):
            self._files.backups.prune()
