"""The lock that makes the windows and commands of one person take turns."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import StorageError
from reader.library import disk

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 15.0
"""Seconds to wait for another process."""

_POLL = 0.004
_UNSUPPORTED = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL)


class FolderLock:
    """An advisory lock of the operating system on a file, so a killed process cannot leave it behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: BaseFileLock | None = None
        self.supported = True
        """False once the file system has said that it has no locks."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; go on without where there are none; `StorageError` after waiting too long."""
        disk.create_folder(self._path.parent)
        held = self.supported and self._acquire()
        try:
            yield
        finally:
            if held and self._lock:
                self._lock.release()

    def _acquire(self) -> bool:
        # Slow to import, and not needed to read.
        from filelock import FileLock, Timeout

        if self._lock is None:
            # A stand-in that only creates a file would outlive a killed process.
            self._lock = FileLock(self._path, thread_local=False, fallback_to_soft=False)
        disk.check_file(self._path)
        try:
            self._lock.acquire(timeout=PATIENCE, poll_interval=_POLL)
        except Timeout:
            raise StorageError(
                f"Another paper-reader has kept {self._path.parent} busy for {PATIENCE:.0f} seconds, so nothing was "
                "changed. Close it or wait for it, then try again; everything kept before is still there."
            ) from None
        except NotImplementedError:
            self.supported = False
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
            self.supported = False
        return self.supported
