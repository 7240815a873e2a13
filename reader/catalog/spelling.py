"""Which stored words a misspelt one may mean."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, compress
from operator import ne

from reader.catalog.index import LONGEST_WORD
from reader.catalog.snapshot import Postings

SHORTEST = 4
"""Letters of the shortest word that is ever meant by another."""

TWO_EDITS = 8
"""Letters from which on two edits are forgiven instead of one."""

MOST = 12
"""Most words that one misspelt word stands for."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGER = 7
"""Letters that a misspelt beginning may lack of its word; longer words are rare, and reading them takes its time."""

_CANDIDATES = 50

_REMEMBERED = 32
"""Words whose likes are kept: those of a query that is being typed."""


_READ_AHEAD = ((7, 10), (8, 5), (6, 11), (9, 4), (12, 13, 14, 15))
"""Lengths of the words that are read before they are needed: at the fifth letter those of up to eleven are."""


class Spelling:
    """The stored words by their length, each in order; read when they are first needed, or ahead."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._words: dict[int, Sequence[str]] = {}
        self._near: dict[str, dict[str, int]] = {}

    def read_ahead(self, connection: sqlite3.Connection) -> None:
        """Read the words of a few lengths more: else the first typo would wait for many at once."""
        for lengths in _READ_AHEAD:
            if not self._words.keys() >= set(lengths):
                for length in lengths:
                    self._of_length(connection, length)
                return
        import rapidfuzz.distance
        import rapidfuzz.process  # noqa: F401

    def near(self, connection: sqlite3.Connection, word: str) -> dict[str, int]:
        """Return stored words within one edit of `word` (two from eight letters) with their distance, best first.

        Swapped neighbours are one edit. Only the nearest are returned; of those the more common come first.
        """
        if not SHORTEST - 1 <= len(word) <= LONGEST_WORD or word.isdigit():
            return {}
        if word not in self._near:
            if len(self._near) >= _REMEMBERED:
                del self._near[next(iter(self._near))]
            self._near[word] = self._found_near(connection, word)
        return self._near[word]

    def _found_near(self, connection: sqlite3.Connection, word: str) -> dict[str, int]:
        if word.isascii():
            # Of three letters only a fourth may be missing: else everything would mean everything.
            lengths = range(max(len(word) - 1, SHORTEST if len(word) < SHORTEST else 0), len(word) + 2)
            stored = {length: self._of_length(connection, length) for length in lengths}
            found = {
                other: 1
                for other in dict.fromkeys(_edited(word))
                if _is_among(stored.get(len(other), ()), other)
            }
        else:
            found = self._within(connection, word, 1)
        if not found and len(word) >= TWO_EDITS:
            found = self._within(connection, word, 2)
        digits = _digits(word)
        found = {other: edits for other, edits in found.items() if other != word and _digits(other) == digits}
        papers = self._postings.papers(connection, found)
        # A typo rarely changes the first letter; common words are likelier meant.
        order = sorted(found, key=lambda other: (other[0] != word[0], -papers.get(other, 0), other))
        return {other: found[other] for other in order[:MOST]}

    def near_beginnings(self, connection: sqlite3.Connection, word: str) -> dict[str, int]:
        """Return beginnings of stored words within one edit of `word`, which is still being typed."""
        if not SHORTEST < len(word) <= LONGEST_WORD or word.isdigit():
            return {}
        if word.isascii():
            # What only cuts the end off is a beginning of `word`, not of what is meant.
            edited = (other for other in _edited(word) if not word.startswith(other))
            found = dict.fromkeys(filter(partial(self._begins, connection), edited), 1)
            if found or len(word) < TWO_EDITS:
                return dict(sorted(found.items(), key=lambda item: item[0][0] != word[0])[:MOST])
        return self._cut_within(connection, word, 2 if len(word) >= TWO_EDITS else 1)

    def _within(self, connection: sqlite3.Connection, word: str, edits: int) -> dict[str, int]:
        """Compare `word` with all words of about its length, first with those that begin as it or its rest does."""
        lengths = range(len(word) - edits, len(word) + edits + 1)
        alike = [self._of_length(connection, length) for length in lengths]
        initials = dict.fromkeys(word[:2])
        likely = chain.from_iterable(_with_initial(words, initial) for words in alike for initial in initials)
        return _extracted(word, list(likely), edits) or _extracted(
            word, list(chain.from_iterable(alike)), edits
        )

    def _cut_within(self, connection: sqlite3.Connection, word: str, edits: int) -> dict[str, int]:
        """Compare `word` with the beginnings of longer words; only those with its first letter, which are few enough."""
        beginnings: dict[str, None] = {}
        size = len(word)
        for length in range(size, size + _LONGER):
            others = _with_initial(self._of_length(connection, length), word[0])
            beginnings.update(dict.fromkeys([other[:size] for other in others]))
        return dict(list(_extracted(word, list(beginnings), edits).items())[:MOST])

    def _begins(self, connection: sqlite3.Connection, beginning: str) -> bool:
        """Tell whether a stored word begins so."""
        for length in range(len(beginning), len(beginning) + _LONGER):
            words = self._of_length(connection, length)
            at = bisect_left(words, beginning)
            if at < len(words) and words[at].startswith(beginning):
                return True
        return False

    def _of_length(self, connection: sqlite3.Connection, length: int) -> Sequence[str]:
        if length not in self._words:
            self._words[length] = self._read(connection, length)
        return self._words[length]

    def _read(self, connection: sqlite3.Connection, length: int) -> Sequence[str]:
        rows = connection.execute("SELECT words FROM vocabulary WHERE length = ?", (length,))
        words = list(chain.from_iterable(words.split("\n") for (words,) in rows))
        words.sort()  # several runs that are in order, which is quick
        return [*compress(words, map(ne, words, words[1:])), *words[-1:]]


def _is_among(words: Sequence[str], word: str) -> bool:
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def _with_initial(words: Sequence[str], letter: str) -> Sequence[str]:
    return words[bisect_left(words, letter) : bisect_left(words, chr(ord(letter) + 1))]


def _extracted(word: str, others: Sequence[str], edits: int) -> dict[str, int]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(
        word, others, scorer=OSA.distance, score_cutoff=edits, limit=_CANDIDATES, processor=None
    )
    nearest = min((distance for other, distance, _ in found if other != word), default=0)
    return {other: int(distance) for other, distance, _ in found if distance == nearest}


def _digits(word: str) -> str:
    """Return the digits of a word: another number is no typo."""
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


def _edited(word: str) -> Iterator[str]:
    """Yield everything that is one edit away from a word."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            for letter in _LETTERS:
                yield before + letter + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
