"""Citation keys such as `vaswani2017attention`: unique, readable, and the same from one export to the next."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from reader.core.entry import Entry
from reader.core.fold import fold
from reader.core.identifier import is_local
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.export.name import parse_name, plain_name

_INSIGNIFICANT_WORDS = """
a about an and are as at be beyond by can do does for from how in into is it its not of on or over than that the their
this through to toward towards under using via we what when where which why with you your
"""
_INSIGNIFICANT = frozenset(_INSIGNIFICANT_WORDS.split())
_GROUP_WORDS = frozenset(["the", "team", "collaboration", "contributors", "group", "and"])
_WORD_LIMIT = 24


def citation_keys(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the citation key of each paper by its id.

    Of papers that would share a key the one with the lowest id keeps it and the others get a letter behind it, so
    a paper that is added later seldom changes the key of another.
    """
    papers = {entry.id: entry.paper for entry in entries}
    keys: dict[str, str] = {}
    taken: set[str] = set()
    later: list[tuple[str, str]] = []
    for identifier in sorted(papers):
        key = citation_key(papers[identifier])
        if key in taken:
            later.append((identifier, key))
        else:
            keys[identifier] = key
            taken.add(key)
    for identifier, key in later:
        keys[identifier] = next(name for letter in _letters() if (name := key + letter) not in taken)
        taken.add(keys[identifier])
    return keys


def citation_key(paper: Paper) -> str:
    """Return the key of one paper by itself: ASCII letters and digits only."""
    author = _author_part(paper)
    if author is None:
        return _identifier_part(paper.id)
    return f"{author}{year_of(paper) or 'nodate'}{_title_part(paper.title)}"


def year_of(paper: Paper) -> int | None:
    """Return the year of the first version: its date, or else what the arXiv identifier says."""
    if paper.published:
        return paper.published.year
    if is_local(paper.id):
        return paper.listed.year if paper.listed else None
    century = int(paper.id.rpartition("/")[2][:2])
    return 1900 + century if century > 90 else 2000 + century


def _author_part(paper: Paper) -> str | None:
    """Return the first author's family name in ASCII, or `None` when its script is another one."""
    if not paper.authors:
        return "anonymous"
    name = parse_name(plain_name(paper.authors[0]), paper.organization)
    words = re.findall(r"[^\W_]+", fold(name.full_family).replace("'", "").replace("’", ""))
    if not name.given:
        words = [word for word in words if word not in _GROUP_WORDS] or words
    joined = "".join(words)[:_WORD_LIMIT]
    return joined if joined.isascii() and joined else None


def _title_part(title: str) -> str:
    folded = fold(plain(title)).replace("'", "").replace("’", "")
    words: list[str] = re.findall(r"[a-z0-9]*[a-z][a-z0-9]*", folded)
    significant = [word for word in words if word not in _INSIGNIFICANT and len(word) > 1]
    return (significant or words or [""])[0][:_WORD_LIMIT]


def _identifier_part(identifier: str) -> str:
    bare = re.sub(r"[^a-z0-9]", "", identifier.lower())
    return bare if is_local(identifier) else f"arxiv{bare}"


def _letters() -> Iterator[str]:
    """Yield a, b, …, z, aa, ab, …"""
    for number in count(1):
        letters = ""
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord("a") + place) + letters
        yield letters
