"""Large segments are built by two processes, each from half of the papers: on two cores in little more than half the time."""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from reader.catalog import bitmap, segment
from reader.catalog.segment import Indexed, Row
from reader.core.paper import Paper

WORTH = 2_000
"""Papers from which a second process is worth its start of about a tenth of a second."""

_PROGRAM = "import sys; sys.path[:] = {path!r}; from reader.catalog.division import serve; serve()"

Papers = Mapping[int, Paper | None]


def indexed(papers: Papers) -> Indexed:
    """Return what indexes papers by their places in a segment, as `segment.indexed` does."""
    if len(papers) < WORTH or _cores() < 2:
        return segment.indexed(papers)
    places = sorted(papers)
    half = len(places) // 2
    size = places[-1] + 1
    with _Second({place: papers[place] for place in places[half:]}, size) as second:
        first = segment.rows({place: papers[place] for place in places[:half]}, size)
        return _united(first, second.rows(), size)


def serve() -> None:
    """Be the second process: read papers from stdin, write the rows that index them to stdout."""
    papers, size = pickle.load(sys.stdin.buffer)  # noqa: S301 – from the first process
    pickle.dump(segment.rows(papers, size), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


class _Second:
    """A process that builds rows while this one builds others; where it cannot, its work is done here."""

    def __init__(self, papers: Papers, size: int) -> None:
        self._papers = papers
        self._size = size
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._process = subprocess.Popen(
                # Isolated and without `site`: the path is given, and it starts in half the time.
                [
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    _PROGRAM.format(path=[os.path.abspath(p) for p in sys.path]),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert self._process.stdin
            with self._process.stdin as pipe:
                pickle.dump((self._papers, self._size), pipe, protocol=pickle.HIGHEST_PROTOCOL)
        except OSError:
            self._end()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._end()

    def rows(self) -> list[Row]:
        """Return the rows."""
        if self._process and self._process.stdout:
            try:
                rows: list[Row] = pickle.load(self._process.stdout)  # noqa: S301 – from our own process
            except (EOFError, OSError, pickle.UnpicklingError):
                pass
            else:
                return rows
        return segment.rows(self._papers, self._size)

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            if self._process.stdout:
                self._process.stdout.close()
            self._process.wait()
            self._process = None


def _united(first: Sequence[Row], second: Sequence[Row], size: int) -> list[Row]:
    """Return the rows of two sets of papers as those of both, in the order of their terms."""
    others = {row[0]: row for row in second}
    united = [
        row if (other := others.pop(row[0], None)) is None else _together(row, other, size) for row in first
    ]
    return sorted([*united, *others.values()])


def _together(first: Row, second: Row, size: int) -> Row:
    title, authors, keywords, organization, abstract = (
        b if a is None else a if b is None else bitmap.joined(a, b, size)
        for a, b in zip(first[2:], second[2:], strict=True)
    )
    return first[0], first[1] + second[1], title, authors, keywords, organization, abstract


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
