"""What commands cost that other programs run often: the version, a list that is read line by line, a press of tab.

All are measured in turn on a catalogue of 10,000 papers with a library of 1,000 bookmarks. Goals: 60 ms of CPU above
`python -c pass` for the version, 150 ms to the first line of a list, 150 ms of CPU for a tab.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median

from reader.catalog.papers import Catalogue
from reader.core.mark import NO_MARK, Change, Mark
from reader.library.library import Library
from tests.benchmarks import Measure
from tests.benchmarks.start import PAPERS, ROOT, cpu, fill
from tests.synthetic import NOON

RUNS = 11
KEPT = 1_000


def run() -> Iterator[Measure]:
    """Measure each in turn."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home)
        _keep(home)
        environment = os.environ | {
            "PAPER_READER_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),  # compiled once, as an installation is
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def costs(*arguments: str) -> Callable[[], float]:
            return lambda: cpu(["-m", "reader", *arguments], environment)

        def first(*arguments: str) -> Callable[[], float]:
            return lambda: _first_line(arguments, environment)[0]

        listing = ("list", "--offline", "--jsonl")
        measured: Mapping[str, Callable[[], float]] = {
            "bare": lambda: cpu(["-c", "pass"], environment),
            "version": costs("--version"),
            "trending": first(*listing),
            "all": first(*listing, "--view", "all"),
            "work": lambda: _first_line((*listing, "--view", "all"), environment)[1],
            "whole": lambda: _last_line((*listing, "--view", "all"), environment),
            "ids": costs("_complete", "ids"),
            "views": costs("_complete", "views"),
        }
        for work in measured.values():  # once for the byte code and the disk
            work()
        times: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(RUNS):
            for name, work in measured.items():
                times[name].append(work())
        took = {name: median(each) for name, each in times.items()}
    yield Measure("python -c pass, CPU", took["bare"])
    yield Measure("--version, CPU above python -c pass", took["version"] - took["bare"], 0.060)
    yield Measure(f"list --offline --jsonl, {PAPERS:,} papers stored: first line", took["trending"], 0.150)
    yield Measure(f"list --view all --jsonl, {PAPERS:,} papers: first line", took["all"], 0.150)
    yield Measure(
        "the same: CPU until then, which other work on the machine does not change", took["work"], 0.150
    )
    yield Measure(f"list --view all --jsonl, {PAPERS:,} papers: last line", took["whole"])
    yield Measure(f"a tab that completes identifiers, {KEPT:,} kept, CPU", took["ids"], 0.150)
    yield Measure("a tab that completes views, CPU", took["views"], 0.150)


def _keep(home: Path) -> None:
    """Bookmark and tag the newest papers."""
    catalogue = Catalogue(home / "catalogue.sqlite")
    papers = catalogue.newest(KEPT)
    catalogue.close()
    library = Library.open(home)
    marks = [Mark(bookmarked_at=NOON, tags=(f"tag {number % 50}",)) for number in range(KEPT)]
    library.apply([Change(paper, NO_MARK, mark) for paper, mark in zip(papers, marks, strict=True)])
    library.close()


def _first_line(arguments: tuple[str, ...], environment: Mapping[str, str]) -> tuple[float, float]:
    """Return the seconds until the first line can be read from a pipe, and of CPU until then (Linux; else the same)."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "reader", *arguments], env=environment, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        took = time.perf_counter() - begun
        try:
            work = int(Path(f"/proc/{child.pid}/schedstat").read_text().split()[0]) / 1e9
        except OSError:
            work = took
        child.stdout.read()
    return took, work


def _last_line(arguments: tuple[str, ...], environment: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "reader", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - begun
