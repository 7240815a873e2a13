"""Known items: how high the paper stands that somebody half remembers; recorded papers, 10,000 of them.

A query of two title words has two different words of four letters or more that are no stop words, drawn from those of
one title and kept in its order, in small letters. One typo is one random edit (a letter too many, too few, another, or
two swapped) at a random place of one of them; two typos are one in each. The papers asked for are of Hugging Face.

Each set stands beside `fzf --filter` and rapidfuzz's `WRatio`, both over titles, and beside what is possible: words
that several papers hold leave it to luck which of them was meant (`by luck`), and the shortest title is a good guess.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz, process

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.fold import words
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
    texts: Callable[[Paper], str]
    """Where a paper holds the words."""
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

    def title(paper: Paper) -> str:
        return paper.title

    clean = _drawn(papers, chance, title, title)
    yield Series("two title words", clean, title, 0.88)
    yield Series("two title words, one typo", _with_typos(clean, chance, 1), title, 0.85)
    yield Series("two title words, two typos", _with_typos(clean, chance, 2), title, 0.80)

    def text(paper: Paper) -> str:
        return f"{paper.title}\n{paper.abstract}\n{paper.summary or ''}"

    yield Series("two abstract words", _drawn(papers, chance, _abstract, _abstract), text)

    def names(paper: Paper) -> str:
        return f"{paper.title}\n{' '.join(paper.authors)}"

    yield Series("author and title word", _drawn(papers, chance, surname, title), names)


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
    lucky, shortest = _possible(series, papers)
    yield Measure("  MRR by luck among those with both words", lucky, unit="")
    yield Measure("  MRR with the shortest titles of those first", shortest, unit="")
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
    """Return the MRR of a random order of the papers that hold both words unspoilt, and of the shortest first."""
    holders: dict[str, set[int]] = {}
    for place, paper in enumerate(papers):
        for word in set(words(series.texts(paper))):
            holders.setdefault(word, set()).add(place)
    places = {paper.id: place for place, paper in enumerate(papers)}
    lucky = shortest = 0.0
    for item in series.items:
        one, other = (
            set.intersection(*(holders.get(part, set()) for part in words(word))) for word in item.meant
        )
        both = one & other | {places[item.paper.id]}
        lucky += sum(1 / rank for rank in range(1, min(len(both), BEST) + 1)) / len(both)
        length = len(item.paper.title)
        rank = 1 + sum(len(papers[place].title) < length for place in both)
        shortest += 1 / rank if rank <= BEST else 0
    return lucky / len(series.items), shortest / len(series.items)
