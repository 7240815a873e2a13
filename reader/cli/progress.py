"""How far a long command has come, on stderr: a bar on a terminal, else a few lines."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self

from reader.cli.output import is_plain_wanted, is_terminal, say

if TYPE_CHECKING:
    from rich.progress import Progress

_LINES = 10


class Steps(Protocol):
    """Shows how many steps of a long command are done."""

    def advance(self, done: int, words: str) -> None:
        """Show how many are done, and a few words on the last one."""

    def told(self, sentence: str, _papers: Sequence[object] = (), /) -> None:
        """Show what is waited for."""


def has_room_for_a_bar() -> bool:
    """Tell whether stderr is a terminal that can draw one."""
    return is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


@contextmanager
def progress_bar(title: str, total: int, *, quiet: bool = False) -> Iterator[Steps]:
    """Give what shows how many of `total` steps are done; nothing at all where it is to be `quiet`."""
    if quiet or not has_room_for_a_bar():
        yield _Lines(total, quiet)
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
    with Progress(
        *columns, console=Console(stderr=True, no_color=is_plain_wanted()), transient=True, expand=True
    ) as bar:
        bar.add_task(title, total=total, words="")
        yield _Bar(bar)


class _Bar:
    """Steps as a bar."""

    def __init__(self, bar: "Progress") -> None:
        self._bar = bar

    def advance(self, done: int, words: str) -> None:
        """Move the bar."""
        self._bar.update(self._bar.tasks[0].id, completed=done, words=words)

    def told(self, sentence: str, _papers: Sequence[object] = (), /) -> None:
        """Put the sentence beside the bar."""
        self._bar.update(self._bar.tasks[0].id, words=sentence)


class _Lines:
    """Steps as about ten lines in all."""

    def __init__(self, total: int, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._said = ""

    def advance(self, done: int, words: str) -> None:
        """Say how far it is, now and then."""
        if not self._quiet and done % max(1, -(-self._total // _LINES)) == 0 and done < self._total:
            say(f"{done:,} of {self._total:,}{': ' if words else ''}{words}")

    def told(self, sentence: str, _papers: Sequence[object] = (), /) -> None:
        """Say what a pause is for, once and not for each second of it; pauses as long as a breath are not told."""
        kind, seconds = re.subn(r"\d+ s\b", "", sentence)
        if not self._quiet and kind != self._said and seconds and "between requests" not in sentence:
            say(f"{sentence}.")
        if "so far" not in sentence:
            self._said = kind


class FileRead(Protocol):
    """A file and how many of its bytes were read; `size` is `None` where nobody knows."""

    @property
    def read(self) -> int:
        """Bytes read so far, packed as they are."""

    @property
    def size(self) -> int | None:
        """All bytes of the file."""


class ImportProgress:
    """Shows how an import of a file goes."""

    def __init__(self, file: FileRead) -> None:
        self.papers = 0
        """How many papers of the file are kept by now."""
        self._first: int | None = None
        self._file = file
        self._bar: Progress | None = None
        self._next_share = 0.0
        self._told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def begun(self, papers: int) -> None:
        """Say where it goes on, and show a bar where there is room for one."""
        self.papers = papers
        if papers:
            say(f"Going on at paper {papers:,} of this file.")
        if has_room_for_a_bar():
            self._bar = _bytes_bar()
            self._bar.add_task("Importing", total=None, words="")
            self._bar.start()

    def read(self, papers: int) -> None:
        """Move the bar between two steps."""
        if self._bar:
            self._move(self._bar, papers)

    def kept(self, papers: int) -> None:
        """Show how far it is."""
        self.papers = papers
        self._told = False
        read, size = self._file.read, self._file.size
        if self._bar:
            self._move(self._bar, papers)
        elif size and self._next_share <= read / size < 1:
            self._next_share = read / size + 1 / _LINES
            say(f"{papers:,} papers are kept; {read / size:.0%} of the file is read.")

    def waited(self) -> None:
        """Say once that another window is waited for."""
        if self._bar:
            self._bar.update(self._bar.tasks[0].id, description="Waiting for another window")
        elif not self._told:
            self._told = True
            say("Another window is storing papers; waiting until it is done.")

    def _move(self, bar: "Progress", papers: int) -> None:
        read, size = self._file.read, self._file.size
        (task,) = bar.tasks
        if self._first is None:  # what was passed over to begin here says nothing of the speed
            self._first = papers
            words = f"{papers:,} papers"
            bar.reset(task.id, total=size, completed=read, description="Importing", words=words)
            return
        speed = (papers - self._first) / max(task.elapsed or 0, 0.001)
        words = f"{papers:,} papers, {speed:,.0f} a second"
        bar.update(task.id, description="Importing", total=size, completed=read, words=words)


def _bytes_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TextColumn("{task.fields[words]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True, no_color=is_plain_wanted()),
        transient=True,
        expand=True,
    )
