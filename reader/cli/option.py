"""Options that several commands share, and what their texts mean."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.core.errors import UsageError
from reader.core.identifier import parse_identifier
from reader.core.order import Order
from reader.core.period import Period, Span, feed_day, last_weekday, parse_period
from reader.core.text import clean_line
from reader.core.view import FIXED_KINDS, View, ViewKind

if TYPE_CHECKING:
    from reader.cli.template import Template

STDIN = "-"
"""What stands for identifiers that are read from standard input."""

_STDIN_LIMIT = 50_000_000
"""Most bytes of identifiers."""

_DATE_FORMS = "2026-08-14, 2026-W33 or 2026-08 (or today, yesterday)"


def add_view(parser: argparse.ArgumentParser) -> None:
    """Add `--view` and `--date`."""
    # Without a default of its own, a command keeps what was given before its name.
    parser.add_argument(
        "--view",
        default=argparse.SUPPRESS,
        help=f"the list: {', '.join(FIXED_KINDS)}, tag:NAME, or the name of a saved search (saved:NAME where both have it)",
        metavar="VIEW",
    )
    parser.add_argument(
        "--date",
        type=_period,
        default=argparse.SUPPRESS,
        metavar="DATE",
        help=f"the day, week or month: {_DATE_FORMS}; it chooses the view too",
    )


def add_offline(parser: argparse.ArgumentParser) -> None:
    """Add `--offline`."""
    parser.add_argument(
        "--offline", action="store_true", default=argparse.SUPPRESS, help="ask nobody, use what is stored"
    )


def add_colour(parser: argparse.ArgumentParser) -> None:
    """Add `--color`."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default=argparse.SUPPRESS,
        metavar="WHEN",
        help="bold and colours: %(choices)s (default: auto, on a terminal unless NO_COLOR is set)",
    )


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Add `--filter`."""
    parser.add_argument(
        "--filter", metavar="QUERY", help='only what this leaves, such as "diffusion is:unread upvotes:>50"'
    )


def add_exactly(parser: argparse.ArgumentParser) -> None:
    """Add `--exactly`."""
    parser.add_argument("--exactly", action="store_true", help="forgive no typos")


def add_sort(parser: argparse.ArgumentParser, standard: str) -> None:
    """Add `--sort`."""
    parser.add_argument(
        "--sort",
        choices=[f"{name}{direction}" for name in Order for direction in ("", ":asc", ":desc")],
        metavar="SORT",
        help=f"the order: {', '.join(Order)}, with :asc or :desc behind it (default: {standard})",
    )


def order_of(sort: str) -> tuple[Order, bool | None]:
    """Return the order and whether it descends (`None`: as it does by itself)."""
    name, _, direction = sort.partition(":")
    return Order(name), {"asc": False, "desc": True}.get(direction)


def add_output(parser: argparse.ArgumentParser, *, limit: int | None = None) -> None:
    """Add `--limit`, `--json`, `--jsonl`, `--format` and `--plain`."""
    standard = "all" if limit is None else str(limit)
    parser.add_argument(
        "--limit", type=count, metavar="N", default=limit, help=f"at most N papers (default: {standard})"
    )
    add_form(parser, "print one JSON array")


def add_form(parser: argparse.ArgumentParser, array: str) -> None:
    """Add `--json` (which does what `array` says), `--jsonl` and `--format`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=array)
    form.add_argument("--jsonl", action="store_true", help="print one JSON object a line")
    form.add_argument(
        "--format",
        type=_template,
        metavar="TEMPLATE",
        help=r"print this for each paper, such as '{id}\t{title:.60}': fields of the JSON object; \t, \n",
    )
    add_plain(form)


def _template(text: str) -> "Template":
    from reader.cli.template import parse_template

    return parse_template(text)


def add_plain(parser: argparse._ActionsContainer) -> None:
    """Add `--plain`."""
    parser.add_argument(
        "--plain", action="store_true", help="print one fact a line, in words: for screen readers"
    )


def add_identifiers(parser: argparse.ArgumentParser, number: str | None = "+") -> None:
    """Add the positional identifiers of papers; `None` for a single one, which may stand for those on stdin."""
    parser.add_argument(
        "id",
        type=_identifier_or_stdin,
        nargs=number,
        metavar="ID",
        help="arXiv identifier or address, as 2608.01234; - reads them from stdin, one a line, or JSON",
    )


