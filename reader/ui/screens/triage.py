"""Go through papers one by one: one paper large on the screen, one key each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from reader.config import Settings
from reader.core.entry import Entry
from reader.core.errors import StorageError
from reader.core.link import paper_links
from reader.service.service import Service
from reader.service.triage import Decision, Judgement, Triage
from reader.ui.command import Place
from reader.ui.commands import bindings
from reader.ui.key import key_of
from reader.ui.notice import tell_unkept
from reader.ui.screens import hint
from reader.ui.screens.browsing import browse
from reader.ui.screens.dialog import LeftOnce
from reader.ui.screens.palette import TriageCommands
from reader.ui.style import style_path
from reader.ui.widgets.key_line import KeyLine
from reader.ui.widgets.paper_view import PaperView
from reader.ui.widgets.progress import SIGNS, WORDS, progress_content, said, summary_content
from reader.ui.widgets.prose import title_text

if TYPE_CHECKING:
    from reader.ui.screens.pdf import PdfTasks

_MARGIN = 10
"""Columns around the lines of a paper: its box, what stands at its sides, the scroll bar."""


class TriageScreen(LeftOnce[str]):
    """Returns a sentence on what came of it; each decision is on disk before the next paper shows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TRIAGE), Binding("q", "leave", show=False)]
    # Read with this module, so that the first frame does without.
    DEFAULT_CSS = style_path("page.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False
    COMMANDS = {TriageCommands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    view = query_one(PaperView)

    def __init__(
        self, service: Service, settings: Settings, title: str, triage: Triage, pdfs: "PdfTasks"
    ) -> None:
        """`title` is the list that is gone through, `pdfs` does what a whole paper offers of its PDF."""
        super().__init__()
        self._service = service
        self._settings = settings
        self._heading = title
        self._triage = triage
        self._pdfs = pdfs
        self._said = Content("")
        # One decision after the other, however fast the keys come: each is on the paper that is shown then.
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay the screen out from top to bottom."""
        yield Static(id="triage-progress", classes="page-heading")
        with Horizontal(id="triage-paper"):
            yield PaperView()
        yield Static(id="triage-summary")
        yield Static(id="triage-state", classes="page-state")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first paper."""
        self.view.text_width = self._settings.width
        self.view.styles.max_width = self._settings.width + _MARGIN
        self.set_focus(self.view)
        self._show()

    def on_resize(self) -> None:
        """Draw the bars in another width."""
        self._show_progress()

    # Deciding

    def action_decide(self, name: str) -> None:
        """Decide on the paper, and show the next."""
        self._take_turn(partial(self._decide, Decision(name)))

    def action_step_back(self) -> None:
        """Take the last decision back, and show its paper again."""
        self._take_turn(self._step_back)

    def action_leave(self) -> None:
        """Go back to the list, when what was decided is kept."""
        self._take_turn(self._leave)

    async def _decide(self, decision: Decision) -> None:
        if judgement := await self._kept(partial(self._triage.decide, decision)):
            title = title_text(judgement.entry.paper.title)
            word = WORDS[decision].capitalize()
            self._say(Content.assemble((f"{SIGNS[decision]} {word}: ", "$primary"), (title, "$muted")))

    async def _step_back(self) -> None:
        judgement = await self._kept(self._triage.step_back)
        word = f"Taken back: {WORDS[judgement.decision]}" if judgement else "This is the first paper"
        self._say(Content.styled(word, "$muted"))

    async def _leave(self) -> None:
        self.dismiss(said(self._triage))

    async def _kept(self, change: Callable[[], Judgement | None]) -> Judgement | None:
        try:
            return await asyncio.to_thread(change)
        except StorageError as error:
            tell_unkept(self.app, error)
            return None

    def _take_turn(self, act: Callable[[], Awaitable[None]]) -> None:
        async def in_turn() -> None:
            async with self._turn:
                if self.is_there:
                    await act()

        self.run_worker(in_turn(), group="mark")

    def _say(self, sentence: Content) -> None:
        self._said = sentence
        if self.is_there:
            self._show()

    # What is shown

    @property
    def _entry(self) -> Entry | None:
        """The paper to decide on, with its mark of now."""
        entry = self._triage.entry
        return self._service.reading.marked([entry])[0] if entry else None

    def _show(self) -> None:
        entry = self._entry
        self.set_class(entry is None, "-done")
        self.query_one(KeyLine).hints = hint.triage_hints(self._settings.keys, done=entry is None)
        self.view.entry = entry
        self._show_progress()

    def _show_progress(self) -> None:
        width = self.size.width - 2
        self.query_one("#triage-progress", Static).update(
            progress_content(self._heading, self._triage, width)
        )
        self.query_one("#triage-state", Static).update(self._state(width))
        if self._triage.entry is None:
            undo, leave = (key_of(name, self._settings.keys) for name in ("triage_undo", "triage_leave"))
            hint = Content.styled(f"{leave} goes back to the list\n{undo} takes the last one back", "$muted")
            summary = Content("\n\n").join([summary_content(self._triage, width - 8), hint])
            self.query_one("#triage-summary", Static).update(summary)

    def _state(self, width: int) -> Content:
        """Return what was done last, and what comes next where there is room."""
        said = self._said
        following = self._triage.following
        if following is None:
            return said
        coming = Content.assemble(("Next: ", "$faint"), (title_text(following.paper.title), "$faint"))
        if not said:
            return coming.truncate(width, ellipsis=True)
        room = width - said.cell_length - 4
        if room < coming.cell_length:
            return said.truncate(width, ellipsis=True)
        return Content.assemble(said, " " * (width - said.cell_length - coming.cell_length), coming)

    # The paper

    def action_text(self) -> None:
        """Read the whole paper, then come back to decide."""
        if (entry := self._entry) is None:
            self.action_leave()
            return
        from reader.ui.screens.text_subject import Subject
        from reader.ui.screens.whole_text import TextScreen

        def come_back(settings: Settings | None) -> None:
            self._settings = settings or self._settings
            self._show()

        screen = TextScreen(self._service, self._settings, Subject(entry.id, entry), self._pdfs)
        self.app.push_screen(screen, come_back)

    def action_web(self) -> None:
        """Open the abstract page."""
        if entry := self._entry:
            links = paper_links(entry.paper)
            self._open([link.address for link in links if link.name == "abstract"])

    def action_authors(self) -> None:
        """Show all authors, or the first few."""
        self.view.all_authors = not self.view.all_authors

    def action_open_address(self, index: int) -> None:
        """Open the link that was clicked."""
        if entry := self._entry:
            self._open([link.address for link in paper_links(entry.paper)[index : index + 1]])

    def action_open_note_link(self, index: int) -> None:
        """Open the link of the note that was clicked."""
        from reader.ui.widgets.note import note_links

        if entry := self._entry:
            self._open(note_links(entry.mark.note or "")[index : index + 1])

    def _open(self, addresses: Sequence[str]) -> None:
        for address in addresses:
            self.run_worker(self._browse(address), group="browse")

    async def _browse(self, address: str) -> None:
        self._say(Content.styled(await browse(self, address), "$muted"))

    def action_help(self) -> None:
        """Show all keys, those of this screen first."""
        from reader.ui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self._settings.keys, first=Place.TRIAGE))
