"""The course of a paper's upvotes as a small plot."""

from collections.abc import Sequence
from datetime import date, datetime

from textual.content import Content

from reader.core.rise import FEWEST, Point, plot
from reader.ui.widgets.figure import plural, short_count, short_day, today

_WIDEST, _HEIGHT = 48, 4


def course_content(points: Sequence[Point], width: int) -> Content:
    """Return a heading, a plot of at most `width` columns, and the first and last day; nothing where little is known."""
    if len(points) < FEWEST:
        return Content("")
    (first, before), (last, after) = points[0], points[-1]
    low, high = min(count for _, count in points), max(count for _, count in points)
    label = max(len(short_count(high)), len(short_count(low)))
    columns = max(8, min(_WIDEST, width - label - 2))
    lines = plot(points, columns, _HEIGHT)
    if low == high or not lines:
        return Content.styled(f"{plural(after, 'upvote')}, the same since {_day(first)}", "$muted")
    texts = (short_count(high), *[""] * (_HEIGHT - 2), short_count(low))
    rows = [
        Content.assemble((f"{text:>{label}} ", "$muted"), (line, "$secondary"))
        for text, line in zip(texts, lines, strict=True)
    ]
    began, ended = _day(first), _day(last)
    blanks = " " * max(1, columns - len(began) - len(ended))
    days = Content.styled(f"{' ' * label} {began}{blanks}{ended}", "$muted")
    heading = Content.assemble(("Upvotes  ", "bold $muted"), (_change(before, after, first), "$muted"))
    return Content("\n").join([heading, *rows, days])


def _change(before: int, after: int, first: int) -> str:
    return f"{after - before:+,} since {_day(first)}"


def _day(second: int) -> str:
    """Return the person's own day of a second, with the hour where it is today."""
    moment = datetime.fromtimestamp(second)  # noqa: DTZ006
    now: date = today()
    return f"{moment:%H:%M}" if moment.date() == now else short_day(moment.date(), now)
