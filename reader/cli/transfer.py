"""How far downloads have come: a bar on stderr where that is a terminal, else nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from reader.cli.progress import has_room_for_a_bar
from reader.core.kept_pdf import transfer_label

if TYPE_CHECKING:
    from rich.progress import Progress


class Transfers(Protocol):
    """Shows downloads, one after the other."""

    def begin(self, identifier: str) -> None:
        """Show the next one."""

    def told(self, sentence: str, done: int = 0, total: int | None = None) -> None:
        """Show how far it is, or what it waits for."""


@contextmanager
def transfer_bar(count: int) -> Iterator[Transfers]:
    """Give what shows `count` downloads."""
    if not has_room_for_a_bar():
        yield _Nothing()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        bar.add_task("", total=None, words="")
        yield _Bar(bar, count)


class _Nothing:
    """Downloads that nobody watches."""

    def begin(self, _identifier: str) -> None:
        """Show nothing."""

    def told(self, _sentence: str, _done: int = 0, _total: int | None = None) -> None:
        """Show nothing."""


class _Bar:
    """Downloads as a bar."""

    def __init__(self, bar: "Progress", count: int) -> None:
        self._bar = bar
        self._count = count
        self._begun = 0

    def begin(self, identifier: str) -> None:
        """Begin the bar anew."""
        self._begun += 1
        number = f" ({self._begun} of {self._count})" if self._count > 1 else ""
        self._bar.reset(self._bar.tasks[0].id, total=None, description=f"{identifier}{number}", words="")

    def told(self, sentence: str, done: int = 0, total: int | None = None) -> None:
        """Move the bar; a sentence stands beside it."""
        task = self._bar.tasks[0].id
        if sentence:
            self._bar.update(task, words=sentence)
        else:
            self._bar.update(task, completed=done, total=total, words=transfer_label(done, total))
