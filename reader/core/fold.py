"""Fold text to the words that a search compares: without case and accents, Greek letters by name.

A text has two readings. As it is written, a hyphen parts words and a change of case does not: “Self-supervised
DeepSeek” is `self supervised deepseek`. Read the other way it is `selfsupervised deep seek`; “DeepSeek-R1” has a third
reading, `deepseekr1`. Chinese, Japanese and Korean text has no blanks between words; every two neighbouring characters
of it are a word, so that any part is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

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
_HYPHEN = re.compile(r"(?<=[^\W_])[-‐‑–'’.](?=[^\W_])")
_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z]{3})(?=\d)")
# TeX writes an accent as a command: Schr\"odinger, Poincar\'{e}, Ha\v{c}ek.
_TEX_LETTER = r"\\(?:[\"'`^~=.]\s?\{?\\?([A-Za-z])\}?|[uvHcdbrk]\{([A-Za-z])\})"
_TEX_ACCENT = re.compile(rf"\{{{_TEX_LETTER}\}}|{_TEX_LETTER}")


def _kinds(lower: int, upper: int, digit: int, hyphen: int) -> bytes:
    """Return what every byte counts as; what is not ASCII was made a question mark, and is most often a letter."""
    kinds = bytearray(b" " * 256)
    for kind, letters in (
        (lower, b"abcdefghijklmnopqrstuvwxyz?"),
        (upper, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (digit, b"0123456789"),
        (hyphen, b"-'."),
    ):
        for letter in letters:
            kinds[letter] = kind
    return bytes(kinds)


# Finding a few bytes is many times faster than a regular expression, and most text has one reading only.
_TWO_READINGS = (
    (_kinds(*b"aaa-"), b"a-a"),
    (_kinds(*b"aA00"), b"aA"),
    (_kinds(*b"aa0-"), b"aaa0"),
)
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"


# These two take longer to compile than all others together, and most text never asks for them.
@cache
def _unspaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _unspaced_or_word() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


class Word(NamedTuple):
    """A word of a text: its folded form, and where it stands."""

    folded: str
    start: int
    end: int
    compound: bool = False
    """Whether it is of the other reading: several words written as one, or a part of one."""


def fold(text: str) -> str:
    """Return `text` without case, accents and ligatures, Greek letters spelt out; its length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    if not decomposed.isascii():
        plain = "".join([c for c in decomposed if not unicodedata.combining(c)])
        decomposed = unicodedata.normalize("NFC", plain)  # Korean syllables, which were taken apart
    return decomposed.casefold().translate(_TRANSLATION)


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order, as it is written."""
    if "\\" in text:
        text = without_commands(text)
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    found = _WORD.findall(folded)
    return _parted(found) if _unspaced_letter().search(folded) else found


def other_readings(text: str) -> list[list[str]]:
    """Return the folded words of `text` read the other ways, where they differ, each with its neighbours."""
    if "\\" in text:
        text = without_commands(text)
    text = text.replace("\n", " ")
    if not text.isascii():
        for hyphen in "‐‑–’":
            text = text.replace(hyphen, "-")
    kinds = text.encode("ascii", "replace")
    starts: set[int] = set()
    for kind, pattern in _TWO_READINGS:
        kinds_of = kinds.translate(kind)
        at = kinds_of.find(pattern)
        while at >= 0:
            starts.add(text.rfind(" ", 0, at + 1) + 1)
            end = text.find(" ", at)
            at = kinds_of.find(pattern, end) if end >= 0 else -1
    return [reading for start in sorted(starts) for reading in _other_readings(text, start)]


def without_commands(text: str) -> str:
    """Return `text` with plain letters where TeX commands set accents."""
    return _TEX_ACCENT.sub(_letter, text)


def characters(text: str) -> set[str]:
    """Return the characters of `text` that are words by themselves (Chinese, Japanese, Korean), folded."""
    return set() if text.isascii() else set(_unspaced_letter().findall(fold(text)))


def placed_words(text: str) -> Iterator[Word]:
    """Yield the words of `text` with their places, then those of its other reading."""
    for found in _MARKED_WORD.finditer(text):
        yield from _placed(found.group(), found.start())
    for found in _COMPOUND.finditer(text):
        yield Word(_folded_word(found.group()), found.start(), found.end(), compound=True)
    for found in _MARKED_WORD.finditer(text):
        yield from _placed_parts(found.group(), found.start())


def reach(word: str, length: int) -> int:
    """Return how many characters of `word` fold to the first `length` letters of its folded form."""
    if word.isascii() and word.isalnum():
        return min(length, len(word))
    return next((end for end in range(1, len(word)) if len(_folded_word(word[:end])) >= length), len(word))


def is_unspaced(word: str) -> bool:
    """Tell whether a folded word is Chinese, Japanese or Korean."""
    return not word.isascii() and bool(_unspaced_letter().match(word))


def _other_readings(text: str, start: int) -> Iterator[list[str]]:
    """Yield the other readings of the piece that starts here, between the words before and after it."""
    end = text.find(" ", start)
    if end < 0:
        end = len(text)
    piece = text[start:end]
    # Case first: of “GPT-4o” the other reading is “gpt4o”, not “gpt 4o”.
    other = words(_HYPHEN.sub("", _CASE_CHANGE.sub(" ", piece)))
    before = words(text[text.rfind(" ", 0, max(start - 1, 0)) + 1 : start])[-1:]
    following = text.find(" ", end + 1)
    after = words(text[end : following if following >= 0 else len(text)])[:1]
    yield [*before, *other, *after]
    if len(other) > 1 and (joined := words(_HYPHEN.sub("", piece))) not in (other, words(piece)):
        yield [*before, *joined, *after]


def _letter(found: re.Match[str]) -> str:
    letter: str = next(filter(None, found.groups()))
    return letter


def _parted(found: list[str]) -> list[str]:
    """Return the words with every run of unspaced text as its pairs of neighbours."""
    parted: list[str] = []
    for word in found:
        if word.isascii():
            parted.append(word)
            continue
        for piece in _unspaced_or_word().findall(word):
            if len(piece) > 1 and _unspaced_letter().match(piece):
                parted.extend(piece[at : at + 2] for at in range(len(piece) - 1))
            else:
                parted.append(piece)
    return parted


def _placed(word: str, start: int) -> Iterator[Word]:
    if word.isascii() or not _unspaced_letter().search(unicodedata.normalize("NFKC", word)):
        yield Word(_folded_word(word), start, start + len(word))
        return
    at = start
    for piece in _unspaced_or_word().findall(word):
        if not _unspaced_letter().match(piece):
            yield Word(_folded_word(piece), at, at + len(piece))
        for place in range(len(piece) if _unspaced_letter().match(piece) else 0):
            for size in (1, 2) if place + 1 < len(piece) else (1,):
                yield Word(fold(piece[place : place + size]), at + place, at + place + size)
        at += len(piece)


def _placed_parts(word: str, start: int) -> Iterator[Word]:
    """Yield the parts of a word that changes its case in the middle."""
    if (
        word.islower()
        or not word.isascii()
        or not (changes := [f.start() for f in _CASE_CHANGE.finditer(word)])
    ):
        return
    for first, last in zip([0, *changes], [*changes, len(word)], strict=True):
        yield Word(word[first:last].lower(), start + first, start + last, compound=True)


@lru_cache(maxsize=4096)
def _folded_word(word: str) -> str:
    return "".join(_WORD.findall(fold(word)))
