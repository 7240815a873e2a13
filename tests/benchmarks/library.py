"""A library of 50,000 marks and 5,000 bookmarks with notes: opening, changing, folding, sharing.

Every time is that of the work alone; the event loop's is the longest that another thread had to wait meanwhile.
"""

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from reader.core.entry import Entry
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.library.library import Library
from reader.service.marking import Marking
from reader.service.organising import Organising
from tests.benchmarks import Measure, timed
from tests.synthetic import NOON

ROOT = Path(__file__).parents[2]
MARKS, BOOKMARKS, TOGGLES = 50_000, 5_000, 1_000
WRITERS, CHANGES = 8, 200
ABSTRACT = "We study what happens when an abstract is as long as abstracts are. " * 18


def run() -> Iterator[Measure]:
    """Measure in a fresh folder."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        fill(path)
        yield timed("open", lambda: Library.open(path), times=9, limit=0.08)
        yield Measure("resident memory of an open one (MB, not ms)", _memory(path) / 1_000, 0.04)
        library = Library.open(path)
        yield from _toggles(library, path)
        yield _counting(library)
        yield from _folding(library)
        library.close()
        file = path / "library.json"
        file.write_bytes(file.read_bytes().replace(b'"generation": ', b'"generation":  '))
        yield timed("open after a person edited the file", lambda: Library.open(path), times=3, limit=0.2)
    with TemporaryDirectory() as folder:
        yield timed(
            f"{WRITERS} processes x {CHANGES} changes", lambda: _together(Path(folder)), times=1, limit=20
        )


def fill(folder: Path) -> None:
    """Make the library."""
    moments = (NOON + timedelta(seconds=number) for number in range(10 * MARKS))
    library = Library.open(folder, lambda: next(moments))
    changes = [
        Change(_paper(number), NO_MARK, Mark(read_at=NOON + timedelta(seconds=number)))
        for number in range(MARKS)
    ]
    changes += [
        Change(
            _paper(number),
            NO_MARK,
            Mark(bookmarked_at=NOON, tags=("thesis",), note=f"A note on paper {number}.\n\nWith an idea."),
        )
        for number in range(BOOKMARKS)
    ]
    library.apply(changes)
    library.close()
    Library.open(folder).close()


def _paper(number: int) -> Paper:
    return Paper(
        id=f"{2401 + number // 5_000:04}.{number % 5_000:05}",
        title=f"A Paper About the Number {number}",
        authors=(f"Author {number}", "Another Author", "One More"),
        abstract=ABSTRACT,
        published=NOON.date(),
        upvotes=number % 97,
        categories=("cs.LG",),
    )


def _toggles(library: Library, folder: Path) -> Iterator[Measure]:
    times: list[float] = []
    written = -_written()

    def toggle(count: int) -> None:
        for number in range(count):
            paper = _paper(20_000 + number)
            before = library.mark(paper.id)
            started = time.perf_counter()
            library.apply([Change(paper, before, Mark(read_at=None if before.read else NOON, note="x"))])
            times.append(time.perf_counter() - started)

    toggle(20)
    idle = waits_during(lambda: time.sleep(0.3))
    waits = waits_during(lambda: toggle(200))
    yield Measure("a toggle is on disk (median)", median(times), 0.01)
    yield Measure("a thread wakes up late (19 of 20)", _most(idle))
    yield Measure("and with toggles beside it", _most(waits), 0.001 + _most(idle))
    toggle(TOGGLES - 220)
    written += _written()
    size = (folder / "library.json").stat().st_size
    yield Measure(f"a thousand toggles write {written / size:.2f} times the whole file", sum(times))


def _counting(library: Library) -> Measure:
    marking = Marking(library)
    organising = Organising(marking)
    organising.counts(NOON.date())

    def toggle_and_count() -> float:
        marking.set_queued([Entry(_paper(1))])
        started = time.perf_counter()
        organising.counts(NOON.date())
        return time.perf_counter() - started

    return Measure("counts of all views after a toggle", median(toggle_and_count() for _ in range(9)), 0.001)


def _folding(library: Library) -> Iterator[Measure]:
    took: list[float] = []

    def fold() -> None:
        started = time.perf_counter()
        library.close()
        took.append(time.perf_counter() - started)

    waits = waits_during(fold)
    yield Measure("a new snapshot", took[0])
    yield Measure("the event loop waits for it (longest)", max(waits), 0.03)


def _most(waits: list[float]) -> float:
    return sorted(waits)[len(waits) * 19 // 20]


def waits_during(work: Callable[[], None]) -> list[float]:
    """Run `work` in a thread, and return how late this one woke up each time that it slept for a moment."""
    thread = threading.Thread(target=work)
    late = []
    thread.start()
    while thread.is_alive():
        started = time.perf_counter()
        time.sleep(0.0005)
        late.append(time.perf_counter() - started - 0.0005)
    return late


def _memory(folder: Path) -> float:
    """Return the megabytes that a process grows by opening the library."""
    script = """
        import sys, resource
        from pathlib import Path
        from reader.library.library import Library
        def resident():
            return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
        before = resident()
        library = Library.open(Path(sys.argv[1]))
        print(resident() - before)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(folder)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _written() -> int:
    """Return the bytes that this process has handed to files so far."""
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["wchar"])


def _together(folder: Path) -> None:
    script = f"""
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from reader.core.mark import NO_MARK, Change, Mark
        from reader.core.paper import Paper
        from reader.library.library import Library
        library = Library.open(Path(sys.argv[1]))
        for number in range({CHANGES}):
            paper = Paper(id=f"26{{int(sys.argv[2]) + 1:02}}.{{number:05}}", title="A title")
            library.apply([Change(paper, NO_MARK, Mark(bookmarked_at=datetime.now(UTC)))])
        library.close()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(folder)]
    writers = [subprocess.Popen([*command, str(number)], cwd=ROOT) for number in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    kept = len(Library.open(folder).marks)
    if kept != WRITERS * CHANGES:
        raise AssertionError(f"{kept} of {WRITERS * CHANGES} changes are there")
