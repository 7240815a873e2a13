"""The order of what a search found: title before authors, keywords, abstract; exact before begun before misspelt."""

import itertools
import json
import math
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reader.catalog.vocabulary import BEGINNING, EXACT, Meaning

_FIELD_WEIGHTS = {"title": 1.0, "authors": 0.75, "keywords": 0.5, "joined": 0.35, "abstract": 0.3}
_ALL_IN_TITLE = 0.6
_NEXT_TO_EACH_OTHER = 0.4
_STARTS_TITLE = 0.05

_MISSPELT = 0.1
"""So small that the best paper with a typo comes after the worst without: 0.1 x 2.05 < 0.7 x 0.3."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A term of the query with what its words may mean."""

    meanings: tuple[Meaning, ...]
    field: str | None
    phrase: bool
    """Whether the words have to stand next to each other."""
    joined: Meaning | None
    """The words written as one, where the term is a compound."""

    @property
    def expression(self) -> str:
        """The term in the index's query language; every word is quoted."""
        if self.phrase:
            words = " ".join(meaning.typed for meaning in self.meanings)
            found = f'"{words}"' + " *" * self.meanings[-1].begins
        else:
            found = " AND ".join(meaning.expression() for meaning in self.meanings)
        if self.joined:
            found = f"({found}) OR {self.joined.expression()}"
        return f"{{{self.field or ' '.join(_FIELD_WEIGHTS)}}} : ({found})"

    @property
    def rarity(self) -> float:
        """0..1, higher for words that few papers have."""
        return min(1.0 / (1.0 + math.sqrt(math.sqrt(meaning.papers))) for meaning in self.meanings)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a paper meets a term: in its best field, in its worst spelling, and where in the title."""

    value: float = 0.0
    sound: bool = False
    """Whether some field meets it without a typo."""
    place: int | None = None


def rank(connection: sqlite3.Connection, keys: Collection[int], sought: Sequence[Sought]) -> dict[int, float]:
    """Return the scores of the papers `keys`, best first; ties go to upvotes, then the newer, then the identifier."""
    rows = connection.execute(
        "SELECT papers.key, title, authors, keywords, joined, paper_words.abstract, ifnull(upvotes, 0),"
        " ifnull(published, ''), id FROM paper_words JOIN papers ON papers.key = paper_words.key"
        " WHERE paper_words.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    scored = []
    for key, title, authors, keywords, joined, abstract, *ties in rows:
        texts = zip(_FIELD_WEIGHTS, (title, authors, keywords, joined, abstract), strict=True)
        scored.append((_score(dict(texts), sought), *ties, key))
    scored.sort(reverse=True)
    return {row[-1]: row[0] for row in scored}


def _score(fields: Mapping[str, str], sought: Sequence[Sought]) -> float:
    fits = [_fit(fields, one) for one in sought]
    total = sum(one.rarity for one in sought)
    score = sum(one.rarity * fit.value for one, fit in zip(sought, fits, strict=True)) / total
    places = [fit.place for fit in fits if fit.place is not None]
    if len(places) == len(fits):
        score += _ALL_IN_TITLE
        steps = [later - earlier == 1 for earlier, later in itertools.pairwise(places)]
        score += _NEXT_TO_EACH_OTHER * (sum(steps) / len(steps)) if steps else 0.0
        score += _STARTS_TITLE if places[0] == 0 else 0.0
    # Of alternatives (`a OR b`) a paper meets some only; a typo counts where it was needed.
    misspelt = any(fit.value and not fit.sound for fit in fits)
    return score * _MISSPELT if misspelt else score


def _fit(fields: Mapping[str, str], sought: Sought) -> _Fit:
    best, sound, place = 0.0, False, None
    for name, weight in _FIELD_WEIGHTS.items():
        if sound and best >= weight:
            break  # the fields that are left weigh less
        if sought.field in (None, name):
            qualities = [_best_word(fields[name], meaning) for meaning in sought.meanings]
            quality = min(quality for quality, _ in qualities)
            if sought.joined:
                quality = max(quality, _best_word(fields[name], sought.joined)[0])
            if name == "title" and quality:
                place = qualities[-1][1]
            best = max(best, weight * quality)
            sound = sound or quality >= BEGINNING
    return _Fit(best, sound, place)


def _best_word(text: str, meaning: Meaning) -> tuple[float, int | None]:
    """Return how well the best word of a folded text meets the typed one, and its place."""
    if meaning.typed in text:
        words = text.split()
        if meaning.typed in words:
            return EXACT, words.index(meaning.typed)
        if meaning.begins:
            for at, word in enumerate(words):
                if word.startswith(meaning.typed):
                    return BEGINNING, at
    if any(word in text for word in meaning.near):
        near = [(meaning.near[w], -at) for at, w in enumerate(text.split()) if w in meaning.near]
        if near:
            weight, at = max(near)
            return weight, -at
    return 0.0, None
