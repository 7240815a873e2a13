"""Searching as you type in 100,000 papers, or as many as `BENCHMARK_PAPERS` says; peers are measured in the same run.

`BENCHMARK_LARGE=1` adds 700,000 papers, which takes many minutes and some 6 GB of disk.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from reader.core.paper import Paper
from tests.benchmarks import Measure
from tests.benchmarks.corpus import COUNT, papers
from tests.benchmarks.peer import has_fzf
from tests.benchmarks.typing import COMMON, PLAIN, keystrokes, typed_queries

ROOT = Path(__file__).parents[2]
QUERIES, COMPARED, RUNS = 300, 20, 5
LARGE = 700_000
_MEGABYTE = 2**20


def run() -> Iterator[Measure]:
    """Measure each step in a process of its own."""
    sample = sampled(QUERIES)
    typed = keystrokes(typed_queries(sample))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        yield from _importing(path, COUNT, folder, goals=(60.0, 300.0))
        yield from _opening(path, folder)
        yield from _typing(path, typed, folder)
        yield from _common(path, folder)
        yield from _comparing(path, sample, folder)
        yield from _storing(path, folder)
    if "BENCHMARK_LARGE" in os.environ:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.sqlite"
            yield from _importing(path, LARGE, folder, goals=(None, None))
            yield from _opening(path, folder)
            answer = probe("type", path, folder, typed)
            yield from _keystrokes(answer["times"], typed, LARGE, goals=(None, 0.06, None))
            yield _grown(answer)


def sampled(count: int) -> list[Paper]:
    """Return papers of the corpus, drawn at random and in random order."""
    chance = random.Random(1)
    places = set(chance.sample(range(COUNT), min(count, COUNT)))
    drawn = [paper for place, paper in enumerate(papers()) if place in places]
    chance.shuffle(drawn)
    return drawn


def probe(step: str, path: Path, folder: str, given: object = None, count: int = COUNT) -> dict[str, Any]:
    """Take a step in a new process and return its answer."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),  # compiled once, as an installation is
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.probe", step, str(path), str(count)],
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _importing(
    path: Path, count: int, folder: str, goals: tuple[float | None, float | None]
) -> Iterator[Measure]:
    answer = probe("import", path, folder, count=count)
    yield Measure(f"import of {count:,} papers", answer["seconds"], goals[0], "s")
    yield Measure("  most memory (RSS) meanwhile", answer["peak"] / _MEGABYTE, goals[1], "MB")
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    yield Measure("  size of the catalogue", size / _MEGABYTE, unit="MB")


def _opening(path: Path, folder: str) -> Iterator[Measure]:
    for query in ("n", "deep learning", "unsuprvised segmentation"):
        answers = [probe("open", path, folder, query) for _ in range(RUNS)]
        opened, imported = (median(answer[name] for answer in answers) for name in ("opened", "imported"))
        yield Measure(f"first answer after opening the index: {query}", opened, 0.08)
        yield Measure("  the same with the imports of Python modules", imported)


def _typing(path: Path, typed: Sequence[str], folder: str) -> Iterator[Measure]:
    answer = probe("type", path, folder, typed)
    yield from _keystrokes(answer["times"], typed, COUNT, goals=(0.005, 0.016, 0.05))
    yield _grown(answer, 60.0)
    yield Measure("  at most", (answer["peak"] - answer["idle"]) / _MEGABYTE, unit="MB")


def _keystrokes(
    times: Sequence[float],
    typed: Sequence[str],
    count: int,
    goals: tuple[float | None, float | None, float | None],
) -> Iterator[Measure]:
    ordered = sorted(times)
    worst = typed[times.index(ordered[-1])]
    yield Measure(f"a keystroke in {count:,} papers ({len(typed):,} of them), p50", median(ordered), goals[0])
    yield Measure("  p95", ordered[int(len(ordered) * 0.95)], goals[1])
    yield Measure("  p99", ordered[int(len(ordered) * 0.99)])
    yield Measure(f"  worst: {worst[:40]}", ordered[-1], goals[2])


def _grown(answer: dict[str, Any], goal: float | None = None) -> Measure:
    grown = (answer["searching"] - answer["idle"]) / _MEGABYTE
    return Measure(f"memory (RSS) above {answer['idle'] // _MEGABYTE} MB when idle", grown, goal, "MB")


def _common(path: Path, folder: str) -> Iterator[Measure]:
    answers = [probe("type", path, folder, ["first", *COMMON])["times"][1:] for _ in range(RUNS)]
    for text, times in zip(COMMON, zip(*answers, strict=True), strict=True):
        yield Measure(f"a keystroke that ends in: {text}", median(times), 0.016)


def _comparing(path: Path, sample: Sequence[Paper], folder: str) -> Iterator[Measure]:
    queries = typed_queries(sample[:COMPARED], PLAIN, typos=False)
    times = {name: sum(each) for name, each in probe("compare", path, folder, queries).items()}
    yield Measure(f"{COMPARED} queries without typos, each", times["ours"] / COMPARED)
    if has_fzf():
        yield Measure("  fzf --filter over the same text, each", times["fzf"] / COMPARED)
        yield Measure("  faster than fzf", times["fzf"] / times["ours"], 100.0, "times", at_least=True)
    else:
        yield Measure("  fzf is not installed", 0, unit="times")
    yield Measure("  FTS5 with ORDER BY bm25 LIMIT 200 alone, each", times["fts5"] / COMPARED)
    yield Measure("  faster than FTS5", times["fts5"] / times["ours"], 1.0, "times", at_least=True)
    typed = times["fts5 typed"] / times["ours typed"]
    yield Measure("  faster than FTS5 over all their keystrokes", typed, 1.0, "times", at_least=True)


def _storing(path: Path, folder: str) -> Iterator[Measure]:
    answer = probe("store", path, folder)
    yield Measure("100 new papers into the index", median(answer["stored"]), 0.05)
    yield Measure("  slowest batch", max(answer["stored"]))
    yield Measure("  the next answer, misspelt", median(answer["answered"]))
