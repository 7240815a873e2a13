"""A folder with a note for each paper, in which the person writes too."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from reader.core.errors import StorageError
from reader.core.note_file import NoteFile
from reader.core.text import clean_line
from reader.file import write_text

_ENDING = re.compile(r" \([^()]*\)\.md$")
_NOTE_LIMIT = 16 * 2**20
"""Largest note, in bytes, that is brought up to date."""
_NAMED = 3


def write_notes(folder: Path, notes: Iterable[NoteFile]) -> int:
    """Write notes into a folder, which is made if need be; return how many there are in it now.

    What is the person's in a note stays. `StorageError` names, after all others are written, the notes that could not
    be brought up to date because nothing in them tells what is whose.
    """
    try:
        folder.mkdir(exist_ok=True)
        known = {found[0]: name for name in os.listdir(folder) if (found := _ENDING.search(name))}
        left: list[str] = []
        count = 0
        for note in notes:
            name = known.get(note.ending, note.name)
            if _write(folder / name, note):
                count += 1
            else:
                left.append(name)
    except FileNotFoundError as error:
        raise StorageError(
            f"The folder {folder.parent} does not exist; make it first, or name another."
        ) from error
    except FileExistsError as error:
        raise StorageError(f"{folder} is a file; notes need a folder of their own.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise StorageError(
            f"The notes could not be written to {folder}: {getattr(error, 'strerror', None) or error}."
        ) from error
    if left:
        names = ", ".join(f"“{clean_line(name, 60)}”" for name in left[:_NAMED])
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        raise StorageError(
            f"{names}{more} in {folder} lack the line that parts your text from the program's, and were left as they"
            f" are; move them away to have them written anew. {count} other notes are up to date."
        )
    return count


def _write(path: Path, note: NoteFile) -> bool:
    """Write a note and tell whether it could be."""
    if not os.path.lexists(path):
        write_text(path, note.text, overwrite=False)
        return True
    if not path.is_file() or path.stat().st_size > _NOTE_LIMIT:
        return False
    try:
        existing = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    text = note.merged_with(existing)
    if (
        text is not None and text != existing
    ):  # an untouched file stays so, also for what synchronises folders
        write_text(path, text, overwrite=True)
    return text is not None
