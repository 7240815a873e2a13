"""Passwords: from the environment, a command or the system's keyring; never from a file of ours."""

import os
import subprocess
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from reader.core.account import Account
from reader.core.errors import MailError, PasswordError
from reader.core.mail import MailSettings
from reader.core.text import clean_line

VARIABLE = "PAPER_READER_MAIL_PASSWORD"
"""The environment variable that holds the password of the mail server."""

SERVICE = "paper-reader"
"""The name under which the keyring has it."""

_PATIENCE = 60.0
"""Seconds that a command may take: it may ask a person."""


def find_password(settings: MailSettings) -> str:
    """Return the password for the user of the settings; `MailError` where there is none."""
    account = Account(
        settings.host or "", settings.user or "", VARIABLE, SERVICE, "mail", settings.password_command
    )
    try:
        return find_secret(account)
    except PasswordError as error:
        raise MailError(str(error)) from error


def find_secret(account: Account) -> str:
    """Return the password of an account; `PasswordError` where there is none."""
    if given := os.environ.get(account.variable):
        return given
    if account.command:
        return _printed(account.command)
    if account.user and (kept := _kept(account.service, account.user)):
        return kept
    more = "" if find_spec("keyring") else " after `pip install keyring`,"
    user = clean_line(account.user, 80)
    raise PasswordError(
        f"There is no password for {user} at {account.host}. Keep it in the system's"
        f" keyring:{more} `keyring set {account.service} {user}`; or set {account.variable}, or"
        f" “password_command” in the table [{account.table}] of config.toml."
    )


def _printed(command: tuple[str, ...]) -> str:
    """Return the first line that a command prints."""
    name = clean_line(command[0], 60)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise PasswordError(
            f"The command for the password, {name}, did not end in {_PATIENCE:.0f} s."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PasswordError(f"The command for the password, {name}, could not be run ({reason}).") from error
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines or not lines[0]:
        said = f"ended with {done.returncode}" if done.returncode else "printed nothing"
        raise PasswordError(f"The command for the password, {name}, {said}.")
    return lines[0]


def _kept(service: str, user: str) -> str | None:
    """Return what the keyring has; `None` without one."""
    if find_spec("keyring") is None:
        return None
    keyring: Any = import_module("keyring")
    errors: Any = import_module("keyring.errors")
    try:
        password = keyring.get_password(service, user)
    except errors.KeyringError as error:
        raise PasswordError(f"The system's keyring did not open ({clean_line(str(error), 120)}).") from error
    return password if isinstance(password, str) else None
