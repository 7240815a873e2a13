"""The order of what a search found: title before authors, keywords, abstract; exact before begun before misspelt."""

import itertools
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reader.catalog.vocabulary import BEGINNING, Meaning

_FIELD_WEIGHTS = {"title": 1.0, "authors": 0.75, "keywords": 0.5, "joined": 0.35, "abstract": 0.3}
_ALL_IN_TITLE = 0.6
_NEXT_TO_EACH_OTHER = 0.4
_STARTS_TITLE = 0.05


@dataclass(frozen=True, slots=True)
class Sought:
    """A term of the query with what its words may mean."""

    meanings: tuple[Meaning, ...]
    joined: str
    """The words written as one, where the term was a compound."""
    field: str | None
    rarity: float
    """0..1, higher for words that few papers have."""

    def expression(self, phrase: bool) -> str:
        """Return the term in the index's query language; every word is quoted. Empty when nothing can match."""
        columns = "{title authors keywords joined abstract}" if self.field is None else f"{{{self.field}}}"
        if phrase:
            text = " ".join(meaning.typed for meaning in self.meanings)
            found = f'"{text}"'
        else:
            alternatives = [_alternatives(meaning) for meaning in self.meanings]
            found = " AND ".join(alternatives) if all(alternatives) else ""
            if self.joined:
                found = f'({found}) OR "{self.joined}"' if found else f'"{self.joined}"'
        return f"{columns} : ({found})" if found else ""


def rank(connection: sqlite3.Connection, keys: Collection[int], sought: Sequence[Sought]) -> dict[int, float]:
    """Return the scores of the papers `keys`, best first; ties go to upvotes, then the newer, then the identifier."""
    rows = connection.execute(
        "SELECT papers.key, title, authors, keywords, joined, paper_words.abstract, ifnull(upvotes, 0),"
        " ifnull(published, ''), id FROM paper_words JOIN papers ON papers.key = paper_words.key"
        " WHERE paper_words.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    scored = [
        (
            _score(
                dict(zip(_FIELD_WEIGHTS, (title, authors, keywords, joined, abstract), strict=True)), sought
            ),
            *ties,
            key,
        )
        for key, title, authors, keywords, joined, abstract, *ties in rows
    ]
    scored.sort(reverse=True)
    return {row[-1]: row[0] for row in scored}


def _score(texts: dict[str, str], sought: Sequence[Sought]) -> float:
    fields = {name: text.split() for name, text in texts.items()}
    total = weight_sum = 0.0
    title_places: list[int | None] = []
    for one in sought:
        weight_sum += one.rarity
        value, place = _best_field(fields, one)
        total += one.rarity * value
        title_places.append(place)
    score = total / weight_sum if weight_sum else 0.0
    if all(place is not None for place in title_places):
        score += _ALL_IN_TITLE
        places = [place for place in title_places if place is not None]
        steps = [later - earlier == 1 for earlier, later in itertools.pairwise(places)]
        score += _NEXT_TO_EACH_OTHER * (sum(steps) / len(steps)) if steps else 0.0
        score += _STARTS_TITLE if places[0] == 0 else 0.0
    return score


def _best_field(fields: dict[str, list[str]], sought: Sought) -> tuple[float, int | None]:
    """Return how well the term is met by the field that meets it best, and its place in the title."""
    best, place = 0.0, None
    for name, weight in _FIELD_WEIGHTS.items():
        if sought.field not in (None, name):
            continue
        if best >= weight:
            break  # the fields that are left weigh less
        qualities = [_best_word(fields[name], meaning) for meaning in sought.meanings]
        quality = min((quality for quality, _ in qualities), default=0.0)
        if sought.joined and name in ("joined", "title") and sought.joined in fields[name]:
            quality = 1.0
        if name == "title" and quality:
            place = qualities[-1][1]
        best = max(best, weight * quality)
    return best, place


def _best_word(words: Iterable[str], meaning: Meaning) -> tuple[float, int | None]:
    best, place = 0.0, None
    for at, word in enumerate(words):
        quality = meaning.weights.get(word, 0.0)
        if not quality and meaning.prefix and word.startswith(meaning.prefix):
            quality = BEGINNING
        if quality > best:
            best, place = quality, at
            if quality == 1.0:
                break
    return best, place


def _alternatives(meaning: Meaning) -> str:
    options = [f'"{word}"' for word in meaning.weights]
    if meaning.prefix:
        options = [f'"{meaning.prefix}" *']
    return f"({' OR '.join(options)})" if options else ""
