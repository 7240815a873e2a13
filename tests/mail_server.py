"""A mail server on the loopback address, with TLS and log-in, that refuses and fails as a test wants."""

import asyncio
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "correct horse"
USER = "ada@example.org"


class MailServer:
    """Takes mail; `answers` are given instead for an address, and to `DATA` under the key `DATA`."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.logged_in: list[str] = []
        self.protected: list[bool] = []
        self.introduced: list[str] = []
        self.drop = False
        self.password = PASSWORD
        self.port = 0

    async def handle_EHLO(  # noqa: N802 (the names are the protocol's)
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.introduced.append(hostname)
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drop and server.transport is not None:
            server.transport.abort()
            return "250 OK"
        if answer := self.answers.get("DATA"):
            return answer
        assert isinstance(envelope.content, bytes)
        message: Any = message_from_bytes(envelope.content, policy=default)
        self.received.append((envelope.mail_from or "", list(envelope.rcpt_tos), message))
        assert server.transport is not None
        self.protected.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), self.password.encode())
        if right:
            self.logged_in.append(USER)
        return AuthResult(success=right, handled=False)


@contextmanager
def running(security: str, authority: trustme.CA, *, login: bool = True) -> Iterator[MailServer]:
    """Run a server with `starttls`, `tls` or `none`, whose name is 127.0.0.1 or localhost."""
    mail = MailServer()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    options: dict[str, Any] = {}
    if login:
        options = {"authenticator": mail.authenticate, "auth_required": True}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    elif login:
        options |= {"auth_require_tls": False}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def conversation() -> SMTP:
        with warnings.catch_warnings():  # it does not see the protection that was there before it
            warnings.simplefilter("ignore")
            return SMTP(mail, enable_SMTPUTF8=False, loop=loop, **options)

    async def begin() -> asyncio.Server:
        return await loop.create_server(
            conversation,
            "127.0.0.1",
            0,
            ssl=context if security == "tls" else None,
        )

    async def end() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        mail.port = server.sockets[0].getsockname()[1]
        yield mail
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def trust(authority: trustme.CA, folder: Path) -> str:
    """Return a file of the authority, for `SSL_CERT_FILE`."""
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)
