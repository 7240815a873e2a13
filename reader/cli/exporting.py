"""`export`: papers to files."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.label import file_label, papers_label
from reader.cli.lookup import look_up
from reader.cli.option import add_filter, add_identifiers, add_offline, add_view, identifiers_of, view_of
from reader.cli.output import can_ask, say, write_exactly
from reader.cli.query import explained
from reader.cli.session import opened
from reader.core.entry import Entry
from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.view import View, ViewKind
from reader.export.format import FORMATS, Format, format_for_path
from reader.service.exchange import FileExistsAlreadyError
from reader.service.reading import Reading
from reader.service.service import Service

if TYPE_CHECKING:
    pass

_STANDARD_FORMAT = "bibtex"
_TEMPLATE_LIMIT = 10**6


def add_export(parser: ArgumentParser) -> None:
    """Add the arguments of `export`."""
    add_identifiers(parser, "*")
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help=f"the format: %(choices)s (default: what the name of FILE says, else {_STANDARD_FORMAT})",
    )
    add_filter(parser)
    add_view(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for stdout, as without it")
    parser.add_argument(
        "--template",
        metavar="TEMPLATE",
        help="a file that says how each paper is written (markdown, obsidian)",
    )
    parser.add_argument(
        "--bom", action="store_true", help="begin a CSV with a byte order mark, for old spreadsheets"
    )
    parser.add_argument("--force", action="store_true", help="write over an existing file")
    add_offline(parser)
    parser.set_defaults(run=_export)


def _export(arguments: Namespace) -> int:
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    by_name = format_for_path(target) if target else None
    form = FORMATS[arguments.format] if arguments.format else by_name or FORMATS[_STANDARD_FORMAT]
    if arguments.template is not None:
        form = form.with_template(_template(arguments.template), arguments.template)
    if arguments.bom:
        form = form.with_byte_order_mark()
    with opened(arguments) as program:
        view = view_of(arguments, ViewKind.BOOKMARKS, program.service.searches.all)
        if arguments.id:
            entries, complete = _chosen(program.service, arguments)
            name = "Chosen"
        else:
            entries, complete = _entries(program.service.reading, view, arguments.filter), True
            name = view.period.label if view.period else view.title
        if not entries:
            if target is not None:  # an empty file over somebody's bibliography helps nobody
                raise StorageError(
                    f"{name}: no papers to export, so {file_label(str(target))} was not written."
                )
            say(f"{name}: no papers to export.")
        if target is None:
            write_exactly(program.service.exchange.render(entries, form))
            return 0 if complete else 1
        _write(program.service, entries, form, target, overwrite=arguments.force)
    say(f"{papers_label(len(entries))} written to {file_label(str(target))}.")
    return 0 if complete else 1


def _chosen(service: Service, arguments: Namespace) -> tuple[tuple[Entry, ...], bool]:
    """Return the papers named, and whether all of them were found."""
    if arguments.filter is not None or arguments.view or arguments.date:
        raise UsageError("Papers are chosen by their identifiers, or by a view and a filter; not by both.")
    return look_up(service, identifiers_of(arguments.id))


def _template(name: str) -> str:
    """Return the text of a template."""
    path = Path(name)
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(_TEMPLATE_LIMIT + 1)
        if len(content) > _TEMPLATE_LIMIT:
            raise FormatError(f"“{file_label(name)}” is larger than a template may be (1 MB).")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"“{file_label(name)}” is not UTF-8 text; save it as UTF-8.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StorageError(f"The template “{file_label(name)}” cannot be read: {reason}.") from error


def _entries(reading: Reading, view: View, query: str | None) -> tuple[Entry, ...]:
    contents = reading.stored(view, -1)
    if contents.sample or (view.kind.remote and contents.fetched_at is None):
        name = view.period.label if view.period else view.title
        raise StorageError(f"The list “{name}” is not stored; `paper-reader list` with this view fetches it.")
    if query is None:
        return contents.entries
    with explained(query):
        return reading.filter(contents, query).entries


def _write(
    service: Service, entries: tuple[Entry, ...], form: Format, target: Path, *, overwrite: bool
) -> None:
    try:
        service.exchange.export(entries, form, target, overwrite=overwrite)
    except FileExistsAlreadyError as error:
        if not (can_ask() and _agreed(target)):
            raise FileExistsAlreadyError(f"{error} Write over it with --force.") from error
        service.exchange.export(entries, form, target, overwrite=True)


def _agreed(target: Path) -> bool:
    sys.stderr.write(f"{file_label(str(target))} is there already. Write over it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
