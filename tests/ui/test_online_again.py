"""The network as a state of the screen: lost once, probed quietly, back by itself; waits that can be given up."""

import asyncio

import pytest

from reader.core.errors import OfflineError
from reader.core.listing import Listing
from reader.core.progress import Progress, silent
from reader.core.view import View, ViewKind
from reader.core.wait import Wait
from tests.ui.world import SIZES, TRENDING, FakeLists, Window, World, first_ids, papers


def come_back(window: Window) -> None:
    """Let the program look for the network now, as it does after a while."""
    window.screen.service.reading.network.hurry()


@pytest.mark.parametrize("size", SIZES)
async def test_the_loss_is_said_quietly(old_world: World, size: tuple[int, int]) -> None:
    async with old_world.run(size) as window:
        assert window.lines[-2].startswith(" Offline. The list is from")
        assert "!" not in window.lines[-2]
        assert window.toasts == []
        assert len(old_world.lists.asked) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_is_fetched_when_the_network_is_back(old_world: World, size: tuple[int, int]) -> None:
    async with old_world.run(size) as window:
        old_world.lists.answers[TRENDING] = papers(15)
        come_back(window)
        await window.until(lambda: window.ids == first_ids(15))
        await window.settle()
        assert "Online again" in window.lines[-2]
        assert "Offline" not in window.text
        assert (len(old_world.lists.asked), old_world.lists.probed) == (2, 1)


async def test_a_view_that_could_not_be_fetched_is_fetched_when_it_is_shown_next(world: World) -> None:
    async with world.run() as window:
        await window.press("3")
        assert "Nothing is stored of this list yet" in window.text
        await window.press("2", "1")
        assert len(world.lists.asked) == 1
        world.lists.answers[ViewKind.WEEK] = papers(4)
        come_back(window)
        await window.until(lambda: "Online again" in window.text)
        await window.press("3")
        assert window.ids == first_ids(4)


async def test_local_views_stay_when_the_network_is_back(old_world: World) -> None:
    async with old_world.run() as window:
        await window.press("5")
        old_world.lists.answers[TRENDING] = papers(15)
        come_back(window)
        await window.until(lambda: "Online again" in window.text)
        assert window.screen.contents.view == View(ViewKind.BOOKMARKS)
        assert len(old_world.lists.asked) == 1


async def test_asking_by_key_tries_at_once(old_world: World) -> None:
    async with old_world.run() as window:
        await window.press("r")
        assert len(old_world.lists.asked) == 2
        assert "Offline" in window.lines[-2]
        old_world.lists.answers[TRENDING] = papers(15)
        await window.press("r")
        assert window.ids == first_ids(15)
        assert "Offline" not in window.text
        assert len(old_world.lists.asked) == 3


async def test_offline_as_asked_for_neither_asks_nor_probes(old_world: World) -> None:
    async with old_world.run(offline=True) as window:
        come_back(window)
        await window.press("r", "2", "w", "1")
        assert "Offline, as asked for" in window.lines[-2]
        assert (old_world.lists.asked, old_world.lists.probed, old_world.arxiv.asked) == ([], 0, [])


async def test_arxiv_alone_being_silent_is_no_loss_of_the_network(world: World) -> None:
    world.lists.answers[ViewKind.DAY] = papers(4)
    async with world.run(config='[arxiv]\ncategories = ["cs.LG"]') as window:
        await window.press("w")
        assert "Nothing is stored of this list yet" in window.text
        assert world.lists.probed == 1
        await window.press("2")
        assert window.ids == first_ids(4)


class Limited(FakeLists):
    """A service that asks to wait before it answers."""

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        progress(Wait.of("Hugging Face asks to wait", 12))
        return await super().listing(view, progress)


@pytest.mark.parametrize("size", SIZES)
async def test_a_wait_is_shown_and_given_up(old_world: World, size: tuple[int, int]) -> None:
    old_world.lists = Limited({TRENDING: papers(15)}, gate=asyncio.Event())
    async with old_world.run(size, settle=False) as window:
        await window.until(lambda: "Hugging Face asks to wait 12 s (esc gives up" in window.text)
        await window.press("escape")
        assert "Not waited for; r asks again." in window.lines[-2]
        assert window.ids == first_ids(12)
        old_world.lists.gate.set()
        await window.press("r")
        assert window.ids == first_ids(15)


async def test_a_fetch_that_does_not_wait_goes_on(old_world: World) -> None:
    old_world.lists.gate = asyncio.Event()
    old_world.lists.answers[TRENDING] = papers(15)
    async with old_world.run(settle=False) as window:
        await window.until(lambda: "Fetching" in window.text)
        await window.pilot.press("escape")
        old_world.lists.gate.set()
        await window.settle()
        assert window.ids == first_ids(15)


async def test_the_network_may_go_while_nothing_is_fetched(world: World) -> None:
    world.lists.found = OfflineError("Nothing answered.")
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("ctrl+o", "ctrl+o", "enter")
        await window.press("escape")
        assert "Offline" in window.text
