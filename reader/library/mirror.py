"""What the files of a library say, in memory, kept up to date with what other processes write."""

from contextlib import nullcontext, suppress

from reader.core.errors import FormatError, StorageError
from reader.library import disk, notice
from reader.library.journal import Changes, Journal, Tables, apply_changes, difference
from reader.library.lock import FolderLock
from reader.library.side import BOTH
from reader.library.snapshot import Snapshot
from reader.library.state import Files, State, load


class Mirror:
    """The state of the files, and which documents changed in it since somebody asked; not safe for several threads."""

    def __init__(self, files: Files, lock: FolderLock) -> None:
        self._files = files
        self._lock = lock
        self._touched: dict[str, set[str]] | None = None
        self._notices: dict[str, None] = {}
        self.obstacle: str | None = None
        """Why nothing can be written, as a sentence; `None` when it can."""
        self.readings = 0
        """How often all of the files was read."""
        self.state = State(Snapshot({}), None, Journal(files.journal))
        self._reload(locked=False)

    @property
    def tables(self) -> Tables:
        """The documents as they are now."""
        return self.state.snapshot.tables

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know about their files, one sentence each."""
        return tuple(self._notices)

    @property
    def followed(self) -> bool:
        """Whether anybody has asked for changes yet."""
        return self._touched is not None

    def notify(self, sentence: str) -> None:
        """Keep a sentence for the person, once."""
        self._notices[sentence] = None

    def apply(self, changes: Changes) -> None:
        """Bring the tables up to date."""
        apply_changes(self.tables, changes)
        if self._touched is not None:
            for table, documents in changes.items():
                self._touched.setdefault(table, set()).update(documents)

    def changes(self) -> Changes:
        """Return every document that changed since `forget`, before the first one all; `None` for removed ones."""
        tables = self.tables
        if self._touched is None:
            return {name: table.copy() if type(table) is dict else table for name, table in tables.items()}
        return {
            name: {identifier: tables.get(name, {}).get(identifier) for identifier in identifiers}
            for name, identifiers in self._touched.items()
        }

    def forget(self) -> None:
        """Let what has changed so far count no more."""
        self._touched = {}

    def take(self, state: State) -> None:
        """Put another state in the place of the present one."""
        before = self.tables
        self.state = state
        if self._touched is not None and state.snapshot.tables is not before:
            for name, documents in difference(before, state.snapshot.tables).items():
                self._touched.setdefault(name, set()).update(documents)

    def synchronize(self, *, locked: bool) -> None:
        """Read what was written since the last look: new lines, or everything after a new snapshot."""
        state = self.state
        with suppress(OSError):
            if disk.signature_of(self._files.snapshot) == state.signature:
                if self.obstacle and not locked:
                    return
                lines = None if self.obstacle else state.journal.advance()
                if lines is not None and all(
                    line.generation == state.snapshot.generation and line.sides == BOTH for line in lines
                ):
                    for line in lines:
                        self.apply(line.changes)
                    return
        self._reload(locked=locked)

    def _reload(self, *, locked: bool) -> None:
        self.obstacle = None
        self.readings += 1
        rebuilt = False
        try:
            state = load(self._files)
        except FormatError as damage:
            state, rebuilt = self._recovered(damage, locked=locked), True
        except OSError as error:
            self.obstacle = (
                f"{error.filename or self._files.folder} cannot be read ({error.strerror or error})."
            )
            self.notify(f"{self.obstacle} Check its permissions; nothing in it was changed.")
            return
        self.take(state)
        self.obstacle = notice.obstacle(state) or self.obstacle
        for sentence in notice.sentences(self._files, state, rebuilt=rebuilt):
            self.notify(sentence)

    def _recovered(self, damage: FormatError, *, locked: bool) -> State:
        from reader.library.recovery import rebuild, repair, sentence  # rare, so not loaded before

        try:
            with nullcontext() if locked else self._lock.held():
                state, told = repair(self._files)
        except (OSError, StorageError):
            recovery = rebuild(self._files)
            state = recovery.state
            self.obstacle = "library.json is damaged and cannot be set aside; check the folder's permissions."
            told = sentence(damage, recovery, None) + " Nothing can be changed until it can be set aside."
        if told:
            self.notify(told)
        return state
