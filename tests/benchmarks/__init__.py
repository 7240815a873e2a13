"""Benchmarks: one module each with `run() -> Iterable[Measure]`; none is part of the test run."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, how long it took (seconds), and how long it may take."""

    name: str
    seconds: float
    limit: float | None = None


def timed(name: str, work: Callable[[], object], *, times: int = 5, limit: float | None = None) -> Measure:
    """Return the median time of `work` over several runs."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return Measure(name, sorted(took)[len(took) // 2], limit)
