"""Copies of the library that were edited elsewhere: found beside it, read, and merged.

Syncthing, Nextcloud, ownCloud, Dropbox and Seafile put the copy of the other machine beside the file, under a name that
says so; git writes both into the file, between marks.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reader.core.errors import FormatError, StorageError
from reader.library import disk, notice
from reader.library.journal import Journal, Tables
from reader.library.merge import merge
from reader.library.migration import migrated
from reader.library.side import BOTH, sides_after
from reader.library.snapshot import VERSION, Snapshot, read_snapshot, snapshot_from_bytes
from reader.library.state import Files, decoded_tables, merge_changes

_COPY = r"(?:\.sync-conflict-.+|_conflict-.+|.*conflicted copy.*|.*SFConflict.*)"
_MARK = b"<<<<<<< "
_HEAD = 2**16
"""Bytes by which most files are known to be no library."""


def conflicts(files: Files) -> tuple[Path, ...]:
    """Return the copies of other machines beside the library, in the order of their names."""
    return tuple(sorted({*_copies(files.snapshot), *_copies(files.journal)}))


def merge_copies(files: Files, merge_in: Callable[[dict[str, Any]], int]) -> Iterator[str]:
    """Merge the copies, which then lie in `backups/`, and yield a sentence on each; what cannot be merged stays.

    A copy is moved away after it was merged for good: a kill in between lets it be merged twice, which changes nothing.
    """
    for path in conflicts(files):
        try:
            changed = merge_in(read_contents(path))
            files.backups.keep_other(path)
        except (FormatError, StorageError, OSError) as error:
            # Another window may have been quicker.
            if path.exists():
                reason = error.strerror or error if isinstance(error, OSError) else str(error).rstrip(".")
                yield notice.unmerged(path.name, reason)
        else:
            yield notice.merged(path.name, changed)


def read_contents(path: Path) -> dict[str, Any]:
    """Return what another library's file, or its journal, says, in the present format.

    `FormatError` when it is no library, or one of a newer format; `OSError` when it cannot be read.
    """
    if path.suffix == ".journal":
        return _journal_contents(path)
    if disk.signature_of(path) is None:
        raise FormatError("it is missing")
    return contents(read_snapshot(path))


def looks_like_library(path: Path) -> bool:
    """Tell whether a file is a library or a journal of one, whole or not; raises nothing."""
    try:
        head, _ = disk.read_file(path, most=_HEAD)
        if head.startswith(b'{"sum": "'):
            return True
        if not _may_be_library(head):
            return False
        data, _ = disk.read_file(path)
    except (OSError, ValueError):
        return False
    try:
        return bool(snapshot_from_bytes(data).tables.keys() & {"marks", "papers"})
    except FormatError:
        return False


def _may_be_library(head: bytes) -> bool:
    """Tell by the first bytes of a file whether it is worth reading: lists of papers may be gigabytes long."""
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    return first.startswith(b"{") and not rest.lstrip().startswith(b"{")


def contents(snapshot: Snapshot) -> dict[str, Any]:
    """Return the tables and other values of a snapshot, in the present format; `FormatError` for a newer one."""
    if snapshot.version > VERSION:
        raise FormatError(f"a newer paper-reader wrote it (format {snapshot.version})")
    return {**snapshot.extras, **migrated(decoded_tables(snapshot.tables), snapshot.version)}


def is_marked(data: bytes) -> bool:
    """Tell whether git has put two sides into a file."""
    return data.startswith(_MARK) or b"\n" + _MARK in data


def merged_sides(data: bytes) -> Snapshot:
    """Return the library of both sides that git has put into one file; `FormatError` when a side is none."""
    ours, theirs = (snapshot_from_bytes(side) for side in _sides(data))
    both = merge(contents(ours), contents(theirs))
    return Snapshot(
        tables={name: value for name, value in both.items() if isinstance(value, dict)},
        generation=max(ours.generation, theirs.generation),
        extras={name: value for name, value in both.items() if not isinstance(value, dict)},
    )


def _copies(path: Path) -> Iterator[Path]:
    is_copy = re.compile(re.escape(path.stem) + _COPY + re.escape(path.suffix)).fullmatch
    try:
        names = os.listdir(path.parent)
    except OSError:
        return
    yield from (path.parent / name for name in names if is_copy(name))


def _journal_contents(path: Path) -> dict[str, Any]:
    tables: Tables = {}
    for line in Journal(path).advance() or []:
        merge_changes(tables, line.changes)
    return dict(migrated(tables, 1))


def _sides(data: bytes) -> tuple[bytes, bytes]:
    """Return the file as each side had it."""
    ours: list[bytes] = []
    theirs: list[bytes] = []
    sides = BOTH
    for line in data.split(b"\n"):
        if (turned := sides_after(line)) is not None:
            sides = turned
            continue
        for side, has in zip((ours, theirs), sides, strict=True):
            if has:
                side.append(line)
    return b"\n".join(ours), b"\n".join(theirs)
