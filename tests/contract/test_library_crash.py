"""A library whose process is killed at any moment has every change that was acknowledged."""

import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reader.library.library import Library

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")

WRITER = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from reader.core.mark import NO_MARK, Change, Mark
    from reader.core.paper import Paper
    from reader.library import storage
    from reader.library.library import Library

    storage.JOURNAL_LINES = 7
    now = datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC)
    library = Library.open(Path(sys.argv[1]))
    print("open", flush=True)
    for number in range(int(sys.argv[2]), 10_000):
        paper = Paper(id=f"2608.{number:05}", title="A title " * 20, abstract="Words. " * 100)
        library.apply([Change(paper, NO_MARK, Mark(bookmarked_at=now))])
        if number % 3 == 2:
            gone = Paper(id=f"2608.{number - 1:05}", title="A title")
            library.apply([Change(gone, Mark(bookmarked_at=now), NO_MARK)])
        print(number, flush=True)
"""


def start(folder: Path, first: int, script: str = WRITER) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", textwrap.dedent(script), str(folder), str(first)]
    # Without a buffer, or what was acknowledged right after the first line would be read with it and forgotten.
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdout
    assert process.stdout.readline() == b"open\n"
    return process


def kill_after(process: subprocess.Popen[bytes], steps: int, seconds: float) -> list[int]:
    """Kill the process a while after so many steps, however slow it is, and return the numbers that it had acknowledged."""
    assert process.stdout
    told = [process.stdout.readline() for _ in range(steps)]
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    output, _ = process.communicate(timeout=90)
    return [int(line) for line in (*told, *output.split()) if line.strip().isdigit()]


def expected(acknowledged: list[int], before: set[str]) -> tuple[set[str], set[str]]:
    """Return the ids that must be there and those that must not."""
    present = set(before)
    absent = set()
    for number in acknowledged:
        present.add(f"2608.{number:05}")
        if number % 3 == 2:
            absent.add(f"2608.{number - 1:05}")
    return present - absent, absent


def survive(folder: Path, kills: int, rng: random.Random) -> None:
    present: set[str] = set()
    first = 0
    for _ in range(kills):
        acknowledged = kill_after(start(folder, first), rng.randrange(4), rng.uniform(0, 0.03))
        must, must_not = expected(acknowledged, present)
        library = Library.open(folder)
        # The step under way may have been kept or not.
        under_way = {f"2608.{max(acknowledged, default=first - 1) + offset:05}" for offset in (0, 1)}
        assert set(library.marks) >= must - under_way
        assert set(library.marks) <= must | under_way
        assert not must_not & set(library.marks)
        assert set(library.papers) == set(library.marks)
        assert library.notices == ()
        assert all(library.papers[identifier].abstract for identifier in library.papers)
        present = set(library.marks)
        first = max(acknowledged, default=first) + 2
    assert first > kills
    assert not list(folder.glob("library.damaged*"))


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    survive(tmp_path, 8, random.Random(8))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    survive(tmp_path, 200, random.Random(200))


MIXED = """
    import json, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from reader.core.mark import NO_MARK, Change, Mark
    from reader.core.paper import Paper
    from reader.library import storage
    from reader.library.library import Library

    storage.JOURNAL_LINES = 4
    now = datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC)
    folder = Path(sys.argv[1])
    other = folder / "other.file"
    library = Library.open(folder)
    print("open", flush=True)

    def change(identifier, mark):
        return Change(Paper(id=identifier, title="A title"), library.mark(identifier), mark)

    for number in range(int(sys.argv[2]), 10_000):
        names = [f"2608.{number:04}{place}" for place in range(5)]
        match number % 5:
            case 0:
                library.apply([change(name, Mark(bookmarked_at=now, tags=("a",))) for name in names])
            case 1:
                tagged = [name for name, mark in library.marks.items() if "a" in mark.tags]
                library.apply([change(name, Mark(bookmarked_at=now, tags=("b",))) for name in tagged])
            case 2:
                marks = {names[0]: {"bookmarked_at": "2026-08-14T09:14:03Z", "tags": ["c"]}}
                other.write_text(json.dumps({"version": 2, "marks": marks}))
                library.merge(other)
            case 3 if number % 10 == 3:
                other.write_text('{"version": 2, "marks": {"2608.99999": {"read_at": "2026-08-14T09:14:03Z"}}}')
                library.restore(other)
            case _:
                library.close()
        print(number, flush=True)
"""


def after(tags: dict[str, str], number: int) -> dict[str, str]:
    """Return which tag each marked paper has after a step of `MIXED`."""
    names = [f"2608.{number:04}{place}" for place in range(5)]
    match number % 5:
        case 0:
            return tags | dict.fromkeys(names, "a")
        case 1:
            return {name: "b" if tag == "a" else tag for name, tag in tags.items()}
        case 2:
            return tags | {names[0]: "c"}
        case 3 if number % 10 == 3:
            return {"2608.99999": ""}
        case _:
            return tags


def survive_mixed(folder: Path, kills: int, rng: random.Random) -> None:
    tags: dict[str, str] = {}
    first = 0
    for _ in range(kills):
        acknowledged = kill_after(start(folder, first, MIXED), rng.randrange(4), rng.uniform(0, 0.03))
        for number in acknowledged:
            tags = after(tags, number)
        first = max(acknowledged, default=first - 1) + 1
        library = Library.open(folder)
        found = {name: "".join(mark.tags) for name, mark in library.marks.items()}
        # The step under way may have been kept or not, but nothing between.
        assert found in (tags, after(tags, first))
        assert library.notices == ()
        assert set(library.papers) == set(library.marks) - {"2608.99999"} - merged(found)
        tags = found
    assert first > kills
    assert not list(folder.glob("library.damaged*"))


def merged(tags: dict[str, str]) -> set[str]:
    """Return the papers of which the merged file has only the marks."""
    return {name for name, tag in tags.items() if tag == "c"}


def test_a_kill_during_bulk_changes_merging_restoring_and_folding_loses_nothing(tmp_path: Path) -> None:
    survive_mixed(tmp_path, 8, random.Random(9))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_hundred_kills_during_everything_lose_nothing(tmp_path: Path) -> None:
    survive_mixed(tmp_path, 200, random.Random(201))


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from reader.library.storage import DurableStorage
        store = DurableStorage(Path(sys.argv[1]))
        with store.transaction():
            store.put("marks", "2608.00001", {"note": "not kept"})
            print("held", flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate(timeout=90)
    writer = start(tmp_path, 0)
    assert writer.stdout
    assert writer.stdout.readline() == b"0\n"
    kill_after(writer, 0, 0)
    assert (
        "2608.00001" not in Library.open(tmp_path).marks
        or Library.open(tmp_path).mark("2608.00001").bookmarked
    )


def test_two_writers_of_which_one_is_killed(tmp_path: Path) -> None:
    killed, survivor = start(tmp_path, 0), start(tmp_path, 5_000)
    acknowledged = kill_after(killed, 4, 0)
    acknowledged += kill_after(survivor, 4, 0)
    must, must_not = expected(acknowledged, set())
    marks = set(Library.open(tmp_path).marks)
    assert len(acknowledged) > 4
    last = {f"2608.{number:05}" for number in acknowledged if number + 1 not in acknowledged}
    assert marks >= must - last
    assert not must_not & marks
