"""How long a start takes until the first row is painted and the first key is heeded, beside a bare list.

Each is started in turn in a pseudo-terminal of its own, from catalogues of two sizes and a library of 5,000 bookmarks.
Goals: 1.25 times the bare list, whatever the size; keys 100 ms later; 20 MB more than the bare list takes. And what
`list --json` costs: 0.25 s of CPU.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pexpect

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from reader.library.library import Library
from tests.benchmarks import Measure

ROOT = Path(__file__).parents[2]
PAPERS, LISTED, BOOKMARKS, RUNS = 10_000, 100, 5_000, 9
SIZES = (PAPERS, 100_000)
BATCH = 10_000
MARK = "Zweihundertfarbig"
BARE = f"""
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"{MARK} {{n}}" for n in range(50)))
Bare().run()
"""
_OURS = "import sys; from reader.__main__ import main; sys.exit(main([]))"
"""What the command that is installed does."""


def run() -> Iterator[Measure]:
    """Measure all in turn, on catalogues of their own."""
    with tempfile.TemporaryDirectory() as folder:
        homes = {papers: Path(folder) / str(papers) for papers in SIZES}
        for papers, home in homes.items():
            home.mkdir()
            fill(home, papers)
            bookmark(home)
        starts: dict[int, list[Start]] = {papers: [] for papers in (0, *SIZES)}
        for _ in range(RUNS + 1):
            starts[0].append(start(("-c", BARE), environment_in(homes[PAPERS]), None))
            for papers, home in homes.items():
                starts[papers].append(start(("-c", _OURS), environment_in(home), b"j"))
        for each in starts.values():
            each.pop(0)  # it compiled the modules, and read the disk
        bare, memory = (median(each[place] for each in starts[0]) for place in (0, 2))
        yield Measure("first row of a bare Textual app", bare)
        for papers in SIZES:
            first, ready, taken = (median(each[place] for each in starts[papers]) for place in range(3))
            ratio = median(
                each.first / other.first for each, other in zip(starts[papers], starts[0], strict=True)
            )
            yield Measure(f"first row from {papers:,} papers ({ratio:.2f} times bare)", first, 1.25 * bare)
            yield Measure("  its first key heeded after that", ready, 0.1)
            yield Measure("  memory above the bare app then", (taken - memory) / 2**20, 20, "MB")
        costs = [
            cpu(["-m", "reader", "list", "--offline", "--json"], environment_in(homes[PAPERS]))
            for _ in range(RUNS)
        ]
        yield Measure("list --offline --json, CPU", median(costs), 0.25)


class Start(NamedTuple):
    """Seconds until the first row was painted, seconds from there until a key was heeded, and bytes of memory then."""

    first: float
    ready: float
    memory: float


def start(arguments: Sequence[str], environment: dict[str, str], key: bytes | None) -> Start:
    """Start a program, press a key as soon as there is a row, and wait for the second paper beside the list."""
    begin = time.perf_counter()
    child = started(arguments, environment)
    first = time.perf_counter()
    if key is not None:
        os.write(child.child_fd, key)
        child.expect_exact("Author 1,")
    ready = time.perf_counter()
    taken = memory(child)
    child.close(force=True)
    return Start(first - begin, ready - first, taken)


def memory(child: "pexpect.spawn[bytes]") -> int:
    """Return the bytes that a program holds in memory."""
    lines = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


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


def fill(home: Path, count: int = PAPERS) -> None:
    """Make a catalogue of so many papers, the first of them trending."""
    source = made_papers(count, max(5_000, count // 11))
    catalogue = Catalogue(home / "catalogue.sqlite")
    now = datetime.now(UTC)
    first: tuple[Paper, ...] = ()
    while batch := tuple(islice(source, BATCH)):
        catalogue.store_papers(batch, now)
        first = first or batch[:LISTED]
    catalogue.store_listing(Listing(View(ViewKind.TRENDING), first), now)
    catalogue.close()


def bookmark(home: Path) -> None:
    """Make a library of bookmarks, some of them trending."""
    library = Library.open(home)
    kept = Mark(bookmarked_at=datetime.now(UTC))
    library.apply([Change(paper, NO_MARK, kept) for paper in islice(made_papers(PAPERS, 5_000), BOOKMARKS)])
    library.close()


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


def cpu(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Return the seconds of CPU that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
