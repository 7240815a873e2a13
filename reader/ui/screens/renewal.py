"""What the main screen shows anew when something has changed: marks, papers, counts, what is followed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.core.paper import Paper
from reader.core.view import ViewKind
from reader.service.marking import Step

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


class Renewal:
    """Tells every part of the screen that shows something of a change."""

    def __init__(self, screen: "PapersScreen") -> None:
        self._screen = screen

    def show_counts(self) -> None:
        """Count what is unread after papers were fetched; the counts are not there before the first frame."""
        screen = self._screen
        if not screen.is_there:
            return
        screen.parts.saved.refresh()
        screen.parts.own.refresh()
        screen.parts.courses.forget()
        screen.parts.own.notices.look()
        screen.parts.aside.refresh()

    def show_marks(self) -> None:
        """Show the marks as they are now on disk."""
        screen = self._screen
        if not screen.is_there:
            return
        screen.listing.show_marks()
        screen.parts.saved.refresh()
        screen.parts.own.refresh()
        screen.parts.aside.refresh()
        screen.watching.look_at_files()
        screen.shown_paper.show_marks()

    def show_papers(self, papers: Mapping[str, Paper]) -> None:
        """Show what became known of papers, by identifier, in their places."""
        if self._screen.is_there:
            self._screen.listing.renew(papers)
            self._screen.shown_paper.show()

    def show_follows(self, *, arxiv: bool) -> None:
        """Show what is followed now; `arxiv` where other categories are announced."""
        screen = self._screen
        screen.shown_paper.show()
        if arxiv:
            screen.loader.outdate(ViewKind.ARXIV)
        if screen.contents.view.kind in (ViewKind.FOLLOWED, *((ViewKind.ARXIV,) if arxiv else ())):
            self.reload_own()

    def follow(self, step: Step) -> None:
        """Go on where a step took the view away that is shown, or put papers into it."""
        screen, parts = self._screen, self._screen.parts
        parts.following.after(step)
        shown = screen.contents.view
        view = parts.saved.follow(step, screen.contents) or parts.own.follow(
            step, shown, lambda: screen.listing.identifiers
        )
        if view == shown:
            self.reload_own()
        elif view is not None:
            screen.show_view(view)

    def reload_own(self) -> None:
        """Read what the person did anew."""
        self._screen.loader.load(self._screen.contents.view)
