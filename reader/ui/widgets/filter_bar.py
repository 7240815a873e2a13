"""The box that narrows the list as the person types."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Label


class FilterBar(Horizontal):
    """An input with what it found, or what is wrong with it, beside it."""

    remark: reactive[str] = reactive("")
    """What stands beside the box: `12 of 96`, or what is wrong."""
    wrong: reactive[bool] = reactive(False, toggle_class="-wrong")

    @dataclass
    class Changed(Message):
        """Another text stands in the box."""

        text: str

    def compose(self) -> ComposeResult:
        """Show the sign, the box and the remark."""
        yield Label("/", id="filter-sign")
        yield Input(
            placeholder="words, author:, -word, is:unread, upvotes:>50", id="filter-input", compact=True
        )
        yield Label("", id="filter-remark", markup=False)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.query_one(Input).value

    def reset(self) -> None:
        """Empty the box without telling."""
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self.remark = ""
        self.wrong = False

    def watch_remark(self, remark: str) -> None:
        """Show the remark."""
        if self.is_mounted:
            self.query_one("#filter-remark", Label).update(Content(remark))

    @on(Input.Changed)
    def _tell(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
