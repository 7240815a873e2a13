"""What a query asks of papers besides their words: numbers, dates, identifiers, organisations, and the person's marks."""

import json
import sqlite3
from array import array
from collections.abc import Sequence
from datetime import date

from reader.catalog import bitmap
from reader.catalog.document import day_number
from reader.catalog.snapshot import Snapshot
from reader.core.fold import words
from reader.core.found import Personal
from reader.core.query import Flag, Range, Term

_REMEMBERED = 16
"""Conditions whose papers are kept: those of a query that is being typed."""

_FACTS = ("code", "summary", "abstract")


class Conditions:
    """Answers conditions with sets of papers, in one state of the index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._titled: array[int] | None = None
        self._known: dict[Flag | Term | None, tuple[tuple[str, ...], int]] = {}

    def matching(self, connection: sqlite3.Connection, node: Term | Flag | Range, personal: Personal) -> int:
        """Return the papers for which a condition holds."""
        match node:
            case Range(name, low, high):
                return self.snapshot.number(name).within(_number(low), _number(high))
            case Flag("has", fact) if fact in _FACTS:
                return self.snapshot.number(fact).known
            case Flag("has", "pdf"):
                return self.snapshot.stored & ~self._select(connection, "id LIKE 'local-%'")
            case Term(field="id"):
                name = node.words[0]
                return self._select(connection, "id = ? OR id LIKE ? ESCAPE '!'", name, _like(name) + "%")
            case _:
                return self._papers_of(connection, node, tuple(personal(node)))

    def papers_of(self, connection: sqlite3.Connection, ids: Sequence[str]) -> int:
        """Return the stored papers among `ids`."""
        return self._papers_of(connection, None, tuple(ids))

    def by_title(self, connection: sqlite3.Connection, found: int, *, descending: bool) -> list[int]:
        """Return papers by their folded titles; the order of all of them is found out once."""
        if self._titled is None:
            rows = connection.execute(
                "SELECT CASE WHEN json_valid(record) THEN json_extract(record, '$.title') END, key FROM papers"
            )
            titles = sorted((" ".join(words(title or "")), key) for title, key in rows)
            self._titled = array("Q", (key for _, key in titles))
        members = found.to_bytes((max(found.bit_length(), 1) + 7) >> 3, "little")
        size = len(members) << 3
        keys = [key for key in self._titled if key < size and members[key >> 3] >> (key & 7) & 1]
        return keys[::-1] if descending else keys

    def _papers_of(
        self, connection: sqlite3.Connection, part: Flag | Term | None, ids: tuple[str, ...]
    ) -> int:
        """Return the papers with these ids; the last answer for a part is kept, as it is asked at every keystroke."""
        known = self._known.get(part)
        if known is None or known[0] != ids:
            rows = connection.execute(
                "SELECT key FROM papers WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
            )
            known = (ids, bitmap.from_places(key for (key,) in rows))
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[part] = known
        return known[1]

    def _select(self, connection: sqlite3.Connection, condition: str, *values: str) -> int:
        rows = connection.execute(f"SELECT key FROM papers WHERE {condition}", values)
        return bitmap.from_places(key for (key,) in rows)


def _number(end: str | int | None) -> int | None:
    """Return an end of a range as the number that the index has for it."""
    return day_number(date.fromisoformat(end).toordinal()) if isinstance(end, str) else end


def _like(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
