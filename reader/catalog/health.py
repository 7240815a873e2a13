"""Look whether the catalogue is well: reads its file, and writes nothing, not even beside it."""

import sqlite3
import time
from pathlib import Path

from reader.catalog import schema
from reader.catalog.glance import read_only
from reader.catalog.index import unindexed
from reader.core.health import CatalogueHealth, Condition

VERSION = sqlite3.sqlite_version
"""Of SQLite."""

_STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""

_LEAVE = "delete it: the next fetch fills a new one"


def examine(path: Path, seconds: float = 10) -> CatalogueHealth:
    """Return how the catalogue's file is, looking for at most so many seconds; raises nothing."""
    try:
        if not path.exists():
            return CatalogueHealth(Condition.ABSENT)
        if not path.is_file():
            return _broken(Condition.DAMAGED, f"{path} is no file. Move it away.")
        with read_only(path) as connection:
            return _examined(connection, seconds)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(error):
            return _broken(Condition.DAMAGED, f"{path} is damaged ({error}). It may be left so, or {_LEAVE}.")
        return _broken(Condition.UNREADABLE, f"{path} cannot be read ({error}).")
    except OSError as error:
        return _broken(Condition.UNREADABLE, f"{path} cannot be read ({error.strerror or error}).")


def _examined(connection: sqlite3.Connection, seconds: float) -> CatalogueHealth:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > schema.VERSION:
        return _broken(
            Condition.NEWER,
            f"A newer program wrote the catalogue (format {version}, this one knows {schema.VERSION}). Update this one.",
        )
    (papers,) = connection.execute("SELECT count(*) FROM papers INDEXED BY papers_by_day").fetchone()
    (lists,) = connection.execute("SELECT count(*) FROM listings").fetchone()
    waiting = len(unindexed(connection)) if version == schema.VERSION else papers
    faults = _faults(connection, seconds)
    problems = [f"The catalogue is damaged ({fault}); {_LEAVE}." for fault in faults or ()]
    return CatalogueHealth(
        Condition.DAMAGED if problems else Condition.FINE,
        papers,
        lists,
        waiting,
        checked=faults is not None,
        problems=tuple(problems),
    )


def _faults(connection: sqlite3.Connection, seconds: float) -> list[str] | None:
    """Return what SQLite finds wrong with the file, `None` where there was no time to look at all of it."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        rows = connection.execute("PRAGMA quick_check(3)").fetchall()
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            return None
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _broken(condition: Condition, problem: str) -> CatalogueHealth:
    return CatalogueHealth(condition, problems=(problem,))
