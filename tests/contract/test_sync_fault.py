"""`sync` against servers that say what nobody expects."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import SyncError
from reader.sync.git import GitPlace
from reader.sync.webdav import DavPlace

OTHER = "0123456789abcdef"


@contextmanager
def saying(status: int, body: bytes = b"", **headers: str) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server that always says the same, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def answer(self) -> None:
            asked.append(f"{self.command} {self.path} {self.headers.get('Authorization', '')}")
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/dav", asked
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def listing(*hrefs: str, size: str = "5") -> bytes:
    responses = "".join(
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop><d:getcontentlength>{size}"
        "</d:getcontentlength></d:prop></d:propstat></d:response>"
        for href in hrefs
    )
    return f'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">{responses}</d:multistatus>'.encode()


def test_only_names_count_whatever_is_before_them() -> None:
    hrefs = (
        f"/elsewhere/{OTHER}.json",
        f"https://evil.example.org/{OTHER[::-1]}.json",
        f"/dav/machines/..%2F..%2F{'1' * 16}.json",
        "/dav/machines/..%2Fpasswd",
        "/dav/machines/",
    )
    with saying(207, listing(*hrefs)) as (address, asked):
        place = DavPlace(address, "ada", lambda: "secret")
        found = place.look()
        assert {*found.sizes} == {OTHER, OTHER[::-1], "1" * 16}
        assert "1 thing is no file" in found.problems[0]
        place.read("1" * 16)
    assert asked[-1].startswith(f"GET /dav/machines/{'1' * 16}.json Basic ")


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Welcome!</p>",
        b"\xff\xfe<",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        b"<a>" * 200_000,
        b"",
    ],
)
def test_no_listing(body: bytes) -> None:
    with saying(207, body) as (address, _), pytest.raises(SyncError, match="no listing of a WebDAV folder"):
        DavPlace(address).look()


def test_an_address_is_written_as_http_wants_it() -> None:
    with saying(207, listing()) as (address, asked):
        DavPlace(f"{address}/Übersicht meiner%20Papers").look()
    assert asked == ["PROPFIND /dav/%C3%9Cbersicht%20meiner%20Papers/machines/ "]


def test_git_logs_in_with_any_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    secret = "100% \"$HOME\" 'é' \\n `x`"
    with saying(401, **{"WWW-Authenticate": 'Basic realm="x"'}) as (address, asked):
        with pytest.raises(SyncError, match="Authentication failed") as told:
            GitPlace(f"{address}/papers.git", tmp_path / "git", "ada", lambda: secret).look()
        assert secret not in str(told.value)
    log_in = base64.b64encode(f"ada:{secret}".encode()).decode()
    assert asked[0] == "GET /dav/papers.git/info/refs?service=git-upload-pack "
    assert asked[1].endswith(f" Basic {log_in}")


def test_sizes_that_are_none() -> None:
    with saying(207, listing(f"{OTHER}.json", size="9" * 5_000)) as (address, _):
        assert DavPlace(address).look().sizes == {OTHER: 0}


def test_another_address_is_not_followed() -> None:
    with saying(207, listing()) as (elsewhere, asked):
        with saying(302, Location=elsewhere) as (address, _), pytest.raises(SyncError, match="has moved"):
            DavPlace(address, "ada", lambda: "secret").look()
        assert asked == []


@pytest.mark.parametrize(
    ("status", "said"), [(401, "password is wrong"), (507, "full"), (500, "answered 500")]
)
def test_what_the_server_refuses(status: int, said: str) -> None:
    with saying(status) as (address, _):
        place = DavPlace(address, "ada", lambda: "secret")
        for act in (place.look, lambda: place.read(OTHER), lambda: place.write(OTHER, b"{}")):
            with pytest.raises(SyncError, match=said) as told:
                act()
            assert "secret" not in str(told.value)


def test_a_file_without_an_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sync.webdav.SIZE_LIMIT", 1_000)
    with saying(200, b"x" * 5_000) as (address, _):
        assert len(DavPlace(address).read(OTHER)) == 1_001


def test_a_server_that_never_answers() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/dav"
        with pytest.raises(SyncError, match="cannot be reached"):
            DavPlace(address, patience=0.2).look()
