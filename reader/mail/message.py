"""A digest as a mail that every mail program shows: plain text and HTML, with headers that nothing can be put into."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from reader.core.errors import UsageError
from reader.core.mail import MailSettings
from reader.core.mail_value import parse_address
from reader.core.text import clean_line

_NAME = "paper-reader"
_SUBJECT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; the same letter to the same address always has the same Message-ID."""

    subject: str
    text: str
    html: str
    made_at: datetime
    """With a time zone."""
    key: str
    """What tells this letter from others."""


def sender_of(settings: MailSettings, to: str) -> Address:
    """Return the address that mail comes from: as set, else the user's, else the one it goes to."""
    if settings.sender:
        return parse_address(settings.sender)
    try:
        found = parse_address(settings.user or to)
    except UsageError:
        raise UsageError(
            "The mail needs a sender; set “sender” in the table [mail] of config.toml, such as Ada <ada@example.org>."
        ) from None
    return Address(_NAME, found.username, found.domain)


def compose(letter: Letter, sender: Address, to: Address) -> EmailMessage:
    """Return the mail; what is no header is refused by the standard library, and cleaned before."""
    sender, to = _wired(sender), _wired(to)
    message = EmailMessage(SMTP)
    message["Subject"] = _words(letter.subject, _SUBJECT_LIMIT)
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{_digested(letter.key, to.addr_spec)}@{sender.domain}>"
    message["List-Id"] = f"{_NAME} digest <digest.{_NAME}.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    # Lines longer than mail allows, and letters beyond ASCII, come through any server so.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    _set_boundary(message, letter.key)
    return message


def _wired(address: Address) -> Address:
    """Return an address with its domain as servers write it."""
    name = _words(address.display_name, 100)
    if address.domain.isascii():
        return Address(name, address.username, address.domain)
    try:
        domain = address.domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise UsageError(
            f"“{clean_line(address.domain, 80)}” is no domain that mail can be sent to."
        ) from None
    return Address(name, address.username, domain)


def _words(text: str, limit: int) -> str:
    """Return a text for a header; one that is encoded already would be decoded there, line breaks and all."""
    return clean_line(text, limit).replace("=?", "= ?")


def _set_boundary(message: EmailMessage, key: str) -> None:
    """Part the two forms by something that neither contains, and that is the same each time."""
    message.set_boundary(f"=_{_digested(key, 'boundary')}")


def _digested(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
