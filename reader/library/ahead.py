"""The library's file, read by a thread while the program is loaded: it may be as long as thirty modules in coming."""

import threading
from contextlib import suppress
from pathlib import Path

from reader.library import disk

_begun: dict[Path, "_Reading"] = {}


class _Reading(threading.Thread):
    """Reads a file; what is wrong with it is found by who reads it in earnest."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.data: bytes | None = None
        self.signature: disk.Signature | None = None

    def run(self) -> None:
        """Read all of it, which lets other threads work."""
        with suppress(OSError, MemoryError):
            self.data, status = disk.read_file(self.path)
            self.signature = disk.signature_from(status)


def begin(path: Path) -> None:
    """Begin to read a file that is about to be asked for."""
    reading = _Reading(path)
    with suppress(RuntimeError):  # there is no room for another thread
        reading.start()
        _begun[path] = reading


def take(path: Path) -> bytes | None:
    """Return what was read ahead, once, if the file is still the same; `None` where it is to be read now."""
    if (reading := _begun.pop(path, None)) is None:
        return None
    reading.join()
    return reading.data if reading.signature == disk.signature_of(path) else None
