"""How far a long command has come, on stderr: a bar on a terminal, else a few lines."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reader.cli.output import is_terminal, say

Advance = Callable[[int, str], None]
"""Called with how many are done, and a few words on the last one."""

_LINES = 10


@contextmanager
def progress_bar(title: str, total: int) -> Iterator[Advance]:
    """Give a function that shows how many of `total` days are done."""
    if not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield _lines(title, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task(title, total=total, words="")
        yield lambda done, words: bar.update(task, completed=done, words=words)


def _lines(title: str, total: int) -> Advance:
    """Return a function that says how far it is about ten times in all."""
    step = max(1, -(-total // _LINES))
    say(f"{title} {total:,} {'day' if total == 1 else 'days'}.")

    def advance(done: int, words: str) -> None:
        if done % step == 0 and done < total:
            say(f"{done:,} of {total:,}: {words}")

    return advance


@contextmanager
def counter(words: str) -> Iterator[Callable[[int], None]]:
    """Give a function that shows a growing number on a terminal, on one line that is gone in the end."""
    if not is_terminal(sys.stderr):
        yield lambda _count: None
        return

    def show(count: int) -> None:
        sys.stderr.write(f"\r{count:,} {words}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write(f"\r{' ' * (len(words) + 16)}\r")
        sys.stderr.flush()
