"""Keys: the person's own, clashes among them, and how a person writes them."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reader.core.text import clean_line
from reader.ui.command import Command, Place
from reader.ui.commands import COMMANDS
from reader.ui.preset import PRESETS

_MOST_PROBLEMS = 20

Keys = Mapping[str, tuple[str, ...]]
"""Keys by the name of a command."""


class KeySet(NamedTuple):
    """The keys that hold, as far as they differ from the table of commands, and what is wrong with the person's."""

    keys: Keys
    problems: tuple[str, ...] = ()

    @property
    def keymap(self) -> dict[str, str]:
        """The keys as Textual wants them."""
        return {name: ",".join(map(textual_key, keys)) for name, keys in self.keys.items()}


def key_set(own: Keys, preset: str, lines: Mapping[str, int] | None = None) -> KeySet:
    """Return the keys of a preset with the person's over it; where keys clash, those of the person give way.

    `lines` are those of the settings file, for what is said.
    """
    base = PRESETS[preset]
    if not own:
        return KeySet(base)
    names = {command.name for command in COMMANDS}
    problems = [
        f"{_line(name, lines)}: there is no command “{name}” to give a key to; the help (?) lists them."
        for name in own
        if name not in names
    ]
    kept = {name: keys for name, keys in own.items() if name in names}
    for name, keys in [*kept.items()]:
        if unknown := [key for key in keys if not is_key(textual_key(key))]:
            problems.append(_unknown(name, unknown[0], base, lines))
            del kept[name]
    while found := [clash for clash in clashes({**base, **kept}) if {clash.first, clash.second} & {*kept}]:
        problems += [_told(clash, kept, base, lines) for clash in found]
        for clash in found:
            kept.pop(clash.first, None)
            kept.pop(clash.second, None)
    if len(told := tuple(dict.fromkeys(problems))) > _MOST_PROBLEMS:
        told = (*told[:_MOST_PROBLEMS], "config.toml has more keys that are wrong.")
    return KeySet({**base, **kept}, told)


class Clash(NamedTuple):
    """A key that calls two commands, named here, where both can be called."""

    key: str
    first: str
    second: str


def clashes(keys: Keys) -> list[Clash]:
    """Return what clashes among the keys that hold, `keys` going over those of the table."""
    users: dict[str, list[Command]] = {}
    found = []
    for command in COMMANDS:
        for key in dict.fromkeys(keys_of(command, keys)):
            others = users.setdefault(key, [])
            found += [Clash(key, o.name, command.name) for o in others if not _apart(o.place, command.place)]
            others.append(command)
    return found


def _told(clash: Clash, own: Keys, base: Keys, lines: Mapping[str, int] | None) -> str:
    mine = [name for name in (clash.first, clash.second) if name in own]
    usual = [f"“{name}” {_usual(name, base)}" for name in mine]
    return (
        f"{_lines(mine, lines)}: the key “{display_key(clash.key)}” is given to both “{clash.first}” and “{clash.second}”;"
        f" so {' and '.join(usual)}."
    )


def _unknown(name: str, key: str, base: Keys, lines: Mapping[str, int] | None) -> str:
    return (
        f"{_line(name, lines)}: there is no key “{clean_line(key, 40)}”, they are written as in j, ctrl+g, f7 or"
        f" pagedown; so “{name}” {_usual(name, base)}."
    )


def _usual(name: str, base: Keys) -> str:
    command = next(command for command in COMMANDS if command.name == name)
    return f"keeps its usual keys ({' '.join(map(display_key, keys_of(command, base)))})"


def _lines(names: Iterable[str], lines: Mapping[str, int] | None) -> str:
    found = sorted({line for name in names if (line := (lines or {}).get(name))})
    if len(found) > 1:
        return f"config.toml, lines {' and '.join(map(str, found))}"
    return f"config.toml, line {found[0]}" if found else "config.toml"


def _line(name: str, lines: Mapping[str, int] | None) -> str:
    line = (lines or {}).get(name)
    return f"config.toml, line {line}" if line else "config.toml"


def keys_of(command: Command, keys: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the keys that call a command, the person's own where there are some."""
    chosen = keys.get(command.name)
    return tuple(map(textual_key, chosen)) if chosen is not None else command.keys


def _apart(first: Place, second: Place) -> bool:
    """Tell whether two places never have the focus at once."""
    both = {first, second}
    if both == {Place.TRIAGE, Place.PAPER}:
        return False  # the paper is scrolled while it is decided on
    if both & {Place.TEXT, Place.FILTER, Place.TRIAGE}:
        return first is not second and Place.APP not in both
    return both == {Place.LIST, Place.PAPER}


def key_of(name: str, keys: Mapping[str, Iterable[str]]) -> str:
    """Return the first key of a command as a person writes it."""
    command = next(command for command in COMMANDS if command.name == name)
    chosen = keys_of(command, keys)
    return display_key(chosen[0]) if chosen else f"“{command.description}”"


def display_key(key: str) -> str:
    """Return a key as a person writes it."""
    modifiers, _, last = key.rpartition("+")
    shown = _DISPLAYED.get(key) or _SIGNS.get(key)
    if shown or not modifiers:
        return shown or key
    return f"{modifiers}+".replace("ctrl+", "^") + (_DISPLAYED.get(last) or _SIGNS.get(last) or last)


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
    "backspace": "bksp",
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
    "|": "vertical_line",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    ".": "full_stop",
    "!": "exclamation_mark",
}


_ALIASES = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "bksp": "backspace",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
}
_ALIASES |= {_DISPLAYED[name]: name for name in ("down", "up", "left", "right")}
_SHORT = {"^": "ctrl", "⇧": "shift"}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}
_NAMED = {
    *("enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end"),
    *("pageup", "pagedown", "up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 36)),
}
_SIGNS = {name: sign for sign, name in _SPELT.items() if sign != " "}


def textual_key(key: str) -> str:
    """Return a key by the name that Textual gives it, however a person writes it: as `display_key` does, too."""
    modifiers, last = _parted(key)
    if len(last) != 1 or last in _ALIASES:
        last = _ALIASES.get(last.lower(), last.lower())
    elif not last.isalnum():
        last = _SPELT.get(last) or unicodedata.name(last, last).lower().replace("-", "_").replace(" ", "_")
    elif modifiers == ["shift"]:
        modifiers, last = [], last.upper()  # as it is typed
    elif "ctrl" in modifiers:
        last = last.lower()
    elif modifiers == ["alt"] and last.isupper():
        modifiers, last = ["alt", "shift"], last.lower()
    return "+".join([*modifiers, last])


def is_key(name: str) -> bool:
    """Tell whether there is a key of this name, as Textual gives it."""
    modifiers, last = _parted(name)
    if len({*modifiers} & _MODIFIERS) < len(modifiers):
        return False
    if len(last) == 1:
        return last.isalnum()
    return last in _NAMED or last in _SIGNS or _is_sign(last)


def _is_sign(name: str) -> bool:
    try:
        return unicodedata.lookup(name.replace("_", " ")).isprintable()
    except KeyError:
        return False


def _parted(key: str) -> tuple[list[str], str]:
    """Return the modifiers of a key, and what is pressed with them."""
    if len(key) > 1 and key[0] in _SHORT:
        key = f"{_SHORT[key[0]]}+{key[1:]}"
    modifiers, _, last = (key[:-2], "+", "+") if key.endswith("++") else key.rpartition("+")
    return (modifiers.lower().split("+"), last) if modifiers else ([], last or key)
