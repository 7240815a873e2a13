"""What the index keeps of a paper: its words by field, their neighbours, its categories and its numbers."""

from collections.abc import Iterable, Iterator
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
    "identifier",
)
"""What is kept as a number: dates as days since `EPOCH`, facts as 1."""

EPOCH = 711_858
"""The proleptic ordinal of 1950-01-01, before which no date is told from another."""

MOST = (1 << 20) - 1
"""The largest number; what is larger counts as this."""

BUCKETS = 8192
"""Words that follow each other, function words between them or not, share so many buckets.

A phrase that is found by its buckets is looked up in the text."""

FUNCTION_WORDS = frozenset(
    [
        "a",
        "also",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "between",
        "both",
        "but",
        "by",
        "can",
        "each",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "most",
        "not",
        "of",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "over",
        "show",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "two",
        "used",
        "using",
        "very",
        "via",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "within",
        "without",
        "you",
    ]
)
"""Words that most texts have. Neighbourhoods pass over them: nearly half of a text would tell nearly nothing."""

_FUNCTION_FIRST = {word: (1 << 14) + (number << 7) for number, word in enumerate(sorted(FUNCTION_WORDS))}
"""The numbers of those words: beyond those of others, so that they have buckets of their own; for each two of them one."""

BEGINNINGS = (1, 2, 3, 4)
"""Lengths of beginnings with postings of their own; of longer ones there are few enough words to unite."""


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
            # The sign keeps the last word of one part and the first of the next from being neighbours.
            whole = " ; ".join(parts)
            runs = [words(part) for part in parts] + other_readings(whole)
            yield field, runs, characters(whole)


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
    bounded = {name: min(max(value, 0), MOST) for name, value in known.items() if value is not None}
    return bounded | {"identifier": _identifier(paper.id)}


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


def number_of(word: str) -> int:
    """Return the number by which a word is told from others in its neighbourhoods; below `BUCKETS` but for function words."""
    return _FUNCTION_FIRST.get(word) or crc32(word.encode()) & (BUCKETS - 1)


def _turned() -> tuple[int, ...]:
    turned = [(number * 5 + 1) % BUCKETS for number in range(BUCKETS)]
    turned += [0] * (max(_FUNCTION_FIRST.values()) + 1 - BUCKETS)
    for number, word in enumerate(sorted(FUNCTION_WORDS)):
        turned[_FUNCTION_FIRST[word]] = (1 << 15) + number
    return tuple(turned)


TURNED = _turned()
"""The number of a word that stands second, by its number: so that “a b” is not “b a”."""


def content_words(run: Iterable[str]) -> list[str]:
    """Return the words of a run that neighbourhoods are kept of."""
    return [word for word in run if word not in FUNCTION_WORDS]


def pair_bucket(first: str, second: str) -> int:
    """Return the bucket of two neighbours; the empty word stands at a start."""
    return number_of(first) ^ TURNED[number_of(second)]


def _identifier(name: str) -> int:
    """Return a number by which papers with the same date are told apart, the newer the larger."""
    digits = "".join(filter(str.isdigit, name))
    return int(digits[:9]) if digits and not name.startswith("local-") else crc32(name.encode()) % 1000


def _day(ordinal: int) -> int:
    return max(ordinal - EPOCH, 0)
