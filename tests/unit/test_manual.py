"""The manual page: as complete as the parsers, and what the readers of such pages accept."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.cli.command import COMMANDS
from reader.cli.manual import manual_page
from reader.cli.syntax import actions_of, parsers

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "reader" / "paper-reader.1"


def sections() -> dict[str, str]:
    """Return the part of the page on each command, and on the program itself as “”."""
    program, *commands = re.split(r"^\.SS (.+)$", PAGE.read_text(encoding="ascii"), flags=re.MULTILINE)
    return {"": program} | dict(zip(commands[::2], commands[1::2], strict=True))


def test_the_page_is_that_of_the_parsers(capsys: pytest.CaptureFixture[str]) -> None:
    assert PAGE.read_text(encoding="ascii") == manual_page(), (
        "make it anew: python -m reader manual > reader/paper-reader.1"
    )
    assert main(["manual"]) == 0
    assert capsys.readouterr().out == manual_page()


def test_every_command_and_option_is_there() -> None:
    found = sections()
    assert [*found] == ["", *(command.name for command in COMMANDS)]
    for name, _, parser in parsers():
        for action in actions_of(parser):
            if action.dest != "help":
                terms = action.option_strings or [str(action.metavar)]
                assert all(term.replace("-", "\\-") in found[name] for term in terms), (name, terms)
    for word in ("EXIT STATUS", "PAPER_READER_HOME", "HF_TOKEN", "NO_COLOR", "130"):
        assert word in found[COMMANDS[-1].name]


@pytest.mark.parametrize(
    "checker",
    [["mandoc", "-Tlint", "-Werror"], ["groff", "-man", "-Tutf8", "-ww", "-z"], ["man", "--warnings", "-l"]],
    ids=lambda checker: checker[0],
)
def test_it_is_sound(checker: list[str]) -> None:
    if shutil.which(checker[0]) is None:
        pytest.skip(f"{checker[0]} is not installed")
    done = subprocess.run([*checker, str(PAGE)], capture_output=True, text=True, check=False)
    if checker[0] == "man" and "minimized" in done.stdout:
        pytest.skip("man is not whole on this system")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_wheel_brings_it_to_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"reader/paper-reader.1": "share/man/man1/paper-reader.1"}
