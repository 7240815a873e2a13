"""The client: bounded, polite, careful with the token, and its errors are sentences."""

import asyncio
import gzip
import ssl
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError, UsageError
from reader.sources.client import Client
from reader.sources.failure import asked_wait
from reader.sources.request import Limit, Manner
from tests.fake_service import Answer, Asked, FakeService, json_answer

QUICK = Limit(connect=5, read=5, total=10)
IMPATIENT = Limit(total=0.4)


class Clock:
    """Counts the seconds slept instead of sleeping them."""

    def __init__(self) -> None:
        self.slept = 0.0

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds


@asynccontextmanager
async def served(
    respond: Callable[[Asked], Answer], limit: Limit = QUICK, **options: str
) -> AsyncIterator[tuple[FakeService, Client, Clock]]:
    clock = Clock()
    async with FakeService(respond) as service:
        client = Client({service.url: "Hugging Face"}, limit=limit, sleep=clock.sleep, **options)
        try:
            yield service, client, clock
        finally:
            await client.close()


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    left = list(answers)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


async def test_an_answer_comes_whole_with_lower_case_headers() -> None:
    async with served(in_turn(json_answer([1], Link="<x>"))) as (service, client, _):
        reply = await client.get(f"{service.url}/api", params={"q": "a b"}, accept="text/plain")
    assert (reply.status, reply.body, reply.headers["link"]) == (200, b"[1]", "<x>")
    asked = service.asked[0]
    assert asked.query == {"q": "a b"}
    assert asked.headers["accept"] == "text/plain"
    assert asked.headers["accept-encoding"] == "gzip"
    assert asked.headers["user-agent"].startswith("paper-reader/")
    assert asked.headers["user-agent"].endswith(" (+https://paper-reader.example)")


async def test_the_connection_is_used_again() -> None:
    async with served(in_turn(json_answer([]))) as (service, client, _):
        for _ in range(3):
            await client.get(service.url)
    assert service.connections == 1


async def test_parallel_first_requests_share_one_http_client() -> None:
    async with served(in_turn(json_answer([]))) as (service, client, _):
        opened: list[object] = []
        connections = client._connections
        original = connections._open
        connections._open = lambda lone: opened.append(1) or original(lone)  # type: ignore[method-assign, func-returns-value]
        await asyncio.gather(*(client.get(service.url) for _ in range(3)))
    assert len(opened) == 1


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"[1]" * 50), gzip.compress(b"[1]" * 30) + gzip.compress(b"[1]" * 20)],
    ids=["whole", "in two members"],
)
async def test_gzip_is_unpacked(packed: bytes) -> None:
    async with served(in_turn(Answer(packed, headers={"Content-Encoding": "gzip"}))) as (service, client, _):
        assert (await client.get(service.url)).body == b"[1]" * 50


@pytest.mark.parametrize(
    "broken",
    [
        Answer(gzip.compress(b"[1]" * 500)[:-12], headers={"Content-Encoding": "gzip"}),
        Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        Answer(b"[1, 2, 3]", cut=4),
        Answer(b"[1, 2, 3]", headers={"Content-Length": "100"}, cut=9),
    ],
    ids=["truncated gzip", "no gzip", "reset", "shorter than announced"],
)
async def test_a_broken_body_is_asked_for_again_and_then_an_error(broken: Answer) -> None:
    async with served(in_turn(broken, broken, json_answer([1]))) as (service, client, clock):
        assert (await client.get(service.url)).body == b"[1]"
        assert len(service.asked) == 3
        assert 0 < clock.slept < 3
    async with served(in_turn(broken)) as (service, client, _):
        with pytest.raises(
            SourceError, match=r"^The connection to Hugging Face broke before .* whole; try again\.$"
        ):
            await client.get(service.url)
        assert len(service.asked) == 3


async def test_a_gzip_bomb_is_dropped_without_growing() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(200)) + packer.flush()
    limit = Limit(body=2**20)
    async with served(in_turn(Answer(bomb, headers={"Content-Encoding": "gzip"})), limit) as (
        service,
        client,
        _,
    ):
        with pytest.raises(SourceError, match=r"too large \(more than 1 MB\)"):
            await client.get(service.url)
        assert len(service.asked) == 1


