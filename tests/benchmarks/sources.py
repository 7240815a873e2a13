"""260 days from a service on this machine into the catalogue, and what one day costs to parse.

The server is the stand-in that PAPER_READER_STAND_IN names (or `../shared/replay/server.py` beside the checkout), in a
process of its own; its time does not count, so the goal is papers for each second of our own processor time.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reader.sources.item import parse_items
from tests.benchmarks import Measure
from tests.unit.test_huggingface import item

DAYS = 260
STAND_IN = Path(
    os.environ.get("PAPER_READER_STAND_IN", Path(__file__).parents[3] / "shared/replay/server.py")
)


def run() -> Iterator[Measure]:
    """Parse; then fetch in a process of its own, whose memory is its own too."""
    body = json.dumps([item(number, summary="An abstract of words. " * 60) for number in range(92)]).encode()
    yield Measure("a day of 92 papers: JSON to papers, processor time", _parse_time(body), 0.005)
    if not STAND_IN.is_file():
        return
    with served() as address, TemporaryDirectory() as folder:
        environment = os.environ | {
            "PAPER_READER_HOME": folder,
            "PAPER_READER_HF_URL": address,
            "PAPER_READER_ARXIV_URL": address,
        }
        command = [sys.executable, "-m", "tests.benchmarks.sources"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        with urllib.request.urlopen(f"{address}/__stats") as reply:
            stats = json.load(reply)
    yield Measure(f"{told['days']} days: papers", told["papers"], unit="")
    yield Measure(
        "papers a second of our own time: asked for, parsed, stored, indexed",
        told["papers"] / told["own"],
        2_000,
        "/s",
        True,
    )
    yield Measure(
        "papers a second of the clock, the server's time in it", told["papers"] / told["wall"], unit="/s"
    )
    yield Measure("memory at most", told["memory"], 150, unit="MB")
    yield Measure("requests at once at most", stats["max_concurrent"], 4, unit="")
    yield Measure("requests for each day", stats["total"] / (told["days"] + 1), 1, unit="")


def _parse_time(body: bytes) -> float:
    """Return the shortest of several times, in seconds: other programs only ever make it longer."""
    times = []
    for _ in range(9):
        begin = time.process_time()
        parse_items(json.loads(body))
        times.append(time.process_time() - begin)
    return min(times)


@contextmanager
def served() -> Iterator[str]:
    """Give the address of a fresh stand-in."""
    command = [sys.executable, str(STAND_IN), "--port", "0", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().split()[-1]
        process.terminate()


def main() -> None:
    """Fetch the newest days that the stand-in has, and print what it took as JSON."""
    from reader.bootstrap import program
    from reader.core.period import Period, Span, parse_period

    with program() as running:
        fetching = running.service.fetching
        last = parse_period("2026-08-14")
        assert last
        periods: list[Period] = []
        while len(periods) <= DAYS:
            if last.start.weekday() < 5 and last.start.isocalendar().week % 2:
                periods.append(last)
            last = last.previous
        assert all(period.span is Span.DAY for period in periods)
        first = periods.pop(0)

        async def fetch() -> tuple[int, float, float]:
            # The network's modules are loaded with the first request of a day, however many follow.
            _ = [fetched async for fetched in fetching.fetch_days([first])]
            started, began = time.perf_counter(), time.process_time()
            papers = 0
            async for fetched in fetching.fetch_days(periods):
                papers += fetched.papers
            took = time.perf_counter() - started, time.process_time() - began
            await running.service.reading.close()
            return papers, *took

        papers, wall, used = asyncio.run(fetch())
        told = {
            "days": len(periods),
            "papers": papers,
            "wall": wall,
            "own": used,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
