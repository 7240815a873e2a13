"""Queries as people type them, letter by letter, some of them misspelt."""

import random
import re
from collections.abc import Sequence

from reader.core.paper import Paper

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        about above after again also among approach based been before being best between beyond both
        case cases does during each from have having here high into its itself less like many more most
        much need only other over same show some such than that their them then there these they this
        those through toward towards under upon using very via want were what when where which while
        will with within without your
        """,
    )
)
"""Words that nobody remembers a paper by."""

COMMON = ("the", "a", "of", "in", "and", "we", "e", "x", "s", "the a of in")
"""What stands in nearly every paper."""

PLAIN = ("title", "abstract", "title", "author", "abstract", "title")
"""Kinds of queries that are nothing but words."""

KINDS = (*PLAIN, "title", "abstract", "phrase", "field", "compound")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typed_queries(papers: Sequence[Paper], kinds: Sequence[str] = KINDS, *, typos: bool = True) -> list[str]:
    """Return a query for each paper: two to four of its words; a third have a typo, a third of those two."""
    chance = random.Random(2)
    queries = []
    for number, paper in enumerate(papers):
        words, form = _asked(paper, kinds[number % len(kinds)], chance)
        if typos and number % 3 == 0:
            _misspell(words, 2 if number % 9 == 0 else 1, chance)
        queries.append(form.format(*words))
    return queries


def keystrokes(queries: Sequence[str]) -> list[str]:
    """Return what stands in the box after each letter."""
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]


def content_words(text: str) -> list[str]:
    """Return the different words of four letters or more that are no stop words, in small letters and in order."""
    found = re.findall(r"[^\W\d_]{4,}", text.lower())
    return [word for word in dict.fromkeys(found) if word not in STOP_WORDS]


def surname(paper: Paper) -> str:
    """Return the last name of the first author."""
    names = paper.authors[0].split() if paper.authors else []
    return names[-1] if names else ""


def mistyped(word: str, chance: random.Random) -> str:
    """Return the word with one letter too many, too few or another, or with two swapped."""
    while True:
        at = chance.randrange(len(word))
        letter = chance.choice(_LETTERS)
        match chance.randrange(4):
            case 0:
                changed = word[:at] + letter + word[at:]
            case 1:
                changed = word[:at] + word[at + 1 :]
            case 2:
                changed = word[:at] + letter + word[at + 1 :]
            case _:
                changed = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        if changed != word:
            return changed


def _asked(paper: Paper, kind: str, chance: random.Random) -> tuple[list[str], str]:
    """Return words of the paper and the form in which they are asked for."""
    title, abstract = content_words(paper.title), content_words(paper.abstract or "")
    both = title + abstract or ["paper"]
    match kind:
        case "phrase":
            begin = re.findall(r"\w+", paper.title)[: chance.choice((2, 3, 4))]
            return begin, '"' + " ".join("{}" for _ in begin) + '"'
        case "field":
            forms = (
                "title:{} {}",
                "author:{} {}",
                "abs:{} {}",
                "cat:cs {} {}",
                "after:2016 {} {}",
                "-title:{} {}",
            )
            form = chance.choice(forms)
            first = surname(paper).lower() if form.startswith("author") else chance.choice(both)
            return [first or "author", chance.choice(both)], form
        case "compound":
            compounds = re.findall(r"[a-z]+-[a-z]+", f"{paper.title} {paper.abstract}") or ["self-supervised"]
            words = [chance.choice(compounds), chance.choice(both)]
        case "author":
            words = [surname(paper).lower() or "author", chance.choice(both)]
        case _:
            text = title if kind == "title" and len(title) > 1 else abstract if len(abstract) > 1 else both
            count = min(chance.randint(2, 4), len(text))
            words = [text[place] for place in sorted(chance.sample(range(len(text)), count))]
    return words, " ".join("{}" for _ in words)


def _misspell(words: list[str], count: int, chance: random.Random) -> None:
    places = [place for place, word in enumerate(words) if len(word) >= 4]
    for place in chance.sample(places, min(count, len(places))):
        words[place] = mistyped(words[place], chance)
