"""The use case of sync: the libraries of several machines become one, now or whenever they meet again.

Each machine writes one file, its own, and merges those of all others. So nobody overwrites anybody, whatever the order.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from reader.core.errors import FormatError, StorageError, SyncError
from reader.core.sync import SIZE_LIMIT, Joined, Shelved, SyncState, machine_of
from reader.core.text import clean_line
from reader.file import write_text
from reader.service.port import MarkStore

_STATE_LIMIT = 100_000


class Place(Protocol):
    """Where the libraries meet; `SyncError` where it cannot be reached."""

    name: str

    def look(self) -> Shelved:
        """Return what lies there now."""

    def read(self, machine: str) -> bytes:
        """Return the file of a machine; one that is too large may be cut."""

    def write(self, machine: str, content: bytes) -> None:
        """Put this machine's file there."""


class Syncing:
    """Joins libraries; `turn` lets only one window or command at a time do so."""

    def __init__(
        self,
        library: MarkStore,
        place: Place,
        folder: Path,
        turn: Callable[[], AbstractContextManager[None]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`folder` keeps what this machine is called, and what came of the last time."""
        self._library = library
        self._place = place
        self._folder = folder
        self._turn = turn
        self._now = now

    def join(self) -> Joined:
        """Merge what the others have, then write what all have now; what cannot be read is told, and left alone.

        `SyncError` where the place cannot be reached, `StorageError` where this machine can keep nothing. Nothing is
        lost then, and the next time makes up for it.
        """
        with self._turn():
            self._library.refresh()
            machine = self._machine()
            try:
                joined, own = self._joined(machine)
            except (SyncError, StorageError) as error:
                self._keep(self._kept() | {"problems": [str(error)]})
                raise
            self._keep(
                {
                    "place": self._place.name,
                    "joined_at": self._now().isoformat(timespec="seconds"),
                    "sum": _sum(own),
                    "problems": list(joined.problems),
                }
            )
            return joined

    def state(self) -> SyncState:
        """Return what is known of the last time, asking nobody."""
        kept = self._kept()
        told = kept.get("problems")
        problems = (
            [clean_line(each, 500) for each in told if isinstance(each, str)]
            if isinstance(told, list)
            else []
        )
        if kept.get("place") != self._place.name:
            return SyncState(self._machine(), None, tuple(problems))
        try:
            joined_at = datetime.fromisoformat(kept.get("joined_at", ""))
        except (TypeError, ValueError):
            joined_at = None
        waiting = kept.get("sum") != _sum(self._library.shared())
        return SyncState(self._machine(), joined_at, tuple(problems), waiting)

    @property
    def place(self) -> str:
        """Where the libraries meet, for people."""
        return self._place.name

    def _joined(self, machine: str) -> tuple[Joined, bytes]:
        """Return what came of it, and the library as all have it now."""
        found = self._place.look()
        problems = list(found.problems)
        changes, read, own = 0, 0, self._library.shared()
        # Our own file says more than the library only where that was lost.
        lost = not self._library.marks and not self._library.searches
        for other in sorted(found.sizes):
            if other != machine or lost:
                try:
                    content = self._content(other, found.sizes[other])
                    if content != own:
                        changes += self._merged(content)
                        own = self._library.shared()
                    read += other != machine
                except (FormatError, SyncError) as error:
                    problems.append(f"The library of machine {other} was left out: {str(error).rstrip('.')}.")
        if len(own) > SIZE_LIMIT:
            problems.append("This library is too large to be joined with others, so it was not written.")
            return Joined(read, changes, False, tuple(problems)), own
        same = found.sizes.get(machine) == len(own) and self._place.read(machine) == own
        if not same:
            self._place.write(machine, own)
        return Joined(read, changes, not same, tuple(problems)), own

    def _content(self, other: str, size: int) -> bytes:
        """Return the file of another machine; `FormatError` where it is too large."""
        content = self._place.read(other) if size <= SIZE_LIMIT else b""
        if size > SIZE_LIMIT or len(content) > SIZE_LIMIT:
            raise FormatError(f"it is larger than {SIZE_LIMIT // 1_000_000} MB")
        return content

    def _merged(self, content: bytes) -> int:
        """Merge the library of another machine and return how many changes that were."""
        with _placed(content) as path:
            return len(self._library.merge(path))

    # What is kept of the last time

    def _machine(self) -> str:
        """Return what this machine is called; a new name where it has none yet."""
        path = self._folder / "machine"
        try:
            known = path.read_text(encoding="ascii", errors="replace")[:100].strip()
        except OSError:
            known = ""
        if machine_of(f"{known}.json") is None:
            known = secrets.token_hex(8)
            self._write(path, f"{known}\n")
        return known

    def _kept(self) -> dict[str, Any]:
        try:
            with (self._folder / "state.json").open(encoding="utf-8") as file:
                kept = json.loads(file.read(_STATE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _keep(self, state: dict[str, Any]) -> None:
        self._write(self._folder / "state.json", json.dumps(state, indent=1) + "\n")

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text, overwrite=True)
        except OSError as error:
            raise StorageError(f"{path} could not be written ({error.strerror or error}).") from error


@contextmanager
def _placed(content: bytes) -> Iterator[Path]:
    """Give a file with this content; `StorageError` where there is no room for it."""
    try:
        with TemporaryDirectory(prefix="paper-reader-") as temporary:
            path = Path(temporary) / "library.json"
            path.write_bytes(content)
            yield path
    except OSError as error:
        raise StorageError(
            f"A library could not be set down to be read ({error.strerror or error})."
        ) from error


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
