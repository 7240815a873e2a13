"""How far a whole paper was read: a share for people, a block to go on from, and the section."""

import re
from typing import NamedTuple

from reader.core.text import clean_line

WHOLE = 97
"""Percent from which a paper counts as read to its end: what follows are references."""

_SECTION_LENGTH = 80
_FORM = r"(?a)(\d{1,3})%(?: @(\d{1,7}))?(?: (\S.*))?"


class Reached(NamedTuple):
    """A place in a paper, which the library keeps as one text such as `62% @145 3.2 Ablations`."""

    percent: int
    """How much of the text stands above the place, from 0 to 100."""
    block: int | None = None
    """The block of the document; `None` where only the share is known."""
    section: str = ""
    """Number and title of the section."""

    @property
    def label(self) -> str:
        """The place for people: `62 %, 3.2 Ablations`."""
        return f"{self.percent} %, {self.section}" if self.section else f"{self.percent} %"

    def __str__(self) -> str:
        block = "" if self.block is None else f" @{self.block}"
        section = clean_line(self.section, _SECTION_LENGTH)
        return f"{self.percent}%{block}{' ' if section else ''}{section}"


def parse_reached(text: str | None) -> Reached | None:
    """Return the place that a text of the library means, `None` where it means none."""
    found = re.fullmatch(_FORM, text) if text else None
    if found is None or int(found[1]) > 100:
        return None
    section = found[3] or ""
    if clean_line(section, _SECTION_LENGTH) != section:
        return None
    return Reached(int(found[1]), int(found[2]) if found[2] else None, section)
