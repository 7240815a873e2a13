"""Papers on their way into the store: merged with what is known of them, and indexed, in one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from reader.catalog.database import Database
from reader.catalog.division import indexed
from reader.catalog.document import numbers
from reader.catalog.history import keep_sightings
from reader.catalog.index import add_papers, add_segment, set_numbers
from reader.catalog.record import stored_paper
from reader.core.paper import Paper, paper_to_stored


class Batch:
    """Papers that are stored together; the new ones are indexed before the transaction, so that it is short."""

    def __init__(self, database: Database, papers: Iterable[Paper]) -> None:
        self._papers = tuple(papers)
        with database.reading() as connection:
            known = _known(connection, [paper.id for paper in self._papers])
        self._new = {paper.id: paper for paper in reversed(self._papers) if paper.id not in known}
        self._new = dict(reversed(self._new.items()))
        self._content = indexed(dict(enumerate(self._new.values())))

    def store(
        self, connection: sqlite3.Connection, now: datetime, *, seen: bool, imported: bool = False
    ) -> list[int]:
        """Keep the papers and return their keys; their counts are those of `now` where they were `seen`."""
        stamp = now.astimezone(UTC).isoformat() if imported else None
        keys = self._store_new(connection, stamp)
        changed: dict[int, Paper | None] = {}
        counted: dict[int, Mapping[str, int]] = {}
        stored = []
        for paper in self._papers:
            if self._new.get(paper.id) is paper and paper.id in keys:
                stored.append(keys[paper.id])
                continue
            key, old, merged = _merge(connection, paper, stamp, now)
            stored.append(key)
            if old is None or _words_of(old) != _words_of(merged):
                changed[key] = merged
            elif old != merged:
                counted[key] = numbers(merged)
        add_papers(connection, changed)
        set_numbers(connection, {key: known for key, known in counted.items() if key not in changed})
        if seen:
            at = int(now.timestamp())
            sightings = [
                (key, at, paper.upvotes, paper.comments, paper.stars)
                for key, paper in zip(stored, self._papers, strict=True)
                if not paper.sample and (paper.upvotes is not None or paper.stars is not None)
            ]
            fresh = {*keys.values()}
            keep_sightings(connection, sightings, [row for row in sightings if row[0] not in fresh])
        return stored

    def _store_new(self, connection: sqlite3.Connection, stamp: str | None) -> Mapping[str, int]:
        """Store what is new and return its keys, none where another window was faster with some of it."""
        if not self._new or _known(connection, list(self._new)):
            return {}
        (last,) = connection.execute("SELECT ifnull(max(key), 0) FROM papers").fetchone()
        first = (last + 8) & ~7  # the index wants a multiple of eight
        keys = {identifier: key for key, identifier in enumerate(self._new, first)}
        connection.executemany(
            f"INSERT INTO papers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((keys[paper.id], *_columns(paper, stamp)) for paper in self._new.values()),
        )
        add_segment(connection, first, len(keys), self._content)
        set_numbers(connection, {keys[paper.id]: numbers(paper) for paper in self._new.values()})
        return keys


_COLUMNS = "key, id, record, published, upvotes, sample, imported_at"


def _columns(paper: Paper, stamp: str | None) -> tuple[object, ...]:
    return paper.id, _record(paper), _iso(paper.published), paper.upvotes, paper.sample, stamp


def _known(connection: sqlite3.Connection, identifiers: Sequence[str]) -> frozenset[str]:
    rows = connection.execute(
        "SELECT id FROM papers WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(identifiers),)
    )
    return frozenset(identifier for (identifier,) in rows)


def _merge(
    connection: sqlite3.Connection, paper: Paper, stamp: str | None, now: datetime
) -> tuple[int, Paper | None, Paper]:
    """Store a paper that may be known; return its key, what was known of it before, and what is now."""
    row = connection.execute("SELECT key, record FROM papers WHERE id = ?", (paper.id,)).fetchone()
    key: int | None = row[0] if row else None
    record: str | None = row[1] if row else None
    old = stored_paper(record) if record is not None else None
    merged = old.merged_with(paper) if old else paper
    if old and old.version and merged.version and merged.version > old.version:
        merged = merged._replace(revised=now.astimezone(UTC).date())
    columns = _columns(merged, stamp)
    if key is not None and columns[1] == record and not stamp:
        return key, old, merged
    cursor = connection.execute(
        f"INSERT INTO papers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
        " record = excluded.record, published = excluded.published, upvotes = excluded.upvotes,"
        " sample = excluded.sample, imported_at = ifnull(excluded.imported_at, imported_at)",
        (key, *columns),
    )
    return key if key is not None else int(cursor.lastrowid or 0), old, merged


def _words_of(paper: Paper) -> tuple[object, ...]:
    """Return what the index keeps the words of."""
    return (
        *(paper.title, paper.authors, paper.abstract, paper.summary),
        *(paper.keywords, paper.organization, paper.categories),
    )


def _record(paper: Paper) -> str:
    return json.dumps(paper_to_stored(paper), ensure_ascii=False)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
