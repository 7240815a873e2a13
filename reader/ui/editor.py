"""Let the person write a text in the editor that they chose with `$VISUAL` or `$EDITOR`."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from reader.core.errors import StorageError, UsageError

_USUAL = ("sensible-editor", "nano", "vim", "vi", "notepad")
_NAME_LENGTH = 60


def edited(text: str, title: str) -> str:
    """Return the text as the editor leaves it; the terminal must be free.

    `UsageError` when there is no editor, or it fails; `StorageError` when there is no room for a temporary file.
    """
    command = _command()
    name = re.sub(r"[^\w-]+", "-", title).strip("-")[:_NAME_LENGTH] or "note"
    try:
        with tempfile.TemporaryDirectory(prefix="paper-reader-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"{name}.md"
            path.write_text(f"{text}\n" if text else "", encoding="utf-8")
            _run(command, path)
            return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise StorageError(
            f"The note could not be handed to the editor ({error.strerror or error}), and stays as it was."
        ) from error


def _command() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if value := os.environ.get(variable, "").strip():
            try:
                return shlex.split(value, posix=os.name != "nt")
            except ValueError as error:
                raise UsageError(f"${variable} cannot be understood: {value}. It names a program.") from error
    if usual := next((path for name in _USUAL if (path := shutil.which(name))), None):
        return [usual]
    raise UsageError("No editor was found; set $EDITOR to the one you like.")


def _run(command: list[str], path: Path) -> None:
    try:
        ended = subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        raise UsageError(
            f"The editor “{command[0]}” could not be started ({error.strerror or error}); $EDITOR names it."
        ) from error
    if ended.returncode:
        raise UsageError(
            f"The editor “{command[0]}” ended with an error ({ended.returncode}), so the note stays as it was."
        )
