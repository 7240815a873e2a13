"""Untrusted values of the table `pdf` of the settings."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.core.kept_pdf import PdfSettings
from reader.core.pdf_name import name_problem
from reader.core.text import clean_line

_WRONG = {
    "folder": "“folder” is a whole path, such as ~/Papers.",
    "name": "“name” is a template such as {author} {year} - {title} ({id}).pdf.",
    "viewer": "“viewer” is a command that opens a file, as a text or a list of words.",
}


def pdf_from_values(values: Mapping[str, Any]) -> tuple[PdfSettings, tuple[tuple[str, str], ...]]:
    """Return the settings of the table `pdf`, and for each wrong key a sentence; its default holds."""
    settings = PdfSettings()
    problems: list[tuple[str, str]] = []
    for key, value in values.items():
        checked = _checked(key, value)
        if isinstance(checked, str):
            problems.append((key, checked))
        else:
            settings = replace(settings, **checked)
    return settings, tuple(problems)


def _checked(key: str, value: object) -> dict[str, Any] | str:
    match key, value:
        case "folder", str() if _is_whole_path(value):
            return {key: value}
        case "name", str():
            problem = name_problem(value)
            return f"“name” {problem}." if problem else {key: value}
        case "viewer", str() if value.strip():
            return _split(value)
        case "viewer", list() if value and all(isinstance(word, str) and word for word in value):
            return {key: tuple(value)}
        case _:
            return _WRONG.get(key) or (
                f"there is no setting “pdf.{clean_line(key, 40)}”; known are {', '.join(_WRONG)}."
            )


def _is_whole_path(text: str) -> bool:
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        return False
    return path.is_absolute() and text.isprintable()


def _split(command: str) -> dict[str, Any] | str:
    import os

    try:
        words = tuple(shlex.split(command, posix=os.name != "nt"))
    except ValueError:
        return _WRONG["viewer"]
    return {"viewer": words}
