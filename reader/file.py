"""Write files whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PATIENCE = 5.0
"""Seconds to wait for another program."""


def write_text(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a UTF-8 file; an `OSError` leaves what was there, `FileExistsError` when it may not be overwritten.

    A link is followed, and a file that is replaced keeps its permissions. A pipe or a device is written to.
    """
    import secrets  # most runs write no such file

    content = text.encode(errors="replace")
    if os.path.exists(path) and not os.path.isfile(path):
        with path.open("wb") as file:
            file.write(content)
        return
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            with suppress(FileNotFoundError):
                temporary.chmod(target.stat().st_mode & 0o777)
            temporary.replace(target)
        else:
            _place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep the other programs of the person from changing a file; `TimeoutError` where one does for too long.

    Where there are no locks, or none can be made, nobody waits.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE, fallback_to_soft=False)
    try:
        lock.acquire(poll_interval=0.01)
    except Timeout as error:
        raise TimeoutError(f"another paper-reader has kept it busy for {_PATIENCE:g} seconds") from error
    except (OSError, NotImplementedError):
        pass
    try:
        yield
    finally:
        lock.release()


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, whole or not at all; an `OSError` leaves what was there, `FileExistsError` where something was."""
    import secrets
    import shutil

    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}")
    try:
        with source.open("rb") as original, temporary.open("xb") as file:
            shutil.copyfileobj(original, file)
            file.flush()
            os.fsync(file.fileno())
        _place(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _place(temporary: Path, target: Path) -> None:
    """Give a finished file its name unless another file has it."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here: the name is taken first, empty.
        target.open("xb").close()
        temporary.replace(target)
