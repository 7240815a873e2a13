"""What the terms of a query stand for: the papers that have them as typed, begun, or misspelt."""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.catalog.document import FIELDS, category_term
from reader.catalog.neighbourhood import Neighbourhood
from reader.catalog.phrase import with_phrase
from reader.catalog.snapshot import NOWHERE, Fields, Postings, Snapshot, anywhere, both, either
from reader.catalog.spelling import Spelling
from reader.core.fold import is_unspaced, other_readings
from reader.core.highlight import Phrase
from reader.core.query import Term

_RARE = 3
"""Papers from which on a word counts as spelt right."""

_COMMON_FACTOR = 15
"""How many times more common another spelling of a rare word has to be."""

_REMEMBERED = 32
"""Terms whose meaning is kept: those of a query that is being typed."""

_JOINED = 2
"""Fewest letters of a word that may be a part of a compound."""

_SPLIT = 3
"""Fewest letters of a part of a compound that is typed as one word."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term stands for, by field."""

    term: Term
    exact: Fields = NOWHERE
    """The papers with the words as they were typed, in one of their spellings as compounds."""
    begun: Fields = NOWHERE
    """The papers with words that begin so, where that counts."""
    near: Fields = NOWHERE
    """The papers with words that are spelt nearly so."""
    begins: bool = False
    corrections: dict[str, int] = field(default_factory=dict)
    """Near words, and how many edits away they are."""
    begun_corrections: tuple[str, ...] = ()
    """Near beginnings of words."""
    also: tuple[Phrase, ...] = ()
    """Other spellings that were found: as one word, or in two."""

    @property
    def fields(self) -> tuple[int, ...]:
        """The numbers of the fields in which the term is sought."""
        sought = self.term.field
        return tuple(range(len(FIELDS))) if sought is None else (_FIELD_NUMBERS[sought],)

    @property
    def sound(self) -> int:
        """The papers that have it without a typo."""
        return self._in_fields(either(self.exact, self.begun))

    @property
    def papers(self) -> int:
        """All papers that have it."""
        return self.sound | self._in_fields(self.near)

    @property
    def misspelt(self) -> bool:
        """Whether nothing stored is spelt so, but something near is."""
        return bool(self.corrections or self.begun_corrections) and not anywhere(
            either(self.exact, self.begun)
        )

    def rarity(self, papers: int) -> float:
        """Return the weight of the term among `papers` stored ones: the rarer, the more."""
        return math.log((papers + 1) / (self.papers.bit_count() + 1)) + 0.5

    def _in_fields(self, found: Fields) -> int:
        if self.term.field is None:
            return anywhere(found)
        return found[_FIELD_NUMBERS[self.term.field]]


_FIELD_NUMBERS = {name: number for number, name in enumerate(FIELDS)} | {"org": FIELDS.index("organization")}
TEXT_FIELDS = frozenset({None, *_FIELD_NUMBERS})
"""Fields of a query that are answered with words."""


