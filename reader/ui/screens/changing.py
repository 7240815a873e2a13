"""How the main screen changes what is kept: on disk first, shown then, acknowledged at last."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.core.errors import StorageError, UsageError
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.notice import tell_unkept
from reader.ui.screens.selection import Targets

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

MANY = 20
"""More papers than this are marked as read only after a question."""

Make = Callable[[], Step | None]


class Changing:
    """Makes changes one after the other, in threads."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service

    def toggle(self, kind: str, targets: Targets) -> None:
        """Switch a mark of papers; many are marked as read only after a question."""
        marking = self._service.marking
        switches: dict[str, Callable[[Sequence[Entry]], Step | None]] = {
            "read": marking.set_read,
            "bookmark": marking.set_bookmarked,
            "queue": marking.set_queued,
        }
        change = partial(self.carry_out, partial(switches[kind], targets.entries), targets)
        unread = sum(not entry.mark.read for entry in targets.entries)
        if kind == "read" and unread > MANY:
            self._ask(f"Mark {unread:,} papers as read?", change)
        else:
            change()

    def mark_read(self, entries: Sequence[Entry]) -> None:
        """Count the entries as read, without a word and without a step to undo."""
        unread = [entry for entry in entries if not entry.mark.read]
        if unread:
            read = partial(self._service.marking.set_read, unread, True, undoable=False)
            self._run(read, lambda _: "")

    def undo(self) -> None:
        """Take back the last change."""
        nothing = "There is nothing to undo."
        self._run(self._service.marking.undo, lambda step: f"Undone {step.quoted}" if step else nothing)

    def redo(self) -> None:
        """Do again what was taken back."""
        nothing = "There is nothing to do again."
        self._run(self._service.marking.redo, lambda step: f"Done again {step.quoted}" if step else nothing)

    def carry_out(self, make: Make, targets: Targets | None = None, *, nothing: str = "") -> None:
        """Make a change of some papers, or of something else; `nothing` is said where nothing changed."""
        self._run(make, lambda step: _said(step, targets) if step else nothing or _unchanged(targets))

    def _run(self, make: Make, say: Callable[[Step | None], str]) -> None:
        self._screen.run_worker(self._keep(make, say), group="mark")

    async def _keep(self, make: Make, say: Callable[[Step | None], str]) -> None:
        try:
            step = await asyncio.to_thread(make)
        except (StorageError, UsageError) as error:
            tell_unkept(self._screen.app, error)
            return
        self._screen.renewal.show_marks()
        if not self._screen.is_there:
            return  # while the program ends the change is kept, and nobody is there to be told
        if step is not None:
            self._screen.renewal.follow(step)
        if said := say(step):
            self._screen.acknowledge(said)

    def _ask(self, question: str, act: Callable[[], None]) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        def answered(chosen: int | None) -> None:
            if chosen == 0:
                act()

        choices = [Choice("y", "Yes", "u takes it back, in one step"), Choice("n", "No")]
        self._screen.app.push_screen(ChoiceDialog(question, choices), answered)


def _unchanged(targets: Targets | None) -> str:
    return f"Nothing to change: it is so already{targets.remark}" if targets else ""


def _said(step: Step, targets: Targets | None) -> str:
    if targets is None:
        return step.sentence
    already = len(targets.entries) - len(step.changes)
    others = f" ({already:,} {'was' if already == 1 else 'were'} so already)" if already > 0 else ""
    return f"{step.sentence}{others}{targets.remark}"
