"""The pages that the main screen opens: going through papers, pictures, settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.core.view import OWN_KINDS
from reader.service.service import Service
from reader.ui.setting import SettingsAsked

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen


class Pages:
    """Opens pages, each imported when it is asked for, and takes over what came of them."""

    def __init__(self, screen: "PapersScreen", service: Service) -> None:
        self._screen = screen
        self._service = service

    def perform(self, name: str) -> None:
        """Open the page of this name."""
        pages: dict[str, Callable[[], None]] = {
            "triage": self.go_through,
            "statistics": self.statistics,
            "trends": self.trends,
            "settings": self.settings,
            "tour": self.tour,
        }
        pages[name]()

    def settings(self) -> None:
        """Ask the app for the page of settings."""
        self._screen.post_message(SettingsAsked())

    def tour(self) -> None:
        """Show the keys that one begins with, on a card."""
        from reader.ui.widgets.tour import Tour

        if not self._screen.query("#tour"):
            self._screen.mount(Tour(self._screen.key_of))

    # Pictures

    def statistics(self) -> None:
        """Show pictures of what was read."""
        from reader.ui.screens.statistic import StatisticsScreen

        self._screen.app.push_screen(StatisticsScreen(self._service))

    def trends(self) -> None:
        """Show which keywords rise; the one that is chosen becomes the filter of everything stored."""
        from reader.ui.screens.trend import TrendsScreen

        def chosen(keyword: str | None) -> None:
            if keyword is not None:
                words = keyword.replace('"', " ")
                self._screen.whereabouts.search_everything(f'keyword:"{words}"')

        self._screen.app.push_screen(TrendsScreen(self._service), chosen)

    # Going through papers

    def go_through(self) -> None:
        """Go through what is selected, else through all that is shown, as far as nothing was decided on it."""
        from reader.service.triage import Triage, undecided
        from reader.ui.screens.triage import TriageScreen

        screen = self._screen
        targets = screen.selection.targets()
        shown = targets.entries if targets.selected else screen.paper_list.entries
        entries = undecided(self._service.reading.marked(shown))
        if not entries:
            screen.acknowledge("Nothing to go through: all that is shown is read, kept or queued.")
            return
        triage = Triage(self._service.marking, entries)
        page = TriageScreen(self._service, screen.settings, screen.heading, triage, screen.parts.tasks.pdfs)
        screen.app.push_screen(page, self._come_back)

    def _come_back(self, said: str | None) -> None:
        self._screen.renewal.show_marks()
        if self._screen.contents.view.kind in OWN_KINDS:
            self._screen.renewal.reload_own()
        self._screen.acknowledge(said or "")
