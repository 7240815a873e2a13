"""Fold text to the words that a search compares: without case, accents, hyphens, with Greek letters by name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau"
    " upsilon phi chi psi omega"
)
_GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
_TRANSLATION = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
    | _GREEK
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
# A word as it stands: folding takes the marks away that would part it.
_MARKED_WORD = re.compile(r"(?:[^\W_]++[\u0300-\u036f]*+)++")
# It begins where a word begins: else a megabyte without a space would take quadratic time.
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐‑–'’.][^\W_]++)++")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its folded form, and where it stands."""

    folded: str
    start: int
    end: int
    compound: bool = False
    """Whether it is several words that stand for themselves too."""


def fold(text: str) -> str:
    """Return `text` without case, accents and ligatures, Greek letters spelt out; its length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    if not decomposed.isascii():
        decomposed = "".join([c for c in decomposed if not unicodedata.combining(c)])
    return decomposed.casefold().translate(_TRANSLATION)


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    folded = fold(text)
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def joined_words(text: str) -> list[str]:
    """Return the compounds of `text` written as one word: `selfsupervised` for “self-supervised”."""
    return ["".join(words(compound)) for compound in _COMPOUND.findall(text)]


def placed_words(text: str) -> Iterator[Word]:
    """Yield the words of `text` with their places, then its compounds."""
    for found in _MARKED_WORD.finditer(text):
        yield Word(_folded_word(found.group()), found.start(), found.end())
    for found in _COMPOUND.finditer(text):
        yield Word(_folded_word(found.group()), found.start(), found.end(), compound=True)


def reach(word: str, length: int) -> int:
    """Return how many characters of `word` fold to the first `length` letters of its folded form."""
    if word.isascii() and word.isalnum():
        return min(length, len(word))
    return next((end for end in range(1, len(word)) if len("".join(words(word[:end]))) >= length), len(word))


@lru_cache(maxsize=4096)
def _folded_word(word: str) -> str:
    return "".join(words(word))
