"""Papers like others, by the words that tell most of them: the cosine of TF-IDF vectors.

The index of the search is asked, which is in memory as soon as anything was searched for. The paper's most telling
words give points to all papers that have them, by set algebra; of the best few the vectors are compared. Of the ten
papers that comparing all vectors puts first, it finds nearly nine. A library would hold a second index of the same
texts, and make it anew for every new paper: scikit-learn takes 9 s for 100,000 papers and 1 s to be imported, and
bm25s needs numpy. Here a new paper counts at once.
"""

import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from reader.catalog import bitmap
from reader.catalog.document import FIELDS, FUNCTION_WORDS
from reader.catalog.ranking import add_points, best
from reader.catalog.record import stored_paper
from reader.catalog.snapshot import Postings, Snapshot, anywhere
from reader.core.fold import words
from reader.core.likeness import Liked, Likeness
from reader.core.paper import Paper

_TERMS, _MOST_TERMS = 30, 120
"""Words of one paper that are looked up, and of many papers together."""

_CANDIDATES = 100
"""Fewest papers whose vectors are compared."""

_BITS = 13
_ALL_POINTS = (1 << _BITS - 1) - 1
"""Points of a paper with all words; what a title gets beyond that has room too."""

_TITLE_SHARE = 3
"""A word in the title gets a third more points: there it stands for what the paper is about."""

_SHORTNESS = 12
"""Points for every 16 words that an abstract is shorter than 256: in a short one each word tells more."""

_REMEMBERED = 300_000
"""Words whose numbers of papers are kept."""

_REASONS = 5
_LEAST_SHARE = 0.04
"""The part of a score that a word must make up to be named as a reason."""

_TITLE = FIELDS.index("title")


class _Frequencies(dict[int, float]):
    """What a word counts that stands so often in a text; one that stands there twice does not say twice as much."""

    def __missing__(self, count: int) -> float:
        self[count] = found = 1 + math.log(count)
        return found


_FREQUENCIES = _Frequencies()

_WORD = re.compile("[A-Za-z0-9]+")

Vector = Mapping[str, float]
"""What each word weighs."""


