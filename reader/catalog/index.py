"""The index of the stored papers: written in the same transaction as the papers, so it is never behind them.

It consists of segments (`reader.catalog.segment`). A paper whose text changed is written again into a new segment, and
is no longer live in the old one; when there are many segments of about one size, they are merged. Beside them stand
the numbers of the papers, one bit of all papers at a time, so that a search compares and sorts by set algebra.
"""

import itertools
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from reader.catalog import bitmap
from reader.catalog.document import numbers
from reader.catalog.pack import Pack, write_pack
from reader.catalog.segment import VERSION, Indexed, Row, Segment, merged_rows
from reader.core.paper import Paper

BLOCK = 8192
"""Papers whose bits of a number stand in one row."""

KNOWN = -1
"""The bit of a number that tells whether it is known."""

LONGEST_WORD = 40
"""Letters up to which a word is looked for when another is misspelt."""

_FAN = 8
"""Segments of about one size that are merged."""

_LARGEST = 150_000
"""Papers up to which segments are merged; a larger one would hold up other windows for too long."""


def add_segment(connection: sqlite3.Connection, first: int, count: int, content: Indexed) -> None:
    """Index `count` new papers with the keys from `first` (a multiple of 8) by the content of their segment."""
    live = ((1 << count) - 1) << first
    _write(connection, first, live, content)
    _changed(connection)


def add_papers(connection: sqlite3.Connection, papers: Mapping[int, Paper | None]) -> None:
    """Index papers by their keys, anew where they were indexed before; `None` is one that cannot be read."""
    if not papers:
        return
    remove_papers(connection, papers)
    first = min(papers) & ~7
    from reader.catalog.division import indexed  # not where papers are only read

    content = indexed({key - first: paper for key, paper in papers.items()})
    live = bitmap.from_places(key - first for key in papers) << first
    _write(connection, first, live, content)
    set_numbers(connection, {key: numbers(paper) if paper else {} for key, paper in papers.items()})


def remove_papers(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Let searches no longer find papers."""
    gone = bitmap.from_places(keys)
    for segment in segments_of(connection):
        if segment.live & gone:
            live = segment.live & ~gone
            if live:
                connection.execute(
                    "UPDATE segments SET live = ? WHERE key = ?",
                    (_encoded_live(live, segment.first), segment.key),
                )
            else:
                _drop(connection, segment.key)
    _changed(connection)


def set_numbers(connection: sqlite3.Connection, papers: Mapping[int, Mapping[str, int]]) -> None:
    """Put the numbers of papers in the place of those they had."""
    if not papers:
        return
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    for key in papers:
        blocks[key // BLOCK].append(key)
    for block, keys in blocks.items():
        mask = bitmap.from_places(key % BLOCK for key in keys)
        bits: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for key in keys:
            for name, number in papers[key].items():
                bits[name, KNOWN].append(key % BLOCK)
                for bit in range(number.bit_length()):
                    if number >> bit & 1:
                        bits[name, bit].append(key % BLOCK)
        stored = {
            (name, bit): int.from_bytes(data, "little")
            for name, bit, data in connection.execute(
                "SELECT name, bit, papers FROM numbers WHERE block = ?", (block,)
            )
        }
        for plane in stored.keys() | bits.keys():
            before = stored.get(plane, 0)
            after = before & ~mask | bitmap.from_places(bits.get(plane, ()))
            if after != before:
                connection.execute(
                    "INSERT OR REPLACE INTO numbers VALUES (?, ?, ?, ?)",
                    (*plane, block, after.to_bytes(BLOCK // 8, "little")),
                )
    _changed(connection)


def segments_of(connection: sqlite3.Connection) -> list[Segment]:
    """Return all segments."""
    rows = connection.execute("SELECT key, first, papers, live, version, packed FROM segments ORDER BY key")
    return [
        Segment(key, first, papers, bitmap.decode(live) << first, version, bool(is_packed))
        for key, first, papers, live, version, is_packed in rows
    ]


def mergeable(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments that should become one, an empty list where there are few enough."""
    levels: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.version == VERSION and segment.papers < _LARGEST // 2:
            levels[int(math.log(segment.papers, 8))].append(segment)
    for _, level in sorted(levels.items()):
        chosen = level[: _FAN * 2]
        while sum(segment.papers for segment in chosen) > _LARGEST:
            chosen.pop()
        if len(level) >= _FAN and len(chosen) > 1:
            return sorted(chosen, key=lambda segment: segment.first)
    return []


def merge(connection: sqlite3.Connection, segments: Sequence[Segment]) -> None:
    """Put one segment in the place of several, none of them packed."""
    live = 0
    for segment in segments:
        live |= segment.live
    first, rows = merged_rows(connection, segments)
    _write(connection, first, live, rows)
    for segment in segments:
        _drop(connection, segment.key)
    _changed(connection)


def outdated(segments: Iterable[Segment]) -> int:
    """Return the papers that segments of another version than this program's tell of."""
    return reduce(or_, (segment.live for segment in segments if segment.version != VERSION), 0)


def unindexed(connection: sqlite3.Connection, count: int = -1) -> list[int]:
    """Return the keys of at most `count` stored papers (-1: all) that no segment of this program's version tells of."""
    segments = segments_of(connection)
    known = reduce(or_, (segment.live for segment in segments), 0) & ~outdated(segments)
    (stored,) = connection.execute("SELECT count(*) FROM papers").fetchone()
    if known.bit_count() == stored:
        return []
    keys = bitmap.from_places(key for (key,) in connection.execute("SELECT key FROM papers"))
    left = bitmap.places(keys & ~known)
    return list(left if count < 0 else itertools.islice(left, count))


def _write(connection: sqlite3.Connection, first: int, live: int, content: Pack | Iterable[Row]) -> None:
    cursor = connection.execute(
        "INSERT INTO segments (first, papers, live, version, packed) VALUES (?, ?, ?, ?, ?)",
        (first, live.bit_count(), _encoded_live(live, first), VERSION, isinstance(content, Pack)),
    )
    key = int(cursor.lastrowid or 0)
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    if isinstance(content, Pack):
        shifted = replace(content, keys=[first + place for place in content.keys])
        write_pack(connection, key, shifted)
        for term in content.terms:
            if len(term) <= LONGEST_WORD and term.isalnum():
                by_length[len(term)].append(term)
    else:
        connection.executemany(
            "INSERT INTO postings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _numbered(key, content, by_length)
        )
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?)",
        ((key, length, "\n".join(words)) for length, words in sorted(by_length.items())),
    )


def _numbered(
    key: int, rows: Iterable[Row], by_length: defaultdict[int, list[str]]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a segment with its key, and note their words."""
    for row in rows:
        term, papers = row[0], row[1]
        if papers and len(term) <= LONGEST_WORD:
            by_length[len(term)].append(term)
        yield (key, *row)


def _drop(connection: sqlite3.Connection, segment: int) -> None:
    for table, column in (
        ("segments", "key"),
        ("postings", "segment"),
        ("packs", "segment"),
        ("vocabulary", "segment"),
    ):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (segment,))


def _encoded_live(live: int, first: int) -> bytes:
    relative = live >> first
    return bitmap.encode_set(relative, relative.bit_length())


def _changed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE index_changes SET count = count + 1")
