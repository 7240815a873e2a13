"""The panes of the main screen: which are shown, how large, in rows of one line or two; it is remembered."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.geometry import Offset

from reader.ui.arrangement import SIDE_BY_SIDE, Arrangement, arranged, wishes_from, wishes_kept
from reader.ui.memory import Memory
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.pane_row import PaneRow
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.paper_view import PaperView

if TYPE_CHECKING:
    from reader.ui.screens.papers import PapersScreen
    from reader.ui.widgets.sidebar import Sidebar

_STEP = 5
"""Percent that a key gives to the list, or takes from it."""


class Panes:
    """Shows and hides panes, and gives them their sizes."""

    def __init__(self, screen: "PapersScreen", memory: Memory) -> None:
        self._screen = screen
        self._memory = memory
        self.wishes = wishes_from(memory.recall())
        self.reading = False
        """Whether a paper was opened to be read."""
        self.linked = False
        """Whether what is linked with the paper is shown in its place."""
        self._browsing = False
        self._shown: Arrangement | None = None

    @property
    def arrangement(self) -> Arrangement:
        """Which panes are shown."""
        size = self._screen.app.size
        return arranged(size.width, size.height, self.wishes, reading=self.reading, browsing=self._browsing)

    @property
    def is_narrow(self) -> bool:
        """Whether list and paper do not stand side by side."""
        return self._screen.app.size.width < SIDE_BY_SIDE

    def compose(self) -> ComposeResult:
        """Lay the panes out from left to right; the sidebar is made when it is wanted."""
        now = self._shown = self.arrangement
        if now.sidebar:
            from reader.ui.widgets.sidebar import Sidebar

            yield Sidebar(id="sidebar")
            yield Divider(id="sidebar-divider")
        yield PaperList(id="papers")
        yield Divider(id="divider")
        yield PaperView(id="paper")

    def begin(self) -> None:
        """Give the panes their sizes before they are first seen."""
        self._screen.paper_list.row_lines = self.wishes.row_lines
        self._lay_out(self.arrangement)

    def fit(self) -> None:
        """Show the panes that belong into the window now."""
        now = self.arrangement
        if now != self._shown:
            self._lay_out(now)

    def _lay_out(self, now: Arrangement) -> None:
        self._shown = now
        screen, wishes = self._screen, self.wishes
        container = screen.query_one(PaneRow)
        if now.sidebar and self.sidebar is None:
            from reader.ui.widgets.sidebar import Sidebar

            container.mount(Sidebar(id="sidebar"), Divider(id="sidebar-divider"), before=0)
        container.styles.layout = "vertical" if now.stacked else "horizontal"
        container.set_class(now.stacked, "-stacked")
        papers, paper, divider = screen.paper_list, screen.paper_view, screen.query_one("#divider", Divider)
        papers.display, divider.lies = now.papers, now.stacked
        sides = [paper, *screen.query("#linked")]
        for side in sides:
            side.display = now.paper and (side is not paper) == self.linked
        wide = not self.is_narrow
        divider.display = now.papers and (now.paper or wide)
        divider.set_class(not now.paper, "-alone")
        shares = (f"{wishes.share}fr", f"{100 - wishes.share}fr")
        for pane, share in ((papers, shares[0]), *((side, shares[1]) for side in sides)):
            pane.styles.width, pane.styles.height = ("1fr", share) if now.stacked else (share, "1fr")
        if (sidebar := self.sidebar) is not None:
            sidebar.display = now.sidebar
            sidebar.styles.width = wishes.sidebar_width if now.papers else "1fr"
            screen.query_one("#sidebar-divider").display = now.sidebar and now.papers
        screen.view_bar.brief = now.sidebar and now.papers
        if now.sidebar:
            screen.parts.aside.refresh()

    @property
    def sidebar(self) -> "Sidebar | None":
        """The sidebar, if it was ever wanted."""
        return cast("Sidebar | None", self._screen.query_one_optional("#sidebar"))

    @property
    def shows_paper(self) -> bool:
        """Whether the person sees the paper itself."""
        return self.arrangement.paper and not self.linked

    @property
    def _has_room(self) -> bool:
        """Whether the paper may stand beside the list, or below it, if it is wished."""
        size = self._screen.app.size
        wished = self.wishes._replace(paper=True)
        return arranged(size.width, size.height, wished, reading=False, browsing=False).paper

    # Commands

    def perform(self, name: str) -> None:
        """Do what a command of this name does: `sidebar`, `paper`, `lines`, `narrower`, `wider`."""
        if name in ("paper", "narrower", "wider") and not self._has_room:
            self._screen.acknowledge(
                f"The paper has no room beside the list in this window; {self._screen.key_of('open')} opens it."
            )
            return
        match name:
            case "sidebar":
                self.switch_sidebar()
            case "paper":
                self.switch_paper()
            case "lines":
                self._wish(row_lines=3 - self.wishes.row_lines)
            case "narrower" if not self.wishes.paper:
                self.switch_paper()
            case "narrower":
                self._set_share(self.wishes.share - _STEP)
            case _:
                self._set_share(self.wishes.share + _STEP)

    def switch_sidebar(self) -> None:
        """Show the sidebar and go there, or hide it; where it is narrow, until something is chosen."""
        shown = self.arrangement.sidebar
        if self.is_narrow:
            self._browsing = not shown
            self.fit()
        else:
            self._wish(sidebar=not shown)
        if shown:
            self._screen.set_focus(self._screen.paper_list)
        elif (sidebar := self.sidebar) is not None:
            self._screen.set_focus(sidebar)
            sidebar.begin()

    def end_browsing(self) -> bool:
        """Go from the sidebar to the list; `False` where the person is not there."""
        browsing = self._browsing or (self.sidebar is not None and self._screen.focused is self.sidebar)
        self._browsing = False
        self.fit()
        if browsing:
            self._screen.set_focus(self._screen.paper_list)
        return browsing

    def switch_paper(self) -> None:
        """Show the paper beside the list, or leave the room to the list."""
        self._wish(paper=not self.wishes.paper)
        if self.wishes.paper:
            self._screen.acknowledge("")  # that it is hidden may still stand there
        elif not self.reading:
            self._screen.set_focus(self._screen.paper_list)

    def read(self, reading: bool) -> None:
        """Show the paper to be read, or the list again."""
        self.reading = reading
        if self.linked and not reading:
            self.hide_linked()
        else:
            self.fit()

    def show_linked(self) -> None:
        """Show what is linked with the paper in its place."""
        self.reading = self.linked = True
        self._lay_out(self.arrangement)

    def hide_linked(self) -> None:
        """Show the paper itself again."""
        self.linked = False
        self._lay_out(self.arrangement)

    def _set_share(self, share: int) -> None:
        self.wishes = self.wishes.with_share(share)
        self._changed()
        if not self.wishes.paper:
            self._screen.set_focus(self._screen.paper_list)
            self._screen.acknowledge(f"The paper is hidden; {self._screen.key_of('paper_pane')} shows it.")

    def _wish(self, **changes: bool | int) -> None:
        self.wishes = self.wishes._replace(**changes)  # type: ignore[arg-type]
        self._changed()

    def _changed(self) -> None:
        self._screen.paper_list.row_lines = self.wishes.row_lines
        self._lay_out(self.arrangement)
        self._memory.remember(**wishes_kept(self.wishes))

    # The mouse

    def drag(self, divider: Divider, place: Offset) -> None:
        """Let a divider follow the mouse."""
        region = self._screen.query_one("#panes").region
        if divider.id == "sidebar-divider":
            self.wishes = self.wishes.with_sidebar_width(place.x - region.x)
        else:
            list_region = self._screen.paper_list.region
            begun, whole = list_region.x, region.right - list_region.x - 1
            at = place.x
            if divider.lies:
                begun, whole, at = region.y, region.height - 1, place.y
            self.wishes = self.wishes.with_share(round(100 * (at - begun) / max(1, whole)))
        self._lay_out(self.arrangement)

    def drop(self) -> None:
        """Remember where a divider was dragged to."""
        self._changed()

    def press(self, divider: Divider) -> None:
        """Hide the pane behind a divider, or show it again."""
        if divider.id == "sidebar-divider":
            self.switch_sidebar()
        else:
            self.switch_paper()
