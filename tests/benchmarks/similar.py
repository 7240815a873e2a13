"""Papers like one among 100,000, or as many as `BENCHMARK_PAPERS` says, and suggestions by 100 bookmarks.

Goal: 100 ms once the index is warm.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from tests.benchmarks import Measure
from tests.benchmarks.corpus import COUNT
from tests.benchmarks.search import probe

PAPERS = 500
"""Papers whose like is looked for, each for the first time, after as many others."""


def run() -> Iterator[Measure]:
    """Measure in a process of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        probe("import", path, folder)
        answer = probe("alike", path, folder, count=min(PAPERS, COUNT // 2))
    seconds, busy = zip(*answer["times"], strict=True)
    like_one = f"papers like one among {COUNT:,}"
    yield Measure(f"{like_one}: the first answer", answer["first"][0])
    yield Measure(f"{like_one}: median", median(seconds), 0.1)
    yield Measure(f"{like_one}: median, CPU", median(busy), 0.1)
    yield Measure(f"{like_one}: 95 of 100, CPU", quantiles(busy, n=20)[-1], 0.1)
    yield Measure(
        f"papers like 100 together among {COUNT:,}: median, CPU",
        median(each[1] for each in answer["together"]),
    )
