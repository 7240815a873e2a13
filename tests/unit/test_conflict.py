"""Copies of the library that other machines changed."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import FormatError, StorageError
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.saved_search import SavedSearch
from reader.library import conflict
from reader.library.backup import Backups
from reader.library.library import Library
from reader.service.marking import Marking
from tests.synthetic import NOON, keep_search, paper

NOW = datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC)
FIRST, SECOND, THIRD = paper(1), paper(2), paper(3)
BASE = Mark(bookmarked_at=NOW, tags=("a", "b"), note="n")


def at(minutes: float) -> Any:
    return lambda: NOW + timedelta(minutes=minutes)


def change(library: Library, after: Mark, number: int = 1) -> None:
    library.apply([Change(paper(number), library.mark(paper(number).id), after)])


def edited_apart(folder: Path) -> tuple[Path, Path]:
    """Return two copies of a library that were changed apart, folded."""
    ours, theirs = folder / "ours", folder / "theirs"
    library = Library.open(ours, at(0))
    change(library, BASE)
    change(library, Mark(read_at=NOW), 2)
    library.close()
    shutil.copytree(ours, theirs)
    library = Library.open(ours, at(10))
    change(library, BASE._replace(note="ours", tags=("b", "c")))
    change(library, NO_MARK, 2)
    library.close()
    library = Library.open(theirs, at(20))
    change(library, BASE._replace(note="theirs", rating=4, tags=("a", "b", "d")))
    change(library, Mark(queued_at=NOW), 3)
    keep_search(library, SavedSearch("s", "x", NOW))
    library.close()
    return ours, theirs


MERGED = {
    FIRST.id: BASE._replace(note="theirs", rating=4, tags=("b", "c", "d")),
    THIRD.id: Mark(queued_at=NOW),
}


def check(folder: Path) -> Library:
    library = Library.open(folder)
    assert dict(library.marks) == MERGED
    assert library.papers.keys() == MERGED.keys()
    assert "s" in library.searches
    return library


@pytest.mark.parametrize(
    "name",
    [
        "library.sync-conflict-20260814-091403-ABCDEFG.json",
        "library (conflicted copy 2026-08-14 091403).json",
        "library (Ada's conflicted copy 2026-08-14).json",
        "library_conflict-20260814-091403.json",
        "library (SFConflict ada@example.org 2026-08-14-09-14-03).json",
    ],
)
def test_a_copy_beside_the_library_is_merged_and_moved_away(tmp_path: Path, name: str) -> None:
    ours, theirs = edited_apart(tmp_path)
    data = (theirs / "library.json").read_bytes()
    (ours / name).write_bytes(data)
    library = check(ours)
    assert f"{name}, which another machine changed, was merged" in library.notices[0]
    assert not (ours / name).exists()
    assert (ours / "backups" / f"merged-{name}").read_bytes() == data
    assert check(ours).notices == ()


def test_a_journal_of_the_other_machine_is_merged(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    (newest,) = sorted((theirs / "backups").glob("*.journal"))[-1:]
    shutil.copy(newest, ours / "library.sync-conflict-20260814-091403-ABCDEFG.journal")
    check(ours)


def test_a_copy_that_comes_while_the_program_runs_is_merged(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    running = Library.open(ours)
    mine = (ours / "library.json").read_bytes()
    (ours / "library.sync-conflict-1.json").write_bytes(mine)
    shutil.copy(theirs / "library.json", ours / "library.json")
    assert running.refresh()
    assert dict(running.marks) == MERGED
    assert any("was merged into" in notice for notice in running.notices)
    assert not running.refresh()
    check(ours)


def test_several_copies_and_a_damaged_one(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    for number in (1, 2):
        shutil.copy(theirs / "library.json", ours / f"library.sync-conflict-{number}.json")
    shutil.copy(theirs / "library.json", tmp_path / "x")
    (ours / "library.sync-conflict-3.json").write_text("{")
    (ours / "library.sync-conflict-4.json").write_text('{"version": 99, "marks": {}}')
    notices = check(ours).notices
    assert sum("was merged into" in notice for notice in notices) == 2
    assert any("conflict-3.json" in notice and "not whole JSON" in notice for notice in notices)
    assert any("conflict-4.json" in notice and "newer" in notice for notice in notices)
    assert sorted(path.name[-6:] for path in ours.glob("*conflict*")) == ["3.json", "4.json"]


def test_a_copy_that_another_window_merges_meanwhile_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = edited_apart(tmp_path)
    copy = ours / "library.sync-conflict-1.json"
    for moment in ("read_contents", "keep_other"):
        shutil.copy(theirs / "library.json", copy)
        target = conflict if moment == "read_contents" else Backups
        real = getattr(target, moment)

        def late(*arguments: Any, real: Any = real) -> Any:
            copy.unlink()
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(target, moment, late)
            assert Library.open(ours).notices == ()
    check(ours)


def test_what_is_no_copy_is_left_alone(tmp_path: Path) -> None:
    ours, _ = edited_apart(tmp_path)
    before = Library.open(ours).marks
    for name in ("conflict.json", "library.conflict.txt", "other.sync-conflict-1.json"):
        (ours / name).write_text(
            '{"version": 2, "marks": {"2608.00009": {"read_at": "2026-08-14T09:14:03Z"}}}'
        )
    assert Library.open(ours).marks == before


def test_both_sides_of_a_git_conflict_are_merged(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    base = sorted((ours / "backups").glob("*.json"))[-1]
    merging = subprocess.run(
        [
            "git",
            "merge-file",
            "-p",
            "--diff3",
            *map(str, (ours / "library.json", base, theirs / "library.json")),
        ],
        capture_output=True,
        check=False,
    )
    assert merging.returncode > 0
    (ours / "library.json").write_bytes(merging.stdout)
    library = check(ours)
    assert "Both sides" in library.notices[0]
    (aside,) = ours.glob("library.damaged-*.json")
    assert aside.read_bytes() == merging.stdout
    json.loads((ours / "library.json").read_text())


def test_another_library_is_merged_and_that_is_undone(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    library = Library.open(ours)
    before, searches = dict(library.marks), dict(library.searches)
    marking = Marking(library, lambda: NOON)
    step = marking.merge(theirs / "library.json")
    assert step is not None
    assert (step.sentence, len(step.changes)) == ("Merged: 3 changes", 3)
    assert dict(library.marks) == MERGED
    assert marking.merge(theirs / "library.json") is None
    assert marking.undo()
    assert (dict(library.marks), dict(library.searches)) == (before, searches)
    assert marking.redo()
    assert dict(library.marks) == MERGED
    check(ours)


def test_a_preview_tells_what_a_merge_would_change(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    library = Library.open(ours)
    before = dict(library.marks), (ours / "library.json").read_bytes()
    planned = library.preview(theirs / "library.json")
    assert (dict(library.marks), (ours / "library.json").read_bytes()) == before
    assert planned == library.merge(theirs / "library.json")
    assert len(planned) == 3
    assert library.preview(theirs / "library.json") == ()


@pytest.mark.parametrize("tables", ['{"searches": [{}, 1]}', '{"searches": {"s": 1}}', '{"marks": {"x": 1}}'])
def test_a_merged_file_of_wrong_types_changes_nothing(tmp_path: Path, tables: str) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"version": 2} | json.loads(tables)))
    library = Library.open(tmp_path / "data")
    assert library.preview(other) == library.merge(other) == ()


def test_a_mark_without_its_paper_makes_up_none(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"version": 2, "marks": {"2608.00009": {"bookmarked_at": "2026-08-14T09:14:03Z"}}}')
    library = Library.open(tmp_path / "data")
    marking = Marking(library, lambda: NOON)
    marking.merge(other)
    marking.undo()
    marking.redo()
    assert library.mark("2608.00009") == Mark(bookmarked_at=NOW)
    assert dict(library.papers) == {}


def test_values_beside_the_tables_are_merged_too(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    content = json.loads((theirs / "library.json").read_text()) | {"owner": "me", "shelves": {"x": {"y": 1}}}
    (theirs / "library.json").write_text(json.dumps(content))
    library = Library.open(ours)
    library.merge(theirs / "library.json")
    library.close()
    written = json.loads((ours / "library.json").read_text())
    assert (written["owner"], written["shelves"]) == ("me", {"x": {"y": 1}})


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    (tmp_path / "list.json").write_text('[{"id": "2608.00001"}]')
    (tmp_path / "folder").mkdir()
    for name in ("list.json", "folder", "missing"):
        assert not library.is_library(tmp_path / name)
        with pytest.raises((FormatError, StorageError)):
            library.merge(tmp_path / name)


def test_a_file_exchanged_by_another_machine_keeps_what_is_newer_there(tmp_path: Path) -> None:
    ours, theirs = edited_apart(tmp_path)
    library = Library.open(ours, at(15))
    change(library, library.mark(FIRST.id)._replace(colour="red", note="ours"))
    shutil.copy(theirs / "library.json", ours / "library.json")
    assert library.refresh()
    mark = library.mark(FIRST.id)
    assert (mark.note, mark.colour, mark.rating) == ("theirs", "red", 4)
    assert mark.tags == ("b", "c", "d")


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "merge.conflictStyle=diff3")
    subprocess.run(["git", *names, *arguments], cwd=folder, capture_output=True, check=False)


def test_both_sides_of_a_journal_that_git_could_not_merge_are_merged(tmp_path: Path) -> None:
    """Each side removes a bookmark, and changes another field of the same paper."""
    ours = tmp_path / "ours"
    library = Library.open(ours, at(0))
    change(library, BASE)
    change(library, BASE, 2)
    change(library, BASE, 3)
    git(ours, "init", "-q")
    git(ours, "add", "library.journal")
    git(ours, "commit", "-qm", "both")
    git(ours, "checkout", "-qb", "theirs")
    theirs = Library.open(ours, at(20))
    change(theirs, BASE._replace(note="theirs", tags=("a", "b", "d")))
    change(theirs, NO_MARK, 3)
    git(ours, "commit", "-qam", "theirs")
    git(ours, "checkout", "-q", "-")
    running = Library.open(ours, at(30))
    change(library := Library.open(ours, at(10)), BASE._replace(note="ours", rating=4, tags=("b", "c")))
    change(library, NO_MARK, 2)
    git(ours, "commit", "-qam", "ours")
    git(ours, "merge", "theirs")
    assert b"<<<<<<< " in (ours / "library.journal").read_bytes()
    merged = {FIRST.id: BASE._replace(note="theirs", rating=4, tags=("b", "c", "d"))}
    running.refresh()
    for library in (running, Library.open(ours)):
        assert dict(library.marks) == merged
        assert "both sides" in library.notices[-1]
    change(running, BASE, 3)
    assert dict(Library.open(ours).marks) == merged | {THIRD.id: BASE}
    assert Library.open(ours).notices == ()
    assert library.papers.keys() == merged.keys()


def test_a_long_list_of_papers_is_known_to_be_no_library_by_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b'{"id": "2608.00001", "title": "' + b"x" * 1_000 + b'"}\n'
    (tmp_path / "papers.jsonl").write_bytes(line * 1_000)
    (tmp_path / "minified.json").write_bytes(b'{"version":2,"marks":{"2608.00001":{"note":"n"}}}')
    (tmp_path / "sorted.json").write_bytes(b'\n{\n  "marks": {},\n  "version": 2\n}')
    taken = []
    real = conflict.disk.read_file

    def read_file(*arguments: Any, **options: Any) -> Any:
        data, status = real(*arguments, **options)
        taken.append(len(data))
        return data, status

    monkeypatch.setattr(conflict.disk, "read_file", read_file)
    library = Library.open(tmp_path / "data")
    assert not library.is_library(tmp_path / "papers.jsonl")
    assert max(taken) < 100_000
    assert library.is_library(tmp_path / "minified.json")
    assert library.is_library(tmp_path / "sorted.json")
