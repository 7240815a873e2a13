"""What a person sees while a file is imported."""

import io
import re
import sys

import pytest

from reader.cli.progress import ImportProgress


class File:
    """A file of 1,000 bytes that is being read."""

    read = 0
    size: int | None = 1_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_that_is_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name, value in {"TERM": "xterm", "COLUMNS": "120"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = File()
    with ImportProgress(file) as progress:
        progress.begun(40_000)
        file.read = 600
        progress.kept(42_000)
        progress.waited()
        file.read = 800
        progress.kept(44_000)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert shown.startswith("Going on at paper 40,000 of this file.\n")
    assert re.search(r"Importing .* 0.8/1.0 kB 44,000 papers, [\d,]+ a second", shown)
    assert terminal.getvalue().endswith("\x1b[2K")


def test_a_few_lines_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    file = File()
    with ImportProgress(file) as progress:
        progress.begun(0)
        for hundredth in range(1, 101):
            file.read = hundredth * 10
            progress.waited()
            progress.waited()
            progress.kept(hundredth)
    lines = capsys.readouterr().err.splitlines()
    kept = [line for line in lines if "kept" in line]
    assert kept[:2] == [
        "1 papers are kept; 1% of the file is read.",
        "11 papers are kept; 11% of the file is read.",
    ]
    assert len(kept) == 10
    assert len(lines) == 110


def test_nothing_is_said_of_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    file = File()
    file.size = None
    with ImportProgress(file) as progress:
        progress.begun(0)
        progress.kept(2_000)
    assert capsys.readouterr().err == ""
