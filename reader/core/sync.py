"""Where the libraries of several machines meet."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

SIZE_LIMIT = 64_000_000
"""Largest library of a machine that is read, in bytes."""

MACHINE_LIMIT = 100
"""Most machines that are read."""

FOLDER = "machines"
"""The folder that has a file for each machine, written by that machine alone."""

_NAME = r"(?a)([0-9a-f]{16})\.json"


class SyncSettings(NamedTuple):
    """What a person says of where their machines meet; a password is never among it."""

    git: str | None = None
    """Address of a git repository, or its folder."""
    webdav: str | None = None
    """Address of a WebDAV folder."""
    user: str | None = None
    """Name for the log-in; `None` for none, or for what git knows by itself."""
    password_command: tuple[str, ...] = ()
    """A command that prints the password."""

    @property
    def place(self) -> str | None:
        """Where the libraries meet; `None` where nothing is set."""
        return self.git or self.webdav


NO_SYNC = SyncSettings()
"""What holds where nothing is said."""


class Shelved(NamedTuple):
    """What lies at the place: the files of machines by their names, with their sizes in bytes, and what is odd."""

    sizes: dict[str, int]
    problems: tuple[str, ...] = ()


class Joined(NamedTuple):
    """What came of joining libraries."""

    machines: int
    """Other machines whose libraries were read."""
    changes: int
    """Changes that were taken over from them."""
    written: bool
    """Whether this machine's own file had to be written."""
    problems: tuple[str, ...] = ()
    """Sentences on what could not be read."""

    @property
    def sentence(self) -> str:
        """What came of it, for people."""
        machines = "1 other machine" if self.machines == 1 else f"{self.machines} other machines"
        changes = "1 change" if self.changes == 1 else f"{self.changes:,} changes"
        own = "yours are there now" if self.written else "yours were there already"
        return f"Joined with {machines}: {changes} taken over, {own}."


class SyncState(NamedTuple):
    """What is known of the last time; nothing where there was none."""

    machine: str
    """The name of this machine's file, without its ending."""
    joined_at: datetime | None = None
    """When it last went through, in UTC."""
    problems: tuple[str, ...] = ()
    waiting: bool = True
    """Whether there is something here that the others do not have yet."""


def machine_of(name: str) -> str | None:
    """Return the machine whose file has this name; `None` for any other name."""
    match = re.fullmatch(_NAME, name)
    return match[1] if match else None


def shelved(files: Iterable[tuple[str, int]]) -> Shelved:
    """Return what lies at the place, by the names and sizes of its files: strangers are named and left alone."""
    sizes: dict[str, int] = {}
    strange = 0
    for name, size in files:
        machine = machine_of(name)
        if machine is None or len(sizes) >= MACHINE_LIMIT:
            strange += not name.endswith(".part")
        else:
            sizes[machine] = size
    are = "1 thing is no file" if strange == 1 else f"{strange:,} things are no files"
    problem = f"In {FOLDER}/ {are} of this program, or too many; left alone."
    return Shelved(sizes, (problem,) if strange else ())
