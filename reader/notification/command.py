"""A notice by a program of the person's, which gets the papers as JSON on its standard input."""

import hashlib
import json
import os
from pathlib import Path

from reader.core.entry import entry_to_record
from reader.core.errors import ProgramError, StorageError
from reader.core.text import clean_line
from reader.core.watch import Notice
from reader.file import write_text
from reader.process import run_program

SECONDS = 60.0
"""Time that a program may take."""

_SECRETS = ("HF_TOKEN", "PAPER_READER_MAIL_PASSWORD", "PAPER_READER_SYNC_PASSWORD")
_SIZE_LIMIT = 1_000_000


def notify_command(notice: Notice, seconds: float = SECONDS) -> None:
    """Run the program of a watch, without a shell; `ProgramError` where it fails or takes too long."""
    records = [entry_to_record(entry) for entry in notice.entries]
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    environment["PAPER_READER_WATCH"] = notice.watch.title.replace("\0", "")
    ended = run_program(
        notice.watch.command, json.dumps(records).encode() + b"\n", seconds=seconds, environment=environment
    )
    if ended.code:
        name = clean_line(notice.watch.command[0], 60)
        raise ProgramError(f"{name} ended with exit code {ended.code} ({ended.reason}).")


class Approvals:
    """The programs that may be run on this machine: those that were named on it.

    A library that is joined with others could bring any, so what is in it is not run for that alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def allows(self, command: tuple[str, ...]) -> bool:
        """Tell whether a command may be run."""
        return _digest(command) in self._read()

    def allow(self, command: tuple[str, ...]) -> None:
        """Let a command be run from now on; `StorageError` where that cannot be kept."""
        known = self._read()
        if (new := _digest(command)) not in known:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_text(self._path, json.dumps(sorted({*known, new}), indent=1) + "\n", overwrite=True)
            except OSError as error:
                raise StorageError(
                    f"{self._path} could not be written ({error.strerror or error}), so the command may not be run."
                ) from error

    def _read(self) -> frozenset[str]:
        try:
            with self._path.open(encoding="utf-8") as file:
                known = json.loads(file.read(_SIZE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return frozenset()
        return frozenset(known if isinstance(known, list) and all(isinstance(k, str) for k in known) else ())


def _digest(command: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(command).encode()).hexdigest()
