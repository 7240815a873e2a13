"""The last line: the keys that are most needed now, as many as fit; a click works like the key."""

from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget


class KeyHint(NamedTuple):
    """A key as a person writes it, what it does, and the action it calls."""

    key: str
    title: str
    action: str


class KeyLine(Widget):
    """Shows hints in their order; those that do not fit are left out."""

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, hint: KeyHint) -> None:
            super().__init__()
            self.hint = hint

    hints: reactive[tuple[KeyHint, ...]] = reactive(())

    def render(self) -> Content:
        """Draw the line."""
        line = Content("")
        for index, hint in enumerate(self.hints):
            click = Style.from_meta({"hint": index})
            part = Content.assemble(
                (f" {hint.key}", Style.parse("bold $primary") + click),
                (f" {hint.title} ", Style.parse("$muted") + click),
            )
            if line.cell_length + part.cell_length > self.size.width:
                break
            line = Content.assemble(line, part)
        return line

    def on_click(self, event: Click) -> None:
        """Press the hint under the mouse."""
        index = event.style.meta.get("hint")
        if isinstance(index, int):
            self.post_message(self.Pressed(self.hints[index]))
