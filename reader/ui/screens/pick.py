"""The dialog that shows what can be followed, narrowed as the person types, and follows at a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from reader.core.fold import fold
from reader.core.follow import Subject
from reader.ui.screens.list_dialog import ListDialog
from reader.ui.widgets.paper_row import FOLLOWED_SIGN

_MOST_SHOWN = 200
"""Subjects listed; typing finds the others."""

_MOST_ROWS = 20
_FRAME_ROWS = 9
"""Lines of the dialog besides its list, and a few that stay free."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that can be followed: its title, and a few words on it."""

    subject: Subject
    title: str
    detail: str

    @property
    def text(self) -> str:
        """What is searched in, folded."""
        return fold(f"{self.title} {self.detail} {self.subject}")


class PickDialog(ListDialog[None]):
    """Calls `toggle` with what is chosen, and shows with a sign what `is_followed`; it stays until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        picks: Sequence[Pick],
        is_followed: Callable[[Subject], bool],
        toggle: Callable[[Subject], None],
    ) -> None:
        super().__init__()
        self._title = title
        self._picks = tuple(picks)
        self._texts = [pick.text for pick in picks]
        self._is_followed = is_followed
        self._toggle = toggle
        self._shown: tuple[Pick, ...] = ()

    def compose(self) -> ComposeResult:
        """Show the box, the list and what is left out of it."""
        with Vertical(classes="dialog", id="pick") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("enter follows, or no longer · esc closes")
            yield Input(placeholder="type to narrow", compact=True)
            yield OptionList(compact=True)
            yield Label("", classes="remark", markup=False)

    def on_mount(self) -> None:
        """Show everything, in a box that keeps its size while the list is narrowed."""
        options = self.query_one(OptionList)
        options.can_focus = False
        options.styles.height = max(1, min(len(self._picks), _MOST_ROWS, self.app.size.height - _FRAME_ROWS))
        self._narrow()

    def action_page(self, step: int) -> None:
        """Move by a page."""
        options = self.query_one(OptionList)
        if self._shown:
            index = (options.highlighted or 0) + step * max(1, options.size.height - 1)
            options.highlighted = max(0, min(index, len(self._shown) - 1))

    def show(self) -> None:
        """Show anew what is followed."""
        options = self.query_one(OptionList)
        for index, pick in enumerate(self._shown):
            options.replace_option_prompt_at_index(index, self._row(pick))

    @on(Input.Changed)
    def _narrow(self) -> None:
        wanted = fold(self.query_one(Input).value).split()
        found = [
            pick
            for pick, text in zip(self._picks, self._texts, strict=True)
            if all(word in text for word in wanted)
        ]
        self._shown = tuple(found[:_MOST_SHOWN])
        options = self.query_one(OptionList)
        options.set_options([Option(self._row(pick)) for pick in self._shown])
        options.highlighted = 0 if self._shown else None
        left = len(found) - len(self._shown)
        remark = f"{left:,} more; type to narrow" if left else "" if found else "Nothing is called so."
        self.query_one(Label).update(Content(remark))

    @on(Input.Submitted)
    def _chosen(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._shown):
            self._toggle(self._shown[index].subject)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._toggle(self._shown[event.option_index].subject)

    def _row(self, pick: Pick) -> Content:
        sign = FOLLOWED_SIGN if self._is_followed(pick.subject) else " "
        return Content.assemble(
            (f" {sign} ", "bold $primary"), (f"{pick.title}  ", "$foreground"), (pick.detail, "$muted")
        )
