"""Untrusted values of the table `pdf` of the settings."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reader.core.kept_pdf import PdfSettings
from reader.core.pdf_name import name_problem
from reader.core.table_value import Checked, command_words, settings_from_values

_WRONG = {
    "folder": "“folder” is a whole path, such as ~/Papers.",
    "name": "“name” is a template such as {author} {year} - {title} ({id}).pdf.",
    "viewer": "“viewer” is a command that opens a file, as a text or a list of words.",
}


def pdf_from_values(values: Mapping[str, Any]) -> tuple[PdfSettings, Sequence[tuple[str, str]]]:
    """Return the settings of the table `pdf`, and for each wrong key a sentence; its default holds."""
    return settings_from_values("pdf", PdfSettings(), values, _checked, _WRONG)


def _checked(key: str, value: object) -> Checked:
    match key, value:
        case "folder", str() if _is_whole_path(value):
            return {key: value}
        case "name", str():
            problem = name_problem(value)
            return f"“name” {problem}." if problem else {key: value}
        case "viewer", list() if not all(value):
            return None
        case "viewer", _ if words := command_words(value, posix=os.name != "nt"):
            return {key: words}
        case _:
            return None


def _is_whole_path(text: str) -> bool:
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        return False
    return path.is_absolute() and text.isprintable()
