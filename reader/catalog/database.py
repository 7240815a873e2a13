"""The catalogue's SQLite file: schema, connections, and a new start when it is damaged.

Nothing in it is precious: whatever goes wrong, an empty file is a right answer, and the next fetch fills it.
"""

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.catalog import bitmap, schema
from reader.core.errors import BusyError, StorageError

_INDEX_DAMAGED = "The search index was damaged; the papers are not. It is built anew when the program is started the next time."
_BEGUN_ANEW = (
    "and has been begun anew; your marks are not in it, but files you imported must be imported again."
)
_DAMAGED = f"The store of fetched papers was damaged {_BEGUN_ANEW}"
_NEWER = (
    "The store of fetched papers was written by a newer version of this program, and is left as it is;"
    " what is fetched now lasts until you quit. Update this program to use it."
)
_OUTDATED = f"The store of fetched papers was of another version {_BEGUN_ANEW}"


class Database:
    """One SQLite file, or memory where `path` is `None`; a connection per thread, one writer at a time."""

    def __init__(self, path: Path | None) -> None:
        self.notice: str | None = None
        """What happened to the file when it was opened, if a person should know."""
        self.generation = 0
        """How often the file was begun anew since it was opened."""
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.RLock()
        self._shared: sqlite3.Connection | None = None
        self._closed = False
        self._open()

    @property
    def path(self) -> Path | None:
        """The file; `None` while everything is held in memory."""
        return self._path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading; `StorageError` when the file fails."""
        with self._watched():
            if self._shared is not None:
                with self._guard:
                    yield self._shared
            else:
                yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a transaction, kept as a whole or not at all; `StorageError` when it fails."""
        with self._guard, self._watched():
            connection = self._shared or self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection, for good."""
        with self._guard:
            self._closed = True
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._local = threading.local()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn failures into sentences; a file that proves damaged is begun anew at once."""
        generation = self.generation
        try:
            yield
        except sqlite3.Error as error:
            if bitmap.DAMAGE in str(error):
                self._clear_index()
                raise StorageError(_INDEX_DAMAGED) from error
            if _is_damage(error) and self._path is not None:
                with self._guard:
                    if generation == self.generation:  # no other thread was faster
                        self._renew(_DAMAGED)
                raise StorageError(f"{_DAMAGED} Fetch again to fill it.") from error
            if _code(error) == sqlite3.SQLITE_BUSY:
                raise BusyError("Another window is busy storing papers; try again in a moment.") from error
            if _code(error) == sqlite3.SQLITE_FULL:
                raise StorageError(
                    "The disk is full: papers could not be stored; make room first."
                ) from error
            raise StorageError(
                f"The store of fetched papers failed ({_reason(error)}); if it goes on, delete its file: the next fetch fills it."
            ) from error

    def _clear_index(self) -> None:
        """Empty the index, which is built anew from the papers."""
        with self._guard:
            connection = self._shared or self._connection()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            with suppress(sqlite3.Error):
                connection.execute("BEGIN IMMEDIATE")
                for table in schema.INDEX_TABLES:
                    connection.execute(f"DELETE FROM {table}")
                connection.execute("UPDATE index_changes SET count = count + 1")
                connection.execute("COMMIT")

    def _open(self) -> None:
        if self._path is None:
            self._open_memory()
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_read_only(self._path)
            self._prepare()
        except _OutdatedError:
            self._renew(_OUTDATED)
        except _NewerError:
            self._hold_in_memory(_NEWER)
        except (sqlite3.Error, OSError) as error:
            if _is_damage(error):
                self._renew(_DAMAGED)
            else:
                self._give_up(error)

    def _renew(self, notice: str) -> None:
        """Put an empty file in the place of this one.

        Other threads may be in the middle of a query: what they opened is left to them, and closed at the end.
        """
        assert self._path is not None
        self.generation += 1
        self.notice = notice
        self._local = threading.local()
        try:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Go on in memory."""
        assert self._path is not None
        self._hold_in_memory(
            f"Fetched papers cannot be kept in {self._path.parent} ({_reason(error)}); they last until you quit."
        )

    def _hold_in_memory(self, notice: str) -> None:
        self.notice = notice
        self._path = None
        self._local = threading.local()
        self._open_memory()

    def _open_memory(self) -> None:
        self._shared = self._connect(":memory:")
        self._shared.executescript(schema.PAPERS + schema.INDEX + schema.LINKS)

    def _prepare(self) -> None:
        connection = self._connection()
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self._create(connection)
        elif version == 1:
            self._replace_index(connection)
        elif version > schema.VERSION:
            raise _NewerError
        elif version != schema.VERSION:
            raise _OutdatedError
        connection.execute(schema.LINKS)  # older files of this version lack it
        connection.execute("SELECT key FROM listings LIMIT 1").fetchone()

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != schema.VERSION:
            for statement in _statements(schema.PAPERS + schema.INDEX):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")  # it may be empty: another window was faster

    def _replace_index(self, connection: sqlite3.Connection) -> None:
        """Take over the papers of a file whose index was of another kind; it is built anew from them."""
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 1:
            for table in ("vocabulary", "word_index", "paper_words", "word_changes"):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in _statements(schema.INDEX):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect(str(self._path))
            _turn_on_wal(connection)
            # A lost tail after power loss costs a fetch, nothing more.
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

    def _connect(self, target: str) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise sqlite3.ProgrammingError("it is closed")
            connection = sqlite3.connect(target, timeout=10, isolation_level=None, check_same_thread=False)
            self._opened.append(connection)
        return connection


class _NewerError(Exception):
    """The file was written by a newer program."""


class _OutdatedError(Exception):
    """The file has another schema than this program."""


def _turn_on_wal(connection: sqlite3.Connection) -> None:
    """Let readers go on beside a writer; of two windows that do this at once, SQLite makes one fail at once."""
    for last in (False, False, False, True):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if last or _code(error) != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.05)


def _refuse_read_only(path: Path) -> None:
    """Raise `OSError` where the file can be read only: without this, SQLite would fail at the first write."""
    if not all(os.access(place, os.W_OK) for place in (path.parent, path) if place.exists()):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _is_damage(error: Exception) -> bool:
    if not isinstance(error, sqlite3.Error):
        return False
    if _code(error) in (sqlite3.SQLITE_ERROR, -1):
        return any(words in str(error) for words in ("no such table", "no such column", "Could not decode"))
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, -1 where the error is Python's own."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else code


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
