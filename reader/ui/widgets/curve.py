"""Two counts over time: by the plotting library where it is installed, else with block characters."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from textual.content import Content

from reader.core.bar import upright
from reader.ui.widgets.figure import short_day

Course = tuple[str, Sequence[int]]
"""A name, and a count for each week, the oldest first."""


def curve_content(first: Course, second: Course, today: date, width: int, height: int) -> Content:
    """Return two courses that end today, in `width` columns and about `height` lines."""
    weeks = len(first[1])
    drawn = _plotted(first, second, width, height)
    if drawn is None:
        return _blocks(first, second, today, width)
    began, ended = short_day(today - timedelta(weeks=weeks - 1), today), "today"
    days = f"{began}{' ' * max(1, width - len(began) - len(ended))}{ended}"
    return Content("\n").join([drawn, Content.styled(days, "$muted")])


def _plotted(first: Course, second: Course, width: int, height: int) -> Content | None:
    """Return what the library draws, `None` where there is none."""
    try:
        import plotext  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(width, height)
    plotext.frame(False)
    plotext.xticks([])
    highest = max(1, *first[1], *second[1])
    plotext.ylim(0, highest)
    plotext.yticks([0, highest], ["0", f"{highest:,}"])
    # Lines that differ by their dots, not by colour alone.
    for (name, counts), marker in ((first, "braille"), (second, "dot")):
        plotext.plot(range(len(counts)), list(counts), marker=marker, label=name)
    lines = plotext.uncolorize(plotext.build()).rstrip("\n").split("\n")
    return Content("\n").join(map(_coloured, lines))


def _coloured(line: str) -> Content:
    """Return a line of the library's with each course in a colour of its own."""

    def style(sign: str) -> str:
        return "$primary" if "⠀" <= sign <= "⣿" else "$secondary" if sign == "•" else "$muted"

    return Content.assemble(*(("".join(signs), each) for each, signs in groupby(line, key=style)))


def _blocks(first: Course, second: Course, today: date, width: int) -> Content:
    """Return a line of blocks for each course, both by the same measure."""
    weeks = min(len(first[1]), max(1, width - 24))
    most = max(*first[1], *second[1])
    lines = []
    for (name, counts), style in ((first, "$primary"), (second, "$secondary")):
        shown = list(counts)[-weeks:]
        blocks = upright([*shown, most])[:-1]
        lines.append(
            Content.assemble((f"{name:<14} ", "$muted"), (blocks, style), (f"  {shown[-1]:,}", "bold"))
        )
    since = short_day(today - timedelta(weeks=weeks - 1), today)
    lines.append(Content.styled(f"{'':<15}each week since {since}", "$muted"))
    return Content("\n").join(lines)
