"""What stands beside the list: the paper under the cursor, and when it counts as read."""

from functools import cached_property
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.ui.screens.dwell import Dwell
from reader.ui.screens.listing import ShownListing
from reader.ui.widgets.paper_view import PaperView
from reader.ui.widgets.prose import load_parser

if TYPE_CHECKING:
    from reader.ui.screens.completing import Completing
    from reader.ui.screens.papers import PapersScreen


class ShownPaper:
    """Follows the cursor, from the first painted frame on."""

    def __init__(self, screen: "PapersScreen", listing: ShownListing) -> None:
        self._screen = screen
        self._listing = listing
        self._dwell = Dwell(screen, lambda: screen.settings.read_after, self._read_entry, self._count_as_read)
        self._painted = False
        """Whether the list has been seen; the paper beside it follows."""

    @property
    def view(self) -> PaperView:
        """The widget that shows it."""
        return self._screen.query_one(PaperView)

    @cached_property
    def _completing(self) -> "Completing":
        from reader.ui.screens.completing import Completing

        return Completing(self._screen, self._screen.service)

    def begin(self) -> None:
        """Show the paper, which the first frame did without."""
        load_parser()
        self._painted = True
        self.show()

    def show(self) -> None:
        """Show the paper under the cursor."""
        if self._painted and self._screen.is_there:
            self.view.highlight = self._listing.highlight
            self.view.origin = self._listing.paper_list.origin
            self.show_standing()
            entry = self._screen.entry
            self.view.because = self._screen.parts.following.because(entry) if entry else ""
            self.view.likeness = self._screen.parts.suggestions.because(entry) if entry else ("", ())
            if self._screen.panes.linked:
                self._screen.parts.linked.show()
            self.show_marks()
            self._screen.parts.courses.show_paper()
            self.look()

    def show_marks(self) -> None:
        """Show other marks of the same paper."""
        self.view.entry = self._screen.entry

    def show_standing(self) -> None:
        """Show where the paper stands in the queue."""
        entry = self._screen.entry
        self.view.queue_place = self._screen.parts.own.queue_place(entry.id) if entry else ""

    def look(self) -> None:
        """Start or stop the clocks: the person came from elsewhere, or looks elsewhere."""
        self._dwell.begin()
        if self._painted:
            self._completing.look(self._read_entry())

    def fold_authors(self) -> None:
        """Show all authors, or the first few."""
        self.view.all_authors = not self.view.all_authors

    def _read_entry(self) -> Entry | None:
        """Return the paper whose abstract the person has before them."""
        screen = self._screen
        reading = (
            screen.panes.shows_paper and screen.is_active and screen.app.app_focus and not screen.is_typing
        )
        return screen.entry if reading else None

    def _count_as_read(self, entry: Entry) -> None:
        self._screen.parts.changing.mark_read([entry])
