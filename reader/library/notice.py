"""What is unusual about the files of a library, as sentences for the person."""

from collections.abc import Iterator
from pathlib import Path

from reader.library import disk
from reader.library.snapshot import VERSION
from reader.library.state import Files, State, is_newer


def obstacle(state: State) -> str | None:
    """Return why nothing may be written, `None` when it may."""
    if state.blocked:
        return f"library.journal cannot be read ({state.blocked}), so nothing can be kept."
    if is_newer(state.snapshot):
        return (
            f"library.json was written by a newer paper-reader (format {state.snapshot.version}, this one knows "
            f"{VERSION}), so it is shown but not changed. Update paper-reader to change it."
        )
    return None


def sentences(files: Files, state: State, *, rebuilt: bool = False) -> Iterator[str]:
    """Yield what the person should know about the files as they were read, or `rebuilt`, which was told already."""
    snapshot, journal = state.snapshot, state.journal
    if state.blocked:
        yield (f"{obstacle(state)} What was changed last may be missing until it can be read again.")
    elif hindrance := obstacle(state):
        yield hindrance
    if snapshot.repeated:
        names = ", ".join(ascii(name)[1:-1] for name in snapshot.repeated[:3])
        yield f"library.json names some entries twice ({names}); what both say was put together."
    if journal.damaged and not state.stale:
        lines = "1 line" if journal.damaged == 1 else f"{journal.damaged} lines"
        yield f"{lines} of library.journal could not be read and stayed as they are; all others count."
    if journal.marked and not state.stale:
        yield "Git could not merge library.journal by itself; what both sides changed was put together, the newest winning."
    elif state.foreign and not is_newer(snapshot) and not rebuilt:
        yield "library.json was exchanged since the last change; the changes made here were added to it."
    yield from _misplaced(files)


def unfolded(error: OSError) -> str:
    """Say that the journal could not become a snapshot."""
    return (
        f"library.json could not be written anew ({error.filename or 'the disk'}: {error.strerror or error}). "
        "Every change is safe in library.journal, but no copies are kept until it can be."
    )


def without_locks(folder: Path) -> str:
    """Say that nothing keeps two windows apart."""
    return (
        f"{folder} lies on a file system without locks: do not change the library from two windows at once."
    )


def merged(name: str, marks: int) -> str:
    """Say that a copy of another machine was merged."""
    amount = "1 mark" if marks == 1 else f"{marks} marks"
    return (
        f"{name}, which another machine changed, was merged into the library ({amount} changed); "
        "it now lies in backups."
    )


def unmerged(name: str, reason: object) -> str:
    """Say that a copy of another machine stays where it is."""
    return f"{name} looks like this library as another machine changed it, but was not merged: {reason}."


def _misplaced(files: Files) -> Iterator[str]:
    folder = files.backups.folder
    if (kind := disk.kind_of(folder)) not in ("a folder", "a link") and (kind or folder.exists()):
        yield f"{folder} is {kind or 'a file'}, so no copies of the library are kept. Move it away."
    if kind := disk.kind_of(files.unfinished):
        yield f"{files.unfinished} is {kind}, so library.json cannot be written anew. Move it away."
    if kind := disk.kind_of(files.lock):
        yield f"{files.lock} is {kind}, so nothing that you mark will be kept. Move it away."
