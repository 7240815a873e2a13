"""Keys that come at once, as over a slow line, do what they would do one after the other."""

import asyncio

import pytest
from textual.app import ComposeResult
from textual.events import Key

from reader.core.errors import NotFoundError
from reader.ui.screens.papers import PapersScreen
from reader.ui.screens.whole_text import TextScreen
from tests.ui.world import Window, World, key_name


async def burst(window: Window, *keys: str) -> None:
    for key in keys:
        window.app.post_message(Key(key, key if len(key) == 1 else None))
    await window.settle()


async def test_a_paper_is_opened_where_the_cursor_went(world: World) -> None:
    async with world.run() as window:
        await burst(window, "j", "j", "enter")
        await window.until(lambda: world.mark("2608.00002").read)
        assert not world.mark("2608.00000").read


async def test_the_whole_paper_under_the_cursor(world: World) -> None:
    async def nothing(identifier: str, *_: object) -> tuple[bytes, str]:
        raise NotFoundError(f"There is no text of {identifier}.")

    for source in (world.lists, world.arxiv):
        source.html = source.text = source.pdf = source.markdown = nothing  # type: ignore[attr-defined]
    async with world.run() as window:
        await burst(window, "j", "W")
        await window.until(lambda: isinstance(window.app.screen, TextScreen))
        await window.until(lambda: "There is no text of 2608.00001" in window.text)


async def test_marks_go_to_the_papers_that_the_cursor_passed(world: World) -> None:
    async with world.run() as window:
        await burst(window, "b", "j", "j", "b", "k", "Q")
        assert [world.mark(f"2608.0000{n}").bookmarked for n in range(3)] == [True, False, True]
        assert world.mark("2608.00001").queued


async def test_a_filter_takes_all_that_was_typed_before_enter(world: World) -> None:
    async with world.run() as window:
        await burst(window, "slash", *map(key_name, "coral"), "enter", "j", "b")
        await window.until(lambda: window.screen.filter_bar.text == "coral")
        await window.settle()
        assert len([i for i in range(30) if world.mark(f"2608.000{i:02}").bookmarked]) == 1


async def test_keys_wait_for_the_papers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed while the program loads reaches the screen before its lists are there."""
    compose, pressed = PapersScreen.compose, list[asyncio.Task[None]]()

    def hurried(screen: PapersScreen) -> ComposeResult:
        pressed.extend(asyncio.create_task(screen.app.on_event(Key(key, key))) for key in "jjb")
        yield from compose(screen)

    monkeypatch.setattr(PapersScreen, "compose", hurried)
    async with world.run() as window:
        await window.until(lambda: world.mark("2608.00002").bookmarked)
        assert window.current == "2608.00002"
        assert all(task.done() and not task.exception() for task in pressed)
