"""Which papers are the newest, by their keys: what a long list reads first."""

import sqlite3
from itertools import groupby
from operator import itemgetter

_SAMPLE_LIMIT = 1_000
"""More papers than the bundled sample has."""


def newest_keys(connection: sqlite3.Connection, limit: int) -> list[int]:
    """Return the keys of the newest papers, in order, and of some more: the sample is among them.

    SQLite would sort all papers of a day, and read each for whether it is of the sample; the index alone is quick.
    """
    keys: list[int] = []
    rows = connection.execute("SELECT published, key FROM papers ORDER BY published DESC")
    for _, day in groupby(rows, itemgetter(0)):
        keys += sorted(key for _, key in day)
        if len(keys) >= limit + _SAMPLE_LIMIT:
            break
    return keys


def imported_keys(connection: sqlite3.Connection) -> list[int]:
    """Return the keys of all imported papers, the last import first, each in the order of its file."""
    rows = connection.execute(
        "SELECT key FROM papers WHERE imported_at IS NOT NULL ORDER BY imported_at DESC, key"
    )
    return [key for (key,) in rows]
