"""What the main screen does with papers: marks, links, citations, dialogs.

Dialogs are imported when they are asked for: the first painted frame does without them.
"""

import asyncio
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.link import paper_links
from reader.core.view import View, ViewKind
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.memory import Memory
from reader.ui.screens.browsing import browse
from reader.ui.screens.loading import marks_kept
from reader.ui.screens.selection import Targets
from reader.ui.widgets.figure import plural

if TYPE_CHECKING:
    from reader.ui.screens.organise import OrganiseTasks
    from reader.ui.screens.page import Pages
    from reader.ui.screens.papers import PapersScreen
    from reader.ui.screens.pdf import PdfTasks
    from reader.ui.screens.writing import WritingTasks

_LETTERS = "abcdefghimnoprstuvwxyz"
_SHOWN_CITATION = 200
"""Characters of a citation that are shown to choose by; no window has room for more."""
_MOST_OPENED = 10
"""Most pages opened at once."""


class PaperTasks:
    """Carries out commands on papers; each is acknowledged when it is done."""

    def __init__(self, screen: "PapersScreen", service: Service, settings: Settings, memory: Memory) -> None:
        self._screen = screen
        self._service = service
        self._settings = settings
        self._memory = memory

    def use_settings(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings

    def perform(self, name: str) -> None:
        """Do what a command of this name does with what is selected, else with the paper under the cursor."""
        match name:
            case "undo":
                self._screen.parts.changing.undo()
            case "redo":
                self._screen.parts.changing.redo()
            case "export":
                self.export()
            case "help":
                self.help()
            case "theme":
                self._screen.app.search_themes()
            case "follows":
                self._screen.parts.following.show_all()
            case "categories":
                self._screen.parts.following.categories()
            case "triage" | "statistics" | "trends" | "settings" | "tour":
                self._pages.perform(name)
            case "kept_pdfs":
                self.pdfs.show_kept()
            case "linked":
                self._screen.parts.linked.switch()
            case "note" | "edit" | "links" | "text" | "similar":
                self._with_one(name)
            case _:
                self._with_all(name)

    def _with_one(self, name: str) -> None:
        targets = self._targets()
        if len(targets.entries) > 1:
            self._screen.acknowledge("This is for one paper; esc selects nothing.")
        for entry in targets.entries[: len(targets.entries) == 1]:
            match name:
                case "note":
                    self._writing.note(entry)
                case "edit":
                    # Later, for it takes the terminal away from what is being drawn.
                    self._screen.call_later(self._writing.edit, entry)
                case "text":
                    self.open_text(entry)
                case "similar":
                    self._screen.parts.suggestions.show_similar(entry)
                case _:
                    self.choose_link(entry)

    def _with_all(self, name: str) -> None:
        organising, targets = self._organising, self._targets()
        commands: dict[str, Callable[[Targets], None]] = {
            "tag": self._writing.tag,
            "rate": organising.rate,
            "colour": organising.colour,
            "sign": organising.sign,
            "plan": organising.plan,
            "down": partial(organising.move, by=1),
            "up": partial(organising.move, by=-1),
            "follow": self._screen.parts.following.of_papers,
            "copy": self.cite,
            "abstract": partial(self.open_links, "abstract"),
            "pdf": self.open_pdfs,
            "download": self.download_pdfs,
        }
        for kind in ("read", "bookmark", "queue"):
            commands[kind] = partial(self._screen.parts.changing.toggle, kind)
        if targets.entries:
            commands[name](targets)

    def toggle_one(self, kind: str, entry: Entry) -> None:
        """Switch the mark that was clicked, whatever is selected."""
        self._screen.parts.changing.toggle(kind, Targets((entry,)))

    def move_to(self, index: int) -> None:
        """Move papers to a place in the queue."""
        if (targets := self._targets()).entries:
            self._organising.move_to(targets, index)

    def _targets(self) -> Targets:
        targets = self._screen.selection.targets()
        if targets.refusal:
            self._screen.acknowledge(targets.refusal)
        return targets

    @cached_property
    def _writing(self) -> "WritingTasks":
        from reader.ui.screens.writing import WritingTasks

        return WritingTasks(self._screen, self._service)

    @cached_property
    def _pages(self) -> "Pages":
        from reader.ui.screens.page import Pages

        return Pages(self._screen, self._service)

    @cached_property
    def _organising(self) -> "OrganiseTasks":
        from reader.ui.screens.organise import OrganiseTasks

        return OrganiseTasks(self._screen, self._service.organising)

    @cached_property
    def pdfs(self) -> "PdfTasks":
        """What is done with PDFs, from here and while a paper is read."""
        from reader.ui.screens.pdf import PdfTasks

        return PdfTasks(self._screen, self._service)

    def open_pdfs(self, targets: Targets) -> None:
        """Open the PDFs: those that are kept with the viewer, others in the browser."""
        if self._is_refused(targets):
            return
        for entry in targets.entries:
            self.pdfs.open(entry.id, entry.paper.pdf_url)

    def download_pdfs(self, targets: Targets) -> None:
        """Download the PDFs, one after the other."""
        self.pdfs.download([entry.id for entry in targets.entries], targets.remark)

    def open_text(self, entry: Entry) -> None:
        """Read the whole paper on a screen of its own."""
        from reader.ui.screens.text_subject import Subject
        from reader.ui.screens.whole_text import TextScreen

        self._screen.parts.changing.mark_read([entry])
        known = self._service.reading.marked([entry])[0]
        screen = TextScreen(self._service, self._settings, Subject(entry.id, known), self.pdfs)
        self._screen.app.push_screen(screen, self._come_back)

    def _come_back(self, settings: Settings | None) -> None:
        """Show how far the paper was read, and the width that was chosen there."""
        if settings is not None:
            self._settings = settings
            self._screen.paper_view.text_width = settings.width
        self._screen.renewal.show_marks()

    # Links

    def open_links(self, name: str, targets: Targets) -> None:
        """Open the links of this name."""
        if self._is_refused(targets):
            return
        links = [link for entry in targets.entries for link in paper_links(entry.paper) if link.name == name]
        if not links:
            self._screen.acknowledge("This paper's address is not known.")
        for link in links:
            self._open(link.address)

    def _is_refused(self, targets: Targets) -> bool:
        many = len(targets.entries)
        if many > _MOST_OPENED:
            self._screen.acknowledge(f"That would open {many:,} pages; {_MOST_OPENED} at once are the most.")
        return many > _MOST_OPENED

    def open_link_at(self, entry: Entry, index: int) -> None:
        """Open the link at this place of the paper's links."""
        links = paper_links(entry.paper)
        if 0 <= index < len(links):
            self._open(links[index].address)

    def open_note_link(self, entry: Entry, index: int) -> None:
        """Open the link at this place of the paper's note."""
        from reader.ui.widgets.note import note_links

        links = note_links(entry.mark.note or "")
        if 0 <= index < len(links):
            self._open(links[index])

    def choose_link(self, entry: Entry) -> None:
        """Ask which link to open."""
        from reader.ui.screens.choice import Choice, ChoiceDialog

        links = paper_links(entry.paper)
        if not links:
            self._screen.acknowledge("This paper has no links.")
            return

        def chosen(index: int | None) -> None:
            if index is not None:
                self._open(links[index].address)

        choices = [
            Choice(letter, link.title, link.address) for letter, link in zip(_LETTERS, links, strict=False)
        ]
        self._screen.app.push_screen(ChoiceDialog("Open a link", choices), chosen)

    def _open(self, address: str) -> None:
        self._screen.run_worker(self._browse(address), group="browse")

    async def _browse(self, address: str) -> None:
        self._screen.acknowledge(await browse(self._screen, address))

    # Citations

    def cite(self, targets: Targets) -> None:
        """Ask how to cite, and copy."""
        from reader.ui.screens.choice import Choice, ChoiceDialog

        papers = [entry.paper for entry in targets.entries]
        citations = [
            (name, citation, texts)
            for name, citation in self._service.citations().items()
            if (texts := [text for paper in papers if (text := citation.render(paper)) is not None])
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                _, citation, texts = citations[index]
                blocks = any("\n" in text for text in texts)
                self._screen.app.copy_to_clipboard(("\n\n" if blocks else "\n").join(texts))
                number = f" of {len(texts):,} papers" if targets.selected else ""
                lacking = len(papers) - len(texts)
                without = f"; {lacking:,} without one" if lacking else ""
                self._screen.acknowledge(f"Copied: {citation.title}{number}{without}{targets.remark}")

        choices = [
            Choice(name[0], citation.title, " ".join(texts[0].split())[:_SHOWN_CITATION])
            for name, citation, texts in citations
        ]
        title = f"Copy: {plural(len(papers), 'paper')}" if targets.selected else "Copy"
        self._screen.app.push_screen(ChoiceDialog(title, choices), chosen)

    # Dialogs

    def export(self) -> None:
        """Ask what to export where."""
        targets, shown = self._screen.selection.targets(), self._screen.paper_list.entries
        self._screen.run_worker(self._ask_export(targets, shown, self._screen.heading), group="dialog")

    async def _ask_export(self, targets: Targets, shown: tuple[Entry, ...], title: str) -> None:
        from reader.ui.screens.export import ExportDialog, Selection

        await marks_kept(self._screen)
        kept = await asyncio.to_thread(self._service.reading.stored, View(ViewKind.BOOKMARKS))
        selections = [Selection("Bookmarks", kept.entries), Selection(f"Shown: {title}", shown)]
        if targets.selected:
            selections.insert(0, Selection("Selected and shown", targets.entries))
        elif targets.entries:
            selections.append(Selection("This paper", targets.entries))
        dialog = ExportDialog(self._service.exchange, selections, self._memory.recall())
        written = await self._screen.app.push_screen_wait(dialog)
        if written is not None:
            folder = {} if dialog.path is None else {"folder": str(dialog.path.parent)}
            self._memory.remember(format=dialog.format_name, **folder)
            self._screen.acknowledge(written)

    def help(self) -> None:
        """Show all keys, those that hold here first."""
        from reader.ui.screens.help import HelpDialog

        reading = self._screen.focused is self._screen.paper_view
        place = Place.FILTER if self._screen.is_typing else Place.PAPER if reading else None
        self._screen.app.push_screen(HelpDialog(self._settings.keys, first=place))
