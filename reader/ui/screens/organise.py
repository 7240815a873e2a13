"""What the main screen does to bring order into papers: ratings, colours, signs, days, the queue."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.core.day import DAY_FORMS, parse_day
from reader.core.entry import Entry
from reader.core.mark import COLOURS, RATINGS
from reader.core.view import ViewKind
from reader.service.marking import Step
from reader.service.organising import Organising
from reader.ui.screens.changing import Make
from reader.ui.screens.choice import Choice, ChoiceDialog
from reader.ui.screens.selection import Targets
from reader.ui.screens.text import LineDialog
from reader.ui.widgets.figure import plural, today

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_RATED = ("poor", "fair", "good", "very good", "excellent")
_SIGNS = (
    ("!", "important"),
    ("?", "doubtful"),
    ("+", "convincing"),
    ("-", "not convincing"),
    ("=", "to compare"),
    (">", "to be continued"),
    ("~", "read in part"),
    ("@", "to write to the authors"),
)


class OrganiseTasks:
    """Asks what is to be done with papers, and does it."""

    def __init__(self, screen: "PapersScreen", organising: Organising) -> None:
        self._screen = screen
        self._organising = organising

    def rate(self, targets: Targets) -> None:
        """Ask for a rating."""
        choices = [
            Choice(str(rating), word)
            for rating, word in zip(reversed(RATINGS), reversed(_RATED), strict=True)
        ]
        values = [*reversed(RATINGS), None]
        self._choose("Rate", [*choices, Choice("0", "no rating")], values, self._organising.rate, targets)

    def colour(self, targets: Targets) -> None:
        """Ask for a colour; a row shows its first letter in it."""
        choices = [Choice(colour[0], colour) for colour in COLOURS]
        values = [*COLOURS, None]
        self._choose("Colour", [*choices, Choice("0", "none")], values, self._organising.colour, targets)

    def sign(self, targets: Targets) -> None:
        """Ask for a sign."""
        choices = [Choice(sign, meaning) for sign, meaning in _SIGNS]
        values = [*(sign for sign, _ in _SIGNS), None]
        self._choose("Sign", [*choices, Choice("0", "none")], values, self._organising.sign, targets)

    def plan(self, targets: Targets) -> None:
        """Ask for the day to read papers on."""
        days = {entry.mark.read_on for entry in targets.entries}
        day = days.pop() if len(days) == 1 else None
        dialog = LineDialog(
            f"Read {_object(targets)} on", day.isoformat() if day else "", DAY_FORMS, self._wrong_day
        )

        def planned(text: str | None) -> None:
            if text is not None:
                day = parse_day(text, today()) if text.strip() else None
                self._change(partial(self._organising.plan, targets.entries, day), targets)

        self._screen.app.push_screen(dialog, planned)

    def move(self, targets: Targets, by: int) -> None:
        """Move papers in the queue, as it is shown."""
        if refusal := self._unmovable():
            self._screen.acknowledge(refusal)
            return
        step = partial(self._organising.move, targets.entries, by)
        end = "end" if by > 0 else "beginning"
        self._screen.parts.changing.carry_out(step, targets, nothing=f"The {end} of the queue.")

    def move_to(self, targets: Targets, index: int) -> None:
        """Move papers to a place in the queue, wherever they are shown."""
        self._change(partial(self._organising.move_to, targets.entries, index), targets)

    def _unmovable(self) -> str:
        """Return why nothing can be moved up and down here; empty where it can."""
        if self._screen.contents.view.kind is not ViewKind.QUEUE:
            return f"Moving is for the queue; {self._screen.key_of('queue_view')} shows it."
        filtering = self._screen.filtering
        if filtering.text or filtering.order_label:
            return "The queue can be moved in its own order only: without a filter, sorted as listed."
        return ""

    @staticmethod
    def _wrong_day(text: str) -> str:
        if not text.strip() or parse_day(text, today()) is not None:
            return ""
        return f"That is no day; write {DAY_FORMS}, or nothing for none."

    def _choose(
        self,
        title: str,
        choices: list[Choice],
        values: Sequence[Any],
        change: Callable[[Sequence[Entry], Any], Step | None],
        targets: Targets,
    ) -> None:
        def chosen(index: int | None) -> None:
            if index is not None:
                self._change(partial(change, targets.entries, values[index]), targets)

        name = f"{title}: {plural(len(targets.entries), 'paper')}" if targets.selected else title
        self._screen.app.push_screen(ChoiceDialog(name, choices), chosen)

    def _change(self, make: Make, targets: Targets) -> None:
        self._screen.parts.changing.carry_out(make, targets)


def _object(targets: Targets) -> str:
    return "it" if not targets.selected else plural(len(targets.entries), "paper")
