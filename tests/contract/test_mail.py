"""Digests by mail, to a real server: with TLS and log-in, and with everything that goes wrong."""

import socket
import threading
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import trustme

from reader.core.digest import Digest, DigestGroup, DigestItem
from reader.core.errors import MailError, StorageError
from reader.core.mail import MailSettings, Security
from reader.export.digest.format import render
from reader.mail.delivery import DigestPost
from reader.service.digesting import Digesting
from reader.service.fetching import Fetching
from reader.service.mailing import Mailing
from tests.mail_server import PASSWORD, USER, MailServer, running, trust
from tests.synthetic import NOON, entry
from tests.unit.test_reading import World

MADE_AT = datetime(2026, 8, 14, 9, 14, tzinfo=UTC)
TO = "Bea Müller <bea@example.org>"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    monkeypatch.setenv("SSL_CERT_FILE", trust(authority, tmp_path))
    return authority


@pytest.fixture(params=["starttls", "tls"])
def server(request: pytest.FixtureRequest, trusted: trustme.CA) -> Iterator[MailServer]:
    with running(request.param, trusted) as mail:
        mail.security = Security(request.param)  # type: ignore[attr-defined]
        yield mail


def settings_for(mail: MailServer, security: str = "starttls", **others: object) -> MailSettings:
    security = getattr(mail, "security", security)
    return MailSettings("127.0.0.1", mail.port, Security(security), USER)._replace(**others)  # type: ignore[arg-type]


def digest(*numbers: int) -> Digest:
    items = tuple(DigestItem(entry(n, f"Größe {n}"), ("trending",)) for n in numbers)
    return Digest(MADE_AT, (DigestGroup("Trending", items),) if items else ())


class Desk:
    """A mailing on an invented library, which has two papers for everybody."""

    def __init__(self, settings: MailSettings, patience: float = 5.0, password: str = PASSWORD) -> None:
        world = World()
        self.library = world.library
        self.digesting = Digesting(
            world.reading, lambda: Fetching(world.store, world.sources), world.library, render, lambda: NOON
        )
        post = DigestPost(settings, lambda _: password, patience=patience)
        self.mailing = Mailing(self.digesting, post, nullcontext, lambda: None)
        world.store.close()

    def gather(self, to: str) -> Digest:
        told = {
            paper
            for sending in self.library.sendings.values()
            if sending.to == to
            for paper in sending.papers
        }
        return digest(*(n for n in (1, 2) if entry(n).id not in told))

    def send(self, *addresses: str) -> list[tuple[str, int, str]]:
        deliveries = self.mailing.send(addresses or (TO,), self.gather)
        return [(each.to, each.count, str(each.error or "")) for each in deliveries]


def test_a_digest_arrives_protected_and_once(server: MailServer) -> None:
    desk = Desk(settings_for(server))
    assert desk.send() == [(TO, 2, "")]
    assert desk.send() == [(TO, 0, "")]
    ((sender, receivers, message),) = server.received
    assert (sender, receivers) == (USER, ["bea@example.org"])
    assert (server.logged_in, server.protected) == ([USER], [True])
    assert {*server.introduced} == {"[127.0.0.1]"}
    assert message["To"] == TO
    assert message["From"].addresses[0].display_name == "paper-reader"
    assert message["Subject"] == "2 new papers, Fri 14 Aug 2026"
    assert message["Date"].datetime == MADE_AT
    assert message["List-Id"].endswith("<digest.paper-reader.example.org>")
    assert message["Message-ID"].endswith("@example.org>")
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Größe 1" in plain.get_content()
    assert "Größe 1" in html.get_content()


def test_the_same_digest_has_the_same_number_again(trusted: trustme.CA) -> None:
    post = DigestPost(MailSettings(user=USER))
    drafts = [
        post.draft(digest(*numbers), "a", "b", to)
        for numbers, to in (((1,), TO), ((1,), TO), ((2,), TO), ((1,), USER))
    ]
    numbers = [message_from_bytes(draft, policy=default)["Message-ID"] for draft in drafts]
    assert numbers[0] == numbers[1]
    assert len({*numbers}) == 3


@pytest.mark.parametrize(("answer", "later"), [("550 No such user", False), ("452 The queue is full", True)])
def test_a_refused_address_hinders_no_other_and_is_tried_again(
    trusted: trustme.CA, answer: str, later: bool
) -> None:
    with running("starttls", trusted) as server:
        server.answers["bea@example.org"] = answer
        desk = Desk(settings_for(server))
        (_, count, said), other = desk.send(TO, "carl@example.org")
        assert (count, other) == (2, ("carl@example.org", 2, ""))
        assert f"does not take mail for bea@example.org ({answer})." in said
        assert ("tried again next time" in said) is later
        server.answers.clear()
        assert desk.send(TO, "carl@example.org") == [(TO, 2, ""), ("carl@example.org", 0, "")]
    assert [receivers for _, receivers, _ in server.received] == [["carl@example.org"], ["bea@example.org"]]


