"""How long a start takes until the first row is painted, beside a bare list; and what `list --json` costs.

Each is started in turn in a pseudo-terminal of its own, from a catalogue of 10,000 papers. Goals: 1.5 times the
bare list; 0.25 s of CPU.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pexpect

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from tests.benchmarks import Measure

ROOT = Path(__file__).parents[2]
PAPERS, LISTED, RUNS = 10_000, 100, 9
MARK = "Zweihundertfarbig"
BARE = f"""
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"{MARK} {{n}}" for n in range(50)))
Bare().run()
"""


def run() -> Iterator[Measure]:
    """Measure both in turn, on a catalogue of their own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home)
        environment = environment_in(home)
        commands = {"bare list": ["-c", BARE], "paper-reader": ["-m", "reader"]}
        for command in commands.values():  # once for the byte code and the disk
            first_row(command, environment)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(first_row(command, environment))
        bare, ours = median(times["bare list"]), median(times["paper-reader"])
        yield Measure("first row of a bare Textual app", bare)
        yield Measure(f"first row from {PAPERS:,} papers ({ours / bare:.2f} times bare)", ours, 1.5 * bare)
        costs = [cpu(["-m", "reader", "list", "--offline", "--json"], environment) for _ in range(RUNS)]
        yield Measure("list --offline --json, CPU", median(costs), 0.25)


def environment_in(home: Path) -> dict[str, str]:
    """Return the environment of a program on a home of its own, without a network."""
    environment = os.environ | {
        "PAPER_READER_HOME": str(home),
        "PAPER_READER_HF_URL": "http://127.0.0.1:9",
        "PAPER_READER_ARXIV_URL": "http://127.0.0.1:9",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),  # compiled once, as an installation is
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def made_papers(count: int, a_month: int) -> Iterator[Paper]:
    """Yield invented papers with the mark in their titles, so many `a_month`."""
    for number in range(count):
        yield paper_from_record(
            {
                "id": f"{2401 + number // a_month:04}.{number % a_month:05}",
                "title": f"{MARK} Paper {number}",
                "authors": [f"Author {number}", "Another Author"],
                "abstract": "We study what happens when an abstract is as long as abstracts are. " * 15,
                "published": "2026-08-14",
                "upvotes": number % 300,
            }
        )


def fill(home: Path) -> None:
    """Make a catalogue of many papers, the newest of them trending."""
    papers = tuple(made_papers(PAPERS, 5_000))
    catalogue = Catalogue(home / "catalogue.sqlite")
    now = datetime.now(UTC)
    catalogue.store_papers(papers, now)
    catalogue.store_listing(Listing(View(ViewKind.TRENDING), papers[:LISTED]), now)
    catalogue.close()


def started(arguments: Sequence[str], environment: dict[str, str]) -> "pexpect.spawn[bytes]":
    """Return a program in a pseudo-terminal that has painted its first row."""
    child = pexpect.spawn(
        sys.executable,
        list(arguments),
        dimensions=(40, 120),
        env=environment,
        timeout=60,  # type: ignore[arg-type]
    )
    child.expect_exact(MARK)
    return child


def first_row(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Return the seconds from the start to the first painted row."""
    begin = time.perf_counter()
    child = started(arguments, environment)
    seconds = time.perf_counter() - begin
    child.close(force=True)
    return seconds


def cpu(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Return the seconds of CPU that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
