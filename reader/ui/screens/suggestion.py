"""What the main screen does with papers like others: shows them, says why, and goes back to where they were asked for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core.entry import Entry
from reader.core.view import View, ViewKind
from reader.ui.widgets.filter_bar import Scope

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the person was: the view, the paper, and what was searched for."""

    view: View
    identifier: str
    text: str
    scope: Scope


class Suggestions:
    """Leads from a paper to those like it, and step by step back."""

    def __init__(self, screen: "PapersScreen") -> None:
        self._screen = screen
        self._origins: list[_Origin] = []

    def show_similar(self, entry: Entry) -> None:
        """Show the papers that are most like one."""
        shown, filtering = self._screen.contents.view, self._screen.filtering
        if shown.kind is not ViewKind.SIMILAR:
            self._origins.clear()
        self._origins.append(_Origin(shown, entry.id, filtering.text, filtering.scope))
        self._screen.show_view(View(ViewKind.SIMILAR, name=entry.id))

    def go_back(self) -> bool:
        """Show what was there before papers like one; `False` where no such papers are shown."""
        if self._screen.contents.view.kind is not ViewKind.SIMILAR or not self._origins:
            return False
        origin = self._origins.pop()
        self._screen.show_view(origin.view, at=origin.identifier)
        if origin.text:
            filtering = self._screen.filtering
            filtering.open(origin.scope)
            filtering.paper_before = None  # the paper, not the best match
            filtering.bar.write(origin.text)
        return True

    def because(self, entry: Entry) -> tuple[str, tuple[str, ...]]:
        """Return how a paper is suggested, and because of which words; none where it is not."""
        contents = self._screen.contents
        how = "For you because of" if contents.view.kind is ViewKind.FOR_YOU else "Like it because of"
        return how, contents.reasons.get(entry.id, ())
