"""Offline as a state: told once, probed quietly, and over by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import pytest

from reader.core.errors import NotFoundError, OfflineError, RefusedError, SourceError
from reader.service.network import FIRST_PAUSE, LONGEST_PAUSE, Network
from reader.service.source import Opened, Sources
from tests.synthetic import FakeSource, day, papers

Failing = Callable[[], Awaitable[object]]


def failing(error: Exception) -> Failing:
    async def ask() -> object:
        raise error

    return ask


async def answer() -> int:
    return 7


GONE = failing(OfflineError("gone"))


async def test_the_loss_of_the_network_and_its_return_are_told_once() -> None:
    network = Network()
    told: list[bool] = []
    end = network.subscribe(told.append)
    for _ in range(3):
        with pytest.raises(OfflineError, match="gone"):
            await network.through(GONE)
    assert (told, network.offline) == ([False], True)
    assert await network.through(answer) == 7
    assert await network.through(answer) == 7
    assert (told, network.offline) == ([False, True], False)
    end()
    with pytest.raises(OfflineError):
        await network.through(GONE)
    assert told == [False, True]


@pytest.mark.parametrize("error", [NotFoundError("not there"), RefusedError("no", 403)])
async def test_a_refusal_is_an_answer(error: SourceError) -> None:
    network = Network()
    with pytest.raises(OfflineError):
        await network.through(GONE)
    with pytest.raises(type(error)):
        await network.through(failing(error))
    assert not network.offline


async def test_a_log_in_page_is_neither() -> None:
    network = Network()
    with pytest.raises(SourceError):
        await network.through(failing(SourceError("a web page")))
    assert not network.offline
    with pytest.raises(OfflineError):
        await network.through(GONE)
    with pytest.raises(SourceError):
        await network.through(failing(SourceError("a web page")))
    assert network.offline


async def test_while_somebody_watches_nobody_else_asks_and_probes_grow_rare() -> None:
    pauses: list[float] = []
    back = asyncio.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    network = Network(sleep=sleep)
    network.subscribe(lambda online: back.set() if online else None)
    probes = 0

    async def probe() -> None:
        nonlocal probes
        probes += 1
        if probes < 10:
            raise OfflineError("still gone")

    watch = asyncio.create_task(network.watch(probe))
    await asyncio.sleep(0)
    with pytest.raises(OfflineError, match="gone"):
        await network.through(GONE)
    asked = False

    async def ask() -> None:
        nonlocal asked
        asked = True

    with pytest.raises(OfflineError, match=r"^There is no network; everything stored works"):
        await network.through(ask)
    assert not asked
    await back.wait()
    await network.through(ask)
    assert asked
    assert probes == len(pauses) == 10
    assert FIRST_PAUSE * 0.8 <= pauses[0] <= FIRST_PAUSE * 1.2
    assert LONGEST_PAUSE * 0.8 <= pauses[-1] <= LONGEST_PAUSE * 1.2
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_person_need_not_wait_for_the_next_probe() -> None:
    sleeping, back = asyncio.Event(), asyncio.Event()

    async def sleep(_seconds: float) -> None:
        sleeping.set()
        await asyncio.Event().wait()

    network = Network(sleep=sleep)
    network.subscribe(lambda online: back.set() if online else None)
    watch = asyncio.create_task(network.watch(answer))
    await asyncio.sleep(0)
    with pytest.raises(OfflineError):
        await network.through(GONE)
    await sleeping.wait()
    network.hurry()
    await back.wait()
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)


async def test_offline_by_wish_asks_and_probes_nobody() -> None:
    source = FakeSource({"2026-08-14": papers(1)})
    opened: list[bool] = []
    sources = Sources(lambda: opened.append(True) or Opened(source, source), offline=True)  # type: ignore[func-returns-value]
    with pytest.raises(OfflineError, match="Offline was asked for"):
        await sources.listing(day("2026-08-14"))
    with pytest.raises(OfflineError):
        await sources.search("hf", "words", 5)
    await asyncio.wait_for(sources.watch(), 5)  # it ends at once
    assert (source.asked, opened) == ([], [])
    assert sources.network.offline


@pytest.mark.parametrize("name", ["html", "pdf", "paper", "papers", "count"])
async def test_a_silent_arxiv_does_not_make_it_offline(name: str) -> None:
    source = FakeSource({"2026-08-14": papers(1)})

    class Silent(FakeSource):
        async def silent(self, *_: object) -> NoReturn:
            raise OfflineError("arXiv cannot be reached")

        html = pdf = paper = papers = count = silent  # type: ignore[assignment]

    sources = Sources(lambda: Opened(source, Silent()))
    question = {"papers": (["astro-ph/0601001"],), "count": ("cs.LG", None, None)}
    with pytest.raises(OfflineError, match="arXiv"):
        await getattr(sources, name)(*question.get(name, ("astro-ph/0601001",)))
    assert not sources.network.offline


async def test_the_sources_share_one_state() -> None:
    source = FakeSource({"2026-08-14": OfflineError("gone")})
    sources = Sources(lambda: Opened(source, source))
    with pytest.raises(OfflineError):
        await sources.listing(day("2026-08-14"))
    assert sources.network.offline
    assert await sources.papers(["2608.00001"]) == ()
    assert not sources.network.offline
