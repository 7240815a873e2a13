"""How far a whole paper is read: told while it is, kept in the library, and gone to again."""

from typing import TYPE_CHECKING

from reader.core.document import Heading
from reader.core.entry import Entry
from reader.core.errors import StorageError
from reader.core.reached import Reached, parse_reached
from reader.service.service import Service
from reader.ui.notice import tell_unkept
from reader.ui.widgets.outline import heading_text

if TYPE_CHECKING:
    from reader.ui.screens.whole_text import TextScreen
    from reader.ui.widgets.document_view import DocumentView


class TextPlace:
    """Knows where the text was left, and where it is now."""

    def __init__(self, screen: "TextScreen", service: Service, entry: Entry | None) -> None:
        self._screen = screen
        self._service = service
        self._entry = entry
        self._kept: Reached | None = None
        self._left = parse_reached(entry.mark.reached if entry else None)
        self.reached: Reached | None = None
        """What is in view; known also when the parts of the screen are gone."""

    def look(self) -> Reached | None:
        """Return what is in view now."""
        self.reached = seen(self._screen.view)
        return self.reached

    def leave(self) -> None:
        """Remember where the text is left that another one will take the place of."""
        self._left = seen(self._screen.view)

    def go_back(self) -> str:
        """Go to where the text was left, and return how to say so; an empty text at its beginning."""
        left = self._kept = self._left
        if left is None or left.block is None:
            return ""
        self._screen.view.go_to_start(left.block)
        return f"You were at {left.label}" if left.block else ""

    def keep(self) -> None:
        """Keep how far the text is read, where that is not kept already."""
        entry, reached = self._entry, self.reached
        if entry is None or reached is None or (self._kept is None and not reached.block):
            return
        if reached == self._kept:
            return
        try:
            self._service.marking.set_reached(entry, reached)
        except StorageError as error:
            tell_unkept(self._screen.app, error)
        else:
            self._kept = reached


def seen(view: "DocumentView") -> Reached | None:
    """Return how far a text is read, `None` where there is none yet."""
    if view.document is None or view.flow is None or not view.lines:
        return None
    block, _ = view.top
    place = view.flow.section(block)
    heading = view.document.blocks[place] if place is not None else None
    section = heading_text(heading) if isinstance(heading, Heading) else ""
    percent = view.percent
    return Reached(percent, block, section if percent < 100 else "")
