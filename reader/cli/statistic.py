"""`stats` and `trends`: what was read, and which keywords rise."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import date
from typing import Any

from reader.cli.option import count
from reader.cli.output import dim, is_unicode, say, write
from reader.cli.session import opened
from reader.core.bar import upright
from reader.service.statistic import Statistics
from reader.service.trend import Trends

_ROWS = 8


def add_stats(parser: ArgumentParser) -> None:
    """Add the arguments of `stats`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_stats)


def add_trends(parser: ArgumentParser) -> None:
    """Add the arguments of `trends`."""
    parser.epilog = "A month is 30 days; what is compared are the lists that are stored (paper-reader fetch)."
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="most keywords (default 20)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_trends)


def _stats(arguments: Namespace) -> int:
    arguments.offline = True
    with opened(arguments) as program:
        known = program.service.statistics()
    if arguments.json:
        derived = {"total": known.total, "streak": known.streak, "longest": known.longest}
        _print_json({**asdict(known), **derived})
    elif not known.read and not known.added:
        say("Nothing read and nothing kept yet.")
    else:
        write(_statistics_text(known))
    return 0


def _trends(arguments: Namespace) -> int:
    arguments.offline = True
    with opened(arguments) as program:
        trends = program.service.trends()
    rising = trends.rising[: arguments.limit]
    if arguments.json:
        _print_json({**asdict(trends), "rising": [asdict(trend) for trend in rising]})
    elif not trends.papers_before:
        say("There is no month before to compare with; paper-reader fetch --since DATE fetches its lists.")
    else:
        write(_trends_text(trends, arguments.limit))
    return 0


def _statistics_text(known: Statistics) -> str:
    grown = f"{known.grown:+,} in four weeks" if known.grown else "as many as four weeks ago"
    lines = [
        f"read     {known.total:,} on {_days(len(known.read))}; {_days(known.streak)} in a row, longest {known.longest:,}",
        f"waiting  {known.waiting:,}, {grown}",
    ]
    parts = (("keywords", known.keywords), ("categories", known.categories), ("authors", known.authors))
    for title, rows in parts:
        if rows:
            lines += ["", dim(title), *(f"{number:>6,}  {name}" for name, number in rows[:_ROWS])]
    return "\n".join(lines) + "\n"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _trends_text(trends: Trends, limit: int) -> str:
    width = max((len(trend.keyword) for trend in trends.rising[:limit]), default=0)
    lines = [f"until {trends.until}: {trends.papers:,} papers, {trends.papers_before:,} in the month before"]
    for trend in trends.rising[:limit]:
        change = "new" if trend.factor is None else f"x{trend.factor:.1f}"
        course = f"  {upright(trend.weeks)}" if is_unicode() else ""
        lines.append(f"{trend.keyword:<{width}}  {trend.now:>5,} {trend.before:>5,}  {change:<5}{course}")
    return "\n".join(lines) + "\n"


def _print_json(record: dict[str, Any]) -> None:
    write(json.dumps(_plain(record), ensure_ascii=not is_unicode(), indent=2) + "\n")


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it: days as texts, also where they are keys."""
    match value:
        case dict():
            return {
                str(key): _plain(each) for key, each in sorted(value.items(), key=lambda item: str(item[0]))
            }
        case list() | tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
        case _:
            return value
