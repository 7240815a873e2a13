"""The sections of a whole paper: listed beside it, gone to, and stepped through."""

from typing import TYPE_CHECKING

from reader.ui.screens.text_jump import TextJump
from reader.ui.widgets.outline import Outline

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen


class TextOutline:
    """Shows and hides the outline, and moves by sections."""

    def __init__(self, screen: "TextScreen", outline: Outline, jump: TextJump) -> None:
        self._screen = screen
        self._outline = outline
        self._jump = jump

    def switch(self) -> None:
        """Show the outline and go to it; hide it when it is shown."""
        screen, outline = self._screen, self._outline
        outline.display = not outline.display
        if outline.display:
            self.fill()
            screen.show_state()
        screen.set_class(outline.display, "-outlined")
        screen.set_focus(outline if outline.display else screen.view)

    def close(self) -> bool:
        """Hide the outline; `False` where it is not shown."""
        if not self._outline.display:
            return False
        self.switch()
        return True

    def fill(self) -> None:
        """List the sections, where somebody sees them."""
        document = self._screen.view.document
        if self._outline.display and document is not None:
            self._outline.show_sections(document.sections)

    def choose(self, index: int) -> None:
        """Go to one of the sections; the outline goes where it takes the text's room."""
        screen = self._screen
        block = self._outline.blocks[index]
        self._jump.go_to(block, screen.view.start_of(block))
        if screen.has_class("-narrow"):
            self.switch()
        screen.set_focus(screen.view)

    def step(self, direction: int) -> None:
        """Go to the next section or the one before, first to the beginning of this one."""
        view = self._screen.view
        if view.document is None:
            return
        block, row = view.top
        places = [place for place, _ in view.document.sections]
        if direction > 0:
            place = next((place for place in places if place > block), None)
        else:
            before = [p for p in places if p < block or (p == block and view.start_of(p) < row)]
            place = before[-1] if before else 0
        if place is not None:
            view.go_to_start(place)
