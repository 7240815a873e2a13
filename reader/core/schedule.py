"""What runs by itself each day, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum


class Method(StrEnum):
    """What starts programs at a time of day."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    CRON = "cron"

    @property
    def label(self) -> str:
        """What it is for people."""
        return {"systemd": "a systemd user timer", "launchd": "a launchd agent", "cron": "a cron line"}[self]


@dataclass(frozen=True, slots=True)
class Plan:
    """A command, and the time of day (the person's own) at which it is run."""

    at: time
    words: tuple[str, ...]
    """The program, by its whole path, and its arguments."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that it needs, such as another folder; none of them secret."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file, or a part of one, that is written."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What is installed."""

    method: Method
    drafts: tuple[Draft, ...]
    active: bool = True
    """Whether it is run: a timer may be there and switched off."""
    next_run: str | None = None
    """When it is run next, in the words of the system; `None` where it does not say."""
