"""The dialog of the PDFs that are kept: their sizes, and deleting one."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from reader.core.kept_pdf import KeptPdf, size_label
from reader.core.text import clean_line
from reader.ui.screens.list_dialog import ListDialog
from reader.ui.widgets.figure import plural


class KeptPdfDialog(ListDialog[KeptPdf | None]):
    """Returns the PDF that is to be opened, or `None`; `delete` returns what is wrong where it fails."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,V", "dismiss(None)", "Close"),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("x,delete", "delete", "Delete"),
    ]

    def __init__(self, kept: Sequence[KeptPdf], delete: Callable[[KeptPdf], Awaitable[str]]) -> None:
        super().__init__()
        self._kept = list(kept)
        self._delete = delete

    def compose(self) -> ComposeResult:
        """Show a row for each, and their sum below."""
        with Vertical(classes="dialog", id="kept-pdfs") as dialog:
            dialog.border_subtitle = Content("enter opens · x deletes · esc closes")
            yield OptionList(compact=True)
            yield Label("", classes="folder", markup=False)
            yield Label("", classes="remark", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self._say("")
        self._fill(0)

    @work(group="dialog")
    async def action_delete(self) -> None:
        """Ask, then delete the file under the cursor."""
        from reader.ui.screens.choice import Choice, ChoiceDialog

        index = self.query_one(OptionList).highlighted
        if index is None or index >= len(self._kept):
            return
        kept = self._kept[index]
        # No undo brings a file back, so that to go on with enter keeps it.
        choices = [
            Choice("n", "No"),
            Choice("y", "Yes", f"frees {size_label(kept.size)}; it can be downloaded again"),
        ]
        dialog = ChoiceDialog(f"Delete {clean_line(kept.path.name, 200)}?", choices)
        if await self.app.push_screen_wait(dialog) != 1:
            return
        wrong = await self._delete(kept)
        if not self.is_there:
            return
        self._say(wrong)
        if not wrong:
            del self._kept[index]
            self._fill(index)
        if not self._kept:
            self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._kept[event.option_index])

    @on(OptionList.OptionHighlighted)
    def _name_folder(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._kept):
            kept = self._kept[event.option_index]
            remark = "" if kept.whole else "not whole yet; enter goes on with the download · "
            self.query_one(".folder", Label).update(Content(f"{remark}{_short(kept.path.parent)}"))

    def _say(self, remark: str) -> None:
        label = self.query_one(".remark", Label)
        label.update(Content(remark))
        label.display = bool(remark)

    def _fill(self, index: int) -> None:
        width = max((len(size_label(kept.size)) for kept in self._kept), default=0)
        options = self.query_one(OptionList)
        options.set_options([Option(_row(kept, width)) for kept in self._kept])
        options.highlighted = min(index, len(self._kept) - 1) if self._kept else None
        total = size_label(sum(kept.size for kept in self._kept))
        self.query_one("#kept-pdfs").border_title = Content(
            f"Kept PDFs: {plural(len(self._kept), 'file')}, {total}"
        )


def _short(folder: Path) -> str:
    """Return a folder as a person writes it, with `~` for their home."""
    try:
        return clean_line(f"~/{folder.relative_to(Path.home()).as_posix()}", 1_000)
    except (ValueError, RuntimeError):
        return clean_line(str(folder), 1_000)


def _row(kept: KeptPdf, width: int) -> Content:
    name = clean_line(kept.path.name.removesuffix(".pdf"), 250)
    part = "" if kept.whole else "part of "
    return Content.assemble((f" {size_label(kept.size):>{width}}  ", "$muted"), (part, "$text-warning"), name)
