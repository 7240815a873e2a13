"""Which panes stand where: from the size of the window and what the person wishes."""

from collections.abc import Mapping
from typing import NamedTuple

ONE_PANE, SIDE_BY_SIDE, WITH_SIDEBAR = 70, 100, 144
"""Columns from which there may be two panes; list and paper side by side; the sidebar as well, unasked."""

STACKED_LINES = 30
"""Lines from which the paper stands below the list where they do not fit side by side."""

_LEAST, _MOST = 20, 80
"""Percent that the list takes beside the paper."""

_NARROWEST_SIDEBAR, _WIDEST_SIDEBAR = 16, 48


class Wishes(NamedTuple):
    """How the person wants the panes; it is remembered."""

    sidebar: bool | None = None
    """Whether it is shown; `None` where the window is wide."""
    sidebar_width: int = 24
    paper: bool = True
    """Whether it stands beside the list."""
    share: int = 50
    """Percent of the width, or height, that the list takes beside the paper."""
    row_lines: int = 1
    """Lines of a row: 1 or 2."""

    def with_share(self, share: int) -> "Wishes":
        """Return wishes for another share; the paper is hidden where the list would take nearly all."""
        if share > _MOST:
            return self._replace(share=_MOST, paper=False)
        return self._replace(share=max(_LEAST, share), paper=True)

    def with_sidebar_width(self, width: int) -> "Wishes":
        """Return wishes for another width of the sidebar, in columns; it is hidden where next to nothing is left."""
        if width < _NARROWEST_SIDEBAR // 2:
            return self._replace(sidebar=False)
        return self._replace(sidebar_width=max(_NARROWEST_SIDEBAR, min(_WIDEST_SIDEBAR, width)))


class Arrangement(NamedTuple):
    """Which panes are shown, and whether the paper stands below the list."""

    sidebar: bool
    papers: bool
    paper: bool
    stacked: bool = False


def arranged(columns: int, lines: int, wishes: Wishes, *, reading: bool, browsing: bool) -> Arrangement:
    """Return the panes of a window; `reading` where the paper was opened, `browsing` where the sidebar was."""
    if columns < ONE_PANE:
        if browsing:
            return Arrangement(sidebar=True, papers=False, paper=False)
        return Arrangement(sidebar=False, papers=not reading, paper=reading)
    if columns < SIDE_BY_SIDE:
        if browsing:
            return Arrangement(sidebar=True, papers=True, paper=False)
        both = wishes.paper and lines >= STACKED_LINES and not reading
        return Arrangement(sidebar=False, papers=not reading, paper=both or reading, stacked=both)
    sidebar = columns >= WITH_SIDEBAR if wishes.sidebar is None else wishes.sidebar
    return Arrangement(sidebar, papers=wishes.paper or not reading, paper=wishes.paper or reading)


def wishes_from(remembered: Mapping[str, str]) -> Wishes:
    """Return what was remembered; what cannot be understood is as usual."""
    usual = Wishes()
    sidebar = {"yes": True, "no": False}.get(remembered.get("sidebar", ""))
    wishes = usual._replace(
        sidebar=sidebar, row_lines=2 if remembered.get("row_lines") == "2" else usual.row_lines
    )
    wishes = wishes.with_sidebar_width(_number(remembered.get("sidebar_width"), usual.sidebar_width))
    wishes = wishes._replace(sidebar=sidebar)
    share = max(_LEAST, min(_MOST, _number(remembered.get("share"), usual.share)))
    return wishes._replace(share=share, paper=remembered.get("paper") != "no")


def wishes_kept(wishes: Wishes) -> dict[str, str]:
    """Return wishes as texts to remember."""
    sidebar = {None: "", True: "yes", False: "no"}[wishes.sidebar]
    return {
        "sidebar": sidebar,
        "sidebar_width": str(wishes.sidebar_width),
        "paper": "yes" if wishes.paper else "no",
        "share": str(wishes.share),
        "row_lines": str(wishes.row_lines),
    }


def _number(text: str | None, usual: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else usual
