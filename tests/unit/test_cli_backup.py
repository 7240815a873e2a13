"""`backup` and `restore`, called in this process on a folder of their own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.core.mark import NO_MARK, Change, Mark
from reader.library.library import Library
from tests.command_result import Result
from tests.synthetic import NOON, paper

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The commands, after three runs that kept a paper each."""
    home = tmp_path / "home"
    monkeypatch.setenv("PAPER_READER_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    for number in (1, 2, 3):
        library = Library.open(home)
        library.apply([Change(paper(number), NO_MARK, Mark(bookmarked_at=NOON))])
        library.close()

    def run(*argv: str) -> Result:
        code = main(argv)
        return Result(code, *capsys.readouterr())

    return run


def kept(folder: Path) -> int:
    return len(Library.open(folder / "home").marks)


def test_the_copies_are_listed(run: Run) -> None:
    result = run("restore", "--list")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert lines[0].endswith("2 marks, 2 papers kept")
    assert lines[1].endswith("1 mark, 1 paper kept")


def test_restoring_is_taken_back_by_restoring(run: Run, tmp_path: Path) -> None:
    result = run("restore", "1")
    assert (result.code, kept(tmp_path)) == (0, 1)
    assert "What there was before is copy 3: `paper-reader restore 3` goes back to it." in result.err
    assert run("restore").code == 0
    assert kept(tmp_path) == 3


def test_a_backup_is_a_library_that_can_be_restored(run: Run, tmp_path: Path) -> None:
    assert run("backup", "copy.json").code == 0
    assert json.loads((tmp_path / "copy.json").read_text())["papers"].keys() == {
        paper(n).id for n in (1, 2, 3)
    }
    assert run("restore", "1").code == 0
    refused = run("backup", "copy.json")
    assert (refused.code, "there already" in refused.err) == (1, True)
    assert run("restore", "copy.json").code == 0
    assert kept(tmp_path) == 3
    assert run("backup", "-").out == run("backup", "-").out != ""
    assert run("backup").code == 0
    assert len(list(tmp_path.glob("paper-reader-*.json"))) == 1
    assert run("backup", "--force", "copy.json").code == 0


@pytest.mark.parametrize("which", ["77", "missing.json", "home", "99999999999999999999"])
def test_what_cannot_be_restored_is_a_sentence(run: Run, tmp_path: Path, which: str) -> None:
    result = run("restore", which)
    assert (result.code, result.out, kept(tmp_path)) == (1, "", 3)
    assert result.err.endswith(".\n")
    assert len(result.err.splitlines()) == 1


def test_without_copies_there_is_nothing_to_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path))
    assert main(("restore", "--list")) == 0
    assert "no copies yet" in capsys.readouterr().err
    assert main(("restore",)) == 1
    assert "no copy" in capsys.readouterr().err


def test_a_library_that_cannot_be_written_anew_is_told_at_the_end(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / "library.json.new").mkdir()
    result = run("mark", "--offline", paper(1).id, "--read")
    assert result.code == 0
    assert "Marked as read" in result.err
    assert "Every change is safe in library.journal" in result.err.splitlines()[-1]
    assert Library.open(tmp_path / "home").mark(paper(1).id).read
