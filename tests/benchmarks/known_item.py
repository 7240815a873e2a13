"""Known items: how high the paper stands that somebody half remembers; recorded papers, 10,000 of them.

A query of two title words has two different words of four letters or more that are no stop words, drawn from those of
one title and kept in its order, in small letters. One typo is one random edit (a letter too many, too few, another, or
two swapped) at a random place of one of them; two typos are one in each. The papers asked for are of Hugging Face.

Each set stands beside `fzf --filter` and rapidfuzz's `WRatio`, both over titles, and beside what is possible: words
that several papers hold leave it to luck which of them was meant; who knows how they were drawn takes one that has
them in this order and has few others, and nobody can do better on the whole.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz, process

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.paper import Paper
from reader.core.query import parse_query
from tests.benchmarks import Measure
from tests.benchmarks.corpus import daily, informatics
from tests.benchmarks.peer import fzf, has_fzf
from tests.benchmarks.typing import content_words, mistyped, surname

PAPERS, QUERIES, WITH_WRATIO, BEST = 10_000, 500, 100, 10


@dataclass(frozen=True, slots=True)
class Item:
    """A query, the paper that was meant, and the query without its typos."""

    query: str
    paper: Paper
    meant: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """A set of items with the goal of its MRR."""

    name: str
    items: Sequence[Item]
    first: Callable[[Paper], str]
    """The text that the first word is of."""
    second: Callable[[Paper], str]
    goal: float | None = None


def run() -> Iterator[Measure]:
    """Measure every set in a fresh folder."""
    known = daily()
    papers = informatics(PAPERS, known)
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder) / "catalogue.sqlite")
        catalogue.store_papers(papers, datetime.now(UTC))
        search = Search(catalogue.database)

        def ours(query: str) -> Sequence[str]:
            return search.find(parse_query(query), lambda _: (), limit=200).ids[:BEST]

        for series in all_series(known):
            yield from _measured(series, papers, ours, Path(folder))
        catalogue.close()


def all_series(papers: Sequence[Paper]) -> Iterator[Series]:
    """Yield the sets, the same ones each time."""
    chance = random.Random(3)
    clean = _drawn(papers, chance, _title, _title)
    yield Series("two title words", clean, _title, _title, 0.88)
    yield Series("two title words, one typo", _with_typos(clean, chance, 1), _title, _title, 0.85)
    yield Series("two title words, two typos", _with_typos(clean, chance, 2), _title, _title, 0.80)
    of_abstracts = _drawn(papers, chance, _abstract, _abstract)
    yield Series("two abstract words", of_abstracts, _abstract, _abstract)
    yield Series("author and title word", _drawn(papers, chance, surname, _title), surname, _title)


def _title(paper: Paper) -> str:
    return paper.title


def _abstract(paper: Paper) -> str:
    return paper.abstract or ""


def _drawn(
    papers: Sequence[Paper],
    chance: random.Random,
    first: Callable[[Paper], str],
    second: Callable[[Paper], str],
) -> list[Item]:
    """Return items of a word of the `first` text and one of the `second`, in their order where it is the same."""
    items: list[Item] = []
    while len(items) < QUERIES:
        paper = chance.choice(papers)
        one, other = content_words(first(paper)), content_words(second(paper))
        if first is second:
            pair = sorted(chance.sample(range(len(one)), 2)) if len(one) > 1 else []
            drawn = [one[place] for place in pair]
        else:
            drawn = [chance.choice(one), chance.choice(other)] if one and other else []
        if len(set(drawn)) == 2:
            items.append(Item(" ".join(drawn), paper, (drawn[0], drawn[1])))
    return items


def _with_typos(items: Sequence[Item], chance: random.Random, count: int) -> list[Item]:
    """Return the items with a typo in `count` of their two words."""
    changed = []
    for item in items:
        typed = list(item.meant)
        for place in chance.sample(range(2), k=count):
            typed[place] = mistyped(typed[place], chance)
        changed.append(Item(" ".join(typed), item.paper, item.meant))
    return changed


def _measured(
    series: Series, papers: Sequence[Paper], ours: Callable[[str], Sequence[str]], folder: Path
) -> Iterator[Measure]:
    ranks = [_rank(ours(item.query), item) for item in series.items]
    yield Measure(f"{series.name}: MRR@10", _mrr(ranks), series.goal, "", at_least=True)
    yield Measure("  recall@10", _recall(ranks), unit="")
    lucky, best = _possible(series, papers)
    yield Measure("  MRR by luck among those with both words", lucky, unit="")
    yield Measure("  MRR of who knows how they were drawn, without typos", best, unit="")
    if has_fzf():
        lines = folder / "titles"
        lines.write_text("".join(f"{paper.title}\n" for paper in papers), encoding="utf-8")
        at = {paper.title: paper.id for paper in reversed(papers)}
        ranks = [_rank([at[line] for line in fzf(item.query, lines)[:BEST]], item) for item in series.items]
        yield Measure("  MRR of fzf over titles", _mrr(ranks), unit="")
        yield Measure("  recall of fzf over titles", _recall(ranks), unit="")
    titles = [paper.title for paper in papers]
    ranks = [
        _rank(
            [
                papers[place].id
                for _, _, place in process.extract(item.query, titles, scorer=fuzz.WRatio, limit=BEST)
            ],
            item,
        )
        for item in series.items[:WITH_WRATIO]
    ]
    yield Measure(f"  MRR of WRatio over titles ({WITH_WRATIO} queries)", _mrr(ranks), unit="")


def _rank(found: Sequence[str], item: Item) -> int | None:
    """Return the place, from 1 up, of the paper that was meant."""
    return found.index(item.paper.id) + 1 if item.paper.id in found else None


def _mrr(ranks: Sequence[int | None]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _recall(ranks: Sequence[int | None]) -> float:
    return sum(rank is not None for rank in ranks) / len(ranks)


def _possible(series: Series, papers: Sequence[Paper]) -> tuple[float, float]:
    """Return the MRR of a random order of the papers with both words unspoilt, and of the likeliest first."""
    firsts = [content_words(series.first(paper)) for paper in papers]
    same = series.first is series.second
    seconds = firsts if same else [content_words(series.second(paper)) for paper in papers]
    places = {paper.id: place for place, paper in enumerate(papers)}
    with_first, with_second = _holders(firsts), _holders(seconds)
    lucky = best = 0.0
    for item in series.items:
        one, other = item.meant
        rooms = {
            place: _room(firsts[place], seconds[place], item.meant, same)
            for place in with_first[one] & with_second[other]
        }
        lucky += _expected(0, len(rooms))
        own = rooms[places[item.paper.id]]
        better = sum(room < own for room in rooms.values())
        best += _expected(better, sum(room == own for room in rooms.values()))
    return lucky / len(series.items), best / len(series.items)


def _holders(texts: Sequence[Sequence[str]]) -> dict[str, set[int]]:
    holders: dict[str, set[int]] = {}
    for place, text in enumerate(texts):
        for word in text:
            holders.setdefault(word, set()).add(place)
    return holders


def _room(first: Sequence[str], second: Sequence[str], pair: tuple[str, str], same: bool) -> float:
    """Return of how many pairs of a paper's words this is one: the fewer, the likelier it was meant."""
    if not same:
        return len(first) * len(second)
    ordered = first.index(pair[0]) < first.index(pair[1])
    return len(first) * (len(first) - 1) / 2 if ordered else math.inf


def _expected(better: int, equal: int) -> float:
    """Return the expected share in the MRR of one of `equal` papers that come after `better` ones."""
    return sum(1 / rank for rank in range(better + 1, min(better + equal, BEST) + 1)) / equal
