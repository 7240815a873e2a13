"""The few file operations that durability rests on; everything raises `OSError`."""

import errno
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from reader.core.errors import StorageError


class NotAFileError(OSError):
    """Something that is no file stands under a name of ours."""


Signature = tuple[int, int, int]
"""Inode, bytes and time of change (ns) of a file: enough to see that somebody wrote it."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_BINARY = getattr(os, "O_BINARY", 0)
# A link or a pipe under one of our names is not ours: it is neither followed nor waited for.
_OURS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY


def signature_of(path: Path) -> Signature | None:
    """Return what tells one state of a file from another, or `None` while there is no such file."""
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return signature_from(status)


def signature_from(status: os.stat_result) -> Signature:
    """Return the same of a status that was asked for."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def is_writable(folder: Path) -> bool:
    """Tell whether the folder, or the nearest one above it that exists, may be written to."""
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def flush(descriptor: int) -> None:
    """Return once the file's bytes are on the medium."""
    if sys.platform == "darwin":
        import fcntl

        # There, fsync leaves the bytes in the drive's own cache.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Return once the folder's names are on the medium; nothing where folders cannot be flushed."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems refuse this for folders and need no such call.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def create_folder(folder: Path) -> None:
    """Create the folder (mode 0700) and those above it where they are missing."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flush_folder(folder.parent)


def kind_of(path: Path) -> str | None:
    """Return what stands under a name, as words, where that is no file; `None` for a file, and for nothing."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _kind(mode)


def check_file(path: Path) -> None:
    """Raise `NotAFileError` where something that is no file stands under a name of ours."""
    if kind := kind_of(path):
        raise NotAFileError(errno.EINVAL, f"it is {kind}", str(path))


def read_file(
    path: Path, offset: int = 0, *, most: int = -1, follow: bool = True
) -> tuple[bytes, os.stat_result]:
    """Read a file from `offset`, at `most` so many bytes, with its status.

    `NotAFileError` for a pipe, a device or a folder, without waiting.
    """
    if not follow:
        check_file(path)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    try:
        status = _checked(path, descriptor)
    except OSError:
        os.close(descriptor)
        raise
    with os.fdopen(descriptor, "rb") as file:
        file.seek(offset)
        return file.read(most), status


def append(path: Path, data: bytes, offset: int) -> None:
    """Write `data` durably at `offset`, the end of what is known to be good; on failure the file ends there.

    Bytes that a killed or failed writer left behind `offset` are cut first.
    """
    check_file(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _OURS, 0o600)
    try:
        _checked(path, descriptor)
        if os.fstat(descriptor).st_size > offset:
            os.ftruncate(descriptor, offset)
        try:
            _write(descriptor, data)
            flush(descriptor)
            if offset == 0:
                flush_folder(path.parent)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, offset)
            raise
    finally:
        os.close(descriptor)


def write_aside(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a whole new file (mode 0600) durably; on failure there is none. No other thread waits for more than a chunk."""
    check_file(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _OURS, 0o600)
    try:
        try:
            for chunk in chunks:
                _write(descriptor, chunk)
            flush(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def storage_error(what: str, folder: Path, error: OSError) -> StorageError:
    """Return the sentence for a person whose `what` could not be kept."""
    if isinstance(error, NotAFileError):
        reason = f"{error.filename}: {error.strerror}, not a file. Move it away and try again"
    elif error.errno in _FULL:
        reason = f"there is no space left for {folder}. Make some room and try again"
    elif error.errno in _FORBIDDEN:
        reason = f"{folder} cannot be written to. Check its permissions and try again"
    else:
        reason = f"{folder} failed ({error.strerror or error}). Check the disk and try again"
    return StorageError(f"{what} could not be kept: {reason}; everything kept before is still there.")


def _checked(path: Path, descriptor: int) -> os.stat_result:
    status = os.fstat(descriptor)
    if kind := _kind(status.st_mode):
        raise NotAFileError(errno.EINVAL, f"it is {kind}", str(path))
    return status


def _kind(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a link" if stat.S_ISLNK(mode) else "a pipe or a device"


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
