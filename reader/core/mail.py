"""How mail is sent."""

from enum import StrEnum
from typing import NamedTuple


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def port(self) -> int:
        """The usual port."""
        return {"starttls": 587, "tls": 465, "none": 25}[self.value]


class MailSettings(NamedTuple):
    """What a person says of their mail server; the password is never among it."""

    host: str | None = None
    port: int | None = None
    """`None` for the usual one."""
    security: Security = Security.STARTTLS
    user: str | None = None
    """Name for the log-in; `None` for none."""
    sender: str | None = None
    """The address that mail comes from, also as `Name <address>`; `None` for `user`."""
    to: tuple[str, ...] = ()
    """Addresses that a digest goes to where none is named."""
    password_command: tuple[str, ...] = ()
    """A command that prints the password."""

    @property
    def is_local(self) -> bool:
        """Whether the server is this machine, so that nobody listens in between."""
        from reader.core.host import is_this_machine  # not before the first frame

        return is_this_machine(self.host)


NO_MAIL = MailSettings()
"""What holds where nothing is said."""
