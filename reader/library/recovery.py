"""What happens to a damaged `library.json`: it is set aside, and the newest good copy takes its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.core.errors import FormatError
from reader.library import disk
from reader.library.journal import Journal, Line
from reader.library.migration import migrated
from reader.library.snapshot import Snapshot, read_snapshot
from reader.library.stamp import is_removed
from reader.library.state import (
    Files,
    State,
    apply_lines,
    begin_journal,
    compact,
    decoded_tables,
    is_newer,
    load,
    merge_changes,
)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Recovery:
    """The library as its copies give it, and in words what was kept, from when."""

    state: State
    kept: str


@dataclass(frozen=True, slots=True)
class _Copy:
    snapshot: Snapshot
    day: str | None = None


def rebuild(files: Files) -> Recovery:
    """Return the newest good snapshot with every journal since; reads only."""
    copy = _newest_copy(files)
    live = Journal(files.journal)
    lines = _advance(live)
    journals: list[tuple[int, list[Line]]] = [
        (generation, _advance(Journal(path))) for generation, path in files.backups.journals()
    ]
    generation = copy.snapshot.generation
    if lines and live.checksum != copy.snapshot.absorbed:
        journals.append((max(generation, live.generation or 0), lines))
    # Older journals are in the copy.
    later = sorted((item for item in journals if item[0] >= generation), key=lambda item: item[0])
    for _, kept in later:
        apply_lines(copy.snapshot.tables, kept)
    found = {number for number, _ in later}
    whole = found == set(range(generation, generation + len(found)))
    highest = max(found, default=generation)
    tables = migrated(decoded_tables(copy.snapshot.tables), copy.snapshot.version if copy.day else 1)
    snapshot = copy.snapshot._replace(tables=tables, generation=max(generation, highest))
    changes = sum(len(kept) for _, kept in later)
    return Recovery(
        State(snapshot, disk.signature_of(files.snapshot), live, foreign=True),
        _words(copy, changes, whole),
    )


def repair(files: Files) -> tuple[State, str | None]:
    """Return the state of a library that was damaged, and what was done; the lock must be held.

    Another window may have repaired it while this one waited for the lock: then nothing is done, and nothing said.
    """
    try:
        return load(files), None
    except FormatError as damage:
        return recover(files, damage)


def recover(files: Files, damage: FormatError, now: Callable[[], datetime] = _now) -> tuple[State, str]:
    """Set the damaged file aside and write the rebuilt library; the lock must be held.

    Returns the new state and the sentence that says so; `OSError` when the folder cannot be written to.
    """
    recovery = _merged(files) or rebuild(files)
    if is_newer(recovery.state.snapshot):
        return recovery.state, sentence(damage, recovery, None)
    aside = None
    if disk.signature_of(files.snapshot) is not None:
        aside = _set_aside(files, now())
    state = compact(files, recovery.state)
    if state.stale:
        begin_journal(files, state)
    return state, sentence(damage, recovery, aside)


def sentence(damage: FormatError, recovery: Recovery, aside: Path | None) -> str:
    """Say what was damaged, where it lies, and what was kept, from when."""
    where = f" It now lies beside it as {aside.name}." if aside else ""
    tables = recovery.state.snapshot.tables
    marks = sum(not is_removed(mark) for mark in tables.get("marks", {}).values())
    amount = f"{marks} marks and {len(tables.get('papers', {}))} papers"
    return f"library.json could not be read: {damage}.{where} {recovery.kept}: {amount}."


def _merged(files: Files) -> Recovery | None:
    """Return both sides of a file that git could not merge, with the journal; `None` when it is no such file."""
    from reader.library.conflict import is_marked, merged_sides  # rarer still

    try:
        data, _ = disk.read_file(files.snapshot)
        if not is_marked(data):
            return None
        snapshot = merged_sides(data)
    except (OSError, FormatError):
        return None
    journal = Journal(files.journal)
    for line in _advance(journal):
        merge_changes(snapshot.tables, line.changes)
    state = State(snapshot, disk.signature_of(files.snapshot), journal, foreign=True)
    return Recovery(state, "Both sides that git has put into it were merged")


def _newest_copy(files: Files) -> _Copy:
    for _, path in reversed(files.backups.snapshots()):
        try:
            snapshot = read_snapshot(path)
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        except (FormatError, OSError):
            continue
        return _Copy(snapshot, f"{written:%Y-%m-%d %H:%M}")
    return _Copy(Snapshot({}))


def _advance(journal: Journal) -> list[Line]:
    try:
        return journal.advance() or []
    except OSError:
        return []


def _words(copy: _Copy, changes: int, whole: bool) -> str:
    steps = f"{changes} change{'' if changes == 1 else 's'}"
    if copy.day is None and not changes:
        return "No copy of it was found, so the library starts empty"
    if copy.day is None:
        return f"It was rebuilt from the journal of {steps}" + (
            "" if whole else ", of which some may be missing"
        )
    missing = "" if whole else " that could be found"
    return f"The copy of {copy.day} was restored, with {steps} made after it{missing}"


def _set_aside(files: Files, now: datetime) -> Path:
    stamp = f"{now:%Y%m%d-%H%M%S}"
    aside = files.snapshot.parent / f"library.damaged-{stamp}.json"
    number = 1
    while aside.exists():
        number += 1
        aside = files.snapshot.parent / f"library.damaged-{stamp}-{number}.json"
    files.snapshot.rename(aside)
    disk.flush_folder(aside.parent)
    return aside
