"""Segments: parts of the index, each written once for the papers of one transaction, and later merged into larger ones."""

import gc
import heapq
import sqlite3
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from operator import itemgetter, xor
from typing import Any
from zlib import crc32

from reader.catalog import bitmap
from reader.catalog.document import (
    BEGINNINGS,
    BUCKETS,
    FIELDS,
    FUNCTION_WORDS,
    TURNED,
    beginning_term,
    category_terms,
    number_of,
    order_term,
    pair_term,
    sequences,
)
from reader.catalog.pack import MOST_PAPERS, Pack, codes, packed
from reader.core.paper import Paper

_FORMAT = 4
"""To be raised when segments are made otherwise, also by how words are folded."""

VERSION = crc32(repr((_FORMAT, FIELDS, BEGINNINGS, BUCKETS, TURNED[:2], sorted(FUNCTION_WORDS))).encode())
"""The version of what segments contain; those of another are rebuilt."""

Row = tuple[str, int, bytes | None, bytes | None, bytes | None, bytes | None, bytes | None]
"""A term, in how many papers its word stands (0: no word), and the papers by field."""

_KEYWORDS = FIELDS.index("keywords")
_TITLE = FIELDS.index("title")
_AUTHORS = FIELDS.index("authors")

_TITLE_WORDS = 40
"""Words of a title whose order is kept: of longer ones there would be too many pairs."""

_START = number_of("")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the index: its papers that are still told by it, and the key of its first place."""

    key: int
    first: int
    """A multiple of 8."""
    papers: int
    """Papers it was written for."""
    live: int
    """The set of papers that no later segment tells of; by key."""
    version: int
    packed: bool = False

    @property
    def whole(self) -> bool:
        """Whether all its papers are live, so that its postings need no mask."""
        return self.live.bit_count() == self.papers


Indexed = Pack | list[Row]
"""What a segment consists of: a pack, or rows in the order of their terms."""


def indexed(papers: Mapping[int, Paper | None]) -> Indexed:
    """Return what indexes papers by their places in a segment; for few enough a pack, by their numbers."""
    with _uncollected():
        if len(papers) > MOST_PAPERS:
            return _rows(_Tables(papers), max(papers) + 1)
        tables = _Codes(dict(enumerate(papers[place] for place in sorted(papers))))
        words = [{word: places[1:] for word, places in field.items()} for field in tables.fields]
        words[_KEYWORDS] |= tables.categories
        return packed(sorted(papers), words, tables.pairs, tables.orders)


def rows(papers: Mapping[int, Paper | None], size: int) -> list[Row]:
    """Return what indexes papers by their places, in the order of the terms; no place reaches `size`."""
    with _uncollected():
        return _rows(_Tables(papers), size)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through millions of lists that nothing in a circle refers to."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Terms(ABC):
    """The terms of papers with the places of the papers."""

    def __init__(self, papers: Mapping[int, Paper | None]) -> None:
        self.fields = [_Words() for _ in FIELDS]
        self.categories: defaultdict[str, list[int]] = defaultdict(list)
        for place in sorted(papers):
            if (paper := papers[place]) is not None:
                self._add(place, paper)

    @abstractmethod
    def put_pairs(self, field: int, buckets: Set[int], place: int) -> None:
        """Keep that a paper has these neighbours in a field."""

    @abstractmethod
    def put_orders(self, buckets: Set[int], place: int) -> None:
        """Keep that a paper's title has these words after each other."""

    def _add(self, place: int, paper: Paper) -> None:
        for field, runs, single in sequences(paper):
            numbers, buckets = self.fields[field].add(place, runs, single)
            # Of the authors one name stands at the start, not one word.
            starts = {_TITLE: numbers[:1], _AUTHORS: numbers}.get(field, ())
            buckets.update(_START ^ TURNED[number] for number in starts)
            self.put_pairs(field, buckets, place)
            if field == _TITLE:
                self.put_orders(_ordered(numbers[:_TITLE_WORDS]), place)
        for term in category_terms(paper):
            self.categories[term].append(place)


class _Tables(_Terms):
    """The terms of many papers."""

    def __init__(self, papers: Mapping[int, Paper | None]) -> None:
        self.pairs: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in FIELDS]
        self.orders: defaultdict[int, list[int]] = defaultdict(list)
        super().__init__(papers)

    def put_pairs(self, field: int, buckets: Set[int], place: int) -> None:
        pairs = self.pairs[field]
        for bucket in buckets:
            pairs[bucket].append(place)

    def put_orders(self, buckets: Set[int], place: int) -> None:
        for bucket in buckets:
            self.orders[bucket].append(place)


class _Codes(_Terms):
    """The terms of a few papers, whose pairs are kept as the codes of a pack."""

    def __init__(self, papers: Mapping[int, Paper | None]) -> None:
        self.pairs: list[list[int]] = [[] for _ in FIELDS]
        self.orders: list[int] = []
        super().__init__(papers)

    def put_pairs(self, field: int, buckets: Set[int], place: int) -> None:
        self.pairs[field] += codes(buckets, place)

    def put_orders(self, buckets: Set[int], place: int) -> None:
        self.orders += codes(buckets, place)


