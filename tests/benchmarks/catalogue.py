"""The catalogue with 10,000 papers of invented words: cleaning, storing, reading a view, filtering."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.paper import Paper, paper_to_record
from reader.core.query import parse_query
from tests.benchmarks import Measure, timed
from tests.synthetic import NOON, day, paper

COUNT = 10_000
DAY = day("2026-08-14")


def run() -> Iterator[Measure]:
    """Measure in a fresh folder."""
    stored = tuple(invented(COUNT))
    today = stored[:92]
    records = [paper_to_record(one) for one in today]
    yield timed(
        "92 records become papers", lambda: [paper_from_record(record) for record in records], limit=0.005
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        catalogue = Catalogue(path)
        yield timed(f"store {COUNT:,} papers", lambda: catalogue.store_papers(stored, NOON), times=1)
        moments = iter(NOON + timedelta(minutes=minute) for minute in range(99))
        yield timed("store a day of 92", lambda: catalogue.store_listing(Listing(DAY, today), next(moments)))
        yield timed("read it", lambda: catalogue.listing(DAY))
        search = Search(catalogue.database)
        for text in ("m", "mo", "model", "model att", "atention", '"model of', "-model", "author:ann"):
            query = parse_query(text)
            yield timed(f"search everything for {text}", lambda query=query: search.find(query, lambda _: ()))
        shown = [one.id for one in today]
        query = parse_query("model att")
        yield timed(
            "filter a view of 92", lambda: search.find(query, lambda _: (), within=shown), limit=0.016
        )
        shown = [one.id for one in stored]
        yield timed(f"filter a view of {COUNT:,}", lambda: search.find(query, lambda _: (), within=shown))
        catalogue.close()
        yield timed("open it and read the day", lambda: _open_and_read(path))


def invented(count: int, words: int = 30_000) -> Iterator[Paper]:
    """Yield papers of so many different `words`, which are as unevenly common as those of a language."""
    chance = random.Random(1)
    letters = "aeioubcdfglmnprst"
    vocabulary = ["model", "attention", "of", "the"]
    vocabulary += ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(words)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    for number in range(count):
        text = chance.choices(vocabulary, cum_weights=weights, k=190)
        yield paper(
            number,
            " ".join(text[:10]).capitalize(),
            authors=tuple(
                f"{first} {last}".title() for first, last in zip(text[10:15], text[15:20], strict=True)
            ),
            abstract=" ".join(text[20:]) + ".",
            published=date(2026, 8, 14) - timedelta(days=number // 20),
            upvotes=number % 97,
        )


def _open_and_read(path: Path) -> None:
    catalogue = Catalogue(path)
    catalogue.listing(DAY)
    catalogue.close()
