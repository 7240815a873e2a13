"""Send mail over one connection to a server, protected unless the person says otherwise."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from threading import Timer

from reader.core.errors import MailError
from reader.core.mail import MailSettings, Security
from reader.core.text import clean_line

PATIENCE = 30.0
"""Seconds that a server may take for each answer."""

_LOGGED_IN = 235

_OURSELVES = "[127.0.0.1]"
"""How we introduce ourselves: the name of the machine is nobody's business, and looking it up may take long."""


class _Bounded(smtplib.SMTP):
    """Hangs up on a server that goes on and on with one answer: each part of it would come in time."""

    _late = False

    def getreply(self) -> tuple[int, bytes]:
        """Return an answer; `TimeoutError` where it is not whole in time."""
        clock = Timer(self.timeout, self._hang_up)
        clock.daemon = True
        clock.start()
        try:
            answer = super().getreply()
        except smtplib.SMTPServerDisconnected:
            if not self._late:
                raise
        finally:
            clock.cancel()
        if self._late:
            self.close()
            raise TimeoutError("the answer has no end")
        return answer

    def _hang_up(self) -> None:
        self._late = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same, protected from the beginning."""


class Post:
    """An open connection."""

    def __init__(self, server: smtplib.SMTP, settings: MailSettings) -> None:
        self._server = server
        self._settings = settings

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Send a mail to one address; on return the server has it, on `MailError` it does not."""
        try:
            self._server.send_message(message, sender, [to])
        except (smtplib.SMTPException, OSError) as error:
            raise _explained(error, self._settings, to) from error


@contextmanager
def opened_post(
    settings: MailSettings, password: Callable[[], str], *, patience: float = PATIENCE
) -> Iterator[Post]:
    """Connect, protect the connection and log in; `MailError` says what could not be done."""
    if settings.host is None:
        raise MailError(
            "No mail server is set. Write its name into config.toml, in the table [mail]:"
            ' host = "smtp.example.org", and user = "…" where it wants a log-in.'
        )
    if settings.user and settings.security is Security.NONE and not settings.is_local:
        raise MailError(
            f"The password would go to {settings.host} for everybody to read, so nothing was sent."
            ' Set security = "starttls" or "tls" in the table [mail] of config.toml.'
        )
    secret = password() if settings.user else ""
    server: smtplib.SMTP | None = None
    try:
        server = _connected(settings, patience)
        if settings.security is Security.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            _log_in(server, settings.user, secret)
    except (smtplib.SMTPException, OSError) as error:
        if server is not None:
            server.close()
        raise _explained(error, settings) from error
    try:
        yield Post(server, settings)
    finally:
        _leave(server)


def _connected(settings: MailSettings, patience: float) -> smtplib.SMTP:
    host, port = settings.host or "", settings.port or settings.security.port
    if settings.security is Security.TLS:
        context = ssl.create_default_context()
        return _BoundedTls(host, port, _OURSELVES, timeout=patience, context=context)
    return _Bounded(host, port, _OURSELVES, timeout=patience)


def _log_in(server: smtplib.SMTP, user: str, secret: str) -> None:
    if (user + secret).isascii():
        server.login(user, secret)
        return
    # The standard library writes ASCII only here; servers take UTF-8 (RFC 4616).
    server.ehlo_or_helo_if_needed()
    whole = base64.b64encode(f"\0{user}\0{secret}".encode()).decode("ascii")
    code, words = server.docmd("AUTH", f"PLAIN {whole}")
    if code != _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, words)


def _leave(server: smtplib.SMTP) -> None:
    """End the connection; what was sent is sent, whatever the server makes of our farewell."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _explained(error: Exception, settings: MailSettings, to: str = "") -> MailError:
    """Return what went wrong as a sentence, with the server's own words."""
    server = f"The mail server {settings.host}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return MailError(
                f"{server} did not take the user {settings.user} with this password ({_answer(error)})."
            )
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()), (0, b""))
            return MailError(f"{server} does not take mail for {to} ({_words(code, words)}).{_later(code)}")
        case smtplib.SMTPSenderRefused():
            said = _answer(error)
            return MailError(
                f"{server} does not take mail from {error.sender} ({said}).{_later(error.smtp_code)}"
            )
        case smtplib.SMTPResponseException():
            return MailError(f"{server} did not take the mail ({_answer(error)}).{_later(error.smtp_code)}")
        case smtplib.SMTPNotSupportedError() if to:
            return MailError(f"{server} cannot take addresses such as {to}; it knows ASCII only.")
        case smtplib.SMTPNotSupportedError() if settings.security is Security.STARTTLS and _no_tls(error):
            return MailError(
                f"{server} offers no STARTTLS, so nothing was sent."
                ' Try security = "tls" in the table [mail] of config.toml.'
            )
        case smtplib.SMTPServerDisconnected() if not isinstance(error.__context__, TimeoutError):
            return MailError(
                f"{server} closed the connection; nothing more was sent. It is tried again next time."
            )
        case ssl.SSLCertVerificationError():
            return MailError(
                f"{server} could not prove that it is itself ({error.verify_message}); nothing was sent."
            )
        case ssl.SSLError():
            return MailError(
                f"{server} does not speak {settings.security} there ({error.reason}); is the port right?"
            )
        case TimeoutError() | smtplib.SMTPServerDisconnected():
            return MailError(
                f"{server} did not answer in time; nothing more was sent. It is tried again next time."
            )
        case OSError() if not isinstance(error, smtplib.SMTPException):
            reason = clean_line(error.strerror or str(error), 120)
            return MailError(f"{server} cannot be reached ({reason}). It is tried again next time.")
        case _:
            return MailError(f"{server}: {clean_line(str(error), 200)}")


def _no_tls(error: smtplib.SMTPNotSupportedError) -> bool:
    return "STARTTLS" in str(error)


def _later(code: int) -> str:
    """Return what to expect of an answer that holds only for now."""
    return " It is tried again next time." if 400 <= code < 500 else ""


def _answer(error: smtplib.SMTPResponseException) -> str:
    return _words(error.smtp_code, error.smtp_error)


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {clean_line(text, 200)}".strip()
