"""`backup` and `restore`: copies of the library, and the way back to one."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from reader.cli.output import say, write, write_exactly
from reader.cli.session import opened
from reader.core.backup import Backup
from reader.core.errors import StorageError
from reader.core.text import clean_line


def add_backup(parser: ArgumentParser) -> None:
    """Add the arguments of `backup`."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="where to; - for stdout (default: paper-reader-DATE-TIME.json in this folder)",
    )
    parser.add_argument("--force", action="store_true", help="write over an existing file")
    parser.set_defaults(run=_back_up)


def add_restore(parser: ArgumentParser) -> None:
    """Add the arguments of `restore`."""
    parser.add_argument(
        "which",
        nargs="?",
        metavar="WHICH",
        help="the number of a copy, or a file that `backup` wrote (default: the newest copy)",
    )
    parser.add_argument(
        "--list", action="store_true", help="print the copies that are kept, and change nothing"
    )
    parser.set_defaults(run=_restore)


def _back_up(arguments: Namespace) -> int:
    with opened(arguments) as program:
        keeping = program.service.keeping
        if arguments.file == "-":
            write_exactly(keeping.text())
            return 0
        name = arguments.file or f"paper-reader-{datetime.now().astimezone():%Y%m%d-%H%M%S}.json"
        keeping.back_up(Path(name), overwrite=arguments.force)
        say(f"The library is in {clean_line(name, 200)} now; `paper-reader restore` takes it back.")
    return 0


def _restore(arguments: Namespace) -> int:
    with opened(arguments) as program:
        keeping = program.service.keeping
        if arguments.list:
            return _list(keeping.backups())
        which = _which(arguments.which, keeping.backups())
        keeping.restore(which)
        before = keeping.backups()[0]
        name = f"copy {which}" if isinstance(which, int) else clean_line(str(which), 200)
        say(
            f"The library is that of {name} now. What there was before is copy {before.number}:"
            f" `paper-reader restore {before.number}` goes back to it."
        )
    return 0


def _list(backups: tuple[Backup, ...]) -> int:
    if not backups:
        say("There are no copies yet; one is kept with every run that changes something.")
    for backup in backups:
        said = f"cannot be read: {clean_line(backup.fault, 200)}" if backup.fault else _amount(backup)
        write(f"{backup.number:>6}  {backup.written_at.astimezone():%Y-%m-%d %H:%M}  {said}\n")
    return 0


def _amount(backup: Backup) -> str:
    marks = "1 mark" if backup.marks == 1 else f"{backup.marks:,} marks"
    papers = "1 paper" if backup.papers == 1 else f"{backup.papers:,} papers"
    return f"{marks}, {papers} kept"


def _which(given: str | None, backups: tuple[Backup, ...]) -> int | Path:
    if given is None:
        newest = next((backup for backup in backups if not backup.fault), None)
        if newest is None:
            raise StorageError("There is no copy of the library to go back to yet.")
        return newest.number
    return int(given) if given.isascii() and given.isdigit() and len(given) < 17 else Path(given)
