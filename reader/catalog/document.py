"""What the index keeps of a paper: its words by field, their neighbours, its categories and its numbers."""

from collections.abc import Iterator
from operator import xor
from zlib import crc32

from reader.core.fold import characters, other_readings, words
from reader.core.paper import Paper

FIELDS = ("title", "authors", "keywords", "organization", "abstract")
"""The fields with words, in the order of the index's columns."""

NUMBERS = (
    "published",
    "listed",
    "upvotes",
    "comments",
    "stars",
    "title_words",
    "abstract_words",
    "code",
    "summary",
    "abstract",
    "sample",
)
"""What is kept as a number: dates as days since `EPOCH`, facts as 1."""

EPOCH = 711_858
"""The proleptic ordinal of 1950-01-01, before which no date is told from another."""

MOST = (1 << 20) - 1
"""The largest number; what is larger counts as this."""

BUCKETS = 8192
"""Neighbouring words share this many buckets; a phrase found by its buckets is looked up in the text."""

BEGINNINGS = (1, 2, 3, 4)
"""Lengths of beginnings with postings of their own; of longer ones there are few enough words to unite."""

_HASHED_WORDS = 300_000


def sequences(paper: Paper) -> Iterator[tuple[int, list[list[str]], set[str]]]:
    """Yield for each field its number, its runs of words (both readings), and characters that are words too."""
    texts = (
        (paper.title,),
        paper.authors,
        paper.keywords,
        (paper.organization,) if paper.organization else (),
        tuple(filter(None, (paper.abstract, paper.summary))),
    )
    for field, parts in enumerate(texts):
        if parts:
            runs = [words(part) for part in parts]
            single: set[str] = set()
            for part in parts:
                runs += other_readings(part)
                single |= characters(part)
            yield field, runs, single


def numbers(paper: Paper) -> dict[str, int]:
    """Return the known numbers of a paper; facts that do not hold are left out."""
    known = {
        "published": _day(paper.published.toordinal()) if paper.published else None,
        "listed": _day(paper.listed.toordinal()) if paper.listed else None,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "stars": paper.stars,
        "title_words": len(paper.title.split()),
        "abstract_words": len(paper.abstract) // 7 if paper.abstract else None,
        "code": 1 if paper.github else None,
        "summary": 1 if paper.summary else None,
        "abstract": 1 if paper.abstract else None,
        "sample": 1 if paper.sample else None,
    }
    return {name: min(max(value, 0), MOST) for name, value in known.items() if value is not None}


def day_number(ordinal: int) -> int:
    """Return the number that stands for a day, given as proleptic ordinal."""
    return min(_day(ordinal), MOST)


def category_terms(paper: Paper) -> set[str]:
    """Return the terms of a paper's categories and their archives."""
    names = {category.lower() for category in paper.categories}
    return {category_term(name) for name in names} | {category_term(name.split(".")[0]) for name in names}


def category_term(name: str) -> str:
    """Return the index's term of a category in lower case; no word begins with its sign."""
    return f"@{name}"


def beginning_term(beginning: str) -> str:
    """Return the term of all words that begin so."""
    return f"{beginning}*"


def pair_term(bucket: int) -> str:
    """Return the term of a bucket of neighbours."""
    return f"+{bucket:04x}"


def order_term(bucket: int) -> str:
    """Return the term of a bucket of two words of a title of which the first comes somewhere before the second."""
    return f"<{bucket:04x}"


class Pairs:
    """Numbers the buckets of neighbouring words; remembers the words it has seen."""

    def __init__(self) -> None:
        self._first = _Hashes(0)
        self._second = _Hashes(16)

    def buckets(self, run: list[str]) -> set[int]:
        """Return the buckets of all neighbours in a run of words."""
        return set(map(xor, map(self._first.__getitem__, run), map(self._second.__getitem__, run[1:])))

    def ordered(self, run: list[str]) -> set[int]:
        """Return the buckets of every word with each of those after it."""
        first, second = map(self._first.__getitem__, run), list(map(self._second.__getitem__, run))
        return {earlier ^ later for at, earlier in enumerate(first) for later in second[at + 1 :]}

    def bucket(self, first: str, second: str) -> int:
        """Return the bucket of two neighbours; the empty word stands before a title."""
        return self._first[first] ^ self._second[second]


class _Hashes(dict[str, int]):
    """The hash of every word asked for, computed once."""

    def __init__(self, shift: int) -> None:
        super().__init__()
        self._shift = shift

    def __missing__(self, word: str) -> int:
        if len(self) >= _HASHED_WORDS:
            self.clear()
        number = crc32(word.encode()) >> self._shift & (BUCKETS - 1)
        self[word] = number
        return number


def _day(ordinal: int) -> int:
    return max(ordinal - EPOCH, 0)