class Similarity:
    """Compares papers in one state of the index."""

    def __init__(self, snapshot: Snapshot, postings: Postings) -> None:
        self._snapshot = snapshot
        self._postings = postings
        self._rarities: dict[str, float] = {}

    def nearest(
        self, connection: sqlite3.Connection, liked: Sequence[Liked], universe: int, limit: int
    ) -> tuple[Likeness, ...]:
        """Return the papers of `universe` that are most like all of `liked` together, the nearest first."""
        counted = [(each.weight, _counts(each.paper, each.note)) for each in liked]
        self._weigh(connection, (counts for _, counts in counted))
        together: dict[str, float] = {}
        for weight, counts in counted:
            vector = self._vector(counts)
            length = _length(vector)
            for word, share in vector.items():
                if share:
                    together[word] = together.get(word, 0.0) + weight * share / length
        length = _length(together)
        wanted = {word: share / length for word, share in together.items()}
        terms = min(_TERMS * len(liked), _MOST_TERMS)
        keys = self._candidates(connection, wanted, universe, terms, max(_CANDIDATES, 2 * limit))
        return self._compared(connection, wanted, keys, limit)

    def _candidates(
        self,
        connection: sqlite3.Connection,
        wanted: Vector,
        universe: int,
        most_terms: int,
        count: int,
    ) -> list[int]:
        """Return the keys of the papers that have most of the words that tell most."""
        worth = {word: share * self._rarities[word] for word, share in wanted.items() if share > 0}
        found: list[tuple[float, int, int]] = []
        for word in sorted(worth, key=lambda word: (-worth[word], word)):
            fields = self._postings.word(connection, word)
            if papers := anywhere(fields) & universe:
                found.append((worth[word], papers, fields[_TITLE] & universe))
            if len(found) == most_terms:
                break
        whole = sum(share for share, _, _ in found) * (1 + 1 / _TITLE_SHARE)
        points = [0] * _BITS
        together = 0
        for share, papers, titled in found:
            number = round(_ALL_POINTS * share / whole)
            add_points(points, papers, number)
            add_points(points, titled, number // _TITLE_SHARE)
            together |= papers
        length = self._snapshot.number("abstract_words")
        short = together & length.within(None, 255)
        for bit in range(4, 8):
            has = length.bits[bit] if bit < len(length.bits) else 0
            add_points(points, short & ~has, _SHORTNESS << bit - 4)
        return list(bitmap.places(best(together, tuple(reversed(points)), count)))

    def _compared(
        self, connection: sqlite3.Connection, wanted: Vector, keys: Sequence[int], limit: int
    ) -> tuple[Likeness, ...]:
        """Return the papers by the cosine of their vectors with what is wanted."""
        rows = connection.execute(
            "SELECT record FROM papers WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
        ).fetchall()
        papers = [paper for (record,) in rows if (paper := stored_paper(record)) is not None]
        counted = [_counts(paper) for paper in papers]
        self._weigh(connection, counted)
        found: list[tuple[float, str, Paper, Vector]] = []
        for paper, counts in zip(papers, counted, strict=True):
            vector = self._vector(counts)
            length = _length(vector)
            shares = {word: wanted[word] * vector[word] / length for word in wanted.keys() & vector.keys()}
            if (score := round(math.fsum(shares.values()), 4)) > 0:
                found.append((score, paper.id, paper, shares))
        found.sort(key=itemgetter(0, 1), reverse=True)  # of equals the newer first
        return tuple(
            Likeness(name, score, _reasons(shares, score, paper))
            for score, name, paper, shares in found[:limit]
        )

    def _vector(self, counts: Mapping[str, int]) -> Vector:
        """Return what each word weighs in a text."""
        rarities, frequencies = self._rarities, _FREQUENCIES
        return {word: frequencies[count] * rarities[word] for word, count in counts.items()}

    def _weigh(self, connection: sqlite3.Connection, texts: Iterable[Mapping[str, int]]) -> None:
        """Look up what the words of texts weigh: the rarer, the more; nothing where they say nothing."""
        if len(self._rarities) > _REMEMBERED:
            self._rarities.clear()
        new = [word for word in set().union(*texts) if word not in self._rarities]
        telling = [
            word for word in new if len(word) > 1 and word not in FUNCTION_WORDS and not word.isdigit()
        ]
        known = self._postings.papers(connection, telling)
        papers = self._snapshot.stored.bit_count() + 1
        self._rarities.update(dict.fromkeys(new, 0.0))
        self._rarities.update({word: math.log(papers / (known.get(word, 0) + 1)) + 1 for word in telling})


def _counts(paper: Paper, note: str = "") -> Counter[str]:
    """Return how often words stand in a paper; those of the title count twice."""
    parts = (paper.title, paper.title, paper.abstract, *paper.keywords, note)
    return Counter(words(" ; ".join(filter(None, parts))))


def _length(vector: Vector) -> float:
    return math.hypot(*vector.values()) or 1.0


def _reasons(shares: Vector, score: float, paper: Paper) -> tuple[str, ...]:
    """Return the words that make up most of a score, as the paper spells them; of forms of a word the first."""
    chosen: list[str] = []
    for word in sorted(shares, key=lambda word: (-shares[word], word)):
        if len(chosen) == _REASONS or shares[word] < _LEAST_SHARE * score:
            break
        if not any(word.startswith(other[:-1]) or other.startswith(word[:-1]) for other in chosen):
            chosen.append(word)
    # Of a spelling only what is more than a capital at the start tells anything: LoRA, RL.
    forms = _WORD.findall(f"{paper.title}\n{paper.abstract or ''}")
    spelt = {form.lower(): form for form in forms if not form[1:].islower()}
    plain = {form for form in forms if form.islower()}
    return tuple(word if word in plain else spelt.get(word, word) for word in chosen)
