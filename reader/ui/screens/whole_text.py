"""A whole paper on a screen of its own: its text, the outline of its sections, what is sought in it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.config import Settings
from reader.core.document import Document
from reader.core.errors import NotFoundError, ReaderError, StorageError
from reader.core.identifier import is_local
from reader.core.link import paper_links
from reader.core.reached import Reached
from reader.core.width import beginning, width
from reader.document.finding import Finder
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.screens import sentence
from reader.ui.screens.browsing import browse
from reader.ui.screens.palette import TextCommands
from reader.ui.screens.pdf import PdfTasks
from reader.ui.screens.text_figure import TextFigures
from reader.ui.screens.text_find import TextFind
from reader.ui.screens.text_jump import TextJump
from reader.ui.screens.text_mark import LOOK_SECONDS, TextMark
from reader.ui.screens.text_place import TextPlace
from reader.ui.screens.text_selection import TextSelection
from reader.ui.screens.text_subject import Subject, headed
from reader.ui.setting import SettingChosen
from reader.ui.style import style_path
from reader.ui.widgets.document_view import DocumentView
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.outline import Outline

_WIDTHS = range(40, 201)
_SAID_SECONDS = 6.0
_KEPT_EVERY = 30.0
"""Seconds after which the place is kept while somebody reads; a terminal may be closed at any time."""


class TextScreen(Screen[Settings]):
    """Reads a paper; returns the settings, of which width and distances may have been changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TEXT)]
    # Read with this module, so that the first frame does without; as a default sheet, for one of the screen's own
    # would have all others parsed anew.
    DEFAULT_CSS = style_path("text.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False
    COMMANDS = {TextCommands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    view = query_one("#text", DocumentView)
    outline = query_one(Outline)

    def __init__(self, service: Service, settings: Settings, subject: Subject, pdfs: PdfTasks) -> None:
        """`pdfs` goes on with downloads when this screen is left."""
        super().__init__()
        self._pdfs = pdfs
        self._service = service
        self._settings = settings
        self._subject = subject
        self._said = ""
        self._place = TextPlace(self, service, subject.entry)

    def compose(self) -> ComposeResult:
        """Lay out the outline beside the text, and below it what is asked and told."""
        with Horizontal(id="reading"):
            yield Outline(markup=False)
            yield DocumentView(id="text")
        yield Static(id="reading-panel", markup=False)
        with Horizontal(id="reading-find"):
            yield Static("/", id="reading-find-sign")
            yield Input(id="reading-find-text", compact=True)
        yield Static(id="reading-state", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the text that is kept, or fetch it."""
        self._find = TextFind(self)
        self._jump = TextJump(self, self.query_one("#reading-panel", Static))
        self._figures = TextFigures(self, self._subject.identifier, self._settings.figures)
        self._selection = TextSelection(self)
        self._mark = TextMark(self, self._service, self._subject, self._selection, self._jump)
        self.query_one(KeyLine).hints = sentence.text_hints(self._settings.keys)
        self.outline.display = False
        self.view.text_width = self._settings.width
        self.view.line_spacing = self._settings.line_spacing
        self.set_focus(self.view)
        self.set_interval(_KEPT_EVERY, self._place.keep)
        self.set_interval(LOOK_SECONDS, self._mark.look)
        self._load()

    def on_unmount(self) -> None:
        """Keep the place also where the program ends here."""
        self._place.keep()

    # The text

    def _load(self, *, again: bool = False) -> None:
        self._tell(f"Opening {self._subject.identifier}…")
        self.run_worker(self._read(again), group="text", exclusive=True)

    async def _read(self, again: bool) -> None:
        identifier = self._subject.identifier
        try:
            document = await self._service.full_text.read(identifier, self._tell, again=again)
        except NotFoundError as error:
            await self._without_text(error)
        except ReaderError as error:
            again_key, page = self.key_of("fetch_again"), self.key_of("text_web")
            self._fail(str(error), f"{again_key} tries again · {page} opens the abstract page")
        else:
            picturing = self._service.full_text.picturing
            missing = self._figures.missing(document, picturing)
            shown = headed(document, self._subject.entry, missing)
            self._figures.use(picturing)
            self._show(shown)
            finder = await asyncio.to_thread(Finder, shown)
            self._find.use(finder)
            await self._mark.use(finder.script)

    async def _without_text(self, error: NotFoundError) -> None:
        """Say that there is no text, and open the page that there is."""
        if self.view.document is not None or is_local(self._subject.identifier):
            self._fail(str(error), "")
            return
        self._fail(str(error), await browse(self, self._address("abstract")))

    def _tell(self, text: str, _papers: Sequence[object] = ()) -> None:
        """Say what is waited for."""
        if self.view.document is None:
            leave = f"{self.key_of('leave_text')} gives up"
            self.view.remark = Content.assemble((text, "bold"), "\n\n", (leave, "$muted"))
        else:
            self.acknowledge(text)

    def _fail(self, text: str, hint: str) -> None:
        if self.view.document is not None:
            self.acknowledge(text)
            return
        self.view.remark = Content.assemble((text, "bold"), "\n\n" if hint else "", (hint, "$muted"))

    def _show(self, document: Document) -> None:
        """Show a text, from where it was left."""
        if self.view.document is not None:
            self._place.leave()
        self._jump.forget()
        self._find.clear()
        if self.outline.display:
            self.outline.show_sections(document.sections)
        self.view.document = document
        if said := self._place.go_back():
            self.acknowledge(said)
        self._show_state()

    # The place

    @on(DocumentView.Moved)
    def _show_state(self) -> None:
        if not (self.query("#text") and self.query("#reading-state")):
            return  # news of a download came before the screen had its parts, or after
        if self.view.document is None or self.view.flow is None:
            return
        self._figures.look()
        block, _ = self.view.top
        section = self.view.flow.section(block)
        self.outline.point_at(section)
        reached = self._place.look()
        left = (
            self._said or self._selection.label or (reached.label.replace(", ", " · ", 1) if reached else "")
        )
        found = self._find.label
        line = self.query_one("#reading-state", Static)
        space = line.size.width - width(found) - 2
        if found and width(left) > space:
            left = beginning(left, max(0, space - 1)) + "…"
        room = max(1, line.size.width - width(left) - width(found))
        line.update(Content.assemble((left, "$muted"), " " * room, (found, "$text-accent")))

    def refresh_state(self) -> None:
        """Show anew what the last line says."""
        self._said = ""
        self._show_state()

    @property
    def reached(self) -> Reached | None:
        """How far the text is read."""
        return self._place.reached

    def acknowledge(self, text: str) -> None:
        """Say something for some seconds in place of the section."""
        self._said = text
        self._show_state()
        self.set_timer(_SAID_SECONDS, partial(self._forget, text))

    def _forget(self, text: str) -> None:
        if self._said == text:
            self._said = ""
            self._show_state()

    def key_of(self, name: str) -> str:
        """Return the key of a command as a person writes it."""
        return sentence.key_of(name, self._settings.keys)

    # Moving

    def action_lines(self, lines: int) -> None:
        """Scroll by lines; while lines are selected, select more or fewer."""
        if not self._selection.extend(lines):
            self.view.scroll_lines(lines)

    def action_pages(self, pages: float) -> None:
        """Scroll by a part of the height; while lines are selected, select more or fewer."""
        if not self._selection.extend(round(pages * self.view.size.height)):
            self.view.scroll_pages(pages)

    def action_top(self) -> None:
        """Go to the first line."""
        self._jump.go_to(0)

    def action_end(self) -> None:
        """Go to the last line."""
        self._jump.go_to(self.view.top[0])
        self.view.go_to_end()

    def action_sideways(self, direction: int) -> None:
        """Move what is too wide."""
        self.view.move_sideways(direction)

    def action_section(self, direction: int) -> None:
        """Go to the next section or the one before, first to the beginning of this one."""
        if self.view.document is None:
            return
        block, row = self.view.top
        places = [place for place, _ in self.view.document.sections]
        if direction > 0:
            place = next((place for place in places if place > block), None)
        else:
            before = [p for p in places if p < block or (p == block and self.view.start_of(p) < row)]
            place = before[-1] if before else 0
        if place is not None:
            self.view.go_to_start(place)

    # Outline, jumps

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the box while words are typed."""
        return not (action in ("outline", "find") and isinstance(self.focused, Input))

    def action_outline(self) -> None:
        """Show the outline and go to it; hide it when it is shown."""
        outline = self.outline
        outline.display = not outline.display
        if outline.display and self.view.document is not None:
            outline.show_sections(self.view.document.sections)
            self._show_state()
        self.set_class(outline.display, "-outlined")
        self.set_focus(outline if outline.display else self.view)

    @on(Outline.OptionSelected)
    def _go_to_section(self, event: Outline.OptionSelected) -> None:
        block = self.outline.blocks[event.option_index]
        self._jump.go_to(block, self.view.start_of(block))
        if self.has_class("-narrow"):
            self.action_outline()
        self.set_focus(self.view)

    def action_spot(self, direction: int) -> None:
        """Choose the next of what leads somewhere in view, or the one before."""
        spots = self.view.spots
        if not spots:
            self.view.chosen = None
            self.acknowledge("No reference, footnote or link is in view.")
            return
        chosen = self.view.chosen
        at = spots.index(chosen) if chosen in spots else -1 if direction > 0 else 0
        self.view.chosen = spots[(at + direction) % len(spots)]

    def action_follow(self) -> None:
        """Go where the chosen link leads."""
        chosen = self.view.chosen
        if chosen is not None and chosen in self.view.spots:
            self._jump.follow(chosen)
        elif not self._jump.follow_shown():
            self.acknowledge(f"{self.key_of('next_link')} chooses a reference, a footnote or a link.")

    @on(DocumentView.Followed)
    def _follow_click(self, event: DocumentView.Followed) -> None:
        self._jump.follow(event.spot)

    def action_go_there(self) -> None:
        """Go to the reference or footnote that is shown; without one, select lines."""
        if not self._jump.go_to_shown():
            self._selection.begin()

    def action_highlight(self, deed: str) -> None:
        """Do something with highlights."""
        self._mark.act(deed)

    @on(DocumentView.Dragged)
    def _select_dragged(self, event: DocumentView.Dragged) -> None:
        self._selection.select(event.start, event.end)

    @on(DocumentView.HighlightClicked)
    def _show_clicked(self, event: DocumentView.HighlightClicked) -> None:
        self._mark.show(event.key)

    def action_jump_back(self) -> None:
        """Take the last jump back."""
        self._jump.back()

    def action_things(self) -> None:
        """Choose a figure, table, equation or theorem to go to."""
        self._jump.choose()

    def action_copy_table(self) -> None:
        """Copy a table that is in view."""
        from reader.ui.screens.text_table import copy_table

        copy_table(self)

    def open_paper(self, identifier: str) -> None:
        """Read another paper; leaving it comes back here."""
        entry = self._service.reading.find(identifier)
        self.app.push_screen(
            TextScreen(self._service, self._settings, Subject(identifier, entry), self._pdfs),
            self._take_over,
        )

    def _take_over(self, settings: Settings | None) -> None:
        if settings is not None:
            self._settings = settings
            self.view.text_width, self.view.line_spacing = settings.width, settings.line_spacing

    # Finding

    def action_find(self) -> None:
        """Open the box."""
        if self.view.document is not None:
            self._find.begin()
            self.set_class(True, "-finding")
            self.set_focus(self.query_one(Input))
            self.query_one(Input).select_all()

    @on(Input.Changed)
    def _seek_typed(self, event: Input.Changed) -> None:
        if self.has_class("-finding"):
            self.seek(event.value)

    def seek(self, text: str) -> None:
        """Go to the next place where a text stands, from where the search began."""
        self._find.change(text)
        self._show_state()

    @on(Input.Submitted)
    def _stop_typing(self) -> None:
        self.remove_class("-finding")
        self.set_focus(self.view)

    def action_hit(self, direction: int) -> None:
        """Go to the next place where the words stand, or the one before."""
        self._find.step(direction)
        self._show_state()

    # Looks

    def action_wider(self, columns: int) -> None:
        """Make lines longer or shorter."""
        width = min(max(self._settings.width + columns, _WIDTHS[0]), _WIDTHS[-1])
        self._change("width", width, f"Lines of {width} columns")

    def action_spacing(self) -> None:
        """Put blank lines between the lines, or take them out."""
        spacing = 3 - self._settings.line_spacing
        self._change("line_spacing", spacing, "Every line" if spacing == 1 else "Every second line")

    def _change(self, name: str, value: int, said: str) -> None:
        self._settings = replace(self._settings, **{name: value})  # type: ignore[arg-type]
        self._take_over(self._settings)
        self.post_message(SettingChosen(name, value))
        self.acknowledge(said)

    # The paper as a whole

    def action_bookmark(self) -> None:
        """Bookmark the paper, or remove the bookmark."""
        self.run_worker(self._bookmark(), group="mark")

    async def _bookmark(self) -> None:
        if self._subject.entry is None:
            self.acknowledge("This paper is not stored, so it cannot be bookmarked.")
            return
        try:
            step = await asyncio.to_thread(self._service.marking.set_bookmarked, [self._subject.entry])
        except StorageError as error:
            self.app.notify(str(error), title="Not kept", severity="error", timeout=15, markup=False)
            return
        if step is not None:
            self.acknowledge(step.sentence)

    def action_web(self, name: str) -> None:
        """Open the abstract page."""
        self.open_address(self._address(name))

    def action_pdf(self, name: str) -> None:
        """Open the PDF, or download it."""
        if name == "download":
            self._pdfs.download([self._subject.identifier])
        else:
            self._pdfs.open(self._subject.identifier, self._address("pdf"))

    def _address(self, name: str) -> str:
        entry, identifier = self._subject.entry, self._subject.identifier
        known = {link.name: link.address for link in paper_links(entry.paper)} if entry else {}
        return known.get(name, f"https://arxiv.org/{'abs' if name == 'abstract' else 'pdf'}/{identifier}")

    def open_address(self, address: str) -> None:
        """Open an address in the browser."""
        self.run_worker(self._browse(address), group="browse")

    async def _browse(self, address: str) -> None:
        self.acknowledge(await browse(self, address))

    def action_fetch_again(self) -> None:
        """Fetch the text anew."""
        self._load(again=True)

    def action_help(self) -> None:
        """Show all keys."""
        from reader.ui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self._settings.keys, first=Place.TEXT))

    @on(KeyLine.Pressed)
    async def _hint_clicked(self, event: KeyLine.Pressed) -> None:
        await self.run_action(event.hint.action)

    def action_leave(self) -> None:
        """Close step by step: the box, what is shown in place, what is sought, the outline, the paper."""
        if self.has_class("-finding"):
            self.remove_class("-finding")
            self._find.give_up()
            self.set_focus(self.view)
        elif self._selection.give_up() or self._jump.close() or self._find.clear() or self._pdfs.stop():
            pass
        elif self.outline.display:
            self.action_outline()
        else:
            self._place.keep()
            self.workers.cancel_group(self, "text")
            if self in self.app.screen_stack:  # it may be typed twice before it is done
                self.dismiss(self._settings)
            return
        self._show_state()
