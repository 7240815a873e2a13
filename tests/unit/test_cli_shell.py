"""The completion scripts, checked by the shells themselves where they are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reader.__main__ import main


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_knows_commands_options_and_values(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = script(shell, capsys)
    for word in ("unbookmark", "trending", "csl-json", "arxiv", "_complete ids", "stars"):
        assert word in text
    assert ("-l offline" if shell == "fish" else "--offline") in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_accepts_its_script(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / "script"
    file.write_text(script(shell, capsys), encoding="utf-8")
    checked = subprocess.run([shell, "-n", str(file)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_an_unknown_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("li", "list"),
        ("list --view b", "bookmarks"),
        ("list --sort st", "stars stars:asc stars:desc"),
        ("export --format cs", "csl-json csv"),
        ("--view day list --js", "--json --jsonl"),
        ("show 26", "2608.00001"),
        ("tag 2608.00001 +d", "+deep"),
    ],
)
def test_bash_completes(line: str, completed: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = """
paper-reader() { case $2 in ids) printf '2608.00001\\tA Title\\n' ;; tags) echo deep ;; esac; }
COMP_WORDS=(paper-reader "$@"); COMP_CWORD=$#; _paper_reader; echo "${COMPREPLY[*]}"
"""
    answer = subprocess.run(
        ["bash", "--norc", "-c", script("bash", capsys) + asked, "bash", *line.split()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == completed
