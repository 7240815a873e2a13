"""Long output on a terminal goes through the person's pager."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from reader.cli.output import flush, is_terminal, write


@contextmanager
def paged() -> Iterator[Callable[[str], None]]:
    """Give a function that prints: to `$PAGER` (or `less`) where stdout is a terminal, else to stdout."""
    pager = _started() if is_terminal(sys.stdout) else None
    if pager is None or pager.stdin is None:
        yield write
        return
    stream = pager.stdin

    def to_pager(text: str) -> None:
        stream.write(text.encode("utf-8", "replace"))

    try:
        # Whoever leaves the pager before the end wants no more of it.
        with suppress(BrokenPipeError):
            yield to_pager
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        _wait(pager)


def _started() -> "subprocess.Popen[bytes] | None":
    """Start the pager; `None` where there is none, or where the terminal is too dumb for one."""
    words = shlex.split(os.environ.get("PAGER") or "less")
    if not words or words == ["cat"] or os.environ.get("TERM") == "dumb":
        return None
    flush()
    # less leaves at once what fits on a screen, and shows colours; another pager has its own settings.
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        return subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
    except (OSError, ValueError):
        return None


def _wait(pager: "subprocess.Popen[bytes]") -> None:
    """Wait until the person leaves the pager, which takes Ctrl-C for itself."""
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:
            continue
        return
