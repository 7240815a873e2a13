"""The order of what a search found, computed for all papers at once.

A paper's points are a number whose bits are sets of papers (see `reader.catalog.bitmap`), as is every number that
breaks ties. So the best few of any number of papers are found by set algebra, without a look at each.

What counts, in this order: no word had to be corrected; all words stand in the title; then points for each word by the
field it stands in and how well it fits, rare words weighing more, for words that stand in the order they were typed or
next to each other, and for short titles. Ties go to more upvotes, then to the newer paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.catalog import bitmap
from reader.catalog.document import FIELDS, content_words
from reader.catalog.meaning import Meaning
from reader.catalog.snapshot import Fields, Number, Snapshot

FIELD_WEIGHTS = (1.0, 0.75, 0.5, 0.45, 0.3)
"""What a word counts in each of `FIELDS`."""

EXACT, BEGUN, NEAR = 1.0, 0.7, 0.4
"""What a word counts as typed, as a beginning, and misspelt."""

_WORDS = 96
"""Points of all words together, in the title as typed."""

_ORDER = 16
"""Points when the words follow each other in the title as they were typed, others between them or not."""

_NEIGHBOURS = (6, 8, 6, 6, 8)
"""Points when nothing stands between them, by field."""

_FIRST = (2, 6, 0, 0, 0)
"""Points when a field begins with the first word: the title, or the name of the first author."""

_FIRST_REASONS = ("the title begins so", "the first author", "", "", "")

_SHORT = 16
"""A title with all words gets a point for every word that it is shorter than this."""

_SHORT_ABSTRACT = 256
"""An abstract with all words that are not in the title gets a point for every 16 words that it is shorter than this."""

_LIKELY = 3
"""Corrections of a misspelt word whose neighbours are looked at."""

_BITS = 8


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that some papers get, and what for."""

    papers: int
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The papers in which one word follows another."""

    neighbours: Fields
    """At once, by field."""
    ordered: int
    """In the title, others between them or not."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The points of the papers that were found."""

    sound: int
    """Papers for which no word had to be corrected."""
    titled: int
    """Papers with all words in the title."""
    points: tuple[int, ...]
    """The points of all papers, bit by bit, the lowest first."""

    @property
    def planes(self) -> tuple[int, ...]:
        """The sets by which papers are ordered, the most important first."""
        return (self.sound, self.titled, *reversed(self.points))


def ranking(
    found: int, sound: int, terms: Sequence[Meaning], pairs: Sequence[Pair], snapshot: Snapshot
) -> Ranking:
    """Return the ranking of `found`, of which `sound` need no correction; `pairs` are those of `neighbouring`."""
    points = [0] * _BITS
    for gain in gains(found, terms, pairs, snapshot):
        add_points(points, gain.papers, gain.points)
    return Ranking(sound, found & titled(terms), tuple(points))


def gains(found: int, terms: Sequence[Meaning], pairs: Sequence[Pair], snapshot: Snapshot) -> Iterator[Gain]:
    """Yield what papers among `found` get points for."""
    weights = [term.rarity(snapshot.stored.bit_count()) for term in terms]
    for term, weight in zip(terms, weights, strict=True):
        share = _WORDS * weight / sum(weights)
        left = found
        for worth, papers, reason in _levels(term):
            new = left & papers
            if new:
                left ^= new
                yield Gain(
                    new, round(share * worth), f"“{term.term.text or ' '.join(term.term.words)}” {reason}"
                )
            if not left:
                break
    in_title = found & titled(terms)
    for pair in pairs[1:]:
        if new := found & pair.ordered:
            yield Gain(new, round(_ORDER / (len(pairs) - 1)), "the title has the words in the order typed")
        left = found
        for field, papers in enumerate(pair.neighbours):
            if field == 1:
                left &= ~in_title  # neighbours elsewhere do not make up for words apart in the title
            if new := left & papers:
                left ^= new
                yield Gain(
                    new,
                    round(_NEIGHBOURS[field] / (len(pairs) - 1)),
                    f"{FIELDS[field]}: words next to each other",
                )
    for field, points in enumerate(_FIRST):
        if points and pairs and (new := found & terms[0].sound & pairs[0].neighbours[field]):
            yield Gain(new, points, _FIRST_REASONS[field])
    if len(terms) > 1:  # one word says too little of a title to prefer short ones to upvoted ones
        yield from _shortness(in_title, snapshot.number("title_words"), 0, _SHORT, "a short title")
        yield from _shortness(
            found & ~in_title, snapshot.number("abstract_words"), 4, _SHORT_ABSTRACT, "a short abstract"
        )


