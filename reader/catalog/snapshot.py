"""The index as a search sees it: the papers that words, numbers and categories stand for, at one moment."""

import json
import sqlite3
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from reader.catalog import bitmap
from reader.catalog.bitmap import DAMAGE
from reader.catalog.document import BEGINNINGS, FIELDS, beginning_term
from reader.catalog.index import BLOCK, KNOWN, outdated, segments_of
from reader.catalog.pack import Pack, read_pack
from reader.catalog.segment import Segment

Fields = tuple[int, ...]
"""For each of `FIELDS` the set of papers that have a term there."""

NOWHERE: Fields = (0,) * len(FIELDS)

_BEGINS = "term >= ?1 AND term < ?1 || char(1114111)"

_CACHE_BYTES = 24_000_000
"""Most memory that remembered postings take."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of every paper, bit by bit."""

    known: int = 0
    """The papers that have it."""
    bits: tuple[int, ...] = ()
    """The papers in whose number each bit is set, the lowest bit first."""

    def planes(self, *, descending: bool) -> tuple[int, ...]:
        """Return the sets by which papers are put in this number's order, the most important first; unknown ones last."""
        bits = reversed(self.bits)
        return (self.known, *(bits if descending else (self.known ^ bit for bit in bits)))

    def at_least(self, low: int) -> int:
        """Return the papers whose number is `low` or more."""
        if low <= 0:
            return self.known
        if low.bit_length() > len(self.bits):
            return 0
        equal, greater = self.known, 0
        for bit in range(len(self.bits) - 1, -1, -1):
            if low >> bit & 1:
                equal &= self.bits[bit]
            else:
                greater |= equal & self.bits[bit]
                equal ^= equal & self.bits[bit]
        return equal | greater

    def within(self, low: int | None, high: int | None) -> int:
        """Return the papers whose number is known and between both ends, which count too; `None` is open."""
        found = self.known if low is None else self.at_least(low)
        return found if high is None else found ^ (found & self.at_least(high + 1))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is read of the index once, until it changes."""

    parts: tuple[tuple[int, int, int | None], ...] = ()
    """Key and first place of every segment in rows, and its live papers where some are not."""
    packs: tuple[tuple[Pack, frozenset[int] | None], ...] = ()
    """Every packed segment, and the numbers of its live papers where some are not."""
    stored: int = 0
    """All papers."""
    outdated: int = 0
    """Papers indexed by another version of this program, which may know neighbours otherwise."""
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        """All papers but those of the sample."""
        return self.stored & ~self.number("sample").known

    def number(self, name: str) -> Number:
        """Return one of `document.NUMBERS`."""
        return self.numbers.get(name, _UNKNOWN)


_UNKNOWN = Number()


def read_snapshot(connection: sqlite3.Connection) -> Snapshot:
    """Return the index's segments and numbers."""
    segments = segments_of(connection)
    return Snapshot(
        parts=tuple((s.key, s.first, None if s.whole else s.live) for s in segments if not s.packed),
        packs=tuple(_with_live(read_pack(connection, s.key), s) for s in segments if s.packed),
        stored=reduce(or_, (segment.live for segment in segments), 0),
        outdated=outdated(segments),
        numbers=_numbers(connection),
    )


def _with_live(pack: Pack, segment: Segment) -> tuple[Pack, frozenset[int] | None]:
    if segment.whole:
        return pack, None
    return pack, frozenset(number for number, key in enumerate(pack.keys) if segment.live >> key & 1)


def _numbers(connection: sqlite3.Connection) -> dict[str, Number]:
    (last,) = connection.execute("SELECT max(block) FROM numbers").fetchone()
    size = BLOCK // 8
    blocks: defaultdict[tuple[str, int], bytearray] = defaultdict(lambda: bytearray(size * (last + 1)))
    for name, bit, block, papers in connection.execute("SELECT name, bit, block, papers FROM numbers"):
        if len(papers) != size:
            raise sqlite3.DatabaseError(f"{DAMAGE}: a number")
        blocks[name, bit][block * size : (block + 1) * size] = papers
    planes = {plane: int.from_bytes(data, "little") for plane, data in blocks.items()}
    highest: dict[str, int] = {}
    for name, bit in planes:
        highest[name] = max(bit, highest.get(name, KNOWN))
    return {
        name: Number(
            planes.get((name, KNOWN), 0), tuple(planes.get((name, bit), 0) for bit in range(top + 1))
        )
        for name, top in highest.items()
    }


