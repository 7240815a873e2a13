"""The person's own themes: one file each in the folder `themes` beside `config.toml`."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from reader.core.text import clean_line

_COLOURS = (
    "primary",
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
)
_MOST_FILES, _MOST_PROBLEMS, _SIZE_LIMIT = 50, 5, 2**16
_NAME = re.compile(r"[\w.-]{1,40}")
_VARIABLE = re.compile(r"[a-z][a-z0-9-]{1,60}")
_SHARE = re.compile(r"\d{1,3}%")
_LETTERS = {"none", "bold", "italic", "underline", "dim", "reverse", "strike"}


def own_themes(folder: Path) -> tuple[list[Theme], list[str]]:
    """Return the themes in a folder, and a sentence for everything in them that is wrong; it never fails."""
    themes, problems = [], []
    try:
        paths = sorted(folder.glob("*.toml"))[:_MOST_FILES]
    except OSError:
        return [], []
    for path in paths:
        theme, wrong = _read(path)
        problems += [clean_line(f"themes/{path.name}{each}") for each in wrong[:_MOST_PROBLEMS]]
        if theme is not None:
            themes.append(theme)
    return themes, problems


def _read(path: Path) -> tuple[Theme | None, list[str]]:
    import tomllib

    try:
        if not path.is_file():
            return None, [" cannot be read (it is no ordinary file)."]
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_SIZE_LIMIT + 1)
        if len(text) > _SIZE_LIMIT:
            return None, [" is too large to be a theme."]
        values = tomllib.loads(text)
    except OSError as error:
        return None, [f" cannot be read ({error.strerror})."]
    except (ValueError, RecursionError) as error:
        return None, [f" is no valid TOML: {error}."]
    if not _NAME.fullmatch(path.stem):
        return None, [": a theme is named with letters, digits, - and _."]
    return _theme(path.stem, values, text)


def _theme(name: str, values: dict[str, Any], text: str) -> tuple[Theme | None, list[str]]:
    """Return a theme of the values that are sound; without a `primary` colour there is none."""
    problems: list[str] = []
    sound: dict[str, Any] = {}
    for key, value in values.items():
        if (key in _COLOURS and _is_colour(value)) or (key == "dark" and isinstance(value, bool)):
            sound[key] = value
        elif key == "variables" and isinstance(value, dict):
            sound[key] = {each: ink for each, ink in value.items() if _is_variable(each, ink)}
            problems += [
                f", line {_line(text, each)}: “{each}” is no colour and no style of letters."
                for each in value
                if each not in sound[key]
            ]
        else:
            problems.append(f", line {_line(text, key)}: {_fault(key, value)}")
    if "primary" not in sound:
        return None, [*problems, ': a theme needs at least primary = "#…".']
    return Theme(name=name, **sound), problems


def _fault(key: str, value: object) -> str:
    if key in _COLOURS:
        return f'“{key}” is a colour such as "#e0a458"; not {clean_line(str(value), 40)}.'
    if key == "dark":
        return "“dark” is true or false."
    if key in {field.name for field in fields(Theme)}:
        return f"“{key}” cannot be set here."
    return f"there is no “{clean_line(key, 40)}”; known are {_listed((*_COLOURS, 'dark', 'variables'))}."


def _is_colour(value: object) -> bool:
    """Tell whether it is a colour that holds in every terminal: none of its own 16, and none that depends."""
    try:
        colour = Color.parse(value) if isinstance(value, str) else None
    except ColorParseError:
        return False
    return colour is not None and colour.ansi is None and not colour.auto


def _is_variable(name: str, value: object) -> bool:
    if not isinstance(value, str) or not _VARIABLE.fullmatch(name):
        return False
    if name.endswith("-style"):
        return bool(value.split()) and set(value.split()) <= _LETTERS
    colour, _, share = value.partition(" ")
    return _is_colour(colour) and (not share or _SHARE.fullmatch(share) is not None)


def _line(text: str, key: str) -> int:
    pattern = re.compile(rf"\s*[\[\"']*{re.escape(key)}[\"'\]]*\s*(?:=|$)")
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if pattern.match(line)), 1)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
