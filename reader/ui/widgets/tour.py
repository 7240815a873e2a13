"""The tour: a card with the few keys that one begins with. It goes away with the first key, which does what it says."""

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from reader.ui.style import style_path

_ROWS = (
    (("down", "up"), "move through the list"),
    (("open",), "its abstract; again, the whole paper"),
    (("trending", "day", "week", "month"), "trending; the day, the week, the month"),
    (("filter", "scope"), "narrow as you type; search everything"),
    (("bookmark", "queue", "toggle_read"), "bookmark; queue; read or unread"),
    (("undo",), "take anything back"),
    (("triage",), "go through what is new, paper by paper"),
    (("export", "copy"), "take papers along: export, cite"),
    (("help", "palette", "settings"), "all keys; all commands; settings"),
)
_KEYS = 13


class Tour(Static):
    """Shows the keys that hold; `key_of` returns the key of a command as a person writes it."""

    DEFAULT_CSS = style_path("tour.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False

    def __init__(self, key_of: Callable[[str], str]) -> None:
        super().__init__(id="tour")
        self._key_of = key_of

    def on_mount(self) -> None:
        """Draw the card."""
        self.border_title = Content("Welcome")
        self.border_subtitle = Content("any key goes on · again from the palette")
        rows = [
            Content.assemble((f"{' '.join(map(self._key_of, names)):<{_KEYS}}", "bold $primary"), text)
            for names, text in _ROWS
        ]
        self.update(Content("\n").join(rows))