class Postings:
    """Answers which papers have a word; remembers the answers until the index changes."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._first = {key: first for key, first, _ in snapshot.parts}
        self._masks = {key: live for key, _, live in snapshot.parts if live is not None}
        self._segments = ", ".join(str(key) for key in self._first)
        self._packs = snapshot.packs
        self._known: OrderedDict[tuple[str, bool], Fields] = OrderedDict()
        self._bytes = 0

    def word(self, connection: sqlite3.Connection, term: str) -> Fields:
        """Return the papers with a term."""
        return self._remembered(connection, term, begins=False)

    def beginning(self, connection: sqlite3.Connection, term: str) -> Fields:
        """Return the papers with a word, category or the like that begins so."""
        if len(term) in BEGINNINGS and term.isalnum():
            return self._remembered(connection, beginning_term(term), begins=False)
        return self._remembered(connection, term, begins=True)

    def papers(self, connection: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
        """Return in about how many papers each of these words stands that are stored."""
        asked = list(terms)
        rows = connection.execute(
            f"SELECT term, sum(papers) FROM postings WHERE segment IN ({self._segments})"
            " AND term IN (SELECT value FROM json_each(?)) AND papers GROUP BY term",
            (json.dumps(asked),),
        )
        papers: dict[str, int] = dict(rows)
        for pack, _ in self._packs:
            for term in asked:
                if count := pack.papers(term):
                    papers[term] = papers.get(term, 0) + count
        return papers

    def _remembered(self, connection: sqlite3.Connection, term: str, *, begins: bool) -> Fields:
        known = self._known.get((term, begins))
        if known is not None:
            self._known.move_to_end((term, begins))
            return known
        found = self._found(connection, term, begins)
        self._known[term, begins] = found
        self._bytes += _size(found)
        while self._bytes > _CACHE_BYTES and len(self._known) > 1:
            _, forgotten = self._known.popitem(last=False)
            self._bytes -= _size(forgotten)
        return found

    def any_of(self, connection: sqlite3.Connection, terms: Collection[str]) -> Fields:
        """Return the papers with any of these terms; not remembered."""
        return self._read(
            connection,
            "term IN (SELECT value FROM json_each(?))",
            json.dumps(list(terms)),
            terms,
            begins=False,
        )

    def words_begun(
        self, connection: sqlite3.Connection, beginning: str, most: int
    ) -> Collection[str] | None:
        """Return the words that begin so, `None` where they may be more than `most`."""
        rows = connection.execute(
            f"SELECT term FROM postings WHERE segment IN ({self._segments}) AND {_BEGINS} AND papers LIMIT ?2",
            (beginning, most * max(len(self._first), 1) + 1),
        ).fetchall()
        if len(rows) > most * len(self._first):
            return None
        words = {term for (term,) in rows}
        for pack, _ in self._packs:
            words.update(pack.words_begun(beginning))
        return words if len(words) <= most else None

    def is_begun(self, connection: sqlite3.Connection, beginning: str) -> bool:
        """Return whether a word begins so."""
        return self.words_begun(connection, beginning, 0) is None

    def _found(self, connection: sqlite3.Connection, term: str, begins: bool) -> Fields:
        return self._read(connection, _BEGINS if begins else "term = ?1", term, (term,), begins=begins)

    def _read(
        self,
        connection: sqlite3.Connection,
        condition: str,
        value: str,
        terms: Iterable[str],
        *,
        begins: bool,
    ) -> Fields:
        rows = connection.execute(
            f"SELECT segment, {', '.join(FIELDS)} FROM postings WHERE segment IN ({self._segments}) AND {condition}",
            (value,),
        ).fetchall()
        keys: list[list[int]] = [[] for _ in FIELDS]
        for pack, live in self._packs:
            for term in terms:
                for place, those in pack.keys_of(term, begins=begins, live=live):
                    keys[place] += those
        return tuple(
            self._united(rows, column) | (bitmap.from_places(those) if those else 0)
            for column, those in enumerate(keys, 1)
        )

    def _united(self, rows: Sequence[tuple[Any, ...]], column: int) -> int:
        """Return the papers of one column of rows."""
        whole = [
            (self._first[row[0]], row[column]) for row in rows if row[column] and row[0] not in self._masks
        ]
        papers = bitmap.union(whole) if whole else 0
        for segment, live in self._masks.items():
            pieces = [
                (self._first[segment], row[column]) for row in rows if row[column] and row[0] == segment
            ]
            if pieces:
                papers |= bitmap.union(pieces) & live
        return papers


def anywhere(fields: Fields) -> int:
    """Return the papers that have a term in any field."""
    return reduce(or_, fields)


def both(first: Fields, second: Fields) -> Fields:
    """Return for each field the papers that stand in both."""
    return tuple(a & b for a, b in zip(first, second, strict=True))


def either(first: Fields, second: Fields) -> Fields:
    """Return for each field the papers that stand in one or both."""
    return tuple(a | b for a, b in zip(first, second, strict=True))


def _size(fields: Fields) -> int:
    return 200 + sum(papers.bit_length() for papers in fields) // 7
