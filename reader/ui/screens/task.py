"""What the main screen does with papers: marks, links, citations, dialogs.

Dialogs are imported when they are asked for: the first painted frame does without them.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported
from textual.screen import Screen

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.errors import StorageError, UsageError
from reader.core.link import paper_links
from reader.core.view import View, ViewKind
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.memory import Memory
from reader.ui.screens.listing import marks_kept

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_Answer = TypeVar("_Answer")

_LETTERS = "abcdefghimnoprstuvwxyz"


class PaperTasks:
    """Carries out commands on papers; each is acknowledged when it is done."""

    def __init__(self, screen: "PapersScreen", service: Service, settings: Settings, memory: Memory) -> None:
        self._screen = screen
        self._service = service
        self._settings = settings
        self._memory = memory

    def perform(self, name: str, entry: Entry) -> None:
        """Do what a command of this name does with a paper."""
        commands: dict[str, Callable[[Entry], None]] = {
            "tag": self.tag,
            "note": self.note,
            "links": self.choose_link,
            "copy": self.cite,
        }
        commands[name](entry)

    # Marks: kept on disk first, shown then.

    def toggle(self, kind: str, entries: Sequence[Entry]) -> None:
        """Switch a mark of the entries."""
        marking = self._service.marking
        switches: dict[str, Callable[[Sequence[Entry]], Step | None]] = {
            "read": marking.set_read,
            "bookmark": marking.set_bookmarked,
            "queue": marking.set_queued,
        }
        self._mark(partial(switches[kind], entries))

    def mark_read(self, entries: Sequence[Entry]) -> None:
        """Count the entries as read, without a word and without a step to undo."""
        unread = [entry for entry in entries if not entry.mark.read]
        if unread:
            self._mark(partial(self._service.marking.set_read, unread, True, undoable=False), quiet=True)

    def undo(self) -> None:
        """Take back the last change."""
        self._mark(self._service.marking.undo, done="Undone: {}", nothing="There is nothing to undo.")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._mark(self._service.marking.redo, done="Done again: {}", nothing="There is nothing to do again.")

    def carry_out(self, change: Callable[[], Step | None]) -> None:
        """Make a change that is no mark."""
        self._mark(change)

    def _mark(
        self, change: Callable[[], Step | None], *, done: str = "{}", nothing: str = "", quiet: bool = False
    ) -> None:
        self._screen.run_worker(self._keep(change, done, nothing, quiet), group="mark")

    async def _keep(self, change: Callable[[], Step | None], done: str, nothing: str, quiet: bool) -> None:
        try:
            step = await asyncio.to_thread(change)
        except (StorageError, UsageError) as error:
            self._screen.app.notify(str(error), title="Not kept", severity="error", timeout=15, markup=False)
            return
        self._screen.show_marks()
        if step is not None:
            self._screen.follow(step)
        if not self._screen.is_running:
            return  # the program is ending; the change is kept
        if not quiet and (said := done.format(step.sentence) if step else nothing):
            self._screen.acknowledge(said)

    def tag(self, entry: Entry) -> None:
        """Ask for the tags of a paper."""
        self._screen.run_worker(self._ask_tags(entry), group="dialog")

    async def _ask_tags(self, entry: Entry) -> None:
        from reader.ui.screens.text import LineDialog

        old = list(entry.mark.tags)
        typed = await self._ask(LineDialog("Tags", ", ".join(old), "thesis, to cite"))
        if typed is not None:
            new = [tag.strip().lstrip("#") for tag in typed.split(",") if tag.strip().lstrip("#")]
            removed = [tag for tag in old if tag not in new]
            self._mark(partial(self._service.marking.tag, [entry], new, removed))

    def note(self, entry: Entry) -> None:
        """Ask for a note on a paper."""
        self._screen.run_worker(self._ask_note(entry), group="dialog")

    async def _ask_note(self, entry: Entry) -> None:
        from reader.ui.screens.text import NoteDialog

        typed = await self._ask(NoteDialog("Note", entry.mark.note or ""))
        if typed is not None:
            self._mark(partial(self._service.marking.note, entry, typed))

    # Links

    def open_link(self, entry: Entry, name: str) -> None:
        """Open the link of this name."""
        link = next((link for link in paper_links(entry.paper) if link.name == name), None)
        if link is None:
            self._screen.acknowledge("This paper's address is not known.")
        else:
            self._open(link.address)

    def open_link_at(self, entry: Entry, index: int) -> None:
        """Open the link at this place of the paper's links."""
        links = paper_links(entry.paper)
        if 0 <= index < len(links):
            self._open(links[index].address)

    def choose_link(self, entry: Entry) -> None:
        """Ask which link to open."""
        self._screen.run_worker(self._ask_link(entry), group="dialog")

    async def _ask_link(self, entry: Entry) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        links = paper_links(entry.paper)
        if not links:
            self._screen.acknowledge("This paper has no links.")
            return
        choices = [
            Choice(letter, link.title, link.address) for letter, link in zip(_LETTERS, links, strict=False)
        ]
        chosen = await self._ask(ChoiceDialog("Open a link", choices))
        if chosen is not None:
            self._open(links[chosen].address)

    def _open(self, address: str) -> None:
        self._screen.run_worker(self._browse(address), group="browse")

    async def _browse(self, address: str) -> None:
        from reader.ui import browser

        app = self._screen.app
        if app.is_web:
            app.open_url(address)
            return
        if browser.is_console_browser():
            try:
                with app.suspend():
                    opened = browser.open_in_browser(address)
            except SuspendNotSupported:
                opened = False
        else:
            opened = await asyncio.to_thread(browser.open_in_browser, address)
        if opened:
            self._screen.acknowledge(f"Opened {address}")
        else:
            app.copy_to_clipboard(address)
            self._screen.acknowledge(f"No browser was found; the address is copied: {address}")

    # Citations

    def cite(self, entry: Entry) -> None:
        """Ask how to cite, and copy."""
        self._screen.run_worker(self._ask_citation(entry), group="dialog")

    async def _ask_citation(self, entry: Entry) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        citations = [
            (name, citation, text)
            for name, citation in self._service.citations().items()
            if (text := citation.render(entry.paper)) is not None
        ]
        choices = [
            Choice(name[0], citation.title, " ".join(text.split())[:50]) for name, citation, text in citations
        ]
        chosen = await self._ask(ChoiceDialog("Copy", choices))
        if chosen is not None:
            _, citation, text = citations[chosen]
            self._screen.app.copy_to_clipboard(text)
            self._screen.acknowledge(f"Copied: {citation.title}")

    # Dialogs

    def export(self, entry: Entry | None, shown: tuple[Entry, ...], title: str) -> None:
        """Ask what to export where."""
        self._screen.run_worker(self._ask_export(entry, shown, title), group="dialog")

    async def _ask_export(self, entry: Entry | None, shown: tuple[Entry, ...], title: str) -> None:
        from reader.ui.screens.export import ExportDialog, Selection

        await marks_kept(self._screen)
        kept = await asyncio.to_thread(self._service.reading.stored, View(ViewKind.BOOKMARKS))
        selections = [Selection("Bookmarks", kept.entries), Selection(f"Shown: {title}", shown)]
        if entry is not None:
            selections.append(Selection("This paper", (entry,)))
        dialog = ExportDialog(self._service.exchange, selections, self._memory.recall())
        written = await self._ask(dialog)
        if written is not None and dialog.path is not None:
            self._memory.remember(folder=str(dialog.path.parent), format=dialog.format_name)
            self._screen.acknowledge(written)

    def help(self) -> None:
        """Show all keys."""
        from reader.ui.screens.help import HelpDialog

        self._screen.app.push_screen(HelpDialog(self._settings.keys))

    async def _ask(self, dialog: Screen[_Answer]) -> _Answer | None:
        return await self._screen.app.push_screen_wait(dialog)
