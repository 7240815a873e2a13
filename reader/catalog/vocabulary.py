"""The words of everything stored, and which of them a typed word may mean."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.catalog.database import Database

EXACT, BEGINNING, TYPO = 1.0, 0.7, 0.4
"""How much an exact word, a word that goes on, and a word with a typo count."""

_RARE = 3
"""Papers from which on a word counts as spelt right."""

_COMMON_FACTOR = 15
"""How many times more common another spelling of a rare word has to be."""

_SHORTEST = 4
"""Letters from which on a typo is suspected."""

_MOST_COUNTED = 400
_MOST_CORRECTED = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed word stands for: itself, words that begin with it, and near spellings."""

    typed: str
    begins: bool
    """Whether words that begin with it count."""
    near: Mapping[str, float]
    """Near spellings with their weight."""
    papers: int
    """In about how many papers what is meant occurs."""
    misspelt: bool
    """Whether nothing stored is spelt so, but something near is."""

    def expression(self) -> str:
        """Return the words in the index's query language, each quoted."""
        options = [f'"{self.typed}"' + " *" * self.begins, *(f'"{word}"' for word in self.near)]
        return f"({' OR '.join(options)})"


@dataclass(frozen=True, slots=True)
class _Words:
    """The stored words at one moment, with the number of papers each occurs in."""

    papers: Mapping[str, int]
    ordered: Sequence[str]
    by_length: Mapping[int, Sequence[str]]


class Vocabulary:
    """The stored words; all of them are read only when a typo is suspected and the catalogue has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._words = _Words({}, (), {})

    def meaning(self, word: str, *, prefix: bool, exact: bool) -> Meaning:
        """Return what `word` stands for; a `prefix` is still being typed, `exact` forgives nothing."""
        counts = self._counts(word, word)
        begins = prefix or not (counts or exact)
        if begins:
            counts = self._counts(word, word + "\U0010ffff")
        known = max(counts, default=0)
        near: dict[str, float] = {}
        papers = sum(counts)
        if not exact and known < _RARE and len(word) >= _SHORTEST and not word.isdigit():
            words = self._all()
            common = max(1, known * _COMMON_FACTOR)
            corrections = [item for item in _near(words, word, prefix) if words.papers[item[0]] >= common]
            near = {other: TYPO / distance for other, distance in corrections[:_MOST_CORRECTED]}
            papers += sum(words.papers[other] for other in near)
        return Meaning(word, begins, near, papers, misspelt=bool(near and not known))

    def _counts(self, first: str, last: str) -> list[int]:
        """Return in how many papers each stored word from `first` to `last` occurs; of very many only some."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT doc FROM vocabulary WHERE term >= ? AND term <= ? LIMIT ?",
                (first, last, _MOST_COUNTED),
            )
            return [count for (count,) in rows]

    def _all(self) -> _Words:
        with self._guard, self._database.reading() as connection:
            count = connection.execute("SELECT count FROM word_changes").fetchone()[0]
            stamp = (self._database.generation, count)
            if stamp != self._stamp:
                papers = dict(connection.execute("SELECT term, doc FROM vocabulary"))
                by_length: defaultdict[int, list[str]] = defaultdict(list)
                ordered = sorted(papers)
                for term in ordered:
                    by_length[len(term)].append(term)
                self._words = _Words(papers, ordered, by_length)
                self._stamp = stamp
            return self._words


def _near(words: _Words, word: str, prefix: bool) -> list[tuple[str, int]]:
    """Return stored words within one edit (two from eight letters; swapped neighbours are one), best first."""
    allowed = 2 if len(word) >= 8 else 1
    found: dict[str, int] = {}
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        found |= _within(word, words.by_length.get(length, ()), allowed)
    if prefix and not found and len(word) >= 5:
        found = _near_beginnings(words, word, allowed)
    found.pop(word, None)
    nearest = min(found.values(), default=0)
    # A typo rarely changes the first letter; common words are likelier meant.
    return sorted(
        ((other, distance) for other, distance in found.items() if distance == nearest),
        key=lambda item: (item[0][0] != word[0], -words.papers[item[0]], item[0]),
    )


def _near_beginnings(words: _Words, word: str, allowed: int) -> dict[str, int]:
    beginnings: defaultdict[str, list[str]] = defaultdict(list)
    for other in words.ordered:
        if len(other) > len(word):
            beginnings[other[: len(word)]].append(other)
    near = _within(word, list(beginnings), allowed)
    return {other: distance for beginning, distance in near.items() for other in beginnings[beginning]}


def _within(word: str, others: Sequence[str], allowed: int) -> dict[str, int]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, others, scorer=OSA.distance, score_cutoff=allowed, limit=50, processor=None)
    return {other: int(distance) for other, distance, _ in near}
