"""Following what a whole paper refers to: in place, by a jump that can be taken back, in another paper, in the browser."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from reader.core.document import (
    Block,
    Code,
    Display,
    Document,
    Figure,
    Footnote,
    Heading,
    Listing,
    Quote,
    Reference,
    Table,
    Theorem,
)
from reader.core.math_display import clean_tex
from reader.document.flow import Flow
from reader.document.line import formula, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.ui.screens.whole_text import TextScreen
    from reader.ui.widgets.text_line import Spot
    from reader.ui.widgets.text_shade import Place

_MOST = 200
"""Most jumps that can be taken back."""
_CAPTION = 100
"""Longest detail in the list of what can be gone to, in characters."""


class TextJump:
    """Knows where the person came from, and what is shown in place."""

    def __init__(self, screen: "TextScreen", panel: Static) -> None:
        self._screen = screen
        self._panel = panel
        self._trail: list[Place] = []
        self._shown: Reference | Footnote | None = None

    def choose_spot(self, direction: int) -> None:
        """Choose the next of what leads somewhere in view, or the one before."""
        view = self._screen.view
        spots, chosen = view.spots, view.chosen
        if not spots:
            view.chosen = None
            self._screen.acknowledge("No reference, footnote or link is in view.")
            return
        at = spots.index(chosen) if chosen in spots else -1 if direction > 0 else 0
        view.chosen = spots[(at + direction) % len(spots)]

    def follow_chosen(self) -> None:
        """Go where the chosen link leads."""
        chosen = self._screen.view.chosen
        if chosen is not None and chosen in self._screen.view.spots:
            self.follow(chosen)
        elif not self.follow_shown():
            key = self._screen.key_of("next_link")
            self._screen.acknowledge(f"{key} chooses a reference, a footnote or a link.")

    def follow(self, spot: "Spot") -> None:
        """Go where a link leads; show a reference or a footnote in place, and follow that when it is shown already."""
        screen, document = self._screen, self._screen.view.document
        screen.view.chosen = spot
        if spot.style == "link":
            screen.open_address(spot.target)
        elif document is not None:
            found = document.target(spot.target)
            if not isinstance(found, Reference | Footnote):
                self.go_to_anchor(spot.target)
            elif found is self._shown:
                self.follow_shown()
            else:
                self._show(found)

    def follow_shown(self) -> bool:
        """Open the paper that is shown, or go to where it stands; `False` where nothing is shown."""
        shown = self._shown
        if shown is None:
            return False
        if isinstance(shown, Reference) and shown.paper:
            self.close()
            self._screen.open_paper(shown.paper)
            return True
        return self.go_to_shown()

    def go_to_shown(self) -> bool:
        """Go to where the reference or footnote that is shown stands; `False` where none is."""
        shown = self._shown
        if shown is None or shown.anchor is None:
            return False
        self.close()
        self.go_to_anchor(shown.anchor)
        return True

    def close(self) -> bool:
        """Show nothing in place; `False` where nothing was."""
        was_shown = bool(self._panel.display)
        self._shown = None
        self._panel.display = False
        return was_shown

    def go_to_anchor(self, anchor: str) -> None:
        """Jump to what has this name."""
        flow = self._screen.view.flow
        place = flow.anchor(anchor) if flow else None
        if place is None:
            self._screen.acknowledge("What this refers to is not in this text.")
        else:
            self.go_to(*place)

    def go_to(self, block: int, row: int = 0, *, above: int = 0) -> None:
        """Jump to a place, some lines below the top."""
        self._trail = [*self._trail[1 - _MOST :], self._screen.view.top]
        self._screen.view.go_to(block, row, above=above)

    def choose(self) -> None:
        """Let the person choose a figure, table, equation or theorem to go to; the next one is offered first."""
        from reader.ui.screens.choice import Choice, ChoiceDialog

        view = self._screen.view
        things = things_of(view.document) if view.document else []
        if not things:
            self._screen.acknowledge("This text has no figures, tables or numbered equations.")
            return

        def chosen(index: int | None) -> None:
            if index is not None:
                _, _, place, anchor = things[index]
                found = view.flow.anchor(anchor) if view.flow and anchor else None
                self.go_to(*(found or (place, view.start_of(place))))

        choices = [Choice("", name, detail) for name, detail, _, _ in things]
        before = sum(place <= view.top[0] for _, _, place, _ in things)
        dialog = ChoiceDialog("Go to", choices, min(before, len(things) - 1))
        self._screen.app.push_screen(dialog, chosen)

    def back(self) -> None:
        """Go to where the last jump began."""
        if self._trail:
            self._screen.view.go_to(*self._trail.pop())
        else:
            self._screen.acknowledge("There is no jump to take back.")

    def forget(self) -> None:
        """Begin anew with another text."""
        self._trail.clear()
        self.close()

    def _show(self, block: Reference | Footnote) -> None:
        self._shown = block
        flow = Flow(Document((block,)), max(20, min(self._screen.view.columns, self._screen.size.width - 6)))
        key = self._screen.key_of
        ways = [f"{key('go_there')} goes there"]
        if isinstance(block, Reference) and block.paper:
            ways.insert(0, f"{key('open_reference')} opens {block.paper}")
        title = "Reference" if isinstance(block, Reference) else "Footnote"
        self._fill(title, Content("\n".join(line.text for _, _, line in flow.lines_from(0))), ways)

    def tell(self, title: str, text: Content, ways: "Sequence[str]") -> None:
        """Show something else in place, with what can be done with it."""
        self._shown = None
        self._fill(title, text, ways)

    def _fill(self, title: str, text: Content, ways: "Sequence[str]") -> None:
        self._panel.update(text)
        self._panel.border_title = Content(title)
        self._panel.border_subtitle = Content(
            " · ".join([*ways, f"{self._screen.key_of('leave_text')} closes"])
        )
        self._panel.display = True


def things_of(document: Document) -> "list[tuple[str, str, int, str | None]]":
    """Return what can be gone to by name: its name, what it says, its block and its anchor."""
    return [
        (name, detail[:_CAPTION], place, anchor)
        for place, block in enumerate(document.blocks)
        for name, detail, anchor in _named(block)
    ]


def _named(block: Block) -> "Iterator[tuple[str, str, str | None]]":
    match block:
        case Figure() | Table() | Code() if block.label or block.caption:
            caption = "".join(segment.text for segment in segments_of(block.caption))
            yield block.label or type(block).__name__, caption, block.anchor
        case Display():
            for row in block.rows:
                if row.number:
                    yield (
                        f"Equation {row.number}",
                        formula(clean_tex(" ".join(row.cells))),
                        row.anchor or block.anchor,
                    )
        case Theorem():
            yield "".join(segment.text for segment in segments_of(block.title)), "", block.anchor
            for inner in block.blocks:
                yield from _named(inner)
        case Quote() | Footnote():
            for inner in block.blocks:
                yield from _named(inner)
        case Listing():
            for item in block.items:
                for inner in item.blocks:
                    yield from _named(inner)
        case Heading() | _:
            return
