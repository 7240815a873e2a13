"""Answers kept on disk: as their headers allow, whole, and never a log-in page."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.core.errors import SourceError
from reader.core.view import View, ViewKind
from reader.sources.cache import Cache
from reader.sources.client import Client
from reader.sources.huggingface import HuggingFace
from reader.sources.request import Manner
from tests.fake_service import Answer, Asked, FakeService, json_answer

JSON = "application/json"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def served(
    folder: Path, respond: Callable[[Asked], Answer], token: str | None = None
) -> AsyncIterator[tuple[FakeService, Client, Clock]]:
    clock = Clock()
    async with FakeService(respond) as service:
        client = Client(
            {service.url: "Hugging Face"},
            token=token,
            token_base=service.url,
            cache=Cache(folder / "answers", clock=clock),
        )
        try:
            yield service, client, clock
        finally:
            await client.close()


def unchanged_if_known(asked: Asked) -> Answer:
    if asked.headers.get("if-none-match") == '"one"':
        return Answer(status=304)
    return json_answer([1], ETag='"one"', Link="<?p=1>")


async def test_what_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    async with served(tmp_path, unchanged_if_known) as (service, client, _):
        first = await client.get(f"{service.url}/api", params={"date": "x"})
        second = await client.get(f"{service.url}/api", params={"date": "x"})
        await client.get(f"{service.url}/api", params={"date": "y"})
    assert first.body == second.body == b"[1]"
    assert (second.status, second.headers["link"]) == (200, "<?p=1>")
    assert [asked.headers.get("if-none-match") for asked in service.asked] == [None, '"one"', None]


async def test_the_time_of_change_is_a_mark_too(tmp_path: Path) -> None:
    changed = "Wed, 21 Oct 2015 07:28:00 GMT"
    async with served(tmp_path, lambda _: json_answer([], Last_Modified=changed)) as (service, client, _):
        await client.get(service.url)
        await client.get(service.url)
    assert service.asked[1].headers["if-modified-since"] == changed


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "private, max-age=60"}, 60),
        ({"Cache-Control": "max-age=100", "Age": "40"}, 60),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Expires": "Wed, 21 Oct 2015 07:29:00 GMT"}, 60),
    ],
)
async def test_an_answer_is_believed_for_its_time(
    tmp_path: Path, headers: dict[str, str], seconds: int
) -> None:
    async with served(tmp_path, lambda _: json_answer([1], **headers)) as (service, client, clock):
        await client.get(service.url)
        clock.now += seconds - 1
        assert (await client.get(service.url)).body == b"[1]"
        assert await client.fresh(service.url) is not None
        assert len(service.asked) == 1
        clock.now += 2
        assert await client.fresh(service.url) is None
        await client.get(service.url)
        clock.now -= 10_000  # a clock that was set back makes nothing fresh for ever
        await client.get(service.url)
        assert len(service.asked) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "no-store", "ETag": '"x"'},
        {"Cache-Control": "max-age=60", "Vary": "*"},
        {"Cache-Control": "max-age=nonsense"},
        {"Cache-Control": "max-age=60", "Content-Type": "text/html"},
        {"Expires": "nonsense", "Date": "nonsense"},
    ],
    ids=str,
)
async def test_what_may_not_be_kept_is_not(tmp_path: Path, headers: dict[str, str]) -> None:
    async with served(tmp_path, lambda _: json_answer([1], **headers)) as (service, client, _):
        await client.get(service.url)
        await client.get(service.url)
    assert len(service.asked) == 2
    assert not any(asked.headers.get("if-none-match") for asked in service.asked)
    assert not list(tmp_path.rglob("*.answer"))


async def test_a_lifetime_of_our_own_holds_where_the_service_is_silent(tmp_path: Path) -> None:
    manner = Manner(lifetime=60)
    async with served(tmp_path, lambda _: json_answer([1])) as (service, client, clock):
        await client.get(service.url, manner=manner)
        await client.get(service.url, manner=manner)
        assert len(service.asked) == 1
        clock.now += 61
        await client.get(service.url, manner=manner)
        assert len(service.asked) == 2


async def test_no_cache_is_asked_for_each_time(tmp_path: Path) -> None:
    answer = json_answer([1], Cache_Control="no-cache, max-age=60", ETag='"one"')
    async with served(tmp_path, lambda _: answer) as (service, client, _):
        await client.get(service.url)
        await client.get(service.url)
    assert service.asked[1].headers["if-none-match"] == '"one"'


async def test_what_one_account_was_told_is_not_told_to_another(tmp_path: Path) -> None:
    private = json_answer([1], Cache_Control="max-age=60")
    for token in ("hf_one", "hf_two", None):
        async with FakeService(lambda _: private) as service:
            cache = Cache(tmp_path)
            client = Client({}, token=token, token_base="https://hf.example", cache=cache)
            client._token_origin = ("http", "127.0.0.1", int(service.url.rpartition(":")[2]))
            await client.get(service.url)
            await client.close()
            assert len(service.asked) == 1
    assert not any(b"hf_" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b'{"url": 1}\n', b"[]\nx"])
async def test_a_damaged_file_is_no_answer(tmp_path: Path, damage: bytes) -> None:
    async with served(tmp_path, lambda _: json_answer([1], Cache_Control="max-age=60")) as (
        service,
        client,
        _,
    ):
        await client.get(service.url)
        (file,) = tmp_path.rglob("*.answer")
        for content in (damage, file.read_bytes()[:-1]):
            file.write_bytes(content)
            assert (await client.get(service.url)).body == b"[1]"
    assert len(service.asked) == 3


async def test_a_folder_that_cannot_be_written_troubles_nobody(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file")
    async with served(tmp_path, unchanged_if_known) as (service, client, _):
        assert (await client.get(service.url)).body == b"[1]"
        assert (await client.get(service.url)).body == b"[1]"


def test_the_oldest_answers_make_room(tmp_path: Path) -> None:
    import os

    cache = Cache(tmp_path, size=3_000)
    headers = {"content-type": JSON, "etag": '"x"'}
    for number in range(9):
        cache.save(f"{number}", "u", headers, os.urandom(700), JSON, 0)
        for age, file in enumerate(sorted(tmp_path.iterdir(), reverse=True)):
            os.utime(file, (1_000 - age, 1_000 - age))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 3_000
    assert cache.load("8") is not None
    assert cache.load("0") is None


@pytest.mark.parametrize("wrong", [b'{"error": "closed"}', b'[{"paper": {"id', b"[1, 2]"])
async def test_an_answer_that_proves_wrong_is_forgotten(tmp_path: Path, wrong: bytes) -> None:
    right = b'[{"paper": {"id": "2608.00001", "title": "T"}}]'
    bodies = [wrong, right]

    def respond(_asked: Asked) -> Answer:
        return Answer(bodies.pop(0), headers={"Content-Type": JSON, "Cache-Control": "max-age=600"})

    async with served(tmp_path, respond) as (service, client, _):
        source = HuggingFace(client, service.url)
        if wrong != b"[1, 2]":
            with pytest.raises(SourceError):
                await source.listing(View(ViewKind.TRENDING))
        else:
            with pytest.raises(SourceError, match="none of which is a paper"):
                await source.search("words", 10)
            assert len(await source.search("words", 10)) == 1
            return
        assert len((await source.listing(View(ViewKind.TRENDING))).papers) == 1
