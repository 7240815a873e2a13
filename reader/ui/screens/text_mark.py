"""Highlights of a whole paper: keeping lines with a note, going to them, taking them away."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.core.errors import StorageError, UsageError
from reader.core.passage import QUOTE_LIMIT, Passage
from reader.document.anchoring import find_passages, heading_above, quoted
from reader.document.placing import first_row, selected
from reader.document.script import Script, Stretch
from reader.service.highlighting import brief
from reader.service.marking import Step
from reader.service.service import Service
from reader.ui.notice import tell_unkept
from reader.ui.screens.text_jump import TextJump
from reader.ui.screens.text_selection import TextSelection
from reader.ui.widgets.text_shade import KEPT, NOTED, Shade, Shading

if TYPE_CHECKING:
    from reader.ui.screens.text_subject import Subject
    from reader.ui.screens.whole_text import TextScreen

LOOK_SECONDS = 1.0
"""How often another window's highlights are looked for."""

_ABOVE = 4
"""Lines that stand above a highlight that was gone to."""
_LISTED = 34
"""Longest quotation in a list, and longest detail of one, in characters."""
_PANEL = 600
"""Longest quotation and note that are shown in place, in characters."""


class TextMark:
    """Knows the highlights of the text that a screen shows."""

    def __init__(
        self,
        screen: "TextScreen",
        service: Service,
        subject: "Subject",
        selection: TextSelection,
        jump: TextJump,
    ) -> None:
        self._screen = screen
        self._selection = selection
        self._jump = jump
        self._service = service
        self._paper = subject.identifier
        self._entry = subject.entry
        self._script: Script | None = None
        self._passages: tuple[Passage, ...] = ()
        self._places: dict[str, Stretch | None] = {}
        """Where each highlight stands, `None` where the text has it no more."""
        self._seen: object = None
        self._current: str | None = None
        """The highlight that was gone to."""

    # The highlights

    async def use(self, script: Script) -> None:
        """Show the highlights of another text."""
        self._script, self._seen = script, None
        self._places.clear()
        await self.look()

    async def look(self) -> None:
        """Show what is highlighted now, where something has changed and there still is a text to show it in."""
        if not self._screen.is_there:
            return
        highlighting, script = self._service.highlighting, self._script
        document = self._screen.view.document
        if script is None or document is None or script.blocks is not document.blocks:
            return  # another text is being made ready
        if highlighting.all is self._seen:
            return
        self._seen = highlighting.all
        passages = highlighting.of(self._paper)
        new = [passage for passage in passages if passage.key not in self._places]
        found = await asyncio.to_thread(find_passages, script, new) if new else {}
        if script is not self._script:
            return
        self._places |= {passage.key: found.get(passage.key) for passage in new}
        self._passages = passages
        shades = [
            Shade(passage.key, stretch, passage.note is not None)
            for passage in passages
            if (stretch := self._places[passage.key]) is not None
        ]
        view = self._screen.view
        view.shading = (view.shading or Shading(script)).with_shades(shades)

    # Deeds

    def act(self, deed: str) -> None:
        """Do what a command says."""
        match deed:
            case "mark":
                self._mark()
            case "list":
                self._choose("Highlights", self._ordered(), self.go_to)
            case "remove":
                self._of_these("Remove a highlight", self._in_view() or self._ordered(), self._remove)
            case "undo":
                self._change(self._service.marking.undo, "There is nothing to undo.", "Undone")
            case _:
                self._change(self._service.marking.redo, "There is nothing to do again.", "Done again")

    def _mark(self) -> None:
        """Highlight the lines that are selected; where they have a highlight, or none are, change a note."""
        view, script, selection = self._screen.view, self._script, self._selection.lines
        if selection is None or script is None or view.flow is None:
            if shown := self._in_view():
                self._of_these("Change the note of", shown, self._edit)
            else:
                self._selection.begin()
            return
        first, last = sorted(selection)
        if sum(map(len, script.texts[first[0] + 1 : last[0]])) > QUOTE_LIMIT:
            self._screen.acknowledge(
                f"A highlight has at most {QUOTE_LIMIT:,} characters; select fewer lines."
            )
            return
        stretch = selected(view.flow, script, *selection)
        if stretch is None:
            self._screen.acknowledge("There are no words in these lines to highlight.")
        elif (within := self._around(stretch)) is not None:
            self._selection.give_up()
            self._edit(within)
        else:
            self._ask_note(brief(quoted(script, stretch)[0]), "", lambda note: self._keep(stretch, note))

    def _keep(self, stretch: Stretch, note: str) -> None:
        script, entry = self._script, self._entry
        if script is None:
            return
        quote, before, after = quoted(script, stretch)
        service, reached = self._service, self._screen.reached

        def keep() -> Step | None:
            if entry and reached and not service.marking.library.mark(entry.id).keeps_paper:
                # So that the library knows more of the paper than its highlight.
                service.marking.set_reached(entry, reached)
            return service.highlighting.keep(
                self._paper,
                quote,
                before=before,
                after=after,
                section=heading_above(script, stretch.first),
                version=entry.paper.version if entry else None,
                note=note,
            )

        self._selection.give_up()
        self._change(keep, "This is highlighted already.")

    def _edit(self, passage: Passage) -> None:
        def keep(note: str) -> None:
            self._jump.close()
            self._change(
                lambda: self._service.highlighting.annotate(passage.key, note), "The note is as it was."
            )

        self._ask_note(brief(passage.quote), passage.note or "", keep)

    def _remove(self, passage: Passage) -> None:
        self._jump.close()
        self._change(lambda: self._service.highlighting.remove(passage.key), "It was removed already.")

    def go_to(self, passage: Passage) -> None:
        """Go to a highlight and show its note; one that the text has no more is shown as it was."""
        view, script, stretch = self._screen.view, self._script, self._places.get(passage.key)
        self._current = passage.key
        if stretch is not None and script is not None and view.flow is not None:
            place = first_row(view.flow, script, stretch)
            # The note will stand below the text, which leaves less of it.
            upper = view.lines[: max(1, view.size.height // 2)]
            if place not in ((block, row) for block, row, _ in upper):
                self._jump.go_to(*place, above=_ABOVE)
        self.show(passage.key)

    def show(self, key: str) -> None:
        """Show the note of a highlight in place, and its words where the text has them no more."""
        passage = self._passage(key)
        if passage is None:
            return
        self._current = key
        lost = self._places.get(key) is None
        note = passage.note or "No note."
        text = Content(note if len(note) <= _PANEL else f"{note[:_PANEL]}…")
        if lost:
            words = brief(passage.quote, _PANEL)
            text = Content.assemble(
                (f"“{words}”", "italic"), "\n" if passage.note else "", passage.note or ""
            )
        way = f"{self._screen.key_of('highlight')} changes the note"
        title = "Not found in this version" if lost else "Highlight"
        self._jump.tell(title, text, () if lost else (way,))

    # Asking

    def _ask_note(self, about: str, note: str, keep: Callable[[str], None]) -> None:
        from reader.ui.screens.text import LineDialog, NoteDialog

        def answered(text: str | None) -> None:
            if text is not None:
                keep(text)

        if "\n" in note:
            self._screen.app.push_screen(NoteDialog(about, note), answered)
        else:
            self._screen.app.push_screen(LineDialog(about, note, "A note; it may be empty"), answered)

    def _of_these(self, title: str, passages: Sequence[Passage], act: Callable[[Passage], None]) -> None:
        """Do something with the highlight that was gone to, else with the only one, else with one that is chosen."""
        current = [passage for passage in passages if passage.key == self._current]
        if len(passages) == 1 or current:
            act((current or passages)[0])
        else:
            self._choose(title, passages, act)

    def _choose(self, title: str, passages: Sequence[Passage], act: Callable[[Passage], None]) -> None:
        from reader.ui.screens.choice import Choice, ChoiceDialog

        if not passages:
            keys = f"{self._screen.key_of('go_there')} selects lines, {self._screen.key_of('highlight')} highlights them."
            self._screen.acknowledge(f"Nothing is highlighted in this paper. {keys}")
            return

        def chosen(index: int | None) -> None:
            if index is not None:
                act(passages[index])

        choices = [
            Choice(self._sign(each), brief(each.quote, _LISTED), self._detail(each)) for each in passages
        ]
        self._screen.app.push_screen(ChoiceDialog(title, choices), chosen)

    def _sign(self, passage: Passage) -> str:
        return "?" if self._places.get(passage.key) is None else NOTED if passage.note else KEPT

    def _detail(self, passage: Passage) -> str:
        if self._places.get(passage.key) is None:
            return "not found in this version"
        return brief(passage.note or passage.section, _LISTED)

    # What there is

    def _passage(self, key: str) -> Passage | None:
        return next((passage for passage in self._passages if passage.key == key), None)

    def _ordered(self) -> list[Passage]:
        """Return the highlights in the order of the text, those that it has no more at last."""
        found = [(stretch, each) for each in self._passages if (stretch := self._places.get(each.key))]
        lost = [each for each in self._passages if self._places.get(each.key) is None]
        return [*(each for _, each in sorted(found, key=lambda pair: pair[0])), *lost]

    def _in_view(self) -> list[Passage]:
        """Return the highlights of which something is in view, in the order of the text."""
        view = self._screen.view
        if view.shading is None or view.flow is None:
            return []
        flow, shading = view.flow, view.shading
        keys = dict.fromkeys(key for block, row, _ in view.lines for key in shading.keys_at(flow, block, row))
        return [passage for key in keys if (passage := self._passage(key))]

    def _around(self, stretch: Stretch) -> Passage | None:
        """Return the highlight that has all of some words."""
        start, end = (stretch.first, stretch.start), (stretch.last, stretch.end)
        for passage in self._passages:
            place = self._places.get(passage.key)
            if place and (place.first, place.start) <= start and end <= (place.last, place.end):
                return passage
        return None

    # Changing

    def _change(self, make: Callable[[], Step | None], nothing: str, said: str = "") -> None:
        self._screen.run_worker(self._carry_out(make, nothing, said), group="mark")

    async def _carry_out(self, make: Callable[[], Step | None], nothing: str, said: str) -> None:
        try:
            step = await asyncio.to_thread(make)
        except (StorageError, UsageError) as error:
            tell_unkept(self._screen.app, error)
            return
        await self.look()
        if not self._screen.is_there:
            return
        if step is None:
            self._screen.acknowledge(nothing)
        else:
            self._screen.acknowledge(f"{said} {step.quoted}" if said else step.sentence)