async def test_a_huge_body_is_dropped_while_it_comes() -> None:
    huge = Answer(b" " * 2**16, repeat=2**15)
    async with served(in_turn(huge, huge), Limit(body=2**22)) as (service, client, _):
        with pytest.raises(SourceError, match="more than 4 MB"):
            await client.get(service.url)
        with pytest.raises(SourceError, match="more than 1 MB"):
            await client.get(service.url, manner=Manner(body=2**20))


async def test_an_unknown_packing_is_refused() -> None:
    async with served(in_turn(Answer(b"x", headers={"Content-Encoding": "br"}))) as (service, client, _):
        with pytest.raises(SourceError, match="cannot be unpacked: br"):
            await client.get(service.url)


async def test_a_slow_drip_ends_at_the_total_time() -> None:
    async with served(in_turn(Answer(b" " * 10_000, drip=0.005)), IMPATIENT) as (service, client, _):
        with pytest.raises(SourceError, match=r"too slow: its answer was not whole after 0\.4 s"):
            await client.get(service.url)
        assert len(service.asked) == 1


async def test_silence_is_tried_again_and_then_counts_as_offline() -> None:
    limit = Limit(read=0.05)
    async with served(in_turn(Answer(b"x", stall=True)), limit) as (service, client, _):
        with pytest.raises(
            OfflineError,
            match=r"^Hugging Face does not answer: nothing more came in time; try again later\.$",
        ):
            await client.get(service.url)
        assert len(service.asked) == 3


async def test_nothing_listening_is_offline() -> None:
    async with FakeService(in_turn(Answer())) as gone:
        pass
    clock = Clock()
    client = Client({gone.url: "Hugging Face"}, sleep=clock.sleep)
    with pytest.raises(OfflineError, match=r"^Hugging Face cannot be reached: the connection was refused\.$"):
        await client.get(gone.url)
    await client.close()


async def test_an_unknown_name_is_offline() -> None:
    client = Client({}, sleep=Clock().sleep)
    with pytest.raises(OfflineError, match=r"^nonexistent\.invalid cannot be reached: .* no network\.$"):
        await client.get("https://nonexistent.invalid/api")
    await client.close()


async def test_a_failed_handshake_says_so() -> None:
    def answer_plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer_plainly, "127.0.0.1", 0) as server:
        address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        client = Client({address: "Hugging Face"})
        with pytest.raises(SourceError, match=r"No secure connection to Hugging Face .* SSL_CERT_FILE"):
            await client.get(address)
        await client.close()


def raising(error: Exception) -> httpx.MockTransport:
    def respond(_request: httpx.Request) -> httpx.Response:
        raise error

    return httpx.MockTransport(respond)


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (httpx.ConnectTimeout("x"), OfflineError, "nothing answered in time"),
        (httpx.ConnectError("x"), OfflineError, "no connection could be made"),
        (httpx.ProxyError("x"), OfflineError, "the proxy does not let us through"),
        (httpx.RemoteProtocolError("x"), SourceError, "broke before"),
        (httpx.WriteError("x"), SourceError, "broke before"),
    ],
)
async def test_httpx_errors_become_sentences(
    error: Exception, kind: type[SourceError], sentence: str
) -> None:
    client = Client({"https://hf.example": "Hugging Face"}, transport=raising(error), sleep=Clock().sleep)
    with pytest.raises(kind, match=sentence) as caught:
        await client.get("https://hf.example/api")
    assert type(caught.value) is kind
    assert str(caught.value).startswith(("Hugging Face", "The connection to Hugging Face"))


async def test_a_bad_certificate_is_no_offline() -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    client = Client({}, transport=raising(error), sleep=Clock().sleep)
    with pytest.raises(SourceError, match=r"No secure connection to hf\.example") as caught:
        await client.get("https://hf.example/api")
    assert not isinstance(caught.value, OfflineError)


@pytest.mark.parametrize(
    "address", ["hf.example/api", "ftp://hf.example", "http://[", "https://" + "a" * 70 + ".example"]
)
async def test_an_unusable_address_says_so(address: str) -> None:
    client = Client({}, sleep=Clock().sleep)
    with pytest.raises(SourceError, match=r"address"):
        await client.get(address)
    await client.close()


