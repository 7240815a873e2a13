"""The client on real sockets: HTTP/2, certificates of one's own, proxies, limits told beforehand, one connection."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.errors import RefusedError, SourceError
from reader.sources.client import Client
from reader.sources.rate import Rates
from reader.sources.request import Limit, Manner
from tests.fake_service import Answer, Asked, FakeService, json_answer

if TYPE_CHECKING:
    import trustme


@pytest.fixture(scope="module")
def authority() -> "trustme.CA":
    trustme = pytest.importorskip("trustme")
    return trustme.CA()


@pytest.fixture
def tls(authority: "trustme.CA") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@asynccontextmanager
async def http2_service(tls: ssl.SSLContext) -> AsyncIterator[tuple[str, list[str | None]]]:
    """Answer every request with `[2]`, by whichever protocol the client chooses."""
    config = pytest.importorskip("h2.config")
    connection = pytest.importorskip("h2.connection")
    events = pytest.importorskip("h2.events")
    protocols: list[str | None] = []
    tls.set_alpn_protocols(["h2", "http/1.1"])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protocol = writer.get_extra_info("ssl_object").selected_alpn_protocol()
        protocols.append(protocol)
        talk: Any = connection.H2Connection(config.H2Configuration(client_side=False))
        talk.initiate_connection()
        while data := await reader.read(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, events.RequestReceived):
                    talk.send_headers(event.stream_id, [(":status", "200")])
                    talk.send_data(event.stream_id, b"[2]", end_stream=True)
            writer.write(talk.data_to_send())
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", protocols


async def test_http_2_and_a_certificate_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: "trustme.CA", tls: ssl.SSLContext
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    async with http2_service(tls) as (address, protocols):
        stranger = Client({address: "Hugging Face"}, limit=Limit(attempts=1))
        with pytest.raises(SourceError, match=r"No secure connection to Hugging Face .* SSL_CERT_FILE"):
            await stranger.get(address)
        await stranger.close()
        protocols.clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        client = Client({address: "Hugging Face"})
        replies = await asyncio.gather(*(client.get(f"{address}/{number}") for number in range(3)))
        await client.close()
    assert [reply.body for reply in replies] == [b"[2]"] * 3
    assert set(protocols) == {"h2"}


async def test_a_proxy_of_the_environment_is_used_and_local_ones_pass_it_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with FakeService(lambda _: json_answer(["by proxy"])) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        client = Client({})
        reply = await client.get("http://papers.invalid/list")
        async with FakeService(lambda _: json_answer(["direct"])) as service:
            direct = await client.get(service.url)
        await client.close()
    assert (reply.body, direct.body) == (b'["by proxy"]', b'["direct"]')
    assert proxy.asked[0].headers["host"] == "papers.invalid"


class Time:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def moment() -> Time:
    return Time()


async def test_a_limit_that_is_used_up_is_waited_for_before_it_is_hit(moment: Time) -> None:
    headers = {"RateLimit": '"search";r=0;t=9'}
    async with FakeService(lambda _: json_answer([], **headers)) as service:
        client = Client({service.url: "Hugging Face"}, rates=Rates(moment), sleep=moment.sleep)
        said: list[str] = []
        search = Manner(rate="search")
        await client.get(service.url, manner=search, progress=said.append)
        await client.get(service.url, progress=said.append)  # another limit counts this one
        assert (said, moment.now) == ([], 100)
        await client.get(service.url, manner=search, progress=said.append)
        assert (said[0], len(said), moment.now) == ("Hugging Face asks to wait 10 s", 10, 110)
        await client.close()


async def test_a_refusal_holds_for_the_requests_beside_it(moment: Time) -> None:
    refusal = json_answer({"error": "Too many"}, 429, RateLimit='"api";r=0;t=120')
    async with FakeService(lambda _: refusal) as service:
        client = Client({service.url: "Hugging Face"}, rates=Rates(moment), sleep=moment.sleep)
        for _ in range(3):
            with pytest.raises(RefusedError, match="try again in 2 minutes") as caught:
                await client.get(service.url)
            assert caught.value.retry_after == 121
        assert len(service.asked) == 1
        moment.now += 121
        with pytest.raises(RefusedError):
            await client.get(service.url)
        assert len(service.asked) == 2
        await client.close()


def test_a_limit_is_not_believed_for_ever(moment: Time) -> None:
    rates = Rates(moment)
    rates.note("a service", {"ratelimit": '"api";r=0;t=999999999'})
    assert rates.wait("a service", "api") == 900


async def test_a_long_wait_is_a_sentence_and_no_request(moment: Time) -> None:
    async with FakeService(lambda _: json_answer([], RateLimit='"api";r=0;t=280')) as service:
        client = Client({service.url: "Hugging Face"}, rates=Rates(moment), sleep=moment.sleep)
        await client.get(service.url)
        with pytest.raises(RefusedError, match="try again in 5 minutes") as caught:
            await client.get(service.url)
        assert caught.value.retry_after == 281
        assert len(service.asked) == 1
        moment.now += 281
        await client.get(service.url)
        await client.close()


async def test_a_wait_can_be_cancelled() -> None:
    waiting = asyncio.Event()

    def told(_sentence: str, *_: object) -> None:
        waiting.set()

    async with FakeService(lambda _: Answer(status=429, headers={"Retry-After": "20"})) as service:
        client = Client({service.url: "Hugging Face"})
        task = asyncio.create_task(client.get(service.url, progress=told))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.close()
    assert len(service.asked) == 1


async def test_a_lone_connection_ends_with_its_answer() -> None:
    async with FakeService(lambda _: json_answer([])) as service:
        client = Client({})
        for _ in range(2):
            await client.get(service.url, manner=Manner(lone=True))
        assert service.connections == 2
        for _ in range(2):
            await client.get(service.url)
        assert service.connections == 3
        await client.close()


async def test_only_questions_are_asked_again() -> None:
    """Everything the client sends is a GET, which may be repeated; it tries no more than it was told to."""

    def refuse(_asked: Asked) -> Answer:
        return Answer(status=503)

    async with FakeService(refuse) as service:
        client = Client({service.url: "arXiv"})
        with pytest.raises(SourceError, match="has trouble") as caught:
            await client.get(service.url, manner=Manner(attempts=1))
        await client.close()
    assert len(service.asked) == 1
    assert caught.value.retry_after is not None


async def test_the_users_agent_names_version_and_contact() -> None:
    async with FakeService(lambda _: json_answer([])) as service:
        client = Client({}, version="1.2")
        await client.get(service.url)
        await client.close()
    assert service.asked[0].headers["user-agent"] == "paper-reader/1.2 (+https://paper-reader.example)"
