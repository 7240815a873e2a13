"""Who may use the served program."""

import pytest

from reader.core.host import is_this_machine
from reader.web.guard import TOKEN_LENGTH, Guard, Refusal, guard_for, new_token

HERE = guard_for("127.0.0.1", None)
ASKED = guard_for("0.0.0.0", "a token that is long", machine="desk.example.org")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST", "127.0.0.1"])
def test_this_machine_is_known_by_its_own_names(host: str) -> None:
    assert HERE.refusal({"Host": host}, None, socket=False) is None


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "localhost@evil",
        "a:b:c",
    ],
)
def test_a_name_that_was_led_here_is_refused(host: str) -> None:
    assert HERE.refusal({"Host": host}, None, socket=False) is Refusal.NAME


@pytest.mark.parametrize(
    "host", ["10.0.0.1:8000", "[fe80::1]:8000", "desk:8000", "desk.example.org", "desk.local"]
)
def test_a_machine_in_a_network_is_known_by_its_addresses_and_names(host: str) -> None:
    assert ASKED.refusal({"Host": host}, ASKED.cookie, socket=False) is None


def test_a_proxy_brings_a_name_of_its_own() -> None:
    assert (
        guard_for("127.0.0.1", None, ["papers.example.org"]).refusal(
            {"Host": "papers.example.org"}, None, socket=False
        )
        is None
    )


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://localhost:3000",
        "http://localhost",
        "file://localhost:8000",
    ],
)
def test_a_socket_is_for_its_own_page_only(origin: str | None) -> None:
    headers = {"Host": "localhost:8000"} | ({"Origin": origin} if origin is not None else {})
    assert HERE.refusal(headers, None, socket=True) is Refusal.ORIGIN


def test_its_own_page_opens_a_socket() -> None:
    headers = {"Host": "localhost:8000", "Origin": "http://localhost:8000"}
    assert HERE.refusal(headers, None, socket=True) is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_embeds_is_refused(site: str) -> None:
    headers = {"Host": "localhost:8000", "Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
    assert HERE.refusal(headers, None, socket=False) is Refusal.ORIGIN
    assert HERE.refusal(headers | {"Sec-Fetch-Mode": "navigate"}, None, socket=False) is None


@pytest.mark.parametrize("cookie", [None, "", "a token that is long", "ü"])
def test_only_the_cookie_that_the_token_gave_is_good(cookie: str | None) -> None:
    assert ASKED.refusal({"Host": "desk"}, cookie, socket=False) is Refusal.TOKEN


def test_tokens() -> None:
    assert ASKED.is_token("a token that is long")
    assert not ASKED.is_token("a token that is lonG")
    assert not ASKED.is_token("ü")
    assert not HERE.is_token("")
    assert not Guard(frozenset(), None).is_token("")
    assert len({new_token() for _ in range(9)}) == 9
    assert len(new_token()) > TOKEN_LENGTH


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_this_machine(host) is local
