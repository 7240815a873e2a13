"""A whole paper on a screen of its own: its text, the outline of its sections, what is sought in it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Input, Static

from reader.config import Settings
from reader.core.document import Document
from reader.core.reached import Reached
from reader.document.finding import Finder
from reader.service.service import Service
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.key import key_of
from reader.ui.screens import hint
from reader.ui.screens.dialog import LeftOnce
from reader.ui.screens.palette import TextCommands
from reader.ui.screens.pdf import PdfTasks
from reader.ui.screens.text_figure import TextFigures
from reader.ui.screens.text_find import TextFind
from reader.ui.screens.text_jump import TextJump
from reader.ui.screens.text_load import TextLoad
from reader.ui.screens.text_mark import LOOK_SECONDS, TextMark
from reader.ui.screens.text_outline import TextOutline
from reader.ui.screens.text_paper import TextPaper
from reader.ui.screens.text_place import TextPlace
from reader.ui.screens.text_selection import TextSelection
from reader.ui.screens.text_setting import TextSettings
from reader.ui.screens.text_state import TextState, state_content
from reader.ui.screens.text_subject import Subject
from reader.ui.style import style_path
from reader.ui.widgets.document_view import DocumentView
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.outline import Outline

_KEPT_EVERY = 30.0
"""Seconds after which the place is kept while somebody reads; a terminal may be closed at any time."""


class TextScreen(LeftOnce[Settings]):
    """Reads a paper; returns the settings, of which width and distances may have been changed."""

    # As on every page, `q` leaves the page and not the program.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TEXT), Binding("q", "leave", show=False)]
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
        self._settings = TextSettings(self, settings)
        self._subject = subject
        self._state = TextState(self)
        self._place = TextPlace(self, service, subject.entry)
        self._paper = TextPaper(self, service, subject, pdfs)
        self._find = TextFind(self)
        self._selection = TextSelection(self)
        self._figures = TextFigures(self, subject.identifier, settings.figures)
        self._load = TextLoad(self, service, subject, self._figures, self._paper)

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
        self._jump = TextJump(self, self.query_one("#reading-panel", Static))
        self._sections = TextOutline(self, self.outline, self._jump)
        self._mark = TextMark(self, self._service, self._subject, self._selection, self._jump)
        self._name_keys()
        self.outline.display = False
        self._settings.use(self._settings.now)
        self.set_focus(self.view)
        self.set_interval(_KEPT_EVERY, self._place.keep)
        self.set_interval(LOOK_SECONDS, self._mark.look)
        self._load.begin()

    def on_unmount(self) -> None:
        """Keep the place also where the program ends here."""
        self._place.keep()

    # The text

    def show_document(self, document: Document) -> None:
        """Show a text, from where it was left."""
        if self.view.document is not None:
            self._place.leave()
        self._jump.forget()
        self._find.clear()
        self.view.document = document
        self._name_keys()
        self._sections.fill()
        if said := self._place.go_back():
            self.acknowledge(said)
        self.show_state()

    async def use_finder(self, finder: Finder) -> None:
        """Find words in the text from now on, and show its highlights."""
        self._find.use(finder)
        await self._mark.use(finder.script)

    def _name_keys(self) -> None:
        keys, there = self._settings.now.keys, self.view.document is not None
        self.query_one(KeyLine).hints = hint.text_hints(keys, there=there)

    # The place

    @on(DocumentView.Moved)
    def show_state(self) -> None:
        """Say where one is, or what was done."""
        if not self.is_there:
            return  # news of a download came before the screen had its parts, or after
        if self.view.document is None or self.view.flow is None:
            return
        self._figures.look()
        block, _ = self.view.top
        section = self.view.flow.section(block)
        self.outline.point_at(section)
        reached = self._place.look()
        where = reached.label.replace(", ", " · ", 1) if reached else ""
        line = self.query_one("#reading-state", Static)
        left = self._state.said or self._selection.label or where
        line.update(state_content(left, self._find.label, line.size.width))

    def refresh_state(self) -> None:
        """Show anew what the last line says."""
        self._state.said = ""
        self.show_state()

    @property
    def reached(self) -> Reached | None:
        """How far the text is read."""
        return self._place.reached

    @property
    def is_there(self) -> bool:
        """Whether nobody left the screen, and it has its parts by now: those within others come later."""
        parts = ("#text", "#reading-state")
        return super().is_there and all(self.query_one_optional(part) is not None for part in parts)

    def acknowledge(self, text: str) -> None:
        """Say something for some seconds in place of the section."""
        self._state.say(text)

    def key_of(self, name: str) -> str:
        """Return the key of a command as a person writes it."""
        return key_of(name, self._settings.now.keys)

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
        self._sections.step(direction)

    # Outline, jumps

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the box while words are typed."""
        return not (action in ("outline", "find") and isinstance(self.focused, Input))

    def action_outline(self) -> None:
        """Show the outline and go to it; hide it when it is shown."""
        self._sections.switch()

    @on(Outline.OptionSelected)
    def _go_to_section(self, event: Outline.OptionSelected) -> None:
        self._sections.choose(event.option_index)

    def action_spot(self, direction: int) -> None:
        """Choose the next of what leads somewhere in view, or the one before."""
        self._jump.choose_spot(direction)

    def action_follow(self) -> None:
        """Go where the chosen link leads."""
        self._jump.follow_chosen()

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
            TextScreen(self._service, self._settings.now, Subject(identifier, entry), self._pdfs),
            self._settings.use,
        )

    # Finding

    def action_find(self) -> None:
        """Open the box."""
        self._find.begin()

    @on(Input.Changed)
    def _seek_typed(self, event: Input.Changed) -> None:
        if self._find.is_typing:
            self.seek(event.value)

    def seek(self, text: str) -> None:
        """Go to the next place where a text stands, from where the search began."""
        self._find.change(text)
        self.show_state()

    @on(Input.Submitted)
    def _stop_typing(self) -> None:
        self._find.end()

    def action_hit(self, direction: int) -> None:
        """Go to the next place where the words stand, or the one before."""
        self._find.step(direction)
        self.show_state()

    # Looks

    def action_wider(self, columns: int) -> None:
        """Make lines longer or shorter."""
        self._settings.widen(columns)

    def action_spacing(self) -> None:
        """Put blank lines between the lines, or take them out."""
        self._settings.space()

    # The paper as a whole

    def action_bookmark(self) -> None:
        """Bookmark the paper, or remove the bookmark."""
        self._paper.bookmark()

    def action_web(self, name: str) -> None:
        """Open the abstract page."""
        self._paper.open_address(self._paper.address(name))

    def action_pdf(self, name: str) -> None:
        """Open the PDF, or download it."""
        if name == "download":
            self._paper.download()
        else:
            self._paper.open_pdf()

    def open_address(self, address: str) -> None:
        """Open an address in the browser."""
        self._paper.open_address(address)

    def action_fetch_again(self) -> None:
        """Fetch the text anew."""
        self._load.begin(again=True)

    def action_help(self) -> None:
        """Show all keys."""
        from reader.ui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self._settings.now.keys, first=Place.TEXT))

    def action_leave(self) -> None:
        """Close step by step: the box, what is shown in place, what is sought, the outline, the paper."""
        if (
            self._find.give_up()
            or self._selection.give_up()
            or self._jump.close()
            or self._find.clear()
            or self._pdfs.stop()
        ):
            pass
        elif not self._sections.close():
            self._place.keep()
            self._load.stop()
            if self in self.app.screen_stack:  # it may be typed twice before it is done
                self.dismiss(self._settings.now)
            return
        self.show_state()
