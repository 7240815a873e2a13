"""Untrusted values of the table `sync` of the settings: addresses that are safe to use, and no password among them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from reader.core.host import is_this_machine
from reader.core.sync import SyncSettings
from reader.core.table_value import NOT_KEPT, Checked, command_words, settings_from_values
from reader.core.text import clean_address

_SSH = re.compile(r"[\w.-]+@[\w.-]+:(?!:)[^:\s][^\s]*", re.ASCII)
"""How git writes an address of ssh: `git@example.org:ada/papers.git`."""

_NO_PASSWORD = NOT_KEPT.format(variable="PAPER_READER_SYNC_PASSWORD")
_WRONG = {
    "git": "“git” is a repository, such as https://example.org/ada/papers.git, git@example.org:papers.git or a whole path.",
    "webdav": "“webdav” is the address of a folder, such as https://example.org/dav/papers; http only on this machine.",
    "user": "“user” is the name for the log-in.",
    "password_command": "“password_command” is a command that prints the password, as a text or a list of words.",
}


def sync_from_values(values: Mapping[str, Any]) -> tuple[SyncSettings, Sequence[tuple[str, str]]]:
    """Return the settings of the table `sync`, and for each wrong key a sentence; its default holds."""
    settings, problems = settings_from_values("sync", SyncSettings(), values, _checked, _WRONG)
    if settings.git and settings.webdav:
        problems.append(("webdav", "there is “git” already, and one place is enough; “webdav” is left out."))
        settings = settings._replace(webdav=None)
    return settings, problems


def _checked(key: str, value: object) -> Checked:
    match key, value:
        case "git" | "webdav", str() if _has_password(value):
            return _NO_PASSWORD
        case "git", str() if _is_repository(value):
            return {key: value}
        case "webdav", str() if _is_folder(value):
            return {key: value.rstrip("/")}
        case "user", str() if value and value.isprintable():
            return {key: value}
        case "password_command", _ if words := command_words(value):
            return {key: words}
        case "password", _:
            return _NO_PASSWORD
        case _:
            return None


def _has_password(address: str) -> bool:
    try:
        return urlsplit(address).password is not None
    except ValueError:
        return False


def _is_repository(text: str) -> bool:
    if not text.isprintable() or text.startswith("-"):
        return False
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:[\\/]", text) or _SSH.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme == "file":
        return not parts.netloc and bool(parts.path)
    if parts.scheme == "ssh":
        return not (parts.hostname or "-").startswith("-")
    return _is_safe(text.replace(f"{parts.username}@", "", 1) if parts.username else text)


def _is_folder(text: str) -> bool:
    return _is_safe(text) and "@" not in urlsplit(text).netloc


def _is_safe(text: str) -> bool:
    """Tell whether a text is an address of https, or of http on this machine."""
    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname) and (parts.port or 1) > 0 and not parts.query and not parts.fragment
    except ValueError:
        return False
    scheme = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname))
    return sound and scheme and clean_address(text) is not None
