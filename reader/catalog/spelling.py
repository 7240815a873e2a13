"""Which stored words a misspelt one may mean."""

import sqlite3
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

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


_WORDS = 120_000
"""Words that are kept in memory: nearly all that a person's queries are compared with, one after another."""


class Spelling:
    """The stored words by their length and first letter, each in order; read when they are needed.

    To read all of them would take a misspelt word as long as ten keys.
    """

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._words: OrderedDict[tuple[int, str], Sequence[str]] = OrderedDict()
        self._count = 0
        self._near: dict[str, dict[str, int]] = {}

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
            shortest = SHORTEST if len(word) < SHORTEST else 1
            edited = [other for other in dict.fromkeys(_edited(word)) if len(other) >= shortest]
            found = dict.fromkeys(self._stored(connection, word[0], edited), 1)
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
            found = dict.fromkeys((other for other in edited if self._begins(connection, word[0], other)), 1)
            if found or len(word) < TWO_EDITS:
                return dict(sorted(found.items(), key=lambda item: item[0][0] != word[0])[:MOST])
        return self._cut_within(connection, word, 2 if len(word) >= TWO_EDITS else 1)

    def _stored(self, connection: sqlite3.Connection, initial: str, words: Sequence[str]) -> Iterator[str]:
        """Yield those of `words` that are stored; of the few that do not begin with `initial` the index is asked."""
        others = [word for word in words if word[0] != initial]
        elsewhere = self._postings.papers(connection, others)
        for word in words:
            if word in elsewhere if word[0] != initial else _is_among(self._alike(connection, word), word):
                yield word

    def _within(self, connection: sqlite3.Connection, word: str, edits: int) -> dict[str, int]:
        """Compare `word` with the words of about its length that begin as it or its rest does; else with the others.

        Where the first letter is another, at most one edit is left for the rest, so that half of it is as it was.
        """
        lengths = range(max(len(word) - edits, 1), len(word) + edits + 1)
        likely = [
            other
            for length in lengths
            for initial in dict.fromkeys(word[:2])
            for other in self._beginning(connection, length, initial)
        ]
        if found := _extracted(word, likely, edits):
            return found
        middle = (len(word) + 1) // 2
        others = {
            other
            for length in lengths
            for text in self._texts(connection, length)
            for half in (word[1:middle], word[middle:])
            for other in _with(text, half, length)
        }
        return _extracted(word, sorted(others), edits)

    def _cut_within(self, connection: sqlite3.Connection, word: str, edits: int) -> dict[str, int]:
        """Compare `word` with the beginnings of longer words; only those with its first letter, which are few enough."""
        beginnings: dict[str, None] = {}
        size = len(word)
        for length in range(size, size + _LONGER):
            others = self._beginning(connection, length, word[0])
            beginnings.update(dict.fromkeys([other[:size] for other in others]))
        return dict(list(_extracted(word, list(beginnings), edits).items())[:MOST])

    def _begins(self, connection: sqlite3.Connection, initial: str, beginning: str) -> bool:
        """Tell whether a stored word begins so; where that is not with `initial`, the index is asked."""
        if beginning[0] != initial:
            return self._postings.is_begun(connection, beginning)
        for length in range(len(beginning), len(beginning) + _LONGER):
            words = self._beginning(connection, length, initial)
            at = bisect_left(words, beginning)
            if at < len(words) and words[at].startswith(beginning):
                return True
        return False

    def _alike(self, connection: sqlite3.Connection, word: str) -> Sequence[str]:
        return self._beginning(connection, len(word), word[0])

    def _beginning(self, connection: sqlite3.Connection, length: int, initial: str) -> Sequence[str]:
        """Return the stored words of a length that begin with a letter, in order."""
        words = self._words.get((length, initial))
        if words is None:
            read: set[str] = set()
            for text in self._texts(connection, length):
                read.update(_begun(text, initial, length))
            words = self._words[length, initial] = sorted(read)
            self._count += len(words)
            while self._count > _WORDS and len(self._words) > 1:
                self._count -= len(self._words.popitem(last=False)[1])
        else:
            self._words.move_to_end((length, initial))
        return words

    def _texts(self, connection: sqlite3.Connection, length: int) -> list[str]:
        rows = connection.execute("SELECT words FROM vocabulary WHERE length = ?", (length,))
        return [text for (text,) in rows]


def _begun(text: str, initial: str, length: int) -> Sequence[str]:
    """Return the words of a stored text, which are of one length and in order, that begin with a letter."""
    size = length + 1

    def initial_of(at: int) -> str:
        return text[at * size]

    places = range((len(text) + 1) // size)
    first = bisect_left(places, initial, key=initial_of)
    last = bisect_right(places, initial, first, key=initial_of)
    return text[first * size : last * size - 1].split("\n") if first < last else ()


def _with(text: str, part: str, length: int) -> Iterator[str]:
    """Yield the words of a stored text, which are of one length, that have a part."""
    size = length + 1
    at = text.find(part)
    while at >= 0:
        start = at // size * size
        yield text[start : start + length]
        at = text.find(part, start + size)


def _is_among(words: Sequence[str], word: str) -> bool:
    at = bisect_left(words, word)
    return at < len(words) and words[at] == word


def get_comparison() -> tuple[Callable[..., list[tuple[str, float, int]]], Callable[..., float]]:
    """Return what compares words, and by what; it is imported here, for the first painted list does not need it."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return process.extract, OSA.distance


def _extracted(word: str, others: Sequence[str], edits: int) -> dict[str, int]:
    extract, distance_of = get_comparison()
    found = extract(word, others, scorer=distance_of, score_cutoff=edits, limit=_CANDIDATES, processor=None)
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
