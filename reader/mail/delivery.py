"""Digests as letters, brought to the server of the settings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from reader.core.digest import Digest
from reader.core.errors import MailError, UsageError
from reader.core.mail import MailSettings
from reader.core.mail_value import parse_address
from reader.mail.message import Letter, compose, sender_of
from reader.mail.password import find_password
from reader.mail.post import PATIENCE, Post, opened_post


class DigestPost:
    """Makes digests into mail and sends it as the settings say."""

    def __init__(
        self,
        settings: MailSettings,
        password: Callable[[MailSettings], str] = find_password,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._settings = settings
        self._password = password
        self._patience = patience

    def draft(self, digest: Digest, text: str, html: str, to: str) -> bytes:
        """Return a mail as a file, and send nothing; `UsageError` where an address is wrong."""
        return self.message(digest, text, html, to).as_bytes()

    @contextmanager
    def opened(self) -> "Iterator[DigestCarrier]":
        """Connect to the server; `MailError` where that fails."""
        with opened_post(
            self._settings, lambda: self._password(self._settings), patience=self._patience
        ) as post:
            yield DigestCarrier(self, post)

    def message(self, digest: Digest, text: str, html: str, to: str) -> EmailMessage:
        """Return the mail of a digest."""
        key = " ".join((digest.made_at.date().isoformat(), *digest.identifiers))
        letter = Letter(digest.title, text, html, digest.made_at, key)
        return compose(letter, sender_of(self._settings, to), parse_address(to))


class DigestCarrier:
    """Brings digests over an open connection."""

    def __init__(self, maker: DigestPost, post: Post) -> None:
        self._maker = maker
        self._post = post

    def send(self, digest: Digest, text: str, html: str, to: str) -> None:
        """Hand a digest to the server; `MailError` where it does not take it."""
        try:
            message = self._maker.message(digest, text, html, to)
        except UsageError as error:  # no sender, or no domain: the others may have theirs
            raise MailError(str(error)) from error
        sender, receiver = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        self._post.send(message, sender, receiver)
