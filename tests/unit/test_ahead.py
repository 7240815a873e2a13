"""What is read ahead is what there is."""

from pathlib import Path

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from reader.library import ahead, disk
from reader.library.library import Library
from tests.synthetic import NOON, paper

READ = Mark(read_at=NOON)


def marked(folder: Path, *numbers: int) -> Path:
    """Mark papers as read, and return the library's file."""
    library = Library.open(folder, lambda: NOON)
    library.apply([Change(paper(number), NO_MARK, READ) for number in numbers])
    library.close()
    return folder / "library.json"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    names: list[str] = []
    read_file = disk.read_file

    def noted(path: Path, *arguments: int, **options: bool) -> object:
        names.append(path.name)
        return read_file(path, *arguments, **options)

    monkeypatch.setattr(disk, "read_file", noted)
    return names


def test_a_file_is_read_once(tmp_path: Path, read: list[str]) -> None:
    path = marked(tmp_path, 1, 2)
    read.clear()
    ahead.begin(path)
    assert len(Library.open(tmp_path).marks) == 2
    assert read.count("library.json") == 1
    assert len(Library.open(tmp_path).marks) == 2
    assert read.count("library.json") == 2


def test_a_file_that_changed_meanwhile_is_read_again(tmp_path: Path) -> None:
    ahead.begin(marked(tmp_path, 1))
    path = marked(tmp_path / "other", 2, 3)
    path.replace(tmp_path / "library.json")
    assert len(Library.open(tmp_path).marks) == 2


def test_what_is_no_file_is_found_by_who_reads_it(tmp_path: Path) -> None:
    ahead.begin(tmp_path / "library.json")
    assert not Library.open(tmp_path).marks
    (tmp_path / "odd" / "library.json").mkdir(parents=True)
    ahead.begin(tmp_path / "odd" / "library.json")
    assert Library.open(tmp_path / "odd").notices


def test_without_a_thread_a_file_is_read_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = marked(tmp_path, 1)

    def fail(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(ahead._Reading, "start", fail)
    ahead.begin(path)
    assert len(Library.open(tmp_path).marks) == 1
