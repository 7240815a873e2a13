"""One request at a time on this machine: many processes, some of them killed."""

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

from reader.sources.turnstile import Turnstile

GAP = 0.1
TURNS = f"""
import asyncio, sys, time
from pathlib import Path
from reader.sources.turnstile import Turnstile

async def main(folder, count, hold):
    turnstile = Turnstile(Path(folder), "arXiv", {GAP})
    for _ in range(int(count)):
        async with turnstile.turn():
            begin = time.monotonic()
            print("in", flush=True)
            await asyncio.sleep(float(hold))
            with open(Path(folder, "log"), "a") as log:
                log.write(f"{{begin}} {{time.monotonic()}}\\n")

asyncio.run(main(*sys.argv[1:]))
"""


def process(folder: Path, count: int, hold: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", TURNS, str(folder), str(count), str(hold)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def spans(folder: Path) -> list[tuple[float, ...]]:
    lines = (folder / "log").read_text().splitlines()
    return sorted(tuple(map(float, line.split())) for line in lines)


def test_turns_of_many_processes_never_overlap_and_keep_the_gap(tmp_path: Path) -> None:
    processes = [process(tmp_path, 4, 0.02) for _ in range(4)]
    for running in processes:
        running.communicate(timeout=120)
        assert running.returncode == 0
    turns = spans(tmp_path)
    assert len(turns) == 16
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(turns)]
    assert min(gaps) >= GAP * 0.95


async def test_a_killed_process_holds_nobody_up_and_its_request_counts(tmp_path: Path) -> None:
    killed = process(tmp_path, 1, 600)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "in\n"
    begun = time.monotonic()
    killed.kill()
    killed.communicate()
    async with Turnstile(tmp_path, "arXiv", 0.5).turn():
        # Its request began at most a moment before it said so.
        assert 0.3 < time.monotonic() - begun < 30
