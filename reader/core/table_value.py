"""What the checks of untrusted tables of the settings share: each value alone, and a sentence for each wrong one."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from reader.core.kept_pdf import PdfSettings
from reader.core.mail import MailSettings
from reader.core.sync import SyncSettings
from reader.core.text import brief, clean_line

S = TypeVar("S", MailSettings, PdfSettings, SyncSettings)

Checked = dict[str, Any] | str | None
"""The settings to replace, or a sentence that says what is wrong, or `None` where the usual one does."""

NOT_KEPT = (
    "a password is never kept in this file; put it into the system's keyring, into the environment variable"
    " {variable}, or let “password_command” print it."
)
"""What is said to who writes a password into the settings."""


def settings_from_values(
    table: str,
    settings: S,
    values: Mapping[str, Any],
    check: Callable[[str, object], Checked],
    wrong: Mapping[str, str],
) -> tuple[S, list[tuple[str, str]]]:
    """Return the settings with the values that `check` finds sound, and for each other key a sentence.

    `wrong` has the usual sentence of every key that there is.
    """
    problems: list[tuple[str, str]] = []
    for key, value in values.items():
        checked = check(key, value)
        if isinstance(checked, dict):
            settings = settings._replace(**checked)
        else:
            unknown = f"there is no setting “{table}.{clean_line(key, 40)}”; known are {', '.join(wrong)}."
            problems.append((key, checked or wrong.get(key, unknown)))
    return settings, problems


def names_from_values(
    table: str,
    key: str,
    values: Mapping[str, Any],
    parse: Callable[[str], str | None],
    example: str,
    unsound: str,
) -> tuple[tuple[str, ...] | None, list[tuple[str, str]]]:
    """Return what `key`, the one key of a table, lists, each once (`None` where it is no list), and what is wrong.

    `parse` returns a name as it is kept, `None` for one that there is not, of which is said what is `unsound`.
    """
    problems = [
        (name, f"there is no setting “{table}.{clean_line(name, 40)}”; known is {key}.")
        for name in values
        if name != key
    ]
    if key not in values:
        return None, problems
    if not isinstance(named := values[key], list):
        return None, [*problems, (key, f"“{key}” is a list such as {example}; not {brief(named)}.")]
    parsed = [parse(name) if isinstance(name, str) else None for name in named]
    problems += [
        (key, f"{brief(name)} {unsound}") for name, known in zip(named, parsed, strict=True) if not known
    ]
    return tuple(dict.fromkeys(filter(None, parsed))), problems


def command_words(value: object, *, posix: bool = True) -> tuple[str, ...] | None:
    """Return the words of a command, given as a text or as a list of them; `None` where there is none."""
    import shlex

    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value) or None
    try:
        return tuple(shlex.split(value, posix=posix)) or None if isinstance(value, str) else None
    except ValueError:
        return None
