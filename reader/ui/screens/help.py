"""All keys on one page, made from the table of commands."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS
from reader.ui.key import display_key, keys_of
from reader.ui.screens.dialog import Dialog
from reader.ui.widgets.key_table import KeyGroup, KeyTable

_FILTER_HELP = (
    ("neural attention", "papers with both words; typos are forgiven"),
    ("author:hinton", "also title: abs: keyword: org: cat: tag: note: id:"),
    ('"exact phrase"', "these words next to each other, as typed"),
    ("-survey", "without the word; also -author:…"),
    ("is:unread", "also is:read is:bookmarked is:queued is:due has:note has:rating"),
    ("upvotes:>50", "also stars: comments: year:2025 listed:7d after:2024-05"),
    ("(vision OR audio)", "one of the two"),
)


_TITLES = {
    Place.PAPER: "Keys, those of an abstract first",
    Place.FILTER: "Keys, those of the filter first",
    Place.TEXT: "Keys, those of a whole paper first",
    Place.TRIAGE: "Keys, those of going through papers first",
}


class HelpDialog(Dialog[None]):
    """Shows what every key does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Close"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("ctrl+d", "scroll_half(1)", show=False),
        Binding("ctrl+u", "scroll_half(-1)", show=False),
        Binding("g,home", "scroll_far(-1)", show=False),
        Binding("G,end", "scroll_far(1)", show=False),
    ]

    def __init__(self, keys: Mapping[str, Iterable[str]], *, first: Place | None = None) -> None:
        """`first` is the place whose commands stand first."""
        super().__init__()
        self._first = first
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Show the groups below each other."""
        with VerticalScroll(classes="dialog", id="help") as dialog:
            dialog.border_title = Content(_TITLES.get(self._first, "Keys") if self._first else "Keys")
            dialog.border_subtitle = Content("^d ^u scroll · esc closes")
            yield KeyTable([*self._groups()])

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.query_one("#help").scroll_relative(y=direction, animate=False)

    def action_scroll_half(self, direction: int) -> None:
        """Scroll by half of what is visible."""
        box = self.query_one("#help")
        box.scroll_relative(y=direction * max(1, box.size.height // 2), animate=False)

    def action_scroll_far(self, direction: int) -> None:
        """Scroll to the top or the end."""
        box = self.query_one("#help")
        box.scroll_to(y=box.max_scroll_y if direction > 0 else 0, animate=False)

    def _groups(self) -> Iterator[KeyGroup]:
        elsewhere = Place.LIST if self._first is Place.PAPER else Place.PAPER
        shown = [command for command in COMMANDS if command.place is not elsewhere]
        shown.sort(key=lambda command: command.place is not self._first)
        for title, commands in groupby(shown, key=lambda command: command.group):
            yield KeyGroup(title, tuple(map(self._row, commands)))
        yield KeyGroup("In the filter", _FILTER_HELP)

    def _row(self, command: Command) -> tuple[str, str]:
        return "  ".join(display_key(key) for key in keys_of(command, self._keys)), command.description
