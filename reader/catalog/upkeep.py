"""The upkeep of the index: papers that it lacks are added, many small parts become few large ones."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import reduce
from operator import or_

from reader.catalog import bitmap, index
from reader.catalog.database import Database
from reader.catalog.record import stored_paper
from reader.core.errors import BusyError


def unindexed(database: Database) -> int:
    """Return how many stored papers a search cannot find yet, or only as an older program indexed them."""
    with database.reading() as connection:
        return len(index.unindexed(connection))


def index_some(database: Database, count: int) -> int:
    """Index at most `count` papers that are not yet, in one transaction, and return how many are left."""
    with database.writing() as connection:
        _index_anew(connection, index.unindexed(connection, count))
    tidy(database)
    return unindexed(database)


def tidy(database: Database) -> None:
    """Merge parts of the index while there are many of about one size; what is not merged now is the next time."""
    with suppress(BusyError):
        _merge(database)


def _merge(database: Database) -> None:
    while True:
        with database.reading() as connection:
            parts = index.mergeable(index.segments_of(connection))
        if not parts:
            return
        with database.writing() as connection:
            # Another window may have been faster.
            parts = index.mergeable(index.segments_of(connection))
            if any(part.packed for part in parts):
                live = reduce(or_, (part.live for part in parts))
                _index_anew(connection, list(bitmap.places(live)))
            elif parts:
                index.merge(connection, parts)


def _index_anew(connection: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Index stored papers by what is stored of them."""
    rows = connection.execute(
        "SELECT key, record FROM papers WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
    ).fetchall()
    index.add_papers(connection, {key: stored_paper(record) for key, record in rows})
