"""The words of everything stored, and which of them a typed word may mean."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reader.catalog.database import Database

EXACT, BEGINNING, TYPO = 1.0, 0.7, 0.4
"""How much an exact word, a word that goes on, and a word with a typo count."""

_RARE = 3
_COMMON_FACTOR = 15
_MOST_PREFIXED = 400
_MOST_CORRECTED = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed word stands for: stored words with their weight (0..1), and whether it was misspelt."""

    typed: str
    weights: dict[str, float]
    prefix: str | None = None
    """The beginning that more words share than are listed; the index finds them itself."""
    corrected: bool = False


class Vocabulary:
    """The stored words with the number of papers each occurs in; read anew when the catalogue has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._stamp = -1
        self._papers: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = {}
        self._sorted: list[str] = []

    def meaning(self, word: str, *, prefix: bool, exact: bool) -> Meaning:
        """Return the stored words that `word` stands for: itself, its continuations, then near spellings."""
        self._refresh()
        weights: dict[str, float] = {}
        many = False
        if word in self._papers:
            weights[word] = EXACT
        if prefix or (not weights and not exact):
            continued = self._continued(word)
            many = len(continued) > _MOST_PREFIXED
            for other in continued[:_MOST_PREFIXED]:
                weights.setdefault(other, BEGINNING)
        if exact or many:
            return Meaning(word, weights, prefix=word if many else None)
        known = max((self._papers[other] for other in weights), default=0)
        corrections = self._near(word, prefix=prefix) if known < _RARE else []
        corrections = [
            (w, distance) for w, distance in corrections if self._papers[w] >= max(1, known * _COMMON_FACTOR)
        ]
        for other, distance in corrections[:_MOST_CORRECTED]:
            weights.setdefault(other, TYPO / distance)
        return Meaning(word, weights, corrected=bool(corrections) and known == 0)

    def papers_with(self, word: str) -> int:
        """Return in how many papers `word` occurs."""
        return self._papers.get(word, 0)

    def _continued(self, prefix: str) -> Sequence[str]:
        from bisect import bisect_left

        start = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\U0010ffff", start)
        return self._sorted[start : min(end, start + _MOST_PREFIXED + 1)]

    def _near(self, word: str, *, prefix: bool) -> list[tuple[str, int]]:
        """Return stored words within one edit (two from eight letters; swapped neighbours are one), best first."""
        if len(word) < 4 or word.isdigit():
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 2 if len(word) >= 8 else 1
        found: dict[str, int] = {}
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=50,
                processor=None,
            ):
                found[other] = int(distance)
        if prefix and not found and len(word) >= 5:
            found = self._near_beginnings(word, allowed)
        nearest = min(found.values(), default=0)
        found = {other: distance for other, distance in found.items() if distance == nearest}
        # A typo rarely changes the first letter; common words are likelier meant.
        return sorted(
            found.items(), key=lambda item: (item[1], item[0][0] != word[0], -self._papers[item[0]], item[0])
        )

    def _near_beginnings(self, word: str, allowed: int) -> dict[str, int]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        beginnings: defaultdict[str, list[str]] = defaultdict(list)
        for length, others in self._by_length.items():
            if length > len(word):
                for other in others:
                    beginnings[other[: len(word)]].append(other)
        near = process.extract(
            word, list(beginnings), scorer=OSA.distance, score_cutoff=allowed, limit=20, processor=None
        )
        return {other: int(distance) for beginning, distance, _ in near for other in beginnings[beginning]}

    def _refresh(self) -> None:
        with self._guard, self._database.reading() as connection:
            stamp = connection.execute("SELECT count FROM word_changes").fetchone()[0]
            if stamp == self._stamp:
                return
            self._papers = dict(connection.execute("SELECT term, doc FROM vocabulary"))
            self._sorted = sorted(self._papers)
            by_length: defaultdict[int, list[str]] = defaultdict(list)
            for term in self._sorted:
                by_length[len(term)].append(term)
            self._by_length = dict(by_length)
            self._stamp = stamp
