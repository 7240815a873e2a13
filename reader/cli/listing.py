"""`list`: what a view shows."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reader.cli.entry import write_entries
from reader.cli.option import add_filter, add_offline, add_output, add_view, view_of
from reader.cli.output import say, terminal_width
from reader.cli.query import explained
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry
from reader.core.errors import OfflineError, SourceError
from reader.core.order import Order, ordered
from reader.core.view import View, ViewKind
from reader.service.reading import Contents
from reader.service.service import Service

_SAMPLE = "This is the bundled sample, its abstracts in our own words."
_LIST_NOTES = (
    "The list is fetched first, unless --offline. If that fails, the stored list is printed, and stderr says how old"
    " it is; if nothing was ever fetched, the bundled sample is, each of its papers with “sample”: true in JSON."
    " Exit code 1 if this very list is not stored."
)


def add_list(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `list`."""
    parser.epilog = _LIST_NOTES
    add_view(parser)
    add_filter(parser)
    parser.add_argument(
        "--sort",
        choices=[f"{name}{direction}" for name in Order for direction in ("", ":asc", ":desc")],
        metavar="SORT",
        help=f"the order: {', '.join(Order)}, with :asc or :desc behind it"
        " (default: the best first with --filter, else as listed)",
    )
    add_output(parser)
    add_offline(parser)
    parser.set_defaults(run=_list)


def _list(arguments: argparse.Namespace) -> int:
    view = view_of(arguments, ViewKind.TRENDING)
    with opened(arguments) as program:
        contents = _contents(program.service, view)
        entries = contents.entries
        if arguments.filter is not None:
            with explained(arguments.filter):
                entries = program.service.reading.filter(contents, arguments.filter).entries
        if arguments.sort:
            entries = _ordered(contents.entries, entries, arguments.sort)
        _describe(contents, len(entries))
        write_entries(entries[: arguments.limit], arguments)
    return 0


def _contents(service: Service, view: View) -> Contents:
    """Return what the view shows now, or showed last; `SourceError` where nothing is known of it."""
    reading = service.reading
    if not view.kind.remote:
        return reading.stored(view)
    failure: SourceError | None = None
    if not reading.offline:
        try:
            return wait_for(service, reading.refresh(view))
        except SourceError as error:
            failure = error
    contents = reading.stored(view)
    answered = failure is not None and not isinstance(failure, OfflineError)
    if contents.sample and (view.period or answered):  # a script must not take the sample for an answer
        contents = replace(contents, entries=(), sample=False)
    if contents.fetched_at is None and not contents.sample:
        raise failure or OfflineError(
            f"The list “{_name(view)}” is not stored; ask for it without --offline, with a network."
        )
    if failure:
        say(f"{failure} {_SAMPLE if contents.sample else _age(contents.fetched_at)}")
    elif contents.sample:
        say(f"Nothing is stored yet. {_SAMPLE}")
    return contents


def _age(fetched_at: datetime | None) -> str:
    assert fetched_at is not None
    return f"This is the list of {fetched_at.astimezone():%Y-%m-%d %H:%M}, as stored."


def _describe(contents: Contents, shown: int) -> None:
    """Say what the list is: to a person, or where something is missing."""
    if contents.skipped:
        say(f"{contents.skipped} items of the list were no papers and were left out.")
    total = len(contents.entries)
    if not total:
        say(f"{_name(contents.view)}: no papers.")
    elif terminal_width() is not None:
        say(f"{_name(contents.view)}: {f'{shown} of ' if shown != total else ''}{total} papers")


def _name(view: View) -> str:
    return view.period.label if view.period else view.title


def _ordered(listed: Sequence[Entry], entries: Sequence[Entry], sort: str) -> tuple[Entry, ...]:
    """Return the entries in the order `name`, `name:asc` or `name:desc`, equals as they were listed."""
    name, _, direction = sort.partition(":")
    left = {entry.id: entry for entry in entries}
    in_place = [left[entry.id] for entry in listed if entry.id in left]
    return ordered(in_place, Order(name), descending={"asc": False, "desc": True}.get(direction))
