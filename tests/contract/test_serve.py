"""The web server: what it hands out, and to whom."""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

import aiohttp
from aiohttp.test_utils import TestClient, TestServer

from reader.__main__ import main
from reader.web.guard import guard_for
from reader.web.server import Serving, make_app
from tests.serving import TITLES, make_home, programs, serving, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals end the server")

TOKEN = "a token that nobody guesses"
EVERY_PATH = ("/", "/page.js", "/page.css", "/ws", "/static/js/textual.js", "/static/", "/download/x", "/no")


def client_of(
    token: str | None = TOKEN, sessions: int = 2
) -> "TestClient[aiohttp.web.Request, aiohttp.web.Application]":
    said: list[str] = []
    serving = Serving("127.0.0.1", 0, guard_for("127.0.0.1", token), sessions)
    return TestClient(TestServer(make_app(serving, said.append)), cookie_jar=aiohttp.CookieJar(unsafe=True))


@pytest.mark.parametrize("path", EVERY_PATH)
async def test_nothing_is_handed_out_without_the_token(path: str) -> None:
    async with client_of() as client:
        origin = f"http://127.0.0.1:{client.port}"
        for query in ("", "?token=", "?token=wrong", f"?token={TOKEN[:-1]}"):
            answer = await client.get(f"{path}{query}", headers={"Origin": origin})
            assert answer.status == 401
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("line", [b"Cookie: paper_reader_%d=\xff\xfe", b"Origin: \xff", b"X: \xff"])
async def test_what_is_no_text_is_refused(line: bytes) -> None:
    async with client_of() as client:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        port = client.port or 0
        told = line % port if b"%d" in line else line
        writer.write(
            b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%b\r\nConnection: close\r\n\r\n" % (port, told)
        )
        assert (await reader.readline()).split()[1] in (b"401", b"403")
        writer.close()


@pytest.mark.parametrize("path", EVERY_PATH)
async def test_nothing_is_handed_out_under_a_name_of_others(path: str) -> None:
    async with client_of(None) as client:
        assert (await client.get(path, headers={"Host": "evil.example"})).status == 403


async def test_the_token_gives_a_cookie_and_leaves_the_address() -> None:
    async with client_of() as client:
        answer = await client.get("/", params={"token": TOKEN}, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert TOKEN not in cookie
        for path in ("/", "/page.js", "/page.css", "/static/js/textual.js"):
            assert (await client.get(path)).status == 200
        assert (await client.get("/static/")).status == 403  # no listing
        assert (await client.get("/static/../server.py")).status == 404
        assert (await client.get("/download/unknown")).status == 404


async def test_the_page_loads_nothing_from_elsewhere() -> None:
    async with client_of(None) as client:
        answer = await client.get("/")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in (await answer.text()) + policy


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
async def test_no_other_page_opens_a_socket(origin: str) -> None:
    async with client_of(None) as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect("/ws", origin=origin)
        assert refused.value.status == 403


async def test_windows_are_limited_and_end_with_their_sockets(tmp_path: Path) -> None:
    async with serving(make_home(tmp_path), "--windows", "1") as address, aiohttp.ClientSession() as client:
        origin = address.rstrip("/")
        async with client.ws_connect(f"{address}ws?width=100&height=30", origin=origin) as first:
            async with client.ws_connect(f"{address}ws", origin=origin) as second:
                assert (await second.receive()).type is aiohttp.WSMsgType.CLOSE
                assert second.close_code == 1013
            # What makes no sense is passed over.
            for said in (
                "",
                "{}",
                "[]",
                '["stdin"]',
                '["stdin", 1]',
                '["resize", {"width": "x"}]',
                "[" * 9_999,
            ):
                await first.send_str(said)
            assert TITLES[0] in await written(first, TITLES[0])
            await first.send_str(json.dumps(["stdin", "q"]))
            await written(first, None)
            assert first.closed
        async with client.ws_connect(f"{address}ws", origin=origin) as third:
            assert TITLES[0] in await written(third, TITLES[0])


async def test_what_is_no_request_is_not_worth_a_traceback(tmp_path: Path) -> None:
    async with serving(make_home(tmp_path)) as address:  # which looks for one
        port = int(address.rstrip("/").rpartition(":")[2])
        host = f"Host: 127.0.0.1:{port}\r\n".encode()
        for asked in (b"\xff garbage\r\n", b"GET /static/" + b"a" * 5_000 + b" HTTP/1.1\r\n" + host):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked + b"\r\n")
            assert (await reader.readline()).split()[1] in (b"400", b"404", b"500")
            writer.close()
        async with aiohttp.ClientSession() as client, client.get(address) as answer:
            assert answer.status == 200


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are told as Linux tells them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
async def test_no_program_outlives_its_server(tmp_path: Path, number: signal.Signals) -> None:
    home = make_home(tmp_path)
    process = await started(home)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as client:
        async with client.ws_connect(f"{address}ws", origin=address.rstrip("/")) as socket:
            assert TITLES[0] in await written(socket, TITLES[0])
            assert len(programs(home)) == 2
            process.send_signal(number)
            await written(socket, None)
        await process.communicate()
    assert process.returncode == {signal.SIGTERM: 0, signal.SIGINT: 130}.get(number, -number)
    end = time.monotonic() + 60
    while left := programs(home):
        assert time.monotonic() < end, left


async def written(socket: aiohttp.ClientWebSocketResponse, text: str | None) -> str:
    """Return what is written until a text was, or until the end."""
    data = b""
    async with asyncio.timeout(120):
        async for message in socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                data += message.data
            if text is not None and text.encode() in data:
                break
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("arguments", [("--host", "0.0.0.0"), ("--token",)])
async def test_a_token_is_made_up(arguments: tuple[str, ...], tmp_path: Path) -> None:
    async with serving(make_home(tmp_path), *arguments) as address:
        assert len(address.partition("?token=")[2]) >= 32


async def test_a_token_of_the_environment_holds(tmp_path: Path) -> None:
    async with serving(make_home(tmp_path), PAPER_READER_SERVE_TOKEN="sixteen-letters-x") as address:
        assert address.endswith("?token=sixteen-letters-x")


def test_a_short_token_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--offline", "--token", "secret"]) == 2
    assert "16 characters" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", f"--port={port}"]) == 2
    assert "no number from 0 to 65535" in capsys.readouterr().err


async def test_a_port_that_is_taken_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with serving(make_home(tmp_path)) as address:
        port = address.rstrip("/").rpartition(":")[2]
        assert await asyncio.to_thread(main, ["serve", "--offline", "--port", port]) == 1
    assert "--port" in capfd.readouterr().err


def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("reader.cli.serve.find_spec", lambda _: None)
    assert main(["serve", "--offline"]) == 1
    assert "'.[serve]'" in capsys.readouterr().err
