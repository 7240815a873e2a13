"""What a command is: something the person can do, and its keys."""

from enum import StrEnum
from typing import NamedTuple


class Place(StrEnum):
    """What a command's keys belong to."""

    LIST = "list"
    PAPER = "paper"
    SCREEN = "screen"
    FILTER = "filter"
    """The screen while the filter is typed."""
    TEXT = "text"
    """The screen of a whole paper."""
    TRIAGE = "triage"
    """The screen that goes through papers one by one."""
    APP = "app"


class Command(NamedTuple):
    """Something the person can do; `action` is Textual's action string."""

    name: str
    """Its name in `config.toml`."""
    keys: tuple[str, ...]
    action: str
    title: str
    """One or two words, for the footer."""
    description: str
    """A phrase, for palette and help."""
    group: str
    place: Place = Place.SCREEN
    priority: bool = False
    """Whether it acts before the next key is taken, as what moves the focus must: people type ahead."""
    footer: int = 0
    """Place in the key line, from 1; 0 for none. Where it is narrow the last ones are left out."""
