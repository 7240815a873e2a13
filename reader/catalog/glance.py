"""A quick look at the catalogue that creates and changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_TITLE = "papers.id, json_extract(record, '$.title')"
_LISTED = f"""
SELECT {_TITLE} FROM listing_papers JOIN papers ON papers.key = paper
WHERE listing = (SELECT key FROM listings WHERE kind = ? ORDER BY period DESC LIMIT 1) AND position IS NOT NULL
ORDER BY position LIMIT ?
"""
_BEGINNING = f"SELECT {_TITLE} FROM papers WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?"
_LAST = "\U0010ffff"


def titles(path: Path, beginning: str, limit: int) -> dict[str, str]:
    """Return titles by identifier: of the newest lists, and of all papers whose identifier begins like that.

    Nothing where the file is not there, or damaged.
    """
    found: dict[str, str] = {}
    try:
        with read_only(path) as connection:
            for kind in ("trending", "day"):
                found |= dict(connection.execute(_LISTED, (kind, limit)))
            if beginning:
                found |= dict(connection.execute(_BEGINNING, (beginning, beginning + _LAST, limit)))
    except sqlite3.Error:
        return {}
    return {name: title for name, title in found.items() if isinstance(title, str)}


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that writes nothing, not even beside the file; `sqlite3.Error` where it cannot be read."""
    # Where no process has it open there is no log to be read, and SQLite would make one to look.
    busy = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.absolute().as_uri()}?mode=ro{'' if busy else '&immutable=1'}"
    with closing(sqlite3.connect(address, uri=True, timeout=1, isolation_level=None)) as connection:
        yield connection