def identifiers_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the identifiers, with those from standard input where one of them is `-`; `UsageError`."""
    found: list[str] = []
    for word in words:
        found += _read_identifiers() if word == STDIN else [word]
    return tuple(dict.fromkeys(found))


def view_of(arguments: argparse.Namespace, standard: ViewKind, saved: Iterable[str]) -> View:
    """Return the view asked for, one that all have or one of the `saved` searches; `UsageError` where there is none."""
    period: Period | None = arguments.date
    view = _view_named(arguments.view, tuple(saved)) if arguments.view else None
    if period is None:
        return view or View(standard)
    kind = view.kind if view else ViewKind(period.span.value)
    if kind.span is None:
        name = view.name or kind.value if view else kind.value
        raise UsageError(f"The view “{name}” has no dates; --date goes with the views day, week and month.")
    return View(kind, Period.containing(period.start, kind.span))


_AS_THE_SITE_SAYS = {"daily": ViewKind.DAY, "weekly": ViewKind.WEEK, "monthly": ViewKind.MONTH}


def _view_named(text: str, saved: tuple[str, ...]) -> View:
    if text in [kind.value for kind in FIXED_KINDS]:
        return View(ViewKind(text))
    kind, _, tag = text.partition(":")
    if kind == ViewKind.TAG and text not in saved and (tag := clean_line(tag)):
        return View(ViewKind.TAG, name=tag)
    folded = {name.casefold(): name for name in reversed(saved)} | {name: name for name in saved}
    name = text.removeprefix(f"{ViewKind.SAVED}:")
    if found := folded.get(name) or folded.get(name.casefold()):
        return View(ViewKind.SAVED, name=found)
    if (meant := _AS_THE_SITE_SAYS.get(text.casefold())) is not None:
        return View(meant)
    known = f"; saved searches are {', '.join(saved[:20])}" if saved else ""
    raise UsageError(
        f"There is no view or saved search “{clean_line(name, 60)}”. Views are {', '.join(FIXED_KINDS)}, tag:NAME{known}."
    )


def identifier(text: str) -> str:
    """Return the identifier that `text` names; an argument error where it names none."""
    if found := parse_identifier(text):
        return found
    raise argparse.ArgumentTypeError(
        f"“{clean_line(text, 60)}” is no arXiv identifier; they look like 2608.01234 or math/0611800"
    )


def day(text: str) -> tuple[date | None]:
    """Return the day to come that `text` names, alone in a tuple; `None` in it for “none”."""
    if text.strip().lower() in ("none", ""):
        return (None,)
    from reader.core.day import DAY_FORMS, parse_day

    if found := parse_day(text, date.today()):  # noqa: DTZ011 (the person's own day)
        return (found,)
    raise argparse.ArgumentTypeError(f"“{clean_line(text, 40)}” is no day; write {DAY_FORMS}, or none")


def _identifier_or_stdin(text: str) -> str:
    return text if text == STDIN else identifier(text)


def _read_identifiers() -> Iterator[str]:
    """Yield the identifiers on standard input: JSON as the commands print it, else the first word of each line."""
    text = sys.stdin.buffer.read(_STDIN_LIMIT).decode("utf-8", "replace").removeprefix("\ufeff")
    if text.lstrip()[:1] == "[":
        return map(_identifier_in, _parsed(text, "The input"))
    return (
        _named(line, f"Line {number} of the input")
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    )


def _named(line: str, place: str) -> str:
    if line.lstrip().startswith("{"):
        return _identifier_in(_parsed(line, place))
    word = line.split()[0]
    if found := parse_identifier(word):
        return found
    raise UsageError(f"{place} names no paper: “{clean_line(word, 60)}”.")


def _parsed(text: str, place: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place} begins as JSON and is none: {clean_line(str(error), 100)}.") from error


def _identifier_in(record: object) -> str:
    """Return the identifier that a JSON object of a paper has, or that a JSON string is."""
    name = record.get("id") if isinstance(record, dict) else record
    if isinstance(name, str) and (found := parse_identifier(name)):
        return found
    raise UsageError(f"In the input there is no paper with the “id” {clean_line(ascii(name), 60)}.")


def first_day(text: str) -> date:
    """Return the first day of the day, week or month that `text` names."""
    return _period(text).start


def last_day(text: str) -> date:
    """Return the last day of the day, week or month that `text` names."""
    return _period(text).days[-1]


def _period(text: str) -> Period:
    today = feed_day(datetime.now(UTC))
    match text.strip().lower():
        case "today":
            return Period(today, Span.DAY)
        case "yesterday":
            return Period(last_weekday(today - timedelta(days=1)), Span.DAY)
    if period := parse_period(text):
        return period
    raise argparse.ArgumentTypeError(f"“{clean_line(text, 40)}” is no date; dates look like {_DATE_FORMS}")


def count(text: str) -> int:
    """Return the number that `text` is, from 0 up."""
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{clean_line(text, 40)}” is no number from 0 up")
