"""What is remembered between runs, whatever became of the file."""

import json
import os
from pathlib import Path

import pytest

from reader.ui.memory import Memory

DAMAGED = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"share": 5, "order": null}',
    b'{"a": "' + b"x" * 2**21 + b'"}',
)


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_as_none_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    memory = Memory(path)
    assert memory.recall() == {}
    memory.remember(share="30")
    assert Memory(path).recall() == {"share": "30"}


def test_half_characters_are_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b'{"folder": "\\ud800"}')
    memory = Memory(path)
    memory.remember(share="30", file="/home/\udcff")
    assert json.loads(path.read_bytes()) == {"folder": "?", "share": "30", "file": "/home/?"}


def test_two_windows_keep_what_the_other_remembers(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    first, second = Memory(path), Memory(path)
    first.remember(share="30")
    second.remember(format="bibtex")
    assert first.recall() == second.recall() == {"share": "30", "format": "bibtex"}
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]


def test_what_cannot_be_written_is_not_worth_a_word(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.mkdir()
    Memory(path).remember(share="30")
    assert Memory(path).recall() == {}
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "state.json")
    assert Memory(tmp_path / "state.json").recall() == {}
