"""Which words stand beside which: the papers with a phrase, and with words that follow each other."""

import sqlite3
from collections.abc import Sequence
from itertools import pairwise

from reader.catalog.document import (
    FIELDS,
    FUNCTION_WORDS,
    content_words,
    order_term,
    pair_bucket,
    pair_term,
)
from reader.catalog.phrase import MOST_READ, with_phrase
from reader.catalog.snapshot import NOWHERE, Fields, Postings, Snapshot, anywhere, both, either

_MOST_BEGUN = 200
"""Words with the same beginning whose neighbours are looked at when a phrase is being typed."""


class Neighbourhood:
    """Answers from the index, and from the texts where it only knows what is likely."""

    def __init__(self, snapshot: Snapshot, postings: Postings) -> None:
        self._postings = postings
        self._outdated: Fields = (snapshot.outdated,) * len(FIELDS)

    def neighbours(self, connection: sqlite3.Connection, first: str, second: str) -> Fields:
        """Return the papers in which a word very likely follows another, function words between them or not; "" is a start."""
        return self._postings.word(connection, pair_term(pair_bucket(first, second)))

    def order(self, connection: sqlite3.Connection, first: str, second: str) -> int:
        """Return the papers whose title very likely has the first word somewhere before the second."""
        return self._postings.word(connection, order_term(pair_bucket(first, second)))[0]

    def phrases(
        self, connection: sqlite3.Connection, phrase: Sequence[str], *, begins: bool
    ) -> tuple[Fields, Fields]:
        """Return the papers with a phrase, and, where it `begins`, those in which its last word may go on."""
        if not begins:
            return self._phrase(connection, phrase, begins=False), NOWHERE
        begun = self._phrase(connection, phrase, begins=True)
        return self._phrase(connection, phrase, begins=False, among=begun), begun

    def _phrase(
        self,
        connection: sqlite3.Connection,
        phrase: Sequence[str],
        *,
        begins: bool,
        among: Fields | None = None,
    ) -> Fields:
        """Return the papers in which the words follow each other, looked up in the texts where they are few enough."""
        *firsts, last = phrase
        found = (self._postings.beginning if begins else self._postings.word)(connection, last)
        if among is not None:
            found = both(found, among)
        for word in firsts:
            found = both(found, self._postings.word(connection, word))
        if not firsts or not anywhere(found):
            return found
        known = firsts if begins else phrase
        for first, second in dict.fromkeys((*pairwise(content_words(known)), *pairwise(known))):
            beside = self.neighbours(connection, first, second)
            found = both(found, either(beside, self._outdated))
        if begins and anywhere(found).bit_count() > MOST_READ:
            found = self._followed(connection, firsts[-1], last, found)
        if not begins and len(phrase) == 2 and all(word in FUNCTION_WORDS for word in phrase):
            return found  # their bucket is their own
        return with_phrase(connection, found, phrase, begins=begins)

    def _followed(
        self, connection: sqlite3.Connection, first: str, beginning: str, candidates: Fields
    ) -> Fields:
        """Return those of `candidates` in which a word is followed by one that begins so, all where that may be many words."""
        begun = self._postings.words_begun(connection, beginning, _MOST_BEGUN)
        if begun is None:
            return candidates
        pairs = {pair_term(pair_bucket(first, word)) for word in begun}
        return both(candidates, either(self._postings.any_of(connection, pairs), self._outdated))
