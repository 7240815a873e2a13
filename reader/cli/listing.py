"""`list`: what a view shows."""

import argparse
from datetime import datetime

from reader.cli.entry import Reasons, write_entries
from reader.cli.indexing import complete_index
from reader.cli.option import (
    add_exactly,
    add_filter,
    add_offline,
    add_output,
    add_sort,
    add_view,
    order_of,
    view_of,
)
from reader.cli.output import say, terminal_width
from reader.cli.query import explained, say_corrected
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry
from reader.core.errors import OfflineError, SourceError, UsageError
from reader.core.order import Order
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.service.contents import LOCAL_LIMIT, Contents
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
    parser.add_argument(
        "--submitter",
        metavar="LOGIN",
        help="instead of a view, what somebody put on Hugging Face's daily lists, newest first",
    )
    add_filter(parser)
    add_exactly(parser)
    add_sort(parser, "the best first with --filter, else as listed")
    add_output(parser)
    add_offline(parser)
    parser.set_defaults(run=_list)


def _list(arguments: argparse.Namespace) -> int:
    order, descending = order_of(arguments.sort) if arguments.sort else (None, None)
    if order is Order.RELEVANCE and arguments.filter is None:
        raise UsageError("Relevance is an order of what a filter finds; add --filter, or take another order.")
    with opened(arguments) as program:
        reading = program.service.reading
        if arguments.submitter:
            contents = _submitted(program.service, arguments)
        else:
            view = view_of(arguments, ViewKind.TRENDING, program.service.searches.all)
            if _streams(view, arguments):
                limit = LOCAL_LIMIT if arguments.limit is None else min(arguments.limit, LOCAL_LIMIT)
                write_entries(reading.each_stored(view, limit), arguments)
                return 0
            contents = _contents(program.service, view)
        if arguments.filter is None:
            entries = reading.arranged(contents.entries, order or Order.LISTED, descending)
        else:
            complete_index(program.service)
            with explained(arguments.filter):
                filtered = reading.filter(
                    contents,
                    arguments.filter,
                    order=order or Order.RELEVANCE,
                    descending=descending,
                    exactly=arguments.exactly,
                )
            entries = filtered.entries
            if contents.unkept is not None:
                say("So the filter finds only papers that were stored before.")
            if entries:
                say_corrected(filtered.found.corrections)
        _describe(contents, len(entries))
        write_entries(entries[: arguments.limit], arguments, _reasons(contents, arguments))
    return 0


def _submitted(service: Service, arguments: argparse.Namespace) -> Contents:
    """Return what a person submitted, as Hugging Face tells it now."""
    if arguments.view or arguments.date:
        raise UsageError("--submitter is a list of its own; leave --view and --date out.")
    papers = wait_for(service, service.asking.submitter(arguments.submitter))
    title = f"Submitted by {clean_line(arguments.submitter, 60)}"
    return Contents(View(ViewKind.ALL, name=title), service.reading.marked(map(Entry, papers)))


def _streams(view: View, arguments: argparse.Namespace) -> bool:
    """Tell whether papers are printed while they are read: where there are many, and none has to wait for another."""
    for_programs = arguments.json or arguments.jsonl or arguments.format
    ordered = arguments.filter is not None or arguments.sort not in (None, "listed", "listed:asc")
    return bool(for_programs) and not ordered and view.kind in (ViewKind.ALL, ViewKind.IMPORTED)


def _contents(service: Service, view: View) -> Contents:
    """Return what the view shows now, or showed last; `SourceError` where nothing is known of it."""
    reading = service.reading
    if not view.kind.remote:
        return reading.stored(view)
    failure: SourceError | None = None
    if not reading.offline:
        try:
            contents = wait_for(service, reading.refresh(view, waiting=say))
        except SourceError as error:
            failure = error
        else:
            if contents.unkept is not None:
                say(f"This list could not be kept. {contents.unkept}")
            return contents
    contents = reading.stored(view)
    answered = failure is not None and not isinstance(failure, OfflineError)
    if contents.sample and (view.period or answered):  # a script must not take the sample for an answer
        contents = contents._replace(entries=(), sample=False)
    if contents.fetched_at is None and not contents.sample:
        raise failure or OfflineError(
            f"The list “{_name(view)}” is not stored; ask for it without --offline, with a network."
        )
    if failure:
        say(f"{failure} {_SAMPLE if contents.sample else _age(contents.fetched_at)}")
    elif contents.sample:
        say(f"Nothing is stored yet. {_SAMPLE}")
    return contents


def _reasons(contents: Contents, arguments: argparse.Namespace) -> Reasons:
    """Return why the papers of a list were chosen; `None` for lists that say it by their name."""
    if contents.view.kind is not ViewKind.FOR_YOU:
        return None
    from reader.cli.similar import reasons_of

    return reasons_of(contents, arguments)


def _age(fetched_at: datetime | None) -> str:
    assert fetched_at is not None
    return f"This is the list of {fetched_at.astimezone():%Y-%m-%d %H:%M}, as stored."


def _describe(contents: Contents, shown: int) -> None:
    """Say what the list is: to a person, or where something is missing."""
    if contents.skipped:
        items = "1 item" if contents.skipped == 1 else f"{contents.skipped} items"
        say(f"{items} of the list could not be read as papers; what was stored of them stays.")
    total = contents.total or len(contents.entries)
    if contents.untaught:
        say(
            "For you: bookmark a few papers first. Three bookmarks are enough to begin with; ratings, the queue, notes"
            " and what you read count too."
        )
    elif not total:
        say(f"{_name(contents.view)}: no papers.")
    elif terminal_width() is not None:
        say(
            f"{_name(contents.view)}: {f'{shown:,} of ' if shown != total else ''}{total:,} paper{'' if total == 1 else 's'}"
        )
        if contents.remark:
            say(f"{contents.remark}.")


def _name(view: View) -> str:
    return view.period.label if view.period else view.name or view.title
