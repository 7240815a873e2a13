"""The password of the mail server: from the environment, a command or the system's keyring; never from a file of ours."""

import os
import subprocess
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from reader.core.errors import MailError
from reader.core.mail import MailSettings
from reader.core.text import clean_line

VARIABLE = "PAPER_READER_MAIL_PASSWORD"
"""The environment variable that holds the password."""

SERVICE = "paper-reader"
"""The name under which the keyring has it."""

_PATIENCE = 60.0
"""Seconds that a command may take: it may ask a person."""


def find_password(settings: MailSettings) -> str:
    """Return the password for the user of the settings; `MailError` where there is none."""
    if given := os.environ.get(VARIABLE):
        return given
    if settings.password_command:
        return _printed(settings.password_command)
    if settings.user and (kept := _kept(settings.user)):
        return kept
    more = "" if find_spec("keyring") else " after `pip install keyring`,"
    raise MailError(
        f"There is no password for {clean_line(settings.user or '', 80)} at {settings.host}. Keep it in the system's"
        f" keyring:{more} `keyring set {SERVICE} {clean_line(settings.user or '', 80)}`; or set {VARIABLE}, or"
        " “password_command” in the table [mail] of config.toml."
    )


def _printed(command: tuple[str, ...]) -> str:
    """Return the first line that a command prints."""
    name = clean_line(command[0], 60)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise MailError(f"The command for the password, {name}, did not end in {_PATIENCE:.0f} s.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MailError(f"The command for the password, {name}, could not be run ({reason}).") from error
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines or not lines[0]:
        said = f"ended with {done.returncode}" if done.returncode else "printed nothing"
        raise MailError(f"The command for the password, {name}, {said}.")
    return lines[0]


def _kept(user: str) -> str | None:
    """Return what the keyring has; `None` without one."""
    if find_spec("keyring") is None:
        return None
    keyring: Any = import_module("keyring")
    errors: Any = import_module("keyring.errors")
    try:
        password = keyring.get_password(SERVICE, user)
    except errors.KeyringError as error:
        raise MailError(f"The system's keyring did not open ({clean_line(str(error), 120)}).") from error
    return password if isinstance(password, str) else None
