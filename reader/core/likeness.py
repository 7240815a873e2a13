"""How much papers are alike, and because of what."""

from dataclasses import dataclass

from reader.core.paper import Paper


@dataclass(frozen=True, slots=True)
class Liked:
    """A paper whose like is looked for; below zero, `weight` says how much its like is not wanted."""

    paper: Paper
    weight: float = 1.0
    note: str = ""
    """What the person wrote about it, whose words count too."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stored paper that was found so."""

    id: str
    score: float
    """From 0 to 1, where it would be the same text."""
    words: tuple[str, ...] = ()
    """What both speak of, the most telling first."""


def because(words: tuple[str, ...]) -> str:
    """Return why a paper was found, in a few words; empty where nothing can be said."""
    return f"because of {', '.join(words)}" if words else ""