def test_an_unusable_host_is_refused_at_once() -> None:
    with pytest.raises(UsageError):
        Client({"http://[": "Hugging Face"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SSL_CERT_FILE", "missing.pem"), ("HTTPS_PROXY", "nonsense://x"), ("ALL_PROXY", "socks5://x")],
)
async def test_wrong_network_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    client = Client({"https://hf.example": "Hugging Face"})
    with pytest.raises(SourceError, match=r"Hugging Face cannot be asked, for the network settings .* wrong"):
        await client.get("https://hf.example")


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        (
            400,
            {"error": "✖ Too big\n  → at\x1b[31m limit"},
            RefusedError,
            "refused the request (HTTP 400): ✖ Too big → at[31m limit.",
        ),
        (400, {"message": "No such day!"}, RefusedError, "refused the request (HTTP 400): No such day!"),
        (400, ["odd"], RefusedError, "refused the request (HTTP 400)."),
        (
            401,
            {"error": "No."},
            RefusedError,
            "does not let us in (HTTP 401): No. A token in HF_TOKEN may be wrong or too old.",
        ),
        (403, None, RefusedError, "does not let us in (HTTP 403)."),
        (404, {"error": "Gone"}, NotFoundError, "does not have what was asked for (HTTP 404): Gone."),
        (501, None, SourceError, "has trouble (HTTP 501); it should pass, try again in a few minutes."),
        (302, None, RefusedError, "refused the request (HTTP 302)."),
    ],
)
async def test_a_refusal_is_told_once_in_the_services_words(
    status: int, body: object, kind: type[SourceError], sentence: str
) -> None:
    async with served(in_turn(json_answer(body, status))) as (service, client, _):
        with pytest.raises(kind) as caught:
            await client.get(service.url)
    assert str(caught.value) == f"Hugging Face {sentence}"
    assert len(service.asked) == 1
    if isinstance(caught.value, RefusedError):
        assert caught.value.status == status


async def test_the_services_words_are_shortened() -> None:
    async with served(in_turn(json_answer({"error": "x" * 5000}, 400))) as (service, client, _):
        with pytest.raises(RefusedError) as caught:
            await client.get(service.url)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("body", [b"[" * 100_000, b"{" + b" " * 200_000, b"\xff{"])
async def test_words_that_cannot_be_read_are_left_out(body: bytes) -> None:
    async with served(in_turn(Answer(body, 400))) as (service, client, _):
        with pytest.raises(RefusedError, match=r"refused the request \(HTTP 400\)\.$"):
            await client.get(service.url)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_trouble_is_tried_three_times(status: int) -> None:
    async with served(in_turn(Answer(status=status))) as (service, client, clock):
        with pytest.raises(SourceError, match=rf"Hugging Face has trouble \(HTTP {status}\)"):
            await client.get(service.url)
    assert len(service.asked) == 3
    assert 1 <= clock.slept <= 2


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"RateLimit": '"api";r=0;t=16'}, 17),
        ({"RateLimit": '"api";r=0;t=2', "Retry-After": "9"}, 3),
        ({"RateLimit": '"api";r=5;t=16', "Retry-After": "4"}, 4),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:28:05 GMT"}, 5),
    ],
)
async def test_a_pause_is_kept_to_and_counted_down(headers: dict[str, str], wait: int) -> None:
    said: list[str] = []
    async with served(in_turn(Answer(status=429, headers=headers), json_answer([]))) as (
        service,
        client,
        clock,
    ):
        await client.get(service.url, progress=said.append)
    assert clock.slept == wait
    assert said == [f"Hugging Face asks to wait {left} s" for left in range(wait, 0, -1)]


@pytest.mark.parametrize("headers", [{}, {"RateLimit": '"api";r=7;t=9'}, {"Retry-After": "soon"}])
async def test_a_429_without_a_time_backs_off_and_then_refuses(headers: dict[str, str]) -> None:
    async with served(in_turn(Answer(status=429, headers=headers))) as (service, client, clock):
        with pytest.raises(RefusedError, match="still allows no more requests") as caught:
            await client.get(service.url)
    assert caught.value.status == 429
    assert len(service.asked) == 3
    assert clock.slept <= 2


