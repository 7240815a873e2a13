"""Whether a terminal is dark or light, from what it answers or its environment says."""

import re
from itertools import takewhile
from typing import NamedTuple

QUESTION = "\x1b]11;?\x1b\\\x1b[c"
"""Asks for the colour of the ground, and then for something that every terminal answers: so the end is known."""

_COLOUR = r"(?i)\]11;rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})"
_ANSWERS = r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c"
_END = r"\x1b\[\?[\d;]*c"
_LIGHT_COLOURS = {"7", *map(str, range(9, 16))}
"""Numbers of the 16 colours that are light grounds."""


class Ground(NamedTuple):
    """What is known of a terminal's ground."""

    dark: bool | None = None
    """`None` where it is not known."""
    typed: str = ""
    """What was typed meanwhile."""
    pending: bool = False
    """Whether an answer may come yet."""


def ground_from_answer(text: str) -> bool | None:
    """Return whether the colour that a terminal answered is dark; `None` where it answered none."""
    found = re.search(_COLOUR, text)
    if found is None:
        return None
    red, green, blue = (int(part, 16) / int("f" * len(part), 16) for part in found.groups())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5


def is_answered(text: str) -> bool:
    """Tell whether the last answer has come."""
    return re.search(_END, text) is not None


def typed_beside(text: str) -> str:
    """Return the letters, digits and blanks that a person typed first between the answers of a terminal.

    They end where anything else comes: without the slash, the letters of a search would be commands.
    """
    typed = re.sub(_ANSWERS, "", text)
    return "".join(takewhile(lambda character: character.isalnum() or character == " ", typed))


def ground_from_environment(colours: str) -> bool | None:
    """Return whether the ground is dark by the variable `COLORFGBG`, such as `15;0`; `None` where it does not say."""
    number = colours.rpartition(";")[2]
    return number not in _LIGHT_COLOURS if number.isdecimal() and int(number) < 16 else None
