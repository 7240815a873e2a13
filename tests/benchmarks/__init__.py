"""Benchmarks: one module each with `run() -> Iterable[Measure]`; none is part of the test run."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, how much it was, and how much it may be; seconds where `unit` is `ms`."""

    name: str
    value: float
    limit: float | None = None
    unit: str = "ms"
    at_least: bool = False
    """Whether `limit` is the least that it may be."""

    @property
    def kept(self) -> bool:
        """Whether the limit was kept, if there is one."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def timed(name: str, work: Callable[[], object], *, times: int = 5, limit: float | None = None) -> Measure:
    """Return the median time of `work` over several runs."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return Measure(name, sorted(took)[len(took) // 2], limit)
