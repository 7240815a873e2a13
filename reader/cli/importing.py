"""`import`: papers and marks from files."""

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

from reader.cli.label import file_label, papers_label
from reader.cli.notice import told_at_end
from reader.cli.option import add_offline
from reader.cli.output import say, write
from reader.cli.progress import ImportProgress
from reader.cli.session import opened, refuse_what_would_not_last, wait_for
from reader.core.errors import FormatError, StorageError
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.service.exchange import Imported
from reader.service.resolving import Planned
from reader.service.service import Service

if TYPE_CHECKING:
    from reader.sources.file import ImportFile

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
                for sentence in _told(file_label(name), taken):
                    say(sentence)
                code = 1 if taken.damage else code
    return code


def _merged(service: Service, name: str, *, dry_run: bool) -> bool:
    """Merge the library of another machine, and say what came of it; `False` where the file is none."""
    with _as_file(name) as path:
        if path is None or not service.keeping.is_library(path):
            return False
        if dry_run:
            _tell_counts(file_label(name), _print_planned(service.keeping.preview(path)))
        else:
            step = service.keeping.merge(path)
            said = f"{step.sentence}." if step else "nothing that is not known here."
            say(f"{file_label(name)}: {said}")
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
        return read_stream(sys.stdin.buffer, file_label(name), format_name, now)
    return read_file(Path(name), format_name, now)


def _preview(service: Service, name: str, format_name: str | None) -> None:
    """Print what an import would do, one line for each item, and their numbers."""
    file = _file(name, format_name)
    file.problem_limit = _NAMED
    counts = _print_planned(service.exchange.preview(file))
    counts["skip"] = file.skipped
    _tell_counts(file_label(name), counts)


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
    say(f"Looking up {papers_label(len(identifiers))} at arXiv.")
    return wait_for(service, service.exchange.look_up(identifiers))


def _left_behind(papers: int, file: "ImportFile") -> str:
    """Say what an import that ends early leaves behind, and how to go on."""
    if not papers:
        return ""
    way = "goes on from there" if file.identity and file.place else "takes in the rest"
    return (
        f" {papers_label(papers)} of the file {'is' if papers == 1 else 'are'} kept; the same command {way}."
    )


def _told(name: str, taken: Imported) -> Iterator[str]:
    """Yield the sentences that say how an import went."""
    parts = [papers_label(taken.papers)]
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
