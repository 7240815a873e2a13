"""`read`: a whole paper."""

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.cli.option import STDIN, add_identifiers, add_offline, identifiers_of
from reader.cli.output import is_styled, say, styled, terminal_width, write
from reader.cli.pager import paged
from reader.cli.session import opened, wait_for
from reader.core.errors import NotFoundError, OfflineError, SourceError, UsageError

if TYPE_CHECKING:
    from reader.bootstrap import Program
    from reader.core.document import Document, Table
    from reader.document.line import Line

_NARROWEST, _WIDEST = 20, 1_000

_CODES = {
    "strong": "1",
    "emphasis": "3",
    "strong-emphasis": "1;3",
    "code": "36",
    "link": "4",
    "jump": "36",
    "citation": "36",
    "note": "36",
    "title": "1",
    "heading-1": "1;4",
    "heading-2": "1",
    "heading-3": "1;3",
    "label": "1",
    "caption": "3",
    "rule": "2",
    "faint": "2",
}
"""What a terminal is told for each style."""

_AT_ONCE = 200
"""Lines written together."""


def add_read(parser: ArgumentParser) -> None:
    """Add the arguments of `read`."""
    add_identifiers(parser, None)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print Markdown, its formulas as TeX")
    form.add_argument("--plain", action="store_true", help="print plain text, without styles and drawings")
    form.add_argument("--csv", action="store_true", help="with --table: print comma-separated values")
    parser.add_argument(
        "--table", type=_number, metavar="N", help="print table N only: as it is numbered, else the Nth"
    )
    parser.add_argument(
        "--width", type=_columns, metavar="N", help="wrap at N columns (default: the setting “width”)"
    )
    parser.add_argument("--again", action="store_true", help="fetch the text anew, also where it is kept")
    add_offline(parser)
    parser.set_defaults(run=_read_each)


def _columns(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 5 and _NARROWEST <= int(text) <= _WIDEST:
        return int(text)
    raise argparse.ArgumentTypeError(f"a width is a number of columns from {_NARROWEST} to {_WIDEST}")


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < len(text) < 5 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError("a table has a number from 1 on")


def _read_each(arguments: Namespace) -> int:
    """Print one paper; for `-` those that stdin names, and say of which there is no text."""
    if arguments.id != STDIN:
        return _read(arguments)
    code = 0
    for place, name in enumerate(identifiers_of([STDIN])):
        arguments.id = name
        write("\n\n" if place else "")
        try:
            code = max(code, _read(arguments))
        except SourceError as error:
            say(str(error))
            code = 1
    return code


def _read(arguments: Namespace) -> int:
    if arguments.csv and arguments.table is None:
        raise UsageError("Only a table can be printed as comma-separated values: --table N --csv.")
    with opened(arguments) as program:
        document = _document(program, arguments)
        title, authors = document.title, document.authors
        if not title and not arguments.markdown:
            title, authors = _named(program, arguments.id)
        width = arguments.width or min(program.config.settings.width, (terminal_width() or 1_000) - 1)
    from reader.service.full_text import ORIGINS

    for notice in (ORIGINS[document.form], *document.notices):
        say(notice)
    if arguments.table is not None:
        _write_table(_table(document, arguments.table), arguments, width)
    elif arguments.markdown:
        from reader.document.writing import to_markdown

        for part in to_markdown(document):
            write(part)
    elif arguments.plain:
        from reader.document.plain import to_plain

        _write_lines(_headed_plain(title, authors, to_plain(document, width), width))
    else:
        with paged() as print_text:
            for text in _joined(_drawn(document, title, authors, width)):
                print_text(text)
    return 0


def _table(document: "Document", number: int) -> "Table":
    """Return the table that is numbered so in the paper, else the one in this place."""
    from reader.core.document import tables_of

    tables = [table for block in document.blocks for table in tables_of(block)]
    for table in tables:
        if table.label.rpartition(" ")[2] == str(number):
            return table
    if number > len(tables):
        raise NotFoundError(f"There is no table {number} in this paper; it has {len(tables) or 'none'}.")
    return tables[number - 1]


def _write_table(table: "Table", arguments: Namespace, width: int) -> None:
    if arguments.csv:
        from reader.document.table_text import to_csv

        write(to_csv(table))
        return
    if arguments.markdown:
        from reader.document.writing import block_lines

        _write_lines(block_lines(table))
        return
    from reader.core.document import Document

    if arguments.plain:
        from reader.document.plain import to_plain

        _write_lines(to_plain(Document((table,)), width))
    else:
        for text in _joined(_drawn(Document((table,)), "", (), width)):
            write(text)


def _document(program: "Program", arguments: Namespace) -> "Document":
    """Return the whole paper; offline only what is kept."""
    full_text = program.service.full_text
    if arguments.offline:
        if (document := full_text.kept(arguments.id)) is None:
            raise OfflineError(
                f"The text of {arguments.id} is not kept on this computer; without --offline it is fetched."
            )
        return document
    return wait_for(program.service, full_text.read(arguments.id, say_progress, again=arguments.again))


def say_progress(sentence: str, _papers: object = ()) -> None:
    """Tell what is waited for."""
    say(sentence)


def _named(program: "Program", identifier: str) -> tuple[str, tuple[str, ...]]:
    """Return the title and the authors that are stored of a paper, for a text that does not say them."""
    entry = program.service.reading.find(identifier)
    return (entry.paper.title, tuple(entry.paper.authors)) if entry else ("", ())


def _drawn(document: "Document", title: str, authors: Iterable[str], width: int) -> Iterator[str]:
    """Yield the lines of a document as a terminal shows them."""
    from reader.core.prose import plain
    from reader.document.flow import Flow
    from reader.document.line import Segment, wrap

    colours = is_styled()
    if title:
        yield from (_line(line, colours) for line in wrap([Segment(plain(title), "title")], width))
    if names := ", ".join(map(plain, authors)):
        yield from (_line(line, colours) for line in wrap([Segment(names)], width))
    if title or names:
        yield ""
    yield from (_line(line, colours) for _, _, line in Flow(document, width).lines_from(0))


def _line(line: "Line", colours: bool) -> str:
    if not colours:
        return line.text.rstrip()
    return "".join(
        styled(segment.text, code) if (code := _CODES.get(segment.style)) else segment.text
        for segment in line.segments
    )


def _headed_plain(title: str, authors: Iterable[str], lines: Iterable[str], width: int) -> Iterator[str]:
    from reader.cli.column import wrapped
    from reader.core.prose import plain

    if title:
        yield wrapped(plain(title), width)
    if names := ", ".join(map(plain, authors)):
        yield wrapped(names, width)
    if title or names:
        yield ""
    yield from lines


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines some at a time: a stream may be unbuffered."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == _AT_ONCE:
            yield "\n".join(held) + "\n"
            held.clear()
    if held:
        yield "\n".join(held) + "\n"


def _write_lines(lines: Iterable[str]) -> None:
    for text in _joined(lines):
        write(text)
