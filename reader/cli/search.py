"""`search`: everything stored, or a source."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from reader.cli.entry import dumped, write_entries
from reader.cli.option import add_offline, add_output
from reader.cli.output import flush, say, terminal_width, write
from reader.cli.query import explained
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry, entry_to_record
from reader.core.errors import QueryError, SourceError
from reader.service.service import Service

_LIMIT = 100
_SEARCH_NOTES = (
    "With - for QUERY, each line of stdin is a query, and each answer is one line of JSON:"
    ' {"query": …, "total": …, "papers": […]}. A query that fails has an "error" there, and the exit code is 1.'
)


def add_search(parser: ArgumentParser) -> None:
    """Add the arguments of `search`."""
    parser.epilog = _SEARCH_NOTES
    parser.add_argument("query", nargs="+", metavar="QUERY", help="words, as in the filter; - for stdin")
    parser.add_argument(
        "--remote",
        metavar="SOURCE",
        help="ask a source instead: hf, arxiv, or one that another package brings",
    )
    add_output(parser, limit=_LIMIT)
    add_offline(parser)
    parser.set_defaults(run=_search, takes_unknown=True)


def _search(arguments: Namespace) -> int:
    with opened(arguments) as program:
        if [*arguments.query, *arguments.unknown] == ["-"]:
            return _answer_lines(program.service, arguments)
        # argparse takes `-word` for an option that it does not know; here it is part of the query.
        query = " ".join([*arguments.query, *arguments.unknown])
        with explained(query):
            entries, total, corrections = _found(program.service, query, arguments)
        for typed, meant in corrections.items():
            say(f"Nothing has “{typed}”; these are for “{meant}”.")
        if not entries and arguments.limit != 0:
            say("Nothing found.")
        elif terminal_width() is not None:
            say(f"{len(entries)} of {total} papers")
        write_entries(entries, arguments)
    return 0


def _found(service: Service, query: str, arguments: Namespace) -> tuple[Sequence[Entry], int, dict[str, str]]:
    """Return the best papers, how many there are in all, and the words that were taken for misspelt."""
    limit: int = arguments.limit
    if arguments.remote is None:
        answer = service.reading.search(query, limit)
        return answer.entries, answer.found.total, dict(answer.found.corrections)
    found: Sequence[Entry] = ()
    if limit:
        found = wait_for(service, service.reading.search_remote(arguments.remote, query, limit))
    return found, len(found), {}


def _answer_lines(service: Service, arguments: Namespace) -> int:
    code = 0
    for query in _lines():
        answer: dict[str, Any] = {"query": query, "total": 0, "papers": []}
        try:
            entries, answer["total"], _ = _found(service, query, arguments)
            answer["papers"] = [entry_to_record(entry) for entry in entries]
        except (QueryError, SourceError) as error:
            answer["error"] = str(error)
            code = 1
        write(dumped(answer) + "\n")
        flush()  # whoever asks line by line waits for it
    if code:
        say("Some queries could not be answered; their lines have an “error”.")
    return code


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