@pytest.mark.parametrize("answer", ["552 The mailbox is full", "451 Not now", "drop"])
def test_what_the_server_does_not_keep_is_sent_again(trusted: trustme.CA, answer: str) -> None:
    with running("tls", trusted) as server:
        server.drop = answer == "drop"
        server.answers["DATA"] = answer
        desk = Desk(settings_for(server, "tls"))
        ((_, _, said),) = desk.send()
        assert ("closed the connection" if server.drop else answer) in said
        assert desk.library.sendings == {}
        server.drop = False
        server.answers.clear()
        assert desk.send() == [(TO, 2, "")]


@pytest.mark.parametrize("right", ["correct horse", "Schnee ☃"])
def test_a_password_of_any_letters(trusted: trustme.CA, right: str) -> None:
    with running("tls", trusted) as server:
        server.password = right
        wrong = Desk(settings_for(server, "tls"), password=f"{right}, not")
        with pytest.raises(MailError, match=r"did not take the user ada@example\.org") as caught:
            wrong.send()
        assert right not in str(caught.value)
        assert wrong.library.sendings == {}
        assert Desk(settings_for(server, "tls"), password=right).send() == [(TO, 2, "")]


def test_a_server_that_nobody_vouches_for(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    for security in ("tls", "starttls"):
        with running(security, authority) as server, pytest.raises(MailError, match="could not prove"):
            Desk(settings_for(server, security)).send()
        assert server.logged_in == []


def test_a_server_without_protection_gets_nothing(trusted: trustme.CA) -> None:
    with running("none", trusted, login=False) as server:
        with pytest.raises(MailError, match="offers no STARTTLS"):
            Desk(settings_for(server)).send()
        with pytest.raises(MailError, match="does not speak tls"):
            Desk(settings_for(server, "tls")).send()
        assert server.received == []
        assert Desk(settings_for(server, "none", user=None, sender=USER)).send() == [(TO, 2, "")]
    with pytest.raises(MailError, match="for everybody to read"):
        Desk(MailSettings("mail.example.org", 25, Security.NONE, USER)).send()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_that_never_answers(trusted: trustme.CA, security: Security) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = MailSettings("127.0.0.1", silent.getsockname()[1], security, USER)
        with pytest.raises(MailError, match="did not answer in time"):
            Desk(settings, patience=0.2).send()


@pytest.mark.parametrize("drop", [b"220-Wait\r\n", b"2"])
def test_a_server_that_answers_without_end(trusted: trustme.CA, drop: bytes) -> None:
    gone = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            while not gone.wait(0.05):
                connection.sendall(drop)

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        settings = MailSettings("127.0.0.1", server.getsockname()[1], Security.STARTTLS, USER)
        with pytest.raises(MailError, match="did not answer in time"):
            Desk(settings, patience=0.4).send()
        gone.set()
        dripping.join(5)


def test_nobody_is_there(trusted: trustme.CA) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(MailError, match="cannot be reached"):
        Desk(MailSettings("127.0.0.1", port, Security.TLS, USER)).send()
    with pytest.raises(MailError, match="No mail server is set"):
        Desk(MailSettings()).send()


def test_a_name_that_the_server_cannot_write(trusted: trustme.CA) -> None:
    with running("tls", trusted) as server:
        desk = Desk(settings_for(server, "tls"))
        (name, domain) = desk.send("béa@example.org", "bea@exämple.org")
        assert "cannot take addresses such as béa@example.org" in name[2]
        assert domain[2] == ""
    assert server.received[0][1] == ["bea@xn--exmple-cua.org"]


def test_an_address_for_which_no_mail_can_be_made_hinders_no_other(trusted: trustme.CA) -> None:
    with running("tls", trusted) as server:
        wrong, right = Desk(settings_for(server, "tls")).send(f"bea@{'ü' * 64}.example", TO)
    assert "is no domain" in wrong[2]
    assert right == (TO, 2, "")


def test_what_was_sent_and_could_not_be_kept_is_said(trusted: trustme.CA) -> None:
    with running("tls", trusted) as server:
        desk = Desk(settings_for(server, "tls"))
        desk.library.full = True
        with pytest.raises(StorageError, match=r"was sent to .*The disk is full"):
            desk.send()


def test_nothing_new_needs_no_server() -> None:
    desk = Desk(MailSettings())
    assert desk.mailing.send([TO], lambda _: digest()) == desk.mailing.send([TO], lambda _: digest())


@pytest.mark.parametrize(
    "evil",
    [
        "x\r\nBcc: eve@example.org",
        "x\n\nbody",
        "\u2028Bcc: eve@example.org",
        "=?utf-8?q?=0ABcc:_eve=40example.org?=",
    ],
)
def test_nothing_gets_into_the_headers(evil: str) -> None:
    group = DigestGroup(evil, (DigestItem(entry(1, evil), (evil,)),))
    post = DigestPost(MailSettings(user=USER, sender=f'"{evil.splitlines()[0]}" <{USER}>'))
    made = Digest(MADE_AT + timedelta(days=1), (group,))
    message = message_from_bytes(post.draft(made, evil, evil, TO), policy=default)
    assert message["Bcc"] is None
    assert {*message.keys()} == {
        "Subject", "From", "To", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
