"""Running other programs, within limits."""

import sys
import time

import pytest

from reader.core.errors import ProgramError
from reader.process import run_program

PYTHON = sys.executable


def test_what_goes_in_and_comes_out() -> None:
    code = "import sys; data = sys.stdin.read(); print(data * 2); print('oh\\nno.', file=sys.stderr); sys.exit(3)"
    ended = run_program((PYTHON, "-c", code), b"ab", seconds=30)
    assert (ended.code, ended.output.strip(), ended.reason) == (3, b"abab", "no")


def test_only_so_much_is_kept_and_nobody_waits() -> None:
    code = "import sys; sys.stdout.write('x' * 5_000_000); sys.stderr.write('y' * 5_000_000)"
    ended = run_program((PYTHON, "-c", code), seconds=30, limit=1000)
    assert (ended.code, len(ended.output)) == (0, 1000)
    assert len(ended.error) <= 4096


def test_what_does_not_end_is_ended_with_its_children() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    before = time.monotonic()
    with pytest.raises(ProgramError, match=r"did not end in 0\.5 s"):
        run_program((PYTHON, "-c", code), seconds=0.5)
    assert time.monotonic() - before < 20


@pytest.mark.parametrize("words", [("/nowhere/at-all",), ("a\0b",), ("",)])
def test_what_cannot_be_run_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(ProgramError, match="could not be run"):
        run_program(words, seconds=5)
