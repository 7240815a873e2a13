"""What rises: keywords of this month's lists against the month before; one of them becomes the filter."""

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.core.bar import upright
from reader.core.errors import ReaderError
from reader.service.service import Service
from reader.service.trend import WEEKS, Trend, Trends
from reader.ui.screens.page_screen import LIST_KEYS, PageScreen
from reader.ui.widgets.figure import long_day, plural
from reader.ui.widgets.key_line import KeyHint, KeyLine

_HINTS = (
    KeyHint("enter", "Its papers", "screen.choose"),
    KeyHint("j k", "Move", "screen.move(1)"),
    KeyHint("esc", "Back", "screen.leave"),
)
_FIGURES = WEEKS + 28
"""Columns beside a keyword: its course, this month and the last, how many times as much."""

_WIDEST = 44


class TrendsScreen(PageScreen[str | None]):
    """Returns the keyword that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "choose", "Its papers"),
        *LIST_KEYS,
    ]

    listed = query_one(OptionList)

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service
        self._trends: Trends | None = None

    def compose(self) -> ComposeResult:
        """Lay the keywords out below each other."""
        yield Static(Content.styled("Trends", "bold"), id="trends-heading", classes="page-heading -ruled")
        yield Static(id="trends-columns", classes="page-state")
        yield OptionList(markup=False, compact=True, id="trends")
        yield Static(Content.styled("Counting…", "$muted"), id="trends-nothing")
        yield KeyLine()

    def on_mount(self) -> None:
        """Count."""
        self.query_one(KeyLine).hints = _HINTS
        self.set_focus(self.listed)
        self.run_worker(self._count(), group="count")

    async def _count(self) -> None:
        try:
            self._trends = await asyncio.to_thread(self._service.trends)
        except ReaderError as error:
            if self.is_there:
                self.query_one("#trends-nothing", Static).update(Content.styled(str(error), "$text-error"))
        else:
            if self.is_there:
                self._show()

    def on_resize(self) -> None:
        """Draw the rows in another width."""
        self._show()

    def _show(self) -> None:
        if (trends := self._trends) is None:
            return
        self.set_class(bool(trends.rising), "-found")
        self.query_one("#trends-heading", Static).update(_heading(trends, self.size.width - 2))
        self.query_one("#trends-nothing", Static).update(_nothing(trends))
        label = max(10, min(_WIDEST, self.size.width - _FIGURES - 4))
        columns = f"{'':<{label}}  {'weeks':<{WEEKS}}  {'now':>5} {'before':>7}  change"
        self.query_one("#trends-columns", Static).update(Content.styled(columns, "$muted"))
        place = self.listed.highlighted or 0
        self.listed.set_options(Option(row(trend, label)) for trend in trends.rising)
        self.listed.highlighted = place if trends.rising else None

    def action_move(self, rows: int) -> None:
        """Move by some rows."""
        if self.listed.option_count:
            place = (self.listed.highlighted or 0) + rows
            self.listed.highlighted = max(0, min(self.listed.option_count - 1, place))

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Show the papers with this keyword."""
        place = self.listed.highlighted
        if self._trends is not None and place is not None:
            self.dismiss(self._trends.rising[place].keyword)


def row(trend: Trend, label: int) -> Content:
    """Return a keyword in `label` columns, its course, and how much it rose."""
    change = "new" if trend.factor is None else f"× {trend.factor:.1f}"
    return Content.assemble(
        " ",
        Content(trend.keyword).truncate(label, ellipsis=True, pad=True),
        "  ",
        (upright(trend.weeks), "$primary"),
        (f"  {trend.now:>5,}", "bold"),
        (f" {trend.before:>7,}", "$muted"),
        (f"  {change}", "bold $text-success" if trend.factor is None else ""),
    )


def _heading(trends: Trends, width: int) -> Content:
    """Return what is compared, in as many words as fit."""
    if not trends.papers_before:
        return Content.styled("Trends", "bold")
    until = long_day(trends.until)
    wordings = (
        f"Keywords of {plural(trends.papers, 'paper')} in the month until {until}, against"
        f" {trends.papers_before:,} in the one before",
        f"Keywords of the month until {until}, against the one before",
        f"The month until {until}",
    )
    fitting = next((text for text in wordings if len(text) + 8 <= width), "")
    return Content.assemble(("Trends  ", "bold"), (fitting, "$muted"))


def _nothing(trends: Trends) -> Content:
    if not trends.papers:
        first, second = (
            "No list is stored",
            "1 to 4 fetch what is trending; what is fetched is compared here.",
        )
    elif not trends.papers_before:
        first = "Only one month is stored"
        second = "There is nothing to compare it with. paper-reader fetch --since DATE fetches the lists before it."
    else:
        first, second = "Nothing rises", "No keyword stands on clearly more papers than the month before."
    return Content.assemble((first, "bold"), "\n\n", (second, "$muted"))
