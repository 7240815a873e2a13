"""Segments: parts of the index, each written once for the papers of one transaction, and later merged into larger ones."""

import heapq
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from reader.catalog import bitmap
from reader.catalog.document import (
    BEGINNINGS,
    FIELDS,
    Pairs,
    beginning_term,
    category_terms,
    order_term,
    pair_term,
    sequences,
)
from reader.core.paper import Paper

VERSION = 1
"""The version of what segments contain; those of another are rebuilt."""

Row = tuple[str, int, bytes | None, bytes | None, bytes | None, bytes | None, bytes | None]
"""A term, in how many papers its word stands (0: no word), and the papers by field."""

_KEYWORDS = FIELDS.index("keywords")
_TITLE = FIELDS.index("title")
_AUTHORS = FIELDS.index("authors")

_TITLE_WORDS = 40
"""Words of a title whose order is kept: of longer ones there would be too many pairs."""

_PAIRS = Pairs()
_SMALL = 4096
"""Places up to which the bit of each is held ready."""


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

    @property
    def whole(self) -> bool:
        """Whether all its papers are live, so that its postings need no mask."""
        return self.live.bit_count() == self.papers


def segment_rows(papers: Mapping[int, Paper]) -> tuple[int, Iterator[Row]]:
    """Return the key of the first place and the rows, in order of their terms, that index papers by their keys."""
    first = min(papers) & ~7
    size = max(papers) + 1 - first
    words: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in FIELDS]
    pairs: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in FIELDS]
    orders: defaultdict[int, list[int]] = defaultdict(list)
    categories: defaultdict[str, list[int]] = defaultdict(list)
    for key in sorted(papers):
        paper, place = papers[key], key - first
        for field, runs, single in sequences(paper):
            table = words[field]
            for word in single.union(*runs):
                table[word].append(place)
            buckets = set().union(*map(_PAIRS.buckets, runs))
            # What is found first of all stands at the start: of the title one word, of the authors one name.
            if field == _TITLE:
                buckets.update(_PAIRS.bucket("", word) for word in runs[0][:1])
                for bucket in _PAIRS.ordered(runs[0][:_TITLE_WORDS]):
                    orders[bucket].append(place)
            elif field == _AUTHORS:
                buckets.update(_PAIRS.bucket("", word) for word in runs[0])
            neighbours = pairs[field]
            for bucket in buckets:
                neighbours[bucket].append(place)
        for term in category_terms(paper):
            categories[term].append(place)
    named_pairs = [{pair_term(bucket): places for bucket, places in table.items()} for table in pairs]
    only_title: list[Mapping[str, list[int]]] = [{} for _ in FIELDS]
    only_title[_TITLE] = {order_term(bucket): places for bucket, places in orders.items()}
    only_keywords: list[Mapping[str, list[int]]] = [{} for _ in FIELDS]
    only_keywords[_KEYWORDS] = categories
    rows = [
        *_rows(named_pairs, size, counted=False),
        *_rows(words, size, counted=True),
        *_rows(only_title, size, counted=False),
        *_rows(only_keywords, size, counted=False),
        *_beginning_rows(words, size),
    ]
    rows.sort(key=itemgetter(0))
    return first, iter(rows)


def _rows(tables: Sequence[Mapping[str, list[int]]], size: int, *, counted: bool) -> Iterator[Row]:
    title, authors, keywords, organization, abstract = (
        {term: bitmap.encode(places, size) for term, places in table.items()}.get for table in tables
    )
    for term in set().union(*tables):
        papers = max(len(table[term]) for table in tables if term in table) if counted else 0
        yield term, papers, title(term), authors(term), keywords(term), organization(term), abstract(term)


def _beginning_rows(words: Sequence[defaultdict[str, list[int]]], size: int) -> Iterator[Row]:
    """Yield the rows of short beginnings: the union of the words that begin so."""
    bit = [1 << place for place in range(size)] if size <= _SMALL else None
    fields: list[dict[str, int]] = []
    for table in words:
        begun: defaultdict[str, int] = defaultdict(int)
        for word, places in table.items():
            papers = bit[places[0]] if len(places) == 1 and bit else bitmap.from_places(places)
            for length in BEGINNINGS:
                begun[word[:length]] |= papers
        fields.append(begun)
    for beginning in set().union(*fields):
        title, authors, keywords, organization, abstract = (
            bitmap.encode_set(begun[beginning], size) if beginning in begun else None for begun in fields
        )
        yield beginning_term(beginning), 0, title, authors, keywords, organization, abstract


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
