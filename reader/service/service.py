"""Everything the program can do, for its two fronts: the terminal UI and the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from reader.core.paper import Paper
from reader.service.exchange import Exchange
from reader.service.fetching import Fetching
from reader.service.marking import Marking
from reader.service.reading import Reading


class Citation(Protocol):
    """A way to cite one paper; `None` where the paper lacks what it needs."""

    @property
    def title(self) -> str:
        """Its name for people."""

    @property
    def render(self) -> Callable[[Paper], str | None]:
        """The function that cites."""


@dataclass(frozen=True, slots=True)
class Service:
    """The use cases, by kind."""

    reading: Reading
    marking: Marking
    exchange: Exchange
    fetching: Fetching
    citations: Callable[[], Mapping[str, Citation]]
    """Returns the ways to cite one paper, by name."""
    notices: tuple[str, ...] = ()
    """Sentences about the files that a person should know at the start."""
