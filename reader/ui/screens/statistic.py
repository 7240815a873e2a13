"""Pictures of what the person read, and how the pile of what waits grows."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.core.bar import upright
from reader.core.category import categories
from reader.core.errors import ReaderError
from reader.service.service import Service
from reader.service.statistic import MONTHS, Statistics
from reader.ui.screens.page_screen import PageScreen
from reader.ui.widgets.chart import bars_content, calendar_content
from reader.ui.widgets.curve import curve_content
from reader.ui.widgets.figure import plural
from reader.ui.widgets.key_line import KeyHint, KeyLine

_HINTS = (
    KeyHint("j k", "Scroll", "screen.scroll(1)"),
    KeyHint("esc", "Back", "screen.leave"),
)
_WIDE = 100
_WEEKS = 26
_ROWS = 8
"""Names in a list."""


class StatisticsScreen(PageScreen[None]):
    """Counts in a thread, then shows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False, priority=True),
        Binding("k,up", "scroll(-1)", show=False, priority=True),
        Binding("ctrl+d,pagedown,space", "scroll(10)", show=False, priority=True),
        Binding("ctrl+u,pageup", "scroll(-10)", show=False, priority=True),
        Binding("g,home", "scroll(-1000)", show=False, priority=True),
        Binding("G,end", "scroll(1000)", show=False, priority=True),
    ]

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service
        self._statistics: Statistics | None = None

    def compose(self) -> ComposeResult:
        """Lay the pictures out below each other."""
        yield Static(Content.styled("Statistics", "bold"), classes="page-heading -ruled")
        with VerticalScroll(id="statistics"):
            yield Static(Content.styled("Counting…", "$muted"), id="statistics-pictures")
        yield KeyLine()

    def on_mount(self) -> None:
        """Count."""
        self.query_one(KeyLine).hints = _HINTS
        self.run_worker(self._count(), group="count")

    async def _count(self) -> None:
        try:
            self._statistics = await asyncio.to_thread(self._service.statistics)
        except ReaderError as error:
            if self.is_there:
                self.query_one("#statistics-pictures", Static).update(
                    Content.styled(str(error), "$text-error")
                )
        else:
            if self.is_there:
                self._show()

    def on_resize(self) -> None:
        """Draw in another width."""
        self._show()

    def _show(self) -> None:
        if self._statistics is not None:
            width = self.size.width - 5
            self.query_one("#statistics-pictures", Static).update(pictures(self._statistics, width))

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#statistics").scroll_relative(y=lines, animate=False)


def pictures(known: Statistics, width: int) -> Content:
    """Return everything in `width` columns: side by side where there is room."""
    if not known.read and not known.added:
        return Content.assemble(
            ("Nothing read yet\n\n", "bold"),
            (
                "A paper counts as read when you open it. What you read, keep and put off is drawn here,"
                " day by day.",
                "$muted",
            ),
        )
    half = (width - 4) // 2 if width >= _WIDE else width
    parts = [
        _summary(known, width),
        _part("Papers read each day", calendar_content(known.read, known.today, width)),
        _part("How the pile grows", _pile(known, min(width, 100))),
    ]
    lists = [
        _part("Where the reading goes: keywords", _bars(known.keywords, half)),
        _part("Where the reading goes: categories", _bars(_named(known.categories), half)),
        _part("Most read authors", _bars(known.authors, half)),
        _part("Topics over the last twelve months", _topics(known, half)),
    ]
    if width < _WIDE:
        parts += lists
    else:
        parts += [beside(lists[0], lists[1], half), beside(lists[2], lists[3], half)]
    if known.unknown:
        gone = f"{plural(known.unknown, 'paper')} read of which nothing is stored any more"
        parts.append(Content.styled(f"Without {gone}: they are counted by day only.", "$muted"))
    parts.append(Content.styled("Counted in papers: how long you read is not recorded.", "$muted"))
    return Content("\n\n").join(parts)


def _summary(known: Statistics, width: int) -> Content:
    days = plural(len(known.read), "day")
    streak = f"{plural(known.streak, 'day')} in a row" if known.streak else "no streak today"
    facts = (
        (f"{known.total:,}", f" read on {days}"),
        (streak, f", longest {known.longest:,}"),
        (f"{known.waiting:,}", " waiting"),
    )
    told = [Content.assemble((strong, "bold $primary"), rest) for strong, rest in facts]
    line = Content("   ").join(told)
    return line if line.cell_length <= width else Content("\n").join(told)


def _pile(known: Statistics, width: int) -> Content:
    added, read = known.course(_WEEKS)
    if not known.added:
        return Content.styled(
            "Nothing waits: bookmark or queue papers, and their number is drawn here.", "$muted"
        )
    change = (
        f"{known.grown:,} more than four weeks ago"
        if known.grown > 0
        else f"{-known.grown:,} fewer than four weeks ago"
        if known.grown
        else "as many as four weeks ago"
    )
    said = Content.styled(f"{known.waiting:,} waiting, {change}", "$muted")
    return Content("\n").join(
        [said, curve_content(("kept", added), ("read of them", read), known.today, width, 9)]
    )


def _bars(rows: tuple[tuple[str, int], ...], width: int) -> Content:
    return bars_content(rows[:_ROWS], width) if rows else Content.styled("Nothing known yet", "$muted")


def _named(counted: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    known = categories()
    return tuple((f"{code} {known[code].name}" if code in known else code, count) for code, count in counted)


def _topics(known: Statistics, width: int) -> Content:
    if not known.topics:
        return Content.styled("Nothing known yet", "$muted")
    label = max(8, min(30, width - MONTHS - 6))
    return Content("\n").join(
        Content.assemble(
            Content(topic.name).truncate(label, ellipsis=True, pad=True),
            " ",
            (upright(topic.months), "$primary"),
            (f" {topic.total:>3,}", "bold"),
        )
        for topic in known.topics[:_ROWS]
    )


def _part(title: str, content: Content) -> Content:
    return Content("\n").join([Content.styled(title, "bold"), content])


def beside(left: Content, right: Content, width: int) -> Content:
    """Return two contents side by side, the left one in `width` columns."""
    lefts, rights = left.split("\n"), right.split("\n")
    rows = max(len(lefts), len(rights))
    lefts = [*lefts, *[Content("")] * (rows - len(lefts))]
    rights = [*rights, *[Content("")] * (rows - len(rights))]
    return Content("\n").join(
        Content.assemble(first.truncate(width, pad=True), "    ", second)
        for first, second in zip(lefts, rights, strict=True)
    )
