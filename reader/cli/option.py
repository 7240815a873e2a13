"""Options that several commands share, and what their texts mean."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from reader.core.errors import UsageError
from reader.core.identifier import parse_identifier
from reader.core.order import Order
from reader.core.period import Period, Span, feed_day, last_weekday, parse_period
from reader.core.text import clean_line
from reader.core.view import FIXED_KINDS, View, ViewKind

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
    """Add `--limit`, `--json`, `--jsonl` and `--plain`."""
    standard = "all" if limit is None else str(limit)
    parser.add_argument(
        "--limit", type=_count, metavar="N", default=limit, help=f"at most N papers (default: {standard})"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON array")
    form.add_argument("--jsonl", action="store_true", help="print one JSON object a line")
    add_plain(form)


def add_plain(parser: argparse._ActionsContainer) -> None:
    """Add `--plain`."""
    parser.add_argument(
        "--plain", action="store_true", help="print one fact a line, in words: for screen readers"
    )


def add_identifiers(parser: argparse.ArgumentParser, number: str | None = "+") -> None:
    """Add the positional identifiers of papers; `None` for exactly one."""
    kind, help_text = identifier, "arXiv identifier or address, as 2608.01234"
    if number is not None:
        kind, help_text = _identifier_or_stdin, f"{help_text}; - reads some from stdin, one a line"
    parser.add_argument("id", type=kind, nargs=number, metavar="ID", help=help_text)


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
    """Yield the identifiers on standard input, the first word of each line that is not blank."""
    text = sys.stdin.buffer.read(_STDIN_LIMIT).decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if words := line.split():
            found = parse_identifier(words[0])
            if found is None:
                raise UsageError(f"Line {number} of the input names no paper: “{clean_line(words[0], 60)}”.")
            yield found


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


def _count(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{clean_line(text, 40)}” is no number from 0 up")
