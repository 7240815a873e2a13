"""`search`: everything stored, or a source."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.cli.entry import dumped, explained_record, write_entries
from reader.cli.indexing import complete_index
from reader.cli.option import add_exactly, add_offline, add_output, add_sort, order_of
from reader.cli.output import flush, say, terminal_width, write
from reader.cli.query import explained, say_corrected
from reader.cli.session import opened, wait_for
from reader.core.entry import Entry
from reader.core.errors import QueryError, SourceError, UsageError
from reader.core.identifier import is_local, parse_identifier
from reader.core.order import Order
from reader.service.service import Service

_LIMIT = 100
_SEARCH_NOTES = (
    "With - for QUERY, each line of stdin is a query, and each answer is one line of JSON:"
    ' {"query": …, "total": …, "corrections": {misspelt: meant}, "papers": […]}. A query that fails has an "error" there, and the exit code is 1.'
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
    add_sort(parser, "the best first")
    add_exactly(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say why each paper stands where it does (in JSON as “explanation”)",
    )
    add_output(parser, limit=_LIMIT)
    add_offline(parser)
    parser.set_defaults(run=_search, takes_unknown=True)


def _search(arguments: Namespace) -> int:
    with opened(arguments) as program:
        complete_index(program.service)
        query = " ".join(word.strip() for word in [*arguments.query, *arguments.unknown])
        if query == "-":
            return _answer_lines(program.service, arguments)
        with explained(query):
            entries, total, corrections = _found(program.service, query, arguments)
        if entries:
            say_corrected(corrections)
        if not entries and arguments.limit != 0:
            say(_nothing(query, arguments))
        elif terminal_width() is not None:
            say(f"{len(entries)} of {total} papers")
        write_entries(entries, arguments, _reasons(program.service, query, entries, arguments))
    return 0


def _nothing(query: str, arguments: Namespace) -> str:
    """Return what is said where nothing was found; a paper that is not stored can be looked up."""
    identifier = parse_identifier(query)
    if identifier is None or is_local(identifier) or arguments.remote:
        return "Nothing found."
    return f"{identifier} is not stored; `paper-reader show {identifier}` looks it up."


def _reasons(
    service: Service, query: str, entries: Sequence[Entry], arguments: Namespace
) -> Mapping[str, Sequence[str]] | None:
    if not arguments.explain or arguments.remote:
        return None
    return service.reading.explain(query, entries, exactly=arguments.exactly)


def _found(service: Service, query: str, arguments: Namespace) -> tuple[Sequence[Entry], int, dict[str, str]]:
    """Return the best papers, how many there are in all, and the words that were taken for misspelt."""
    limit: int = arguments.limit
    order, descending = order_of(arguments.sort or Order.RELEVANCE)
    if arguments.remote is None:
        answer = service.reading.search(
            query, limit, order=order, descending=descending, exactly=arguments.exactly
        )
        return answer.entries, answer.found.total, dict(answer.found.corrections)
    found: Sequence[Entry] = ()
    if limit:
        asked = service.reading.search_remote(arguments.remote, query, limit, waiting=say)
        answered = wait_for(service, asked)
        if answered.unkept is not None:
            say(f"What was found could not be kept. {answered.unkept}")
        if answered.left_out:
            say(f"{answered.left_out} more that were found do not meet the conditions of the query.")
        found = service.reading.arranged(answered.entries, order, descending)
    return found, len(found), {}


def _answer_lines(service: Service, arguments: Namespace) -> int:
    code = 0
    for query in _lines():
        answer: dict[str, Any] = {"query": query, "total": 0, "corrections": {}, "papers": []}
        try:
            entries, answer["total"], answer["corrections"] = _found(service, query, arguments)
            reasons = _reasons(service, query, entries, arguments)
            answer["papers"] = [explained_record(entry, reasons) for entry in entries]
        except (QueryError, SourceError, UsageError) as error:
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
