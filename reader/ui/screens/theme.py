"""The dialog that chooses a theme: each one is seen as it is gone through."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.ui.screens.dialog import Dialog
from reader.ui.themes import AUTO

_PAUSE_SECONDS = 0.08
"""A theme that is passed over within this time is not drawn."""

_DETAILS = {
    AUTO: "as the terminal is",
    "paper-dark": "ours",
    "paper-light": "ours",
    "paper-contrast": "high contrast",
    "ansi-dark": "16 colours",
    "ansi-light": "16 colours",
}
_MOST_ROWS, _FRAME_ROWS = 24, 8
"""Most lines of the list; lines of the dialog besides it, and a few that stay free."""


class ThemeDialog(Dialog[str | None]):
    """Returns the theme that was chosen; without one, the theme is again what it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", priority=True),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
    ]

    def __init__(self, names: Sequence[str], own: frozenset[str]) -> None:
        """`own` are the names of the person's own themes."""
        super().__init__()
        self._names = tuple(names)
        self._own = own
        self._before = ""
        self._shown: tuple[str, ...] = ()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Show the box and the list at the right, where most of the screen stays in sight."""
        with Vertical(classes="dialog", id="themes") as dialog:
            dialog.border_title = Content("Theme")
            dialog.border_subtitle = Content("enter keeps · esc cancels")
            yield Input(placeholder="type to narrow", compact=True)
            yield OptionList(compact=True)

    def on_mount(self) -> None:
        """Begin on the theme that is shown."""
        self._before = self.app.theme
        options = self.query_one(OptionList)
        options.can_focus = False
        rows = min(len(self._names), _MOST_ROWS, self.app.size.height - _FRAME_ROWS)
        options.styles.height = max(1, rows)  # it keeps its size while the list is narrowed
        self._narrow()

    def action_move(self, step: int) -> None:
        """Move in the list."""
        if self._shown:
            options = self.query_one(OptionList)
            options.highlighted = max(0, min((options.highlighted or 0) + step, len(self._shown) - 1))

    @on(Input.Changed)
    def _narrow(self) -> None:
        wanted = self.query_one(Input).value.strip().lower()
        self._shown = tuple(name for name in self._names if wanted in name)
        options = self.query_one(OptionList)
        options.set_options([Option(self._row(name)) for name in self._shown])
        first = self._shown.index(self._before) if self._before in self._shown else 0
        options.highlighted = first if self._shown else None

    @on(OptionList.OptionHighlighted)
    def _try_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._try)

    def _try(self) -> None:
        name = self._highlighted
        if name is not None and self.is_current:
            self.app.theme = name

    @property
    def _highlighted(self) -> str | None:
        index = self.query_one(OptionList).highlighted
        return self._shown[index] if index is not None and index < len(self._shown) else None

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        if (name := self._highlighted) is not None:
            self.dismiss(name)

    def _row(self, name: str) -> Content:
        detail = "yours" if name in self._own else _DETAILS.get(name, "")
        sign = "▸" if name == self._before else " "
        return Content.assemble((f" {sign} ", "bold $primary"), f"{name}  ", (detail, "$muted"))
