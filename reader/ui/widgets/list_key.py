"""The letters that move in a list, besides the keys that Textual's has."""

from textual.binding import Binding

LIST_KEYS = (
    Binding("j", "cursor_down", show=False),
    Binding("k", "cursor_up", show=False),
    Binding("g", "first", show=False),
    Binding("G", "last", show=False),
)
