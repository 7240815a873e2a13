from pathlib import Path

import platformdirs
import pytest

from reader.core.errors import StorageError
from reader.paths import Paths, find_paths, meeting_place


def test_one_folder_for_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path))
    assert find_paths() == Paths(tmp_path, tmp_path, tmp_path)
    files = {find_paths().settings, find_paths().catalogue, find_paths().state}
    assert len(files) == 3
    assert {file.parent for file in files} == {tmp_path}


def test_a_relative_folder_and_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPER_READER_HOME", "here")
    assert find_paths().data == tmp_path / "here"
    monkeypatch.setenv("PAPER_READER_HOME", "~/there")
    assert find_paths().data == tmp_path / "home/there"
    monkeypatch.setenv("PAPER_READER_HOME", "~nobody-by-this-name/there")
    with pytest.raises(StorageError, match="PAPER_READER_HOME"):
        find_paths()


def test_the_platforms_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPER_READER_HOME", "")
    paths = find_paths()
    assert paths.cache != paths.data
    assert all("paper-reader" in str(path) for path in (paths.config, paths.data, paths.cache))


def test_an_unknown_home_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPER_READER_HOME")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: Path("~/.local/share/paper-reader"))
    with pytest.raises(StorageError, match="Set HOME, or PAPER_READER_HOME"):
        find_paths()


def test_programs_with_different_homes_meet_for_one_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = meeting_place("https://export.arxiv.org", tmp_path / "one")
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path / "another"))
    assert meeting_place("https://export.arxiv.org", tmp_path / "two") == place
    assert meeting_place("http://127.0.0.1:8765/../x", tmp_path / "two") == place.with_name("127.0.0.1-8765")
    assert place.parent.stat().st_mode & 0o077 == 0


def test_a_meeting_place_that_others_could_change_is_not_used(tmp_path: Path) -> None:
    place = meeting_place("https://export.arxiv.org", tmp_path / "own")
    place.parent.chmod(0o777)
    assert meeting_place("https://export.arxiv.org", tmp_path / "own") == tmp_path / "own"
    place.parent.rename(tmp_path / "elsewhere")
    place.parent.symlink_to(tmp_path / "elsewhere")
    assert meeting_place("https://export.arxiv.org", tmp_path / "own") == tmp_path / "own"
