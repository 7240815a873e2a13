"""The dialog that changes tags, with those that there are to complete what is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.core.text import clean_line
from reader.ui.screens.dialog import Dialog

_MOST_OFFERED = 8
_COMMA = ", "


@dataclass(frozen=True, slots=True)
class Retagging:
    """Tags to add and to take away."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


class TagDialog(Dialog[Retagging | None]):
    """Returns what is to change, or `None` when it was cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", priority=True),
        Binding("tab", "complete", "Complete", priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, common: Sequence[str], some: Sequence[str], known: Mapping[str, int]
    ) -> None:
        """Take the tags that all the papers have, those that some have, and all there are with their counts."""
        super().__init__()
        self._title = title
        self._common = tuple(common)
        self._some = tuple(some)
        self._known = known
        self._offered: tuple[str, ...] = ()
        self._chosen = False
        """Whether the person went to one of those that are offered."""

    def compose(self) -> ComposeResult:
        """Show the box, and below it what could be meant."""
        with Vertical(classes="dialog", id="tags") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("tab completes · enter keeps · esc cancels")
            value = "".join(f"{tag}{_COMMA}" for tag in self._common)
            yield Input(value, placeholder="thesis, to cite; -later takes a tag away", select_on_focus=False)
            yield OptionList(compact=True)

    def on_mount(self) -> None:
        """Offer what there is."""
        self.query_one(OptionList).can_focus = False
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        """Offer the tags that the word at the end may become."""
        last = _last(self.query_one(Input).value)
        typed = last.lstrip("#-+").casefold()
        taken = {tag.casefold() for tag in _tags(self.query_one(Input).value)[:-1] if last[:1] != "-"}
        rest = [tag for tag in self._known if tag.casefold() not in taken]
        begun = [tag for tag in rest if tag.casefold().startswith(typed)]
        inside = [tag for tag in rest if typed in tag.casefold() and tag not in begun]
        self._offered = tuple([*begun, *inside][:_MOST_OFFERED])
        options = self.query_one(OptionList)
        options.set_options([Option(self._row(tag)) for tag in self._offered])
        options.display = bool(self._offered)
        self._chosen = False
        options.highlighted = 0 if self._offered and typed else None

    def _row(self, tag: str) -> Content:
        some = " · some have it" if tag in self._some else ""
        return Content.assemble(f" {tag}  ", (f"{self._known[tag]:,}{some}", "$muted"))

    def action_move(self, step: int) -> None:
        """Go to one of those that are offered."""
        options = self.query_one(OptionList)
        if self._offered:
            self._chosen = True
            if step > 0:
                options.action_cursor_down()
            else:
                options.action_cursor_up()

    def action_complete(self) -> None:
        """Take over the tag that is offered."""
        index = self.query_one(OptionList).highlighted
        if self._offered:
            self._take(self._offered[index or 0])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self._offered[event.option_index])

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        index = self.query_one(OptionList).highlighted
        if self._chosen and index is not None:
            self._take(self._offered[index])
            return
        words = _tags(event.value)
        unwanted = {tag[1:].strip() for tag in words if tag.startswith("-")}
        wanted = dict.fromkeys(tag for tag in words if tag and not tag.startswith("-"))
        removed = [tag for tag in self._common if tag not in wanted]
        removed += [tag for tag in unwanted if tag not in removed]
        self.dismiss(Retagging(tuple(tag for tag in wanted if tag not in self._common), tuple(removed)))

    def _take(self, tag: str) -> None:
        box = self.query_one(Input)
        last = _last(box.value)
        sign = "-" if last.startswith("-") else ""
        front = box.value.removesuffix(last) if last else box.value
        box.value = f"{front}{sign}{tag}{_COMMA}"
        box.cursor_position = len(box.value)


def _last(text: str) -> str:
    """Return the word that is being typed."""
    return text.rpartition(",")[2].lstrip()


def _tags(text: str) -> list[str]:
    return [clean_line(tag.strip().lstrip("#+"), 100) for tag in text.split(",")]
