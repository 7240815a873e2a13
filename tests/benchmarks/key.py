"""From a key to the changed frame in a list of 100,000 papers; and what the program takes when nothing happens.

It runs in a pseudo-terminal. Goals: 16 ms (one frame) for 99 of 100 keys; 0.2 % CPU.
"""

import os
import select
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from math import ceil
from pathlib import Path

import pexpect

from reader.catalog.papers import Catalogue
from reader.core.listing import Listing
from reader.core.view import View, ViewKind
from tests.benchmarks import Measure
from tests.benchmarks.start import BARE, environment_in, made_papers, memory, started

PAPERS, KEYS, BATCH = 100_000, 200, 10_000
QUIET_SECONDS, IDLE_SECONDS = 0.25, 10.0
WARMING = 6
"""First keys, which load what they need."""

_SEQUENCES = {"row": "j", "page": "\x1b[6~", "open": "\rh", "toggle": "b", "select": "x", "end": "Gg"}


def run() -> Iterator[Measure]:
    """Measure on a catalogue of its own, beside a bare app."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _fill(home)
        environment = environment_in(home)
        bare = started(["-c", BARE], environment)
        _drain(bare, 3.0)
        bare_memory, bare_idle = memory(bare), _idle(bare)
        bare_times = _times(bare, "\x1b[B")
        bare.close(force=True)
        child = started(["-m", "reader", "--offline"], environment)
        _drain(child, 8.0)
        yield Measure(
            "memory above the bare app, 100,000 rows", (memory(child) - bare_memory) / 2**20, None, "MB"
        )
        yield Measure("idle", 100 * _idle(child), 0.2, "%")
        yield Measure("  a bare app", 100 * bare_idle, unit="%")
        yield Measure("a bare list of 50 rows, down: median", bare_times[len(bare_times) // 2])
        yield Measure("a bare list of 50 rows, down: 99 of 100", _percentile(bare_times, 99))
        for name, keys in _SEQUENCES.items():
            times = _times(child, keys)
            yield Measure(f"key to changed frame, median: {name}", times[len(times) // 2], 0.016)
            yield Measure(f"key to changed frame, 99 of 100: {name}", _percentile(times, 99), 0.016)
        child.close(force=True)


def _fill(home: Path) -> None:
    catalogue = Catalogue(home / "catalogue.sqlite")
    now = datetime.now(UTC)
    source = made_papers(PAPERS, 9_000)
    papers = []
    while batch := list(islice(source, BATCH)):
        catalogue.store_papers(batch, now)
        papers += batch
    catalogue.store_listing(Listing(View(ViewKind.TRENDING), tuple(papers)), now)
    catalogue.close()


def _drain(child: "pexpect.spawn[bytes]", seconds: float) -> None:
    """Read until nothing comes for some seconds."""
    while select.select([child.child_fd], [], [], seconds)[0]:
        os.read(child.child_fd, 2**16)


def _times(child: "pexpect.spawn[bytes]", keys: str) -> list[float]:
    """Return the seconds from keys to what is drawn for them, sorted; `keys` are pressed in turn."""
    pressed = [keys] if keys.startswith("\x1b") else [*keys]
    times = []
    for number in range(KEYS + WARMING):
        _drain(child, QUIET_SECONDS)
        begun = time.perf_counter()
        os.write(child.child_fd, pressed[number % len(pressed)].encode())
        select.select([child.child_fd], [], [], 5.0)
        times.append(time.perf_counter() - begun)
    return sorted(times[WARMING:])


def _percentile(times: Sequence[float], percent: int) -> float:
    """Return the time that so many percent of sorted times do not exceed (the nearest rank)."""
    return times[ceil(len(times) * percent / 100) - 1]


def _idle(child: "pexpect.spawn[bytes]") -> float:
    """Return the share of a processor that is taken while nobody does anything."""

    def seconds() -> float:
        """Processor time of all threads so far, as Linux's scheduler counts it."""
        threads = Path(f"/proc/{child.pid}/task").iterdir()
        return (
            sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads)
            / 1e9
        )

    before = seconds()
    _drain(child, IDLE_SECONDS)
    return (seconds() - before) / IDLE_SECONDS
