"""What the person writes about papers: tags and notes, in the program or in an editor of their own."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from reader.core.entry import Entry
from reader.core.errors import ReaderError
from reader.core.text import clean_note
from reader.service.service import Service
from reader.ui.notice import tell_unkept
from reader.ui.screens.selection import Targets
from reader.ui.screens.tagging import Retagging, TagDialog
from reader.ui.screens.text import NoteDialog
from reader.ui.widgets.figure import plural

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen

_TITLE_LENGTH = 50


class WritingTasks:
    """Asks for tags and notes, and keeps them."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service

    def tag(self, targets: Targets) -> None:
        """Ask for tags; of several papers those that all of them have can be changed."""
        tags = [entry.mark.tags for entry in targets.entries]
        common = [tag for tag in tags[0] if all(tag in others for others in tags)]
        some = sorted({tag for each in tags for tag in each} - set(common))
        title = f"Tags of {plural(len(tags), 'paper')}" if targets.selected else "Tags"

        def answered(retagging: Retagging | None) -> None:
            if retagging is not None and (retagging.added or retagging.removed):
                tag = self._service.marking.tag
                change = partial(tag, targets.entries, retagging.added, retagging.removed)
                self._screen.parts.changing.carry_out(change, targets)

        self._screen.app.push_screen(
            TagDialog(title, common, some, self._screen.parts.own.counts.tags), answered
        )

    def note(self, entry: Entry) -> None:
        """Ask for a note on a paper."""

        def answered(text: str | None) -> None:
            if text is not None:
                self._keep(entry, text)

        title = entry.paper.title
        short = title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…"
        self._screen.app.push_screen(NoteDialog(f"Note: {short}", entry.mark.note or ""), answered)

    def edit(self, entry: Entry) -> None:
        """Let the person write the note in their own editor, while the program waits."""
        app = self._screen.app
        if app.is_web:
            self._screen.acknowledge("Your editor cannot open in the browser; write the note here.")
            return
        from reader.ui.editor import edited

        before = entry.mark.note or ""
        try:
            with app.suspend():
                text = edited(before, entry.paper.title)
        except SuspendNotSupported:
            self._screen.acknowledge("Here the program cannot make room for an editor; write the note in it.")
        except ReaderError as error:
            tell_unkept(app, error)
        else:
            if clean_note(text) == before:
                self._screen.acknowledge("The note is as it was.")
            else:
                self._keep(entry, text)

    def _keep(self, entry: Entry, text: str) -> None:
        self._screen.parts.changing.carry_out(partial(self._service.marking.note, entry, text))
