"""How far a long file was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The end of a line in a file of lines, with what was met up to there."""

    offset: int = 0
    """Bytes of the text (unpacked, in UTF-8, without byte order mark) up to there."""
    lines: int = 0
    papers: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()
    """What was wrong with the first lines that were skipped, a sentence each."""


START = Place()
"""The beginning of a file."""
