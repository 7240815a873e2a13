"""Copies of the library that the person makes, lists and goes back to.

A snapshot is kept with every run that changed something (`reader.library.backup` says how many). To go back is a change
like others: what there is now is kept first, under the highest number, so going back can be taken back.
"""

from datetime import UTC, datetime
from pathlib import Path

from reader.core.backup import Backup
from reader.core.errors import FormatError, StorageError
from reader.library import disk
from reader.library.conflict import contents
from reader.library.snapshot import Snapshot, read_snapshot
from reader.library.stamp import is_removed
from reader.library.state import Files


def backups(files: Files) -> tuple[Backup, ...]:
    """Return the kept snapshots, newest first."""
    found = dict(files.backups.snapshots())
    return tuple(_described(number, path) for number, path in sorted(found.items(), reverse=True))


def snapshot_of(files: Files, number: int) -> Snapshot:
    """Return a kept snapshot in the present format; `StorageError` when there is none, or it is damaged."""
    found = dict(files.backups.snapshots())
    if number not in found:
        raise StorageError(
            f"There is no copy {number} of the library in {files.backups.folder}; `paper-reader restore --list` "
            "shows those there are."
        )
    return read_for_restoration(found[number])


def read_for_restoration(path: Path) -> Snapshot:
    """Return the library in a file in the present format; `StorageError` when there is none."""
    try:
        if disk.signature_of(path) is None:
            raise FormatError("it is not there")
        snapshot = read_snapshot(path)
        whole = contents(snapshot)
    except FormatError as error:
        raise StorageError(f"{path} could not be restored: {error}. Nothing was changed.") from error
    except OSError as error:
        raise StorageError(
            f"{path} could not be read ({error.strerror or error}). Nothing was changed."
        ) from error
    tables = {name: table for name, table in whole.items() if name in snapshot.tables}
    return snapshot._replace(tables=tables)


def _described(number: int, path: Path) -> Backup:
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        written = datetime.fromtimestamp(0, UTC)
    try:
        tables = read_snapshot(path).tables
    except (FormatError, OSError) as error:
        return Backup(number, written, 0, 0, str(error))
    marks = sum(not is_removed(mark) for mark in tables.get("marks", {}).values())
    return Backup(number, written, marks, len(tables.get("papers", {})))
