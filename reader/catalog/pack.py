"""A small segment in a few rows: lists of numbers that are searched by bisection, as they are, in memory.

To write the postings of a day's papers row by row would take longer than everything else that is done with them.
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from reader.catalog.bitmap import DAMAGE
from reader.catalog.document import FIELDS

MOST_PAPERS = 512
"""Papers up to which a segment is packed."""

_BITS = 10
"""Bits of a code for the paper; those above are for the term."""

_KEYS, _TERMS, _FIRST_LIST = 0, 1, 2


@dataclass(frozen=True)
class Pack:
    """The terms of some papers; the papers of a term are codes of its number and of theirs."""

    keys: Sequence[int]
    """The keys of the papers, ascending; elsewhere they are numbered by their places here."""
    terms: Sequence[str]
    """Words and categories, ascending."""
    words: tuple["array[int]", ...]
    """For each of `FIELDS` the codes of its terms."""
    pairs: tuple["array[int]", ...]
    """For each field the codes of the buckets of its neighbours."""
    orders: "array[int]"
    """The codes of the buckets of the words of titles."""

    def keys_of(self, term: str, *, begins: bool, live: Set[int] | None) -> Iterator[tuple[int, list[int]]]:
        """Yield places of fields with the keys of the papers that have a term, or one that begins so, there.

        `live` are the numbers of the papers that still count; `None` for all.
        """
        lists: Sequence[tuple[int, array[int]]] = tuple(enumerate(self.words))
        match term[0]:
            case "+":
                first, last, lists = int(term[1:], 16), int(term[1:], 16) + 1, tuple(enumerate(self.pairs))
            case "<":
                first, last, lists = int(term[1:], 16), int(term[1:], 16) + 1, ((0, self.orders),)
            case _:
                first, last = self._range(term, begins)
        if first == last:
            return
        for place, codes in lists:
            start = bisect_left(codes, first << _BITS)
            end = bisect_left(codes, last << _BITS, start)
            if start < end:
                numbers = {code & (1 << _BITS) - 1 for code in codes[start:end]}
                if live is not None:
                    numbers &= live
                yield place, [self.keys[number] for number in numbers]

    def papers(self, term: str) -> int:
        """Return in about how many papers a word stands."""
        first, last = self._range(term, begins=False)
        if first == last:
            return 0
        return max(
            bisect_left(codes, last << _BITS) - bisect_left(codes, first << _BITS) for codes in self.words
        )

    def words_begun(self, beginning: str) -> Sequence[str]:
        """Return the terms that begin so."""
        return self.terms[slice(*self._range(beginning, begins=True))]

    def _range(self, term: str, begins: bool) -> tuple[int, int]:
        if term[-1] == "*":
            term, begins = term[:-1], True
        first = bisect_left(self.terms, term)
        if begins:
            return first, bisect_left(self.terms, term + "\U0010ffff", first)
        return first, first + (first < len(self.terms) and self.terms[first] == term)


def packed(
    keys: Sequence[int],
    words: Sequence[Mapping[str, Sequence[int]]],
    pairs: Sequence[Sequence[int]],
    orders: Sequence[int],
) -> Pack:
    """Return the pack of papers; for each field the numbers of each term's papers and the codes of pairs are given."""
    terms = sorted(set().union(*words))
    number = {term: place for place, term in enumerate(terms)}
    return Pack(
        keys,
        terms,
        tuple(
            array(
                "I", sorted(number[term] << _BITS | paper for term, those in table.items() for paper in those)
            )
            for table in words
        ),
        tuple(array("I", sorted(codes)) for codes in pairs),
        array("I", sorted(orders)),
    )


def codes(terms: Iterable[int], paper: int) -> list[int]:
    """Return the codes of terms or buckets, given by their numbers, that a paper has."""
    return [term << _BITS | paper for term in terms]


def write_pack(connection: sqlite3.Connection, segment: int, pack: Pack) -> None:
    """Store a pack."""
    blobs = [array("Q", pack.keys).tobytes(), "\n".join(pack.terms).encode()]
    blobs += [codes.tobytes() for codes in (*pack.words, *pack.pairs, pack.orders)]
    connection.executemany(
        "INSERT INTO packs VALUES (?, ?, ?)", ((segment, part, data) for part, data in enumerate(blobs))
    )


def read_pack(connection: sqlite3.Connection, segment: int) -> Pack:
    """Return a stored pack; `sqlite3.DatabaseError` where it is damaged."""
    rows = connection.execute("SELECT part, data FROM packs WHERE segment = ? ORDER BY part", (segment,))
    blobs = [data for _, data in rows]
    try:
        keys = array("Q")
        keys.frombytes(blobs[_KEYS])
        terms = blobs[_TERMS].decode().split("\n") if blobs[_TERMS] else []
        lists = []
        for data in blobs[_FIRST_LIST:]:
            codes = array("I")
            codes.frombytes(data)
            lists.append(codes)
        *fields, orders = lists
    except (ValueError, IndexError) as error:
        raise sqlite3.DatabaseError(f"{DAMAGE}: a small part") from error
    if len(fields) != 2 * len(FIELDS):
        raise sqlite3.DatabaseError(f"{DAMAGE}: a small part")
    return Pack(keys, terms, tuple(fields[: len(FIELDS)]), tuple(fields[len(FIELDS) :]), orders)
