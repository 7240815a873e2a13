"""`import` and `export`: papers from files, and to files."""

import gc
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.option import add_filter, add_view, view_of
from reader.cli.output import can_ask, say, write_exactly
from reader.cli.progress import ImportProgress
from reader.cli.query import explained
from reader.cli.session import opened, refuse_what_would_not_last
from reader.core.entry import Entry
from reader.core.errors import FormatError, StorageError
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.export.format import FORMATS, format_for_path
from reader.service.exchange import FileExistsAlreadyError, Imported
from reader.service.reading import Reading
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.sources.file import ImportFile

_STANDARD_FORMAT = "bibtex"


def add_import(parser: ArgumentParser) -> None:
    """Add the arguments of `import`."""
    from reader.sources.file import IMPORT_FORMATS

    parser.add_argument("file", nargs="+", metavar="FILE", help="files, also packed with gzip; - for stdin")
    parser.add_argument(
        "--format",
        choices=IMPORT_FORMATS,
        metavar="FORMAT",
        help="the format: %(choices)s (page is a saved Hugging Face papers page, as text); found out by default",
    )
    parser.set_defaults(run=_import)


def add_export(parser: ArgumentParser) -> None:
    """Add the arguments of `export`."""
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help=f"the format: %(choices)s (default: what the name of FILE says, else {_STANDARD_FORMAT})",
    )
    add_filter(parser)
    add_view(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for stdout, as without it")
    parser.add_argument("--force", action="store_true", help="write over an existing file")
    parser.set_defaults(run=_export)


def _import(arguments: Namespace) -> int:
    gc.disable()  # millions of papers and nothing in a circle: the collector would only look, again and again
    code = 0
    with opened(arguments) as program:
        refuse_what_would_not_last(program.service)
        for name in arguments.file:
            try:
                taken = _take_in(program.service, name, arguments.format)
            except (FormatError, StorageError) as error:
                say(str(error))
                code = 1
            else:
                for sentence in _told(_label(name), taken):
                    say(sentence)
                code = 1 if taken.damage else code
    return code


def _take_in(service: Service, name: str, format_name: str | None) -> Imported:
    from reader.sources.file import read_file, read_stream

    now = datetime.now(UTC)
    if name == "-":
        file = read_stream(sys.stdin.buffer, _label(name), format_name, now)
    else:
        file = read_file(Path(name), format_name, now)
    progress = ImportProgress(file)
    try:
        with progress:
            return service.exchange.take_in(file, progress)
    except KeyboardInterrupt:
        say(f"Interrupted.{_left_behind(progress.papers, file)}")
        raise
    except StorageError as error:
        raise StorageError(f"{error}{_left_behind(progress.papers, file)}") from error


def _left_behind(papers: int, file: "ImportFile") -> str:
    """Say what an import that ends early leaves behind, and how to go on."""
    if not papers:
        return ""
    way = "goes on from there" if file.identity and file.place else "takes in the rest"
    return f" {_papers(papers)} of the file {'is' if papers == 1 else 'are'} kept; the same command {way}."


def _label(name: str) -> str:
    return "standard input" if name == "-" else clean_line(name, 200)


def _told(name: str, taken: Imported) -> Iterator[str]:
    """Yield the sentences that say how an import went."""
    parts = [_papers(taken.papers)]
    if taken.before:
        parts[0] += f" after the {taken.before:,} taken in before"
    kinds = {"new": taken.added, "changed": taken.changed, "unchanged": taken.unchanged}
    parts += [f"{number:,} {kind}" for kind, number in kinds.items() if number]
    if taken.marked:
        parts.append(f"{taken.marked:,} of them with new marks of yours")
    if taken.skipped:
        items = "1 item" if taken.skipped == 1 else f"{taken.skipped:,} items"
        parts.append(f"{items} skipped, which {'is no paper' if taken.skipped == 1 else 'are no papers'}")
    yield f"{name}: {', '.join(parts)}."
    yield from (f"  {problem}" for problem in taken.problems)
    if taken.problems and taken.skipped > len(taken.problems):
        yield "  …"
    if taken.damage:
        yield f"{taken.damage} What was whole is kept."


def _papers(number: int) -> str:
    return f"{number:,} {'paper' if number == 1 else 'papers'}"


def _export(arguments: Namespace) -> int:
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    by_name = format_for_path(target) if target else None
    format_name: str = arguments.format or (by_name.name if by_name else _STANDARD_FORMAT)
    with opened(arguments) as program:
        view = view_of(arguments, ViewKind.BOOKMARKS, program.service.searches.all)
        entries = _entries(program.service.reading, view, arguments.filter)
        if not entries:
            name = view.period.label if view.period else view.title
            if target is not None:  # an empty file over somebody's bibliography helps nobody
                raise StorageError(f"{name}: no papers to export, so {_label(str(target))} was not written.")
            say(f"{name}: no papers to export.")
        if target is None:
            write_exactly(program.service.exchange.render(entries, format_name))
            return 0
        _write(program.service, entries, format_name, target, overwrite=arguments.force)
    say(f"{len(entries):,} {'paper' if len(entries) == 1 else 'papers'} written to {_label(str(target))}.")
    return 0


def _entries(reading: Reading, view: View, query: str | None) -> tuple[Entry, ...]:
    contents = reading.stored(view)
    if contents.sample or (view.kind.remote and contents.fetched_at is None):
        name = view.period.label if view.period else view.title
        raise StorageError(f"The list “{name}” is not stored; `paper-reader list` with this view fetches it.")
    if query is None:
        return contents.entries
    with explained(query):
        return reading.filter(contents, query).entries


def _write(
    service: Service, entries: tuple[Entry, ...], format_name: str, target: Path, *, overwrite: bool
) -> None:
    try:
        service.exchange.export(entries, format_name, target, overwrite=overwrite)
    except FileExistsAlreadyError as error:
        if not (can_ask() and _agreed(target)):
            raise FileExistsAlreadyError(f"{error} Write over it with --force.") from error
        service.exchange.export(entries, format_name, target, overwrite=True)


def _agreed(target: Path) -> bool:
    sys.stderr.write(f"{_label(str(target))} is there already. Write over it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
