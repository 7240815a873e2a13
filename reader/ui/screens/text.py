"""Dialogs that ask for a text: one line, or a note of several."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, TextArea

from reader.ui.screens.dialog import Dialog


class LineDialog(Dialog[str | None]):
    """Returns the line, or `None` when it was cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel", priority=True)]

    def __init__(
        self, title: str, value: str, placeholder: str = "", wrong: Callable[[str], str] = lambda _: ""
    ) -> None:
        """`wrong` returns what is wrong with a text that cannot be taken; nothing where it can."""
        super().__init__()
        self._title = title
        self._value = value
        self._placeholder = placeholder
        self._wrong = wrong

    def compose(self) -> ComposeResult:
        """Show the box."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("enter keeps · esc cancels")
            yield Input(self._value, placeholder=self._placeholder)
            yield Label("", classes="remark", markup=False)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        if remark := self._wrong(event.value):
            self.query_one(Label).update(Content(remark))
        else:
            self.dismiss(event.value)


class NoteDialog(Dialog[str | None]):
    """Returns the note, or `None` when it was cancelled; what was changed is given up at the second asking only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", priority=True),
        Binding("ctrl+s", "keep", "Keep", priority=True),
    ]

    def __init__(self, title: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._asked = False

    def compose(self) -> ComposeResult:
        """Show the text."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("ctrl+s keeps · esc cancels")
            yield TextArea(self._value)
            yield Label("", classes="remark", markup=False)

    def on_mount(self) -> None:
        """Go on where the note ends."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_keep(self) -> None:
        """Return the note."""
        self.dismiss(self.query_one(TextArea).text)

    def action_cancel(self) -> None:
        """Leave, but ask before what was written is lost."""
        if self._asked or self.query_one(TextArea).text == self._value:
            self.dismiss(None)
            return
        self._asked = True
        self._say("This note is not kept yet: ctrl+s keeps it, esc again throws the change away.")

    @on(TextArea.Changed)
    def _go_on(self) -> None:
        """Ask again after more was written."""
        if self._asked:
            self._asked = False
            self._say("")

    def _say(self, remark: str) -> None:
        self.query_one(Label).update(Content(remark))
