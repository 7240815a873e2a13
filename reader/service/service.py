"""Everything the program can do, for its two fronts: the terminal UI and the command line."""

from dataclasses import dataclass

from reader.service.exchange import Exchange
from reader.service.fetching import Fetching
from reader.service.marking import Marking
from reader.service.reading import Reading


@dataclass(frozen=True, slots=True)
class Service:
    """The use cases, by kind."""

    reading: Reading
    marking: Marking
    exchange: Exchange
    fetching: Fetching
    notices: tuple[str, ...] = ()
    """Sentences about the files that a person should know at the start."""
