"""Garbage is collected when nobody presses a key, and then once."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from reader.ui import garbage
from reader.ui.app import PaperApp
from reader.ui.garbage import Garbage
from tests.ui.world import World


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Queue[float]]:
    """The moments at which everything was gone through."""
    moments: asyncio.Queue[float] = asyncio.Queue()
    monkeypatch.setattr(gc, "freeze", lambda: None)

    def collect(generation: int = 2) -> None:
        if generation == 2:
            moments.put_nowait(asyncio.get_running_loop().time())

    monkeypatch.setattr(gc, "collect", collect)
    monkeypatch.setattr(garbage, "_PAUSE", 0.01)
    monkeypatch.setattr(garbage, "_QUIET", 0.05)
    thresholds = gc.get_threshold()
    yield moments
    gc.set_threshold(*thresholds)


async def test_it_is_collected_once_somebody_reads(collected: asyncio.Queue[float]) -> None:
    collector = Garbage()
    collector.begin()
    assert gc.isenabled()
    assert gc.get_threshold()[2] >= 1_000 * 10  # never in between
    begun = asyncio.get_running_loop().time()
    for _ in range(5):
        collector.stir()
        await asyncio.sleep(0)
    assert collected.empty()
    assert await collected.get() - begun >= 0.04
    assert collected.empty()
    collector.stir()
    await collected.get()


async def test_each_key_puts_it_off(
    world: World, collected: asyncio.Queue[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    stirred = []
    monkeypatch.setattr(Garbage, "stir", lambda _: stirred.append(None))
    original = world.app
    monkeypatch.setattr(world, "app", lambda *args, **options: with_garbage(original(*args, **options)))
    async with world.run() as window:
        before = len(stirred)
        await window.press("j", "j")
        assert len(stirred) - before == 2


def with_garbage(app: PaperApp) -> PaperApp:
    app._garbage = Garbage()
    return app


async def test_nothing_holds_what_was_drawn_of_a_dialog_that_is_left(world: World) -> None:
    async with world.run() as window:
        await window.press("question_mark")
        drawn = [weakref.ref(widget._styles_cache) for widget in window.app.screen.walk_children()]
        await window.press("escape")
        assert window.app.screen is window.screen
        await window.press("j")
        gc.collect()
        assert drawn
        assert not any(ref() for ref in drawn)