@pytest.mark.parametrize(
    ("asked", "told"), [("31", "31 seconds"), ("300", "5 minutes"), ("86400", "24 hours")]
)
async def test_nobody_waits_longer_than_half_a_minute(asked: str, told: str) -> None:
    async with served(in_turn(Answer(status=429, headers={"Retry-After": asked}))) as (
        service,
        client,
        clock,
    ):
        with pytest.raises(
            RefusedError, match=rf"allows no more requests for now; try again in {told}\.$"
        ) as caught:
            await client.get(service.url)
    assert (caught.value.status, clock.slept, len(service.asked)) == (429, 0, 1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"ratelimit": '"api";r=0;t=' + "9" * 5000}, 10**9),
        ({"retry-after": "9" * 5000}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 -0000"}, 0),
        ({"retry-after": "-5"}, None),
        ({"ratelimit": "api;r=0;t=3, pages;r=0;t=8"}, 9),
    ],
)
def test_odd_pauses(headers: dict[str, str], wait: float | None) -> None:
    assert asked_wait(headers) == wait


async def test_a_redirect_is_followed_within_the_service() -> None:
    def respond(asked: Asked) -> Answer:
        return (
            json_answer([asked.query])
            if asked.path == "/new"
            else Answer(status=307, headers={"Location": "/new?p=1"})
        )

    async with served(respond) as (service, client, _):
        reply = await client.get(f"{service.url}/old", params={"date": "x"})
    assert reply.body == b'[{"p": "1"}]'
    assert reply.url == f"{service.url}/new?p=1"


async def test_a_redirect_loop_ends() -> None:
    async with served(in_turn(Answer(status=302, headers={"Location": "/"}))) as (service, client, _):
        with pytest.raises(SourceError, match="Hugging Face sends us in circles"):
            await client.get(service.url)
    assert len(service.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "http://login.example/",
        "https://me@evil.example/",
        "https:///x",
        "http://[",
    ],
)
async def test_an_unsafe_redirect_is_not_followed(target: str) -> None:
    async with served(in_turn(Answer(status=302, headers={"Location": target}))) as (service, client, _):
        with pytest.raises(SourceError, match="which is not safe to follow; a log-in page"):
            await client.get(service.url)
    assert len(service.asked) == 1


class Nothing(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"[]"


async def test_the_token_goes_to_its_own_service_only() -> None:
    seen: dict[str, str | None] = {}

    def respond(request: httpx.Request) -> httpx.Response:
        seen[request.url.host] = request.headers.get("authorization")
        if request.url.path == "/away":
            return httpx.Response(302, headers={"Location": "https://cdn.example/x"}, stream=Nothing())
        return httpx.Response(200, stream=Nothing())

    client = Client(
        {"https://hf.example": "Hugging Face"},
        token="hf_secret\n",
        token_base="https://hf.example",
        transport=httpx.MockTransport(respond),
    )
    await client.get("https://hf.example/away")
    await client.get("https://arxiv.example/")
    assert seen == {"hf.example": "Bearer hf_secret", "cdn.example": None, "arxiv.example": None}
    await client.get("https://hf.example:444/")
    assert seen["hf.example"] is None


@pytest.mark.parametrize("token", ["a b", "a\r\nX: y", "é", ""])
async def test_a_token_that_cannot_be_sent_is_left_out(token: str) -> None:
    async with FakeService(in_turn(json_answer([]))) as service:
        client = Client({}, token=token, token_base=service.url)
        await client.get(service.url)
        await client.close()
    assert "authorization" not in service.asked[0].headers


async def test_a_request_can_be_cancelled() -> None:
    asked = asyncio.Event()

    def stall(_asked: Asked) -> Answer:
        asked.set()
        return Answer(b"x", stall=True)

    async with served(stall, Limit()) as (service, client, _):
        task = asyncio.create_task(client.get(service.url))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def test_httpx_is_loaded_late() -> None:
    code = (
        "import sys, reader.sources.huggingface; sys.exit('httpx' in sys.modules or 'email' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
