"""What happens to a terminal around the program: suspended, resized, crashed, asked to end; it stays as it was."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, TITLES, make_home

pexpect = pytest.importorskip("pexpect")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

_SECONDS = 60
_ENTER, _LEAVE, _CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
_CRASHING = (
    "from reader.ui.screens.papers import PapersScreen as S; import reader.__main__ as m, sys;"
    " S.action_authors = lambda self: 1 / 0; sys.exit(m.main())"
)


class Shell:
    """A shell in a pseudo-terminal, in which the program is started; everything written is kept."""

    def __init__(self, home: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment |= {
            "PAPER_READER_HOME": str(home),
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
            "PS1": "ready> ",
        }
        self.child = pexpect.spawn(
            "bash",
            ["--norc", "--noprofile", "-i"],
            dimensions=(24, 80),
            env=environment,
            cwd=str(home),
            timeout=_SECONDS,
        )
        self.written = b""
        self._seen = 0
        self.see("ready>")
        self.say("bind 'set enable-bracketed-paste off'")
        self.settings = self.answer("stty -a")

    def see(self, text: str) -> None:
        """Wait until a text was written since something was last typed."""
        end = time.monotonic() + _SECONDS
        while text not in (seen := self.recent):
            assert time.monotonic() < end, f"{text!r} not in {seen[-2000:]!r}"
            self.written += self.child.read_nonblocking(65536, _SECONDS)

    @property
    def recent(self) -> str:
        """What was written since something was last typed, without colours."""
        return re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", self.written[self._seen :].decode("utf-8", "replace"))

    def type(self, keys: str) -> None:
        """Type."""
        self._seen = len(self.written)
        self.child.send(keys)

    def say(self, command: str) -> None:
        """Run a command to its end."""
        self.type(f"{command}\r")
        self.see("ready>")

    def answer(self, command: str) -> str:
        """Run a command, and return what it prints."""
        self.say(command)
        return self.recent.replace("\r", "").split("\n", 1)[1].rpartition("\nready>")[0]

    def begin(self, program: str = "-m reader") -> None:
        """Start the program, and wait until it takes keys."""
        self.type(f"{sys.executable} {program} --offline\r")
        self.see(TITLES[0])
        self.see("Offline")

    def is_as_it_was(self) -> bool:
        """Tell whether the terminal is as before: its settings, its page, its cursor, its mouse."""
        assert self.answer("stty -a") == self.settings
        assert self.written.rfind(_LEAVE) > self.written.rfind(_ENTER) >= 0
        assert self.written.rfind(_CURSOR) > self.written.rfind(b"\x1b[?25l")
        for mode in (b"1000", b"1003", b"1006", b"2004", b"1004"):
            assert self.written.rfind(b"\x1b[?" + mode + b"l") >= self.written.rfind(b"\x1b[?" + mode + b"h")
        asked, given_back = (
            re.findall(rb"\x1b\[>\d+u", self.written),
            re.findall(rb"\x1b\[<\d*u", self.written),
        )
        assert len(asked) == len(given_back) > 0  # how keys are told
        return True


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(make_home(tmp_path))
    yield shell
    shell.child.close(force=True)


def test_suspended_and_resumed(shell: Shell) -> None:
    shell.begin()
    shell.type("jb")
    shell.see("Bookmarked:")
    for _ in range(2):
        shell.type("\x1a")
        shell.see("Stopped")
        shell.see("ready>")
        assert shell.is_as_it_was()
        shell.type("fg\r")
        shell.see(TITLES[1])  # all is drawn anew
    shell.type("q")
    shell.see("ready>")
    assert shell.is_as_it_was()
    assert shell.answer("echo $?") == "0"


def test_resized_while_it_was_suspended(shell: Shell) -> None:
    shell.begin()
    shell.type("\x1a")
    shell.see("Stopped")
    shell.see("ready>")
    shell.child.setwinsize(40, 140)
    shell.type("fg\r")
    shell.see("at length")  # there is room for the paper now
    shell.type("q")
    shell.see("ready>")


def test_resized_small_and_large(shell: Shell) -> None:
    shell.begin()
    for lines, columns in ((3, 10), (1, 1), (50, 200), (24, 80), (20, 60), (40, 140)):
        shell.type("")
        shell.child.setwinsize(lines, columns)
    shell.see("at length")
    shell.type("q")
    shell.see("ready>")
    assert "Traceback" not in shell.written.decode("utf-8", "replace")


def test_a_crash_leaves_the_terminal_as_it_was_and_says_why(shell: Shell) -> None:
    shell.begin(f"-c '{_CRASHING}'")
    shell.type("a")
    shell.see("ready>")
    assert "ZeroDivisionError" in shell.recent
    assert shell.answer("echo $?") != "0"
    assert shell.is_as_it_was()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_asked_to_end_it_leaves_the_terminal_as_it_was(shell: Shell, number: signal.Signals) -> None:
    shell.begin()
    os.kill(process_of(shell), number)
    shell.see("ready>")
    assert shell.answer("echo $?") == str(128 + number)
    assert shell.is_as_it_was()


@pytest.mark.parametrize(
    "setting",
    [
        "TERM=screen LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0",
        pytest.param("-u LANG -u LC_ALL -u HOME -u COLORTERM TERM=linux", marks=pytest.mark.slow),
        pytest.param("TERM=nosuchterminal NO_COLOR=1", marks=pytest.mark.slow),
    ],
)
def test_drawn_in_terminals_of_every_kind(shell: Shell, setting: str) -> None:
    shell.type(f"env {setting} {sys.executable} -m reader --offline\r")
    shell.see(TITLES[0])
    shell.type("jq")
    shell.see("ready>")
    assert shell.answer("echo $?") == "0"
    assert shell.is_as_it_was()


@pytest.mark.parametrize("elsewhere", ["2>/dev/null", "2>&-"])
def test_drawn_also_where_errors_go_elsewhere(shell: Shell, elsewhere: str) -> None:
    shell.type(f"{sys.executable} -m reader --offline {elsewhere}\r")
    shell.see(TITLES[0])
    shell.see("Offline")
    shell.type("q")
    shell.see("ready>")
    assert shell.answer("echo $?") == "0"
    assert shell.is_as_it_was()


def process_of(shell: Shell) -> int:
    """Return the process that has the terminal."""
    return os.tcgetpgrp(shell.child.child_fd)
