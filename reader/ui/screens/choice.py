"""A dialog that lets the person choose one of a few things."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.ui.screens.list_dialog import ListDialog


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things: the key that chooses it at once, its name, and a detail."""

    key: str
    title: str
    detail: str = ""


class ChoiceDialog(ListDialog[int | None]):
    """Returns the index of the choice, or `None`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Cancel"),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], first: int | None = None) -> None:
        """The cursor begins on the choice with the index `first`, if there is one."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._keyed = any(choice.key for choice in choices)
        self._first = first

    def compose(self) -> ComposeResult:
        """Show the choices as a short list."""
        with Vertical(classes="dialog choice") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("enter chooses · esc cancels")
            yield OptionList(*(Option(self._row(choice)) for choice in self._choices), compact=True)

    def on_mount(self) -> None:
        """Put the cursor where the person most likely wants it."""
        if self._first is not None:
            self.query_one(OptionList).highlighted = self._first

    def on_key(self, event: Key) -> None:
        """Choose by a letter."""
        for index, choice in enumerate(self._choices):
            if event.character and choice.key == event.character:
                event.stop()  # or the screen below would take it for one of its commands
                self.dismiss(index)
                return

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def _row(self, choice: Choice) -> Content:
        key = (f" {choice.key:1} ", "bold $primary") if self._keyed else ""
        return Content.assemble(key, f" {choice.title}  ", (choice.detail, "$muted"))
