"""The box that narrows the list, or searches, as the person types."""

from enum import StrEnum

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Label

_SCOPE = "filter-scope"


class Scope(StrEnum):
    """What the box searches."""

    VIEW = "this view"
    EVERYTHING = "everything"
    ONLINE = "online"

    @property
    def following(self) -> "Scope":
        """The scope after this one, the first after the last."""
        scopes = list(Scope)
        return scopes[(scopes.index(self) + 1) % len(scopes)]


class FilterBar(Horizontal):
    """An input with what it searches before it, and what it found behind it."""

    scope: reactive[Scope] = reactive(Scope.VIEW)
    scope_key: reactive[str] = reactive("")
    """The key that changes the scope, as a person writes it."""
    remark: reactive[str] = reactive("")
    """What stands beside the box: `12 of 96`."""
    wrong: reactive[bool] = reactive(False, toggle_class="-wrong")

    class Changed(Message):
        """Another text stands in the box."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class ScopePressed(Message):
        """The scope, with the key that changes it, was clicked."""

    def complete(self) -> None:
        """Mount the sign, the scope, the box and the remark, unless they are there: the first frame does without."""
        if not self.children:
            words = "words  author:  -word  is:unread  upvotes:>50"
            self.mount(
                Label("/", id="filter-sign"),
                Label(self._scope_content(), id=_SCOPE),
                Input(placeholder=words, id="filter-input", compact=True),
                Label(Content(self.remark), id="filter-remark"),
            )

    @property
    def box(self) -> Input:
        """Where the person types."""
        self.complete()
        return self.query_one(Input)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.box.value if self.children else ""

    def column_of(self, position: int) -> int:
        """Return the column of the screen where a character of the text is, within the box where it is scrolled out."""
        box = self.box
        cells = Content(box.value[:position]).cell_length - round(box.scroll_offset.x)
        region = box.content_region
        return region.x + max(0, min(cells, region.width - 1))

    def write(self, text: str) -> None:
        """Put a text into the box, and tell."""
        self.box.value = text

    def reset(self) -> None:
        """Empty the box without telling."""
        if self.children:
            with self.prevent(Input.Changed):
                self.box.value = ""
        self.remark = ""
        self.wrong = False

    def watch_remark(self, remark: str) -> None:
        """Show the remark."""
        if self.children:
            self.query_one("#filter-remark", Label).update(Content(remark))

    def watch_scope(self) -> None:
        """Show another scope."""
        self._name_scope()

    def watch_scope_key(self) -> None:
        """Show another key."""
        self._name_scope()

    @on(Input.Changed)
    def _tell(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_click(self, event: Click) -> None:
        """Tell when it was the scope."""
        if event.widget is not None and event.widget.id == _SCOPE:
            event.stop()
            self.post_message(self.ScopePressed())

    def _name_scope(self) -> None:
        if self.children:
            self.query_one(f"#{_SCOPE}", Label).update(self._scope_content())

    def _scope_content(self) -> Content:
        return Content.assemble((self.scope.value, "$foreground"), (f" {self.scope_key}", "$primary"))
