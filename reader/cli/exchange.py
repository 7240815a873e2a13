"""`import` and `export`: papers from files, and to files."""

import gc
import io
import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.cli.lookup import look_up
from reader.cli.notice import told_at_end
from reader.cli.option import add_filter, add_identifiers, add_offline, add_view, identifiers_of, view_of
from reader.cli.output import can_ask, say, write, write_exactly
from reader.cli.progress import ImportProgress
from reader.cli.query import explained
from reader.cli.session import opened, refuse_what_would_not_last, wait_for
from reader.core.entry import Entry
from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.export.format import FORMATS, Format, format_for_path
from reader.service.exchange import FileExistsAlreadyError, Imported
from reader.service.reading import Reading
from reader.service.resolving import Planned
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.sources.file import ImportFile

_STANDARD_FORMAT = "bibtex"
_TEMPLATE_LIMIT = 10**6
_BACKUP = re.compile(rb'\s*\{\s*"version":\s*\d')
_PEEKED = 100
_NAMED = 10_000
"""Items that are no papers which a dry run names with the reason."""


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
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be added, merged, kept and skipped, and why; change nothing",
    )
    add_offline(parser)
    parser.set_defaults(run=_import)


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


def _import(arguments: Namespace) -> int:
    gc.disable()  # millions of papers and nothing in a circle: the collector would only look, again and again
    code = 0
    with opened(arguments) as program, told_at_end(program.config.settings, "The import has ended"):
        if not arguments.dry_run:
            refuse_what_would_not_last(program.service)
        for name in arguments.file:
            try:
                if _merged(program.service, name, dry_run=arguments.dry_run):
                    continue
                if arguments.dry_run:
                    _preview(program.service, name, arguments.format)
                    continue
                taken = _take_in(program.service, name, arguments.format)
            except (FormatError, StorageError) as error:
                say(str(error))
                code = 1
            else:
                for sentence in _told(_label(name), taken):
                    say(sentence)
                code = 1 if taken.damage else code
    return code


def _merged(service: Service, name: str, *, dry_run: bool) -> bool:
    """Merge the library of another machine, and say what came of it; `False` where the file is none."""
    with _as_file(name) as path:
        if path is None or not service.keeping.is_library(path):
            return False
        if dry_run:
            _tell_counts(_label(name), _print_planned(service.keeping.preview(path)))
        else:
            step = service.keeping.merge(path)
            said = f"{step.sentence}." if step else "nothing that is not known here."
            say(f"{_label(name)}: {said}")
        return True


@contextmanager
def _as_file(name: str) -> Iterator[Path | None]:
    """Give the file of a name, and one of standard input where that begins as a library; else `None`."""
    if name != "-":
        yield Path(name)
        return
    stream = sys.stdin.buffer
    if not isinstance(stream, io.BufferedReader) or not _BACKUP.match(stream.peek(_PEEKED)):
        yield None
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.json"
        try:
            path.write_bytes(stream.read())
        except OSError as error:
            raise StorageError(f"Standard input could not be set down: {error.strerror or error}.") from error
        yield path


def _file(name: str, format_name: str | None) -> "ImportFile":
    from reader.sources.file import read_file, read_stream

    now = datetime.now(UTC)
    if name == "-":
        return read_stream(sys.stdin.buffer, _label(name), format_name, now)
    return read_file(Path(name), format_name, now)


def _preview(service: Service, name: str, format_name: str | None) -> None:
    """Print what an import would do, one line for each item, and their numbers."""
    file = _file(name, format_name)
    file.problem_limit = _NAMED
    counts = _print_planned(service.exchange.preview(file))
    counts["skip"] = file.skipped
    _tell_counts(_label(name), counts)


def _print_planned(items: Iterable[Planned]) -> Counter[str]:
    """Print one line for each item, and return how many there are of each kind."""
    counts: Counter[str] = Counter()
    for planned in items:
        counts[planned.action.value] += 1
        reason = f"  ({planned.reason})" if planned.reason and planned.identifier else planned.reason
        words = (f"{planned.action.value:<8}", planned.identifier, plain(planned.title), reason)
        write("  ".join(filter(None, words)) + "\n")
    return counts


def _tell_counts(label: str, counts: Counter[str]) -> None:
    told = [f"{number:,} to {action}" for action, number in counts.items() if number]
    say(f"{label}: {', '.join(told) or 'nothing'}. Nothing was changed.")


def _take_in(service: Service, name: str, format_name: str | None) -> Imported:
    file = _file(name, format_name)
    progress = ImportProgress(file)
    try:
        with progress:
            find = None if service.reading.offline else partial(_found, service)
            return service.exchange.take_in(file, progress, find)
    except KeyboardInterrupt:
        say(f"Interrupted.{_left_behind(progress.papers, file)}")
        raise
    except StorageError as error:
        raise StorageError(f"{error}{_left_behind(progress.papers, file)}") from error


def _found(service: Service, identifiers: Sequence[str]) -> Sequence[Paper]:
    """Return the papers that arXiv has among `identifiers`."""
    say(f"Looking up {_papers(len(identifiers))} at arXiv.")
    return wait_for(service, service.exchange.look_up(identifiers))


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
                raise StorageError(f"{name}: no papers to export, so {_label(str(target))} was not written.")
            say(f"{name}: no papers to export.")
        if target is None:
            write_exactly(program.service.exchange.render(entries, form))
            return 0 if complete else 1
        _write(program.service, entries, form, target, overwrite=arguments.force)
    say(f"{len(entries):,} {'paper' if len(entries) == 1 else 'papers'} written to {_label(str(target))}.")
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
            raise FormatError(f"“{_label(name)}” is larger than a template may be (1 MB).")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"“{_label(name)}” is not UTF-8 text; save it as UTF-8.") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StorageError(f"The template “{_label(name)}” cannot be read: {reason}.") from error


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
    sys.stderr.write(f"{_label(str(target))} is there already. Write over it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
