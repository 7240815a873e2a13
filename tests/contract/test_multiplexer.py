"""The program inside tmux: it is drawn, it listens, and what is copied gets out."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, TITLES, make_home

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux"),
]

Tmux = Callable[..., str]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """tmux with a server of its own, in which the program runs."""
    environment = {name: value for name, value in os.environ.items() if name not in ("TMUX", "STY")}
    environment |= {"PAPER_READER_HOME": str(make_home(tmp_path)), "PYTHONPATH": str(ROOT), "TERM": "xterm"}

    def run(*words: str) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "socket"), *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False, timeout=120
        )
        return done.stdout

    run("new-session", "-d", "-x", "120", "-y", "40", f"{sys.executable} -m reader --offline; sleep 60")
    yield run
    run("kill-server")


def until(read: Callable[[], str], text: str) -> None:
    """Wait until something can be read."""
    end = time.monotonic() + 60
    while text not in (seen := read()):
        assert time.monotonic() < end, seen


def test_in_tmux(tmux: Tmux) -> None:
    def pane() -> str:
        return tmux("capture-pane", "-p")

    until(pane, TITLES[2])
    tmux("send-keys", "j", "b")
    until(pane, "Bookmarked:")
    tmux("resize-window", "-x", "70", "-y", "20")
    until(lambda: str(len(pane().splitlines())), "20")
    tmux("send-keys", "y")
    until(pane, "Copy")
    tmux("send-keys", "i")
    until(lambda: tmux("show-buffer"), "2608.00001")
    tmux("send-keys", "q")
    until(lambda: tmux("display-message", "-p", "#{alternate_on}"), "0")
