"""The dialog that writes papers to a file: which ones, in which format, where."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Select

from reader.core.entry import Entry
from reader.core.errors import ReaderError
from reader.service.exchange import Exchange, FileExistsAlreadyError
from reader.ui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Selection:
    """Some papers to export, with a name for people."""

    title: str
    entries: tuple[Entry, ...]


class ExportDialog(Dialog[str | None]):
    """Returns a sentence that says what was written, or `None`; in a web browser it is a download."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", priority=True),
        Binding("ctrl+s", "export", "Export", priority=True),
    ]

    def __init__(
        self, exchange: Exchange, selections: Sequence[Selection], remembered: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._exchange = exchange
        self._selections = selections
        self.format_name = remembered.get("format", "")
        if self.format_name not in exchange.formats:
            self.format_name = next(iter(exchange.formats))
        folder = remembered.get("folder", "")
        self._folder = Path(folder) if folder and os.path.isdir(folder) else Path.home()
        self._overwrite: Path | None = None
        self.path: Path | None = None
        """The file that was written on this machine."""

    def compose(self) -> ComposeResult:
        """Show three questions with an answer each."""
        with Vertical(classes="dialog", id="export") as dialog:
            dialog.border_title = Content("Export")
            dialog.border_subtitle = Content("ctrl+s exports · esc cancels")
            with Horizontal():
                yield Label("Papers")
                options = [
                    (Content(f"{s.title} ({len(s.entries):,})"), i) for i, s in enumerate(self._selections)
                ]
                first = next((i for i, s in enumerate(self._selections) if s.entries), 0)
                yield Select(options, value=first, allow_blank=False, id="export-what", compact=True)
            with Horizontal():
                yield Label("Format")
                formats = [(Content(form.title), name) for name, form in self._exchange.formats.items()]
                yield Select(
                    formats, value=self.format_name, allow_blank=False, id="export-format", compact=True
                )
            with Horizontal():
                yield Label("File")
                yield Input(str(self._suggestion()), id="export-path", compact=True)
            yield Label("", id="export-remark", markup=False)
            with Horizontal(id="export-buttons"):
                yield Button("Export", variant="primary", id="export-go", compact=True)
                yield Button("Cancel", id="export-cancel", compact=True)

    @on(Select.Changed, "#export-format")
    def _suggest(self, event: Select.Changed) -> None:
        """Give the file the suffix of the chosen format."""
        if not isinstance(event.value, str) or event.value == self.format_name:
            return
        box = self.query_one("#export-path", Input)
        old_suffix = self._exchange.formats[self.format_name].suffix
        self.format_name = event.value
        if box.value.endswith(old_suffix):
            box.value = box.value.removesuffix(old_suffix) + self._exchange.formats[event.value].suffix

    @on(Input.Changed)
    def _forget_warning(self) -> None:
        self._overwrite = None
        self._say("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#export-go")
    def action_export(self) -> None:
        """Write the file."""
        self._write()

    @on(Button.Pressed, "#export-cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @work(exclusive=True, group="export")
    async def _write(self) -> None:
        if not self.is_there:
            return
        chosen = self.query_one("#export-what", Select).value
        selection = self._selections[chosen if isinstance(chosen, int) else 0]
        typed = self.query_one("#export-path", Input).value.strip()
        if not typed:
            self._say("Name a file to write to.")
            return
        if not selection.entries:
            self._say(f"There are no papers in “{selection.title}”.")
            return
        path = Path(os.path.expanduser(typed))  # noqa: ASYNC240 (asks no disk)
        try:
            if self.app.is_web:
                from reader.ui.screens.delivery import deliver_export

                entries, name = selection.entries, path.name
                self.dismiss(await deliver_export(self.app, self._exchange, entries, self.format_name, name))
                return
            count = await asyncio.to_thread(
                self._exchange.export,
                selection.entries,
                self.format_name,
                path,
                overwrite=self._overwrite == path,
            )
        except FileExistsAlreadyError:
            self._overwrite = path
            self._say("There is a file of this name. Export again to overwrite it, or change the name.")
        except ReaderError as error:
            self._say(str(error))
        else:
            self.path = path
            self.dismiss(f"Exported {count:,} {'paper' if count == 1 else 'papers'} to {path}")

    def _suggestion(self) -> Path:
        folder = Path() if self.app.is_web else self._folder
        return folder / f"papers{self._exchange.formats[self.format_name].suffix}"

    def _say(self, remark: str) -> None:
        if self.is_there:
            self.query_one("#export-remark", Label).update(Content(remark))