class _Words(dict[str, list[int]]):
    """The places of every word, after a number that stands for it and is below zero."""

    def __missing__(self, word: str) -> list[int]:
        self[word] = places = [~number_of(word)]
        return places

    def add(
        self, place: int, runs: Sequence[Sequence[str]], single: Iterable[str]
    ) -> tuple[list[int], set[int]]:
        """Add a paper's runs of words, and words without neighbours.

        Return the numbers of the first run, and the buckets of neighbours.
        """
        # One look at each word: a large table is far from the processor, and every look takes its time.
        find = self.__getitem__
        found = {word: find(word) for word in dict.fromkeys(chain(*runs, single))}
        numbers = {word: ~places[0] for word, places in found.items()}
        buckets: set[int] = set()
        for run in runs:
            every = [numbers[word] for word in run]
            buckets.update(map(xor, every, map(TURNED.__getitem__, every[1:])))
            telling = [number for number in every if number < BUCKETS]
            buckets.update(map(xor, telling, map(TURNED.__getitem__, telling[1:])))
        for places in found.values():
            places.append(place)
        return [number for word in runs[0] if (number := numbers[word]) < BUCKETS], buckets


def _ordered(numbers: Sequence[int]) -> set[int]:
    """Return the buckets of every word with each of those after it."""
    turned = [TURNED[number] for number in numbers]
    return {number ^ later for at, number in enumerate(numbers) for later in turned[at + 1 :]}


def _rows(tables: _Tables, size: int) -> list[Row]:
    rows: dict[str, list[Any]] = {}
    # Most words stand in one paper of a segment.
    single = [bitmap.encode((place,), size) for place in range(size)]

    def put(term: str, column: int, places: Sequence[int] | int) -> None:
        if (row := rows.get(term)) is None:
            rows[term] = row = [term, 0, None, None, None, None, None]
        if isinstance(places, int):
            row[column] = bitmap.encode_set(places, size)
        else:
            row[column] = single[places[0]] if len(places) == 1 else bitmap.encode(places, size)

    for column, (words, pairs) in enumerate(zip(tables.fields, tables.pairs, strict=True), 2):
        sets: dict[str, Sequence[int] | int] = {}
        for word, numbered in words.items():
            count = len(numbered) - 1
            places = numbered[1:]
            sets[word] = places if count <= bitmap.FEW else bitmap.from_places(places)
            put(word, column, places)
            rows[word][1] = max(rows[word][1], count)
        for beginning, begun in _begun(sets):
            put(beginning_term(beginning), column, begun)
        for bucket, places in pairs.items():
            put(pair_term(bucket), column, places)
    for bucket, in_order in tables.orders.items():
        put(order_term(bucket), 2 + _TITLE, in_order)
    for term, members in tables.categories.items():
        put(term, 2 + _KEYWORDS, members)
    return [tuple(rows[term]) for term in sorted(rows)]


def _begun(sets: Mapping[str, Sequence[int] | int]) -> Iterator[tuple[str, Sequence[int] | int]]:
    """Yield short beginnings with the union of the words, or longer beginnings, that begin so."""
    for length in sorted(BEGINNINGS, reverse=True):
        few: defaultdict[str, list[int]] = defaultdict(list)
        many: defaultdict[str, int] = defaultdict(int)
        for word, papers in sets.items():
            if isinstance(papers, int):
                many[word[:length]] |= papers
            else:
                few[word[:length]].extend(papers)
        united: dict[str, Sequence[int] | int] = {}
        for beginning, places in few.items():
            together = sorted(set(places))
            if beginning in many or len(together) > bitmap.FEW:
                many[beginning] |= bitmap.from_places(together)
            else:
                united[beginning] = together
        sets = united | many
        yield from sets.items()


def merged_rows(connection: sqlite3.Connection, segments: Sequence[Segment]) -> tuple[int, Iterator[Row]]:
    """Return the key of the first place and the rows of several segments as one, without papers that are not live."""
    together = 0
    for segment in segments:
        together |= segment.live
    first = ((together & -together).bit_length() - 1) & ~7
    return first, _merged(connection, segments, first, together.bit_length() - first)


def _merged(
    connection: sqlite3.Connection, segments: Sequence[Segment], first: int, size: int
) -> Iterator[Row]:
    cursors = [
        connection.execute(
            "SELECT term, ?, papers, title, authors, keywords, organization, abstract FROM postings"
            " WHERE segment = ? ORDER BY term",
            (number, segment.key),
        )
        for number, segment in enumerate(segments)
    ]
    ordered = all(earlier.live.bit_length() <= later.first for earlier, later in pairwise(segments))
    shifts = [segment.first - first for segment in segments]
    masks = [None if segment.whole else segment.live >> first for segment in segments]
    for term, group in groupby(heapq.merge(*cursors, key=itemgetter(0)), key=itemgetter(0)):
        rows = list(group)
        fields = []
        for column in range(3, 3 + len(FIELDS)):
            pieces = [(row[1], row[column]) for row in rows if row[column] is not None]
            fields.append(_merged_field(pieces, shifts, masks, size, ordered) if pieces else None)
        if any(fields):
            title, authors, keywords, organization, abstract = fields
            yield term, sum(row[2] for row in rows), title, authors, keywords, organization, abstract


def _merged_field(
    pieces: Sequence[tuple[int, bytes]],
    shifts: Sequence[int],
    masks: Sequence[int | None],
    size: int,
    ordered: bool,
) -> bytes | None:
    lists = [(number, bitmap.places_of(data)) for number, data in pieces]
    if all(places is not None and masks[number] is None for number, places in lists):
        united = [place + shifts[number] for number, places in lists for place in places or ()]
        return bitmap.encode(united if ordered else sorted(united), size)
    together = 0
    for number, data in pieces:
        bits = bitmap.union([(0, data)])
        bits = bits << shifts[number] if shifts[number] >= 0 else bits >> -shifts[number]
        mask = masks[number]
        together |= bits if mask is None else bits & mask
    return bitmap.encode_set(together, size) if together else None
