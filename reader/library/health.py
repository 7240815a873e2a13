"""Look whether the library is well: reads everything, and changes, mends and locks nothing."""

from collections.abc import Iterator
from pathlib import Path

from reader.core.errors import FormatError
from reader.core.health import Condition, LibraryHealth
from reader.core.item import FOLLOWS, SEARCHES
from reader.library import disk, notice
from reader.library.conflict import conflicts
from reader.library.examination import MARKS, PAPERS, Examination
from reader.library.recovery import rebuild
from reader.library.snapshot import read_snapshot
from reader.library.stamp import is_removed
from reader.library.state import Files, State, is_newer, load


def examine(folder: Path) -> LibraryHealth:
    """Return how the library in a folder is; raises nothing."""
    try:
        files = Files.of(folder)
        if not files.snapshot.exists() and not files.journal.exists() and files.backups.newest < 0:
            return LibraryHealth(Condition.ABSENT, problems=tuple(_obstacles(files)))
        return _examined(files)
    except OSError as error:
        return _unreadable(error, folder)


def _examined(files: Files) -> LibraryHealth:
    condition, problems = Condition.FINE, [*_obstacles(files)]
    try:
        state = load(files)
    except FormatError as damage:
        recovery = rebuild(files)
        state, condition = recovery.state, Condition.DAMAGED
        problems.append(
            f"library.json could not be read: {damage}. The next start sets it aside. What would be left: {recovery.kept}."
        )
    except OSError as error:
        return _unreadable(error, files.folder)
    problems += notice.sentences(files, state, rebuilt=condition is Condition.DAMAGED)
    if is_newer(state.snapshot):
        condition = Condition.NEWER
    problems += filter(None, (_faulty(state), _worst_copy(files)))
    problems += (
        f"{path.name} is a copy that another machine changed; the next start merges it."
        for path in conflicts(files)
    )
    tables = state.snapshot.tables
    numbers = {
        name: sum(not is_removed(each) for each in tables.get(name, {}).values())
        for name in (MARKS, PAPERS, SEARCHES, FOLLOWS)
    }
    return LibraryHealth(
        condition,
        numbers[MARKS],
        numbers[PAPERS],
        numbers[SEARCHES],
        numbers[FOLLOWS],
        len(files.backups.snapshots()),
        tuple(dict.fromkeys(problems)),
    )


def _obstacles(files: Files) -> Iterator[str]:
    if not disk.is_writable(files.folder):
        yield f"{files.folder} cannot be written to, so nothing that you mark will be kept."


def _faulty(state: State) -> str | None:
    """Return what is said of documents that are not what they should be; each is decoded and looked at."""
    examination = Examination()
    for name in (MARKS, PAPERS):
        examination.readable(name, state.snapshot.tables.get(name, {}), None)
    return examination.notice


def _worst_copy(files: Files) -> str | None:
    """Return what is wrong with the newest copy: the one that would be gone back to."""
    for _, path in files.backups.snapshots()[-1:]:
        try:
            read_snapshot(path)
        except (FormatError, OSError) as error:
            return f"The newest copy of the library, {path.name}, cannot be read: {error}."
    return None


def _unreadable(error: OSError, folder: Path) -> LibraryHealth:
    sentence = (
        f"{error.filename or folder} cannot be read ({error.strerror or error}); check its permissions."
    )
    return LibraryHealth(Condition.UNREADABLE, problems=(sentence,))
