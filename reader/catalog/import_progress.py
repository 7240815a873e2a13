"""Papers of files, kept together with how far each file was read: never one without the other."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from reader.catalog.papers import Catalogue
from reader.core.file_place import Place
from reader.core.paper import Paper

# Made with the first import, so that no store has to be begun anew for it.
_TABLE = """
CREATE TABLE IF NOT EXISTS imports (
    file TEXT PRIMARY KEY,
    offset INTEGER NOT NULL, lines INTEGER NOT NULL, papers INTEGER NOT NULL,
    skipped INTEGER NOT NULL, problems TEXT NOT NULL
) WITHOUT ROWID
"""
_PATIENCE = 1.0
_USUAL_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the papers that were given: so many were new, and so many were known, but told more or else."""

    added: int = 0
    changed: int = 0


class ImportStore:
    """Keeps papers of files in a catalogue; files are named by what tells them from others."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def place(self, file: str) -> Place | None:
        """Return how far a file was read whose import ended early; `None` for others."""
        with self._catalogue.database.reading() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'imports'").fetchone():
                return None
            row = connection.execute(
                "SELECT offset, lines, papers, skipped, problems FROM imports WHERE file = ?", (file,)
            ).fetchone()
        if row is None:
            return None
        offset, lines, papers, skipped, problems = row
        return Place(offset, lines, papers, skipped, tuple(json.loads(problems)))

    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return what is stored of the papers with these identifiers."""
        return self._catalogue.papers(identifiers)

    def keep(
        self, papers: Sequence[Paper], now: datetime, file: str | None = None, place: Place | None = None
    ) -> Kept:
        """Keep papers, and with them that `file` was read up to `place`, or to its end where it is `None`.

        `BusyError` comes within seconds while another process is writing.
        """
        kept = Kept()

        @contextmanager
        def around(connection: sqlite3.Connection) -> Iterator[None]:
            nonlocal kept
            before = _records(connection, {paper.id for paper in papers})
            yield
            after = _records(connection, set(before))
            changed = sum(record != before[identifier] for identifier, record in after.items())
            kept = Kept(len({paper.id for paper in papers}) - len(before), changed)
            if file is not None:
                _keep_place(connection, file, place)

        with self._impatient():
            self._catalogue.store_papers(papers, now, imported=True, around=around)
        return kept

    @contextmanager
    def _impatient(self) -> Iterator[None]:
        """Wait a short time only for other writers, so that a person can be told."""
        self._wait(_PATIENCE)
        try:
            yield
        finally:
            self._wait(_USUAL_PATIENCE)

    def _wait(self, seconds: float) -> None:
        with self._catalogue.database.reading() as connection:
            connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")


def _records(connection: sqlite3.Connection, identifiers: set[str]) -> dict[str, str]:
    """Return what is stored of the papers, by identifier."""
    if not identifiers:
        return {}
    return dict(
        connection.execute(
            "SELECT papers.id, record FROM json_each(?) JOIN papers ON papers.id = value",
            (json.dumps(sorted(identifiers)),),
        )
    )


def _keep_place(connection: sqlite3.Connection, file: str, place: Place | None) -> None:
    connection.execute(_TABLE)
    if place is None:
        connection.execute("DELETE FROM imports WHERE file = ?", (file,))
    else:
        connection.execute(
            "INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?, ?)",
            (
                file,
                place.offset,
                place.lines,
                place.papers,
                place.skipped,
                json.dumps(place.problems),
            ),
        )
