"""Who logs in where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A log-in, and where its password may be; the password itself is never part of it."""

    host: str
    user: str
    variable: str
    """The environment variable that may hold the password."""
    service: str
    """The name under which the system's keyring may have it."""
    table: str
    """The table of the settings that may name a command."""
    command: tuple[str, ...] = ()
    """The command that prints it."""
