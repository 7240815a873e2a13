"""The use cases of copies of the library: making one, listing those there are, going back to one."""

from collections.abc import Iterator
from pathlib import Path

from reader.core.backup import Backup
from reader.core.item import FOLLOWS, HIGHLIGHTS, SEARCHES, SENDINGS, WATCHES, ItemChange
from reader.core.mark import NO_MARK
from reader.service.exchange import expanded, write_file
from reader.service.marking import Marking, Step
from reader.service.resolving import Action, Planned, mark_changes

_KINDS = {
    SEARCHES: "saved search",
    FOLLOWS: "followed",
    SENDINGS: "digest",
    WATCHES: "watch",
    HIGHLIGHTS: "highlight",
}
"""What the items of each table are called."""


class Keeping:
    """Copies of the library; to go back is taken back by going back to the newest copy."""

    def __init__(self, marking: Marking) -> None:
        self._marking = marking

    def backups(self) -> tuple[Backup, ...]:
        """Return the copies that are kept by themselves, newest first."""
        return self._marking.library.backups()

    def back_up(self, path: Path, *, overwrite: bool = False) -> None:
        """Write the whole library to a file; `StorageError` when it cannot be, or the file is there already."""
        write_file(expanded(path), self.text(), overwrite=overwrite)

    def text(self) -> str:
        """Return the whole library as one file."""
        return self._marking.library.backup().decode()

    def restore(self, which: int | Path) -> None:
        """Go back to a copy by its number or in a file; `StorageError` when it cannot be, and nothing has changed."""
        self._marking.restore_copy(expanded(which) if isinstance(which, Path) else which)

    def is_library(self, path: Path) -> bool:
        """Tell whether a file is a library of another machine; raises nothing."""
        return self._marking.library.is_library(path)

    def merge(self, path: Path) -> Step | None:
        """Merge a library of another machine, undoably; `None` when it says nothing new. `FormatError`, `StorageError`."""
        return self._marking.merge(path)

    def preview(self, path: Path) -> Iterator[Planned]:
        """Yield what `merge` would do; raises as `merge` does."""
        for change in self._marking.library.preview(path):
            if isinstance(change, ItemChange):
                yield Planned(Action.MERGE, change.key, "", _kind(change) if change.after else "removed")
                continue
            action = Action.ADD if change.before == NO_MARK else Action.MERGE
            reason = ", ".join(mark_changes(change.before, change.after))
            yield Planned(action, change.paper.id, change.paper.title, reason)


def _kind(change: ItemChange) -> str:
    return _KINDS[change.table]
