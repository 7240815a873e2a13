"""Opening a file with the program that the person likes, which goes on when this one ends."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from reader.core.errors import UsageError
from reader.core.text import clean_line

_SYSTEM = {"darwin": ("open",), "cygwin": ("cygstart",)}
_USUAL = ("xdg-open",)

_NO_PROGRAM = 3
"""What `xdg-open` ends with where nothing on the machine shows such a file."""

_SECONDS = 1.0
"""A viewer that fails does so within this time; most that open something go on."""


def open_file(path: Path, viewer: Sequence[str] = ()) -> None:
    """Open a file with a command, without one with the system's; `UsageError` where that fails."""
    if not viewer and sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            raise _failed("The system's viewer", path, error.strerror or str(error)) from error
        return
    command = [*(viewer or _SYSTEM.get(sys.platform, _USUAL))]
    program = clean_line(command[0], 60)
    if shutil.which(command[0]) is None:
        raise _failed(f"The viewer “{program}”", path, "it was not found")
    try:
        running = subprocess.Popen(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(f"The viewer “{program}”", path, error.strerror or str(error)) from error
    try:
        code = running.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        # Somebody has to ask how it ended, or it stays in the system's table.
        threading.Thread(target=running.wait, daemon=True).start()
        return
    if code:
        lacking = not viewer and code == _NO_PROGRAM
        reason = "it knows no program for PDFs" if lacking else f"it ended with an error, {code}"
        raise _failed(f"The viewer “{program}”", path, reason)


def _failed(viewer: str, path: Path, reason: str) -> UsageError:
    return UsageError(
        f"{viewer} could not open the file: {reason}; the setting pdf.viewer names another one."
        f" The file is {clean_line(str(path), 400)}."
    )