class Interpreter:
    """Finds out what terms stand for, in one state of the index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.postings = self._postings = Postings(snapshot)
        self.neighbourhood = Neighbourhood(snapshot, self._postings)
        self._spelling = Spelling(self._postings)
        self._meanings: dict[tuple[Term, bool | None, bool], Meaning] = {}

    def meaning(
        self,
        connection: sqlite3.Connection,
        term: Term,
        *,
        forgiving: bool | None = None,
        denied: bool = False,
    ) -> Meaning:
        """Return what a term stands for.

        `forgiving` says whether typos are: always, never (`False`), or (`None`) where nothing else is found. What is
        `denied` is taken as it was typed: an unknown word is not the beginning of others.
        """
        asked = (term, forgiving, denied)
        if (known := self._meanings.get(asked)) is None:
            if len(term.words) > 1 or term.exact:
                known = self._compound(connection, term, forgiving)
            else:
                known = self._single(connection, term, forgiving, denied)
            if len(self._meanings) >= _REMEMBERED:
                del self._meanings[next(iter(self._meanings))]
            self._meanings[asked] = known
        return known

    def category(self, connection: sqlite3.Connection, name: str, *, begins: bool) -> int:
        """Return the papers of a category or archive."""
        find = self._postings.beginning if begins else self._postings.word
        return anywhere(find(connection, category_term(name)))

    def joined(
        self, connection: sqlite3.Connection, first: Meaning, second: Meaning
    ) -> tuple[Meaning, Meaning]:
        """Return both meanings with the papers that write their words as one: `self supervised`, “selfsupervised”."""
        shortest = min(len(first.term.words[0]), len(second.term.words[0]) - second.begins)
        if shortest < _JOINED:
            return first, second
        word = first.term.words[0] + second.term.words[0]
        found = (self._postings.beginning if second.begins else self._postings.word)(connection, word)
        if not anywhere(found):
            return first, second
        phrase = Phrase((word,), second.begins)
        return (
            replace(first, exact=either(first.exact, found), also=(*first.also, phrase)),
            replace(second, exact=either(second.exact, found), also=(*second.also, phrase)),
        )

    def _single(
        self, connection: sqlite3.Connection, term: Term, forgiving: bool | None, denied: bool = False
    ) -> Meaning:
        (word,) = term.words
        exact = self._postings.word(connection, word)
        begins = term.prefix or is_unspaced(word) or not (denied or anywhere(exact))
        begun = self._postings.beginning(connection, word) if begins else NOWHERE
        meaning = self._also(connection, Meaning(term, exact, begun, begins=begins))
        if meaning.also == () and (split := self._split(connection, word, exact)) is not None:
            parts, papers = split
            meaning = replace(meaning, exact=either(exact, papers), also=(Phrase(parts),))
        known = anywhere(either(exact, begun)).bit_count()
        if forgiving is False or (forgiving is None and known >= _RARE):
            return meaning
        return self._corrected(connection, meaning, word, known, begins=term.prefix)

    def _also(self, connection: sqlite3.Connection, meaning: Meaning) -> Meaning:
        """Add the papers with the term's other spelling: “gpt4” for `gpt-4`, “deep seek” for `DeepSeek`."""
        for other in other_readings(meaning.term.text):
            phrase = Phrase(tuple(other), meaning.term.prefix)
            exact, begun = self.neighbourhood.phrases(connection, other, begins=phrase.begins)
            if anywhere(either(exact, begun)):
                exact, begun = either(meaning.exact, exact), either(meaning.begun, begun)
                return replace(meaning, exact=exact, begun=begun, also=(phrase,))
        return meaning

    def _corrected(
        self, connection: sqlite3.Connection, meaning: Meaning, word: str, known: int, *, begins: bool
    ) -> Meaning:
        corrections = self._spelling.near(connection, word)
        if known:  # a rare word is right, unless a far more common one is near
            papers = self._postings.papers(connection, corrections)
            corrections = {
                w: edits for w, edits in corrections.items() if papers[w] >= known * _COMMON_FACTOR
            }
        begun: dict[str, int] = {}
        if begins and not known:
            begun = self._spelling.near_beginnings(connection, word)
        near = NOWHERE
        for other in corrections:
            near = either(near, self._postings.word(connection, other))
        for other in begun:
            near = either(near, self._postings.beginning(connection, other))
        return replace(meaning, near=near, corrections=corrections, begun_corrections=tuple(begun))

    def _compound(self, connection: sqlite3.Connection, term: Term, forgiving: bool | None) -> Meaning:
        exact, begun = self.neighbourhood.phrases(connection, term.words, begins=term.prefix)
        meaning = Meaning(term, exact, begun, begins=term.prefix)
        if term.exact:
            return meaning
        meaning = self._also(connection, meaning)
        if forgiving is False or anywhere(either(meaning.exact, meaning.begun)):
            return meaning
        # Its parts may stand apart only where one of them is misspelt.
        parts = [
            self._single(connection, Term((part,), term.field, term.prefix and last, text=part), True)
            for part, last in zip(term.words, _lasts(term.words), strict=True)
        ]
        if not any(part.misspelt for part in parts):
            return meaning
        near = parts[0]
        together = either(either(near.exact, near.begun), near.near)
        for part in parts[1:]:
            together = both(together, either(either(part.exact, part.begun), part.near))
        return replace(
            meaning,
            near=together,
            corrections={
                other: edits for part in parts if part.misspelt for other, edits in part.corrections.items()
            },
            begun_corrections=tuple(other for part in parts for other in part.begun_corrections),
        )

    def _split(
        self, connection: sqlite3.Connection, word: str, exact: Fields
    ) -> tuple[tuple[str, str], Fields] | None:
        """Return the two words of which `word` is a compound, if somebody writes them with a hyphen."""
        if len(word) < 2 * _SPLIT + 1 or not word.isascii() or not anywhere(exact):
            return None
        halves = [(word[:at], word[at:]) for at in range(_SPLIT, len(word) - _SPLIT + 1)]
        known = self._postings.papers(connection, (part for parts in halves for part in parts))
        for parts in halves:
            if parts[0] in known and parts[1] in known:
                pair = self.neighbourhood.neighbours(connection, *parts)
                apart = both(
                    both(
                        self._postings.word(connection, parts[0]), self._postings.word(connection, parts[1])
                    ),
                    pair,
                )
                if anywhere(both(apart, exact)):
                    sure = with_phrase(connection, apart, parts, begins=False)
                    if anywhere(both(sure, exact)):
                        return parts, sure
        return None


def _lasts(parts: Sequence[str]) -> Iterator[bool]:
    return (at == len(parts) - 1 for at in range(len(parts)))