def _shortness(papers: int, number: Number, scale: int, most: int, reason: str) -> Iterator[Gain]:
    """Yield a point for every 2 ** `scale` that a number is below `most`, itself a power of two above that."""
    left = papers & number.within(None, most - 1)
    for bit in range(scale, most.bit_length() - 1):
        # What the number lacks to `most - 1` are the bits that it does not have.
        has = number.bits[bit] if bit < len(number.bits) else 0
        if new := left & ~has:
            yield Gain(new, 1 << bit - scale, reason)


def best(found: int, planes: Sequence[int], count: int) -> int:
    """Return the `count` papers of `found` that come first by `planes`, the most important first; then the newest stored."""
    sure, left = 0, found
    if found.bit_count() <= count:
        return found
    for plane in planes:
        hit = left & plane
        hits = hit.bit_count()
        if hits > count:
            left = hit
        else:
            sure |= hit
            left ^= hit
            count -= hits
            if not count:
                return sure
    return sure | bitmap.highest(left, count)


def values(keys: Sequence[int], planes: Sequence[int]) -> list[int]:
    """Return for each key the number whose bits `planes` are, the highest first."""
    found = [0] * len(keys)
    if not keys:
        return found
    size = (max(keys) >> 3) + 1
    mask = (1 << size * 8) - 1
    for plane in planes:
        data = (plane & mask).to_bytes(size, "little")
        for at, key in enumerate(keys):
            found[at] = found[at] << 1 | data[key >> 3] >> (key & 7) & 1
    return found


def _levels(term: Meaning) -> list[tuple[float, int, str]]:
    """Return how much the term counts where, the most first."""
    qualities = (
        (EXACT, term.exact, "in"),
        (BEGUN, term.begun, "begins a word of"),
        (NEAR, term.near, "misspelt in"),
    )
    levels = [
        (FIELD_WEIGHTS[field] * worth, papers[field], f"{how} {FIELDS[field]}")
        for worth, papers, how in qualities
        for field in term.fields
        if papers[field]
    ]
    return sorted(levels, key=lambda level: -level[0])


def titled(terms: Sequence[Meaning]) -> int:
    """Return the papers that have all terms in their titles, as far as they are not sought elsewhere."""
    together = -1
    for term in terms:
        if 0 in term.fields:
            together &= term.exact[0] | term.begun[0] | term.near[0]
    return max(together, 0)


def neighbouring(terms: Sequence[Meaning]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield which words should follow which: the start and the first term, then each term and the next."""
    telling = [term for term in terms if content_words(term.term.words)]
    if telling:
        yield ("",), _spellings(telling[0], 0)
    for earlier, later in pairwise(telling):
        yield _spellings(earlier, -1), _spellings(later, 0)


def _spellings(term: Meaning, at: int) -> Sequence[str]:
    """Return the words that a term's first or last word (`at` 0 or -1) most likely is."""
    return tuple(term.corrections)[:_LIKELY] if term.misspelt else (content_words(term.term.words)[at],)


def add_points(points: list[int], papers: int, number: int) -> None:
    """Add a number to the points of papers."""
    carry = 0
    for bit, plane in enumerate(points):
        if number >> bit == 0 and not carry:
            return
        if number >> bit & 1:
            points[bit] = plane ^ papers ^ carry
            carry = (plane & papers) | (carry & (plane ^ papers))
        else:
            points[bit] = plane ^ carry
            carry &= plane
