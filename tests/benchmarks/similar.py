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
    yield Measure(f"papers like one among {COUNT:,}: the first answer", answer["first"])
    yield Measure(f"papers like one among {COUNT:,}: median", median(answer["times"]), 0.1)
    yield Measure(f"papers like one among {COUNT:,}: 95 of 100", quantiles(answer["times"], n=20)[-1], 0.1)
    yield Measure(f"papers like 100 among {COUNT:,}: median", median(answer["together"]))
