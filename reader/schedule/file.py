"""Files of ours in folders of others: written whole, known by a mark in them, and never one of somebody else."""

from contextlib import suppress
from pathlib import Path

from reader.core.errors import ProgramError
from reader.core.schedule import Draft
from reader.file import write_text

MARK = "Written by `paper-reader schedule install`; `paper-reader schedule remove` takes it away."
"""What stands in each of our files."""

_SIZE_LIMIT = 100_000


def read_own(path: Path) -> str | None:
    """Return a file of ours, `None` where there is none; `ProgramError` for one of somebody else."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_SIZE_LIMIT)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ProgramError(f"{path} cannot be read ({error.strerror or error}).") from error
    if MARK not in text:
        raise ProgramError(f"{path} is there and was not written by paper-reader, so it is left alone.")
    return text


def write_own(drafts: tuple[Draft, ...]) -> dict[Path, str | None]:
    """Write all of the files or none, and return what was there before; `ProgramError`."""
    before = {Path(draft.place): read_own(Path(draft.place)) for draft in drafts}
    try:
        for draft in drafts:
            path = Path(draft.place)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, draft.text, overwrite=True)
    except OSError as error:
        put_back(before)
        raise ProgramError(f"{path} could not be written ({error.strerror or error}).") from error
    return before


def put_back(before: dict[Path, str | None]) -> None:
    """Put files back as they were, as far as that is possible."""
    for path, text in before.items():
        with suppress(OSError):
            if text is None:
                path.unlink(missing_ok=True)
            else:
                write_text(path, text, overwrite=True)


def remove_own(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Remove those of the files that are ours, and return which they were; `ProgramError`."""
    removed = []
    for path in paths:
        if read_own(path) is not None:
            try:
                path.unlink()
            except OSError as error:
                raise ProgramError(f"{path} could not be removed ({error.strerror or error}).") from error
            removed.append(str(path))
    return tuple(removed)
