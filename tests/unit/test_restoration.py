import os
from pathlib import Path

import pytest

from reader.core.errors import StorageError
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.saved_search import SavedSearch
from reader.library.library import Library
from tests.synthetic import NOON, keep_search, paper

READ = Mark(read_at=NOON)


def run(folder: Path, number: int) -> None:
    """Change something, as one run of the program."""
    library = Library.open(folder)
    library.apply([Change(paper(number), NO_MARK, Mark(bookmarked_at=NOON))])
    library.close()


def numbers(folder: Path) -> set[int]:
    return {int(identifier.split(".")[1]) for identifier in Library.open(folder).marks}


def test_copies_are_listed_newest_first(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        run(tmp_path, number)
    found = Library.open(tmp_path).backups()
    assert [(backup.number, backup.marks, backup.papers) for backup in found] == [(2, 2, 2), (1, 1, 1)]
    assert found[0].written_at >= found[1].written_at


def test_going_back_is_taken_back_by_going_back(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        run(tmp_path, number)
    library, window = Library.open(tmp_path), Library.open(tmp_path)
    library.apply([Change(paper(4), NO_MARK, READ)])
    window.refresh()
    keep_search(library, SavedSearch("s", "x", NOON))
    library.restore(1)
    assert library.marks.keys() == {paper(1).id}
    assert window.refresh()
    assert (window.marks.keys(), dict(window.searches)) == ({paper(1).id}, {})
    assert numbers(tmp_path) == {1}
    newest = Library.open(tmp_path).backups()[0]
    assert newest.marks == 4
    library.apply([Change(paper(5), NO_MARK, READ)])
    library.restore(newest.number)
    assert numbers(tmp_path) == {1, 2, 3, 4}
    assert "s" in library.searches
    assert Library.open(tmp_path).notices == ()
    library.restore(Library.open(tmp_path).backups()[0].number)
    assert numbers(tmp_path) == {1, 5}


def test_a_file_made_elsewhere_is_restored(tmp_path: Path) -> None:
    run(tmp_path / "data", 1)
    library = Library.open(tmp_path / "data")
    (tmp_path / "copy.json").write_bytes(library.backup())
    library.apply([Change(paper(1), library.mark(paper(1).id), NO_MARK)])
    library.restore(tmp_path / "copy.json")
    assert numbers(tmp_path / "data") == {1}


def test_what_cannot_be_restored_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, 1)
    run(tmp_path, 2)
    (tmp_path / "backups" / "library-000001.json").write_text("{")
    (tmp_path / "newer.json").write_text('{"version": 99, "marks": {}}')
    library = Library.open(tmp_path)
    assert library.backups()[0].fault
    for which in (1, 77, tmp_path / "newer.json", tmp_path / "missing.json", tmp_path):
        with pytest.raises(StorageError):
            library.restore(which)
    assert numbers(tmp_path) == {1, 2}


def test_a_full_disk_restores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, 1)
    run(tmp_path, 2)
    library = Library.open(tmp_path)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(StorageError, match="no space"):
            library.restore(1)
    assert library.marks.keys() == {paper(1).id, paper(2).id}
    assert numbers(tmp_path) == {1, 2}
