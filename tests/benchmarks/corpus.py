"""The papers that searches are measured on: recorded ones where they are at hand, else invented ones.

`BENCHMARK_PAPERS` says how many there are, 100,000 where it says nothing.
"""

import gzip
import json
import os
import random
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path

from reader.core.border import paper_from_record
from reader.core.paper import Paper
from reader.sources.item import parse_items
from tests.benchmarks.catalogue import invented

_DATA = Path(__file__).parents[3] / "shared" / "data"
_ARXIV = _DATA / "corpus" / "arxiv-100k.jsonl.gz"
_DAYS = _DATA / "hf" / "daily"

_RECORDED = 100_000

COUNT = int(os.environ.get("BENCHMARK_PAPERS", "100000"))

_CHANGED, _COINED = 0.1, 0.03
"""Share of a copy's words that are others, and share of those that no paper had: as many as a new paper brings."""

_INVENTED_WORDS = 200_000


def papers(count: int = COUNT) -> Iterator[Paper]:
    """Yield `count` papers with abstracts; beyond those of the corpus, altered copies of them."""
    if count <= _size():
        return islice(_originals(), count)
    copies = (copied for number in range(1, 1 + count // _size()) for copied in altered(number))
    return islice(chain(_originals(), copies), count)


def altered(number: int) -> Iterator[Paper]:
    """Yield the corpus with other identifiers and with some words changed; each `number` is another such copy."""
    chance = random.Random(number)
    others = ["word"]
    for paper in _originals():
        abstract = paper.abstract or ""
        yield paper._replace(
            id=f"{(int(paper.id[:2]) + 6 * number) % 100:02}{paper.id[2:5]}{paper.id[5:]:0>5}",
            title=_altered(paper.title, others, chance),
            abstract=_altered(abstract, others, chance),
        )
        others = abstract.split() or others


def daily() -> tuple[Paper, ...]:
    """Return the papers of Hugging Face's recorded days, oldest first; invented ones where there are none."""
    found: dict[str, Paper] = {}
    for path in sorted(_DAYS.glob("*.json.gz")):
        items = json.loads(gzip.decompress(path.read_bytes()))
        for paper in parse_items(items, date.fromisoformat(path.name[:10]))[0]:
            found.setdefault(paper.id, paper)
    return tuple(found.values()) or tuple(invented(5_000))


def informatics(count: int, known: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return `count` papers of computer science, the `known` and as many others as are wanting."""
    first = {paper.id: paper for paper in known}
    others = (
        paper
        for paper in _originals()
        if paper.id not in first and (not _ARXIV.exists() or paper.categories[0].startswith("cs."))
    )
    return (*first.values(), *islice(others, max(0, count - len(first))))


def _originals() -> Iterator[Paper]:
    if not _ARXIV.exists():
        yield from invented(_size(), _INVENTED_WORDS)
        return
    with gzip.open(_ARXIV, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield paper_from_record(json.loads(line))


def _size() -> int:
    return _RECORDED if _ARXIV.exists() else min(COUNT, _RECORDED)


def _altered(text: str, others: list[str], chance: random.Random) -> str:
    words = text.split()
    for place in chance.sample(range(len(words)), k=round(_CHANGED * len(words))):
        other = chance.choice(others)
        words[place] = _coined(words[place], other, chance) if chance.random() < _COINED else other
    return " ".join(words)


def _coined(first: str, second: str, chance: random.Random) -> str:
    return first[: max(2, len(first) // 2)] + second[len(second) // 2 :] + chance.choice("aeiou")
