"""Charts of counts: a calendar whose days are as dark as what was done on them, and bars beside names."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from rich.cells import cell_len
from textual.content import Content

from reader.core.bar import lying

_SHADES = "·░▒▓█"
_DAYS = ("Mon", "", "Wed", "", "Fri", "", "")
_MARGIN = 4
_MOST_WEEKS = 53


def calendar_content(counts: Mapping[date, int], today: date, width: int) -> Content:
    """Return the last weeks up to today as columns of days, as many as `width` has room for."""
    weeks = max(1, min(_MOST_WEEKS, (width - _MARGIN) // 2))
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    most = max((count for day, count in counts.items() if first <= day <= today), default=0)
    lines = [Content.styled(_months(first, weeks), "$muted")]
    for weekday, name in enumerate(_DAYS):
        days = [first + timedelta(days=weekday, weeks=week) for week in range(weeks)]
        cells = "".join(_cell(counts.get(day, 0), most) if day <= today else "  " for day in days)
        lines.append(Content.assemble((f"{name:<{_MARGIN}}", "$muted"), _coloured(cells)))
    legend = Content.assemble(
        (" " * _MARGIN + "less ", "$muted"),
        _coloured(" ".join(_SHADES)),
        (f" more, at most {most:,} a day", "$muted"),
    )
    return Content("\n").join([*lines, legend])


def _cell(count: int, most: int) -> str:
    level = 0 if not count else 1 + min(3, 4 * (count - 1) // max(1, most))
    return f"{_SHADES[level]} "


def _coloured(cells: str) -> Content:
    runs = groupby(cells, key=lambda sign: "$faint" if sign in "· " else "$primary")
    return Content.assemble(*(("".join(signs), style) for style, signs in runs))


def _months(first: date, weeks: int) -> str:
    """Return the line above the weeks: each month's name where it begins, as far as there is room."""
    line = " " * _MARGIN
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        begins = (monday + timedelta(days=6)).day <= 7
        place = _MARGIN + 2 * week
        if begins and len(line) <= place and week < weeks - 1:
            line = f"{line:<{place}}{monday + timedelta(days=6):%b} "
    return line.rstrip()


def bars_content(rows: Sequence[tuple[str, int]], width: int) -> Content:
    """Return names with their counts as bars, in `width` columns."""
    most = max((count for _, count in rows), default=0)
    label = min(max((cell_len(name) for name, _ in rows), default=0), max(8, width // 2))
    figures = max((len(f"{count:,}") for _, count in rows), default=1)
    room = max(1, width - label - figures - 3)
    return Content("\n").join(
        Content.assemble(
            Content(name).truncate(label, ellipsis=True, pad=True),
            " ",
            (f"{count:>{figures},} ", "bold"),
            (lying(count, most, room), "$primary"),
        )
        for name, count in rows
    )
