"""Keys: the person's own, clashes among them, and how a person writes them."""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import combinations

from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS


def keymap(keys: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], list[str]]:
    """Return Textual's keymap for the person's keys, and a sentence for each name that is no command."""
    names = {command.name for command in COMMANDS}
    known = {
        name: ",".join(_textual_key(key) for key in chosen) for name, chosen in keys.items() if name in names
    }
    problems = [
        f"config.toml: there is no command “{name}” to give a key to; the help (?) lists them."
        for name in keys
        if name not in names
    ]
    return known, problems


def keys_of(command: Command, keys: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the keys that call a command, the person's own where there are some."""
    chosen = keys.get(command.name)
    return tuple(_textual_key(key) for key in chosen) if chosen is not None else command.keys


def clashes(keys: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a sentence for each key that calls two commands where both can be called."""
    return [
        f"config.toml: the key “{display_key(key)}” is given to both “{first.name}” and “{second.name}”."
        for first, second in combinations(COMMANDS, 2)
        if not _apart(first.place, second.place)
        for key in sorted(set(keys_of(first, keys)) & set(keys_of(second, keys)))
    ]


def _apart(first: Place, second: Place) -> bool:
    """Tell whether two places never have the focus at once."""
    both = {first, second}
    if both == {Place.TRIAGE, Place.PAPER}:
        return False  # the paper is scrolled while it is decided on
    if both & {Place.TEXT, Place.FILTER, Place.TRIAGE}:
        return first is not second and Place.APP not in both
    return both == {Place.LIST, Place.PAPER}


def display_key(key: str) -> str:
    """Return a key as a person writes it."""
    return _DISPLAYED.get(key) or _SIGNS.get(key) or key.replace("ctrl+", "^")


_DISPLAYED = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "shift+tab": "⇧tab",
    "f1": "F1",
    "f5": "F5",
}
_SPELT = {
    "/": "slash",
    "?": "question_mark",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    " ": "space",
    "\\": "backslash",
    "@": "at",
    "-": "minus",
    "+": "plus",
    "=": "equals_sign",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "_": "underscore",
    "*": "asterisk",
    "#": "number_sign",
}


_SIGNS = {name: sign for sign, name in _SPELT.items() if sign != " "}


def _textual_key(key: str) -> str:
    """Return a key by the name that Textual gives it; one character may be written as it is."""
    if len(key) == 1 and not key.isalnum():
        return _SPELT.get(key) or unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return key
