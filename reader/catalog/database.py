"""The catalogue's SQLite file: schema, connections, and a new start when it is damaged.

Nothing in it is precious: whatever goes wrong, an empty file is a right answer, and the next fetch fills it.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.core.errors import StorageError

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE papers (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    published TEXT, listed TEXT,
    upvotes INTEGER, comments INTEGER, stars INTEGER,
    code INTEGER NOT NULL DEFAULT 0, summary INTEGER NOT NULL DEFAULT 0, abstract INTEGER NOT NULL DEFAULT 0,
    categories TEXT NOT NULL DEFAULT '', organization TEXT NOT NULL DEFAULT '',
    imported_at TEXT,
    sample INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX papers_by_day ON papers (published);
CREATE TABLE listings (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, period TEXT NOT NULL,
    fetched_at TEXT NOT NULL, skipped INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, period)
);
-- A paper that left a list keeps its row without a position: it stood there.
CREATE TABLE listing_papers (
    listing INTEGER NOT NULL REFERENCES listings, paper INTEGER NOT NULL REFERENCES papers, position INTEGER,
    PRIMARY KEY (listing, paper)
) WITHOUT ROWID;
CREATE TABLE sightings (
    paper INTEGER NOT NULL REFERENCES papers, seen_at INTEGER NOT NULL,
    upvotes INTEGER, comments INTEGER, stars INTEGER,
    PRIMARY KEY (paper, seen_at)
) WITHOUT ROWID;
CREATE TABLE paper_words (key INTEGER PRIMARY KEY, title TEXT, authors TEXT, keywords TEXT, joined TEXT, abstract TEXT);
CREATE VIRTUAL TABLE word_index USING fts5 (
    title, authors, keywords, joined, abstract,
    content = 'paper_words', content_rowid = 'key', prefix = '2 3', tokenize = "unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word_index, row);
CREATE TABLE word_changes (count INTEGER NOT NULL);
INSERT INTO word_changes VALUES (0);
CREATE TRIGGER words_added AFTER INSERT ON paper_words BEGIN
    UPDATE word_changes SET count = count + 1;
    INSERT INTO word_index (rowid, title, authors, keywords, joined, abstract)
    VALUES (new.key, new.title, new.authors, new.keywords, new.joined, new.abstract);
END;
CREATE TRIGGER words_removed AFTER DELETE ON paper_words BEGIN
    INSERT INTO word_index (word_index, rowid, title, authors, keywords, joined, abstract)
    VALUES ('delete', old.key, old.title, old.authors, old.keywords, old.joined, old.abstract);
END;
"""


class Database:
    """One SQLite file, or memory where `path` is `None`; a connection per thread, one writer at a time."""

    def __init__(self, path: Path | None) -> None:
        self.notice: str | None = None
        """What happened to the file when it was opened, if a person should know."""
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.RLock()
        self._shared: sqlite3.Connection | None = None
        self._open()

    @property
    def path(self) -> Path | None:
        """The file; `None` while everything is held in memory."""
        return self._path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for reading; `StorageError` when the file fails."""
        if self._shared is not None:
            with self._guard, _translated():
                yield self._shared
        else:
            with _translated():
                yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a transaction, kept as a whole or not at all; `StorageError` when it fails."""
        with self._guard, _translated():
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
        """Close every connection."""
        with self._guard:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._local = threading.local()

    def _open(self) -> None:
        if self._path is None:
            self._open_memory()
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except (sqlite3.DatabaseError, OSError) as error:
            self.close()
            if _is_damage(error) and self._start_over():
                self.notice = "The store of fetched papers was damaged and has been begun anew; nothing of yours was in it."
                return
            self.notice = f"Fetched papers cannot be kept in {self._path.parent} ({_reason(error)}); they last until you quit."
            self._path = None
            self._open_memory()

    def _open_memory(self) -> None:
        self._shared = self._connect(":memory:")
        self._shared.executescript(_SCHEMA)

    def _prepare(self) -> None:
        connection = self._connection()
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == SCHEMA_VERSION:
            connection.execute("SELECT key FROM listings LIMIT 1").fetchone()
            return
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self._create(connection)
            return
        raise _Outdated(version)

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
            connection.execute("COMMIT")  # another window was faster
            return
        for statement in _statements(_SCHEMA):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")

    def _start_over(self) -> bool:
        assert self._path is not None
        try:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            self._prepare()
        except (sqlite3.DatabaseError, OSError):
            self.close()
            return False
        return True

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect(str(self._path))
            connection.execute("PRAGMA journal_mode = WAL")
            # A lost tail after power loss costs a fetch, nothing more.
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

    def _connect(self, target: str) -> sqlite3.Connection:
        connection = sqlite3.connect(target, timeout=10, isolation_level=None, check_same_thread=False)
        with self._guard:
            self._opened.append(connection)
        return connection


class _Outdated(sqlite3.DatabaseError):
    """The file has another schema than this program."""


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(
            f"The store of fetched papers failed ({_reason(error)}); if it goes on, delete its file: the next fetch fills it."
        ) from error


def _is_damage(error: Exception) -> bool:
    if isinstance(error, _Outdated):
        return True
    locked_or_denied = isinstance(error, sqlite3.OperationalError) and not (
        "no such" in str(error) or "malformed" in str(error)
    )
    return isinstance(error, sqlite3.DatabaseError) and not locked_or_denied


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
