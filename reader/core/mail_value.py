"""Untrusted values of mail: addresses that can stand in a header, and the table `mail` of the settings."""

import re
from collections.abc import Mapping, Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from reader.core.errors import UsageError
from reader.core.mail import MailSettings, Security
from reader.core.table_value import NOT_KEPT, Checked, command_words, settings_from_values
from reader.core.text import clean_line

_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?|[0-9A-Fa-f:.]+")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?")
_ADDRESS_LIMIT = 254


def parse_address(text: str) -> Address:
    """Return the address that `text` is, as `ada@example.org` or `Ada <ada@example.org>`; `UsageError` for others."""
    shown = clean_line(text, 80)
    wrong = UsageError(
        f"“{shown}” is no mail address; they look like ada@example.org or Ada <ada@example.org>."
    )
    if not text.isprintable():
        raise wrong
    name, bracket, rest = text.strip().rpartition("<")
    if bracket and not rest.endswith(">"):
        raise wrong
    plain = rest[:-1].strip() if bracket else text.strip()
    local, _, domain = plain.rpartition("@")
    if not local or len(plain) > _ADDRESS_LIMIT or not _DOMAIN.fullmatch(domain):
        raise wrong
    if re.search(r'[\s<>()\[\],;:\\"@]', local):
        raise wrong
    try:
        return Address(name.strip().strip('"').strip(), local, domain)
    except (ValueError, HeaderParseError, IndexError):
        raise wrong from None


def bare_address(text: str) -> str:
    """Return the address that `text` is without the name before it; `UsageError` where it is none."""
    return parse_address(text).addr_spec


def mail_from_values(values: Mapping[str, Any]) -> tuple[MailSettings, Sequence[tuple[str, str]]]:
    """Return the settings of the table `mail`, and for each wrong key a sentence; its default holds."""
    return settings_from_values("mail", MailSettings(), values, _checked, _WRONG)


_WRONG = {
    "host": "“host” is the name of a mail server, such as smtp.example.org.",
    "port": "“port” is a number from 1 to 65535.",
    "security": "“security” is starttls, tls or none.",
    "user": "“user” is the name for the log-in.",
    "sender": "“sender” is a mail address, such as Ada <ada@example.org>.",
    "to": "“to” is a mail address or a list of them.",
    "password_command": "“password_command” is a command that prints the password, as a text or a list of words.",
}


def _checked(key: str, value: object) -> Checked:
    match key, value:
        case "host", str() if _HOST.fullmatch(value):
            return {key: value}
        case "port", int() if not isinstance(value, bool) and 0 < value < 65_536:
            return {key: value}
        case "security", str() if value in {*Security}:
            return {key: Security(value)}
        case "user", str() if value and value.isprintable():
            return {key: value}
        case "sender", str() if _is_address(value):
            return {key: value}
        case "to", str() if _is_address(value):
            return {key: (value,)}
        case "to", list() if all(isinstance(each, str) and _is_address(each) for each in value):
            return {key: tuple(value)}
        case "password_command", _ if words := command_words(value):
            return {key: words}
        case "password", _:
            return NOT_KEPT.format(variable="PAPER_READER_MAIL_PASSWORD")
        case _:
            return None


def _is_address(text: str) -> bool:
    try:
        parse_address(text)
    except UsageError:
        return False
    return True
