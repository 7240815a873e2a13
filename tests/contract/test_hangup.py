"""A terminal that goes away takes the program with it: nothing goes on reading and drawing for nobody."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="hangs up as on Linux"),
]

_CONTROLLED = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "reader", "--offline"])
"""
_ALONE = _CONTROLLED.replace("fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n", "")


@pytest.fixture(params=[_CONTROLLED, _ALONE], ids=["with SIGHUP", "without SIGHUP"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The program, and the other end of its terminal, from which it draws."""
    outside, inside = pty.openpty()
    environment = os.environ | {
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "80",
        "LINES": "24",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", request.param],
        cwd=tmp_path, env=environment, stdin=inside, stdout=inside, stderr=inside,
    )  # fmt: skip
    os.close(inside)
    drawn = b""
    while b"paper-reader" not in drawn:
        assert select.select([outside], [], [], 60)[0]
        drawn += os.read(outside, 65536)
    yield process, outside
    process.kill()
    process.wait()


def test_it_ends_with_its_terminal(running: tuple[subprocess.Popen[bytes], int]) -> None:
    process, outside = running
    os.close(outside)
    assert process.wait(60) in (128 + signal.SIGHUP, -signal.SIGHUP)


def test_it_ends_while_it_draws(running: tuple[subprocess.Popen[bytes], int]) -> None:
    process, outside = running
    os.write(outside, b"?\x1b" * 40)
    os.close(outside)
    assert process.wait(60) in (128 + signal.SIGHUP, -signal.SIGHUP)
