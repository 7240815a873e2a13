"""Keys that come faster than what they do, and windows too small for it."""

import asyncio

import pytest
from textual.command import CommandInput, CommandList, Hits
from textual.events import Key
from textual.widgets import Input, OptionList

from reader.ui.screens.choice import ChoiceDialog
from reader.ui.screens.palette import Palette, PaperCommands
from reader.ui.screens.whole_text import TextScreen
from tests.ui.test_whole_text import keep
from tests.ui.world import World


async def test_a_dialog_is_answered_once(world: World) -> None:
    async with world.run() as window:
        await window.press("y")
        dialog = window.app.screen
        assert isinstance(dialog, ChoiceDialog)
        for _ in range(3):
            dialog.post_message(Key("b", "b"))
        await window.settle()
        assert window.app.screen is window.screen


async def test_a_paper_is_left_once(world: World) -> None:
    keep(world)
    async with world.run() as window:
        await window.press("W")
        text = window.app.screen
        assert isinstance(text, TextScreen)
        text.action_leave()
        text.action_leave()
        await window.settle()
        assert window.app.screen is window.screen


async def test_a_menu_without_room_is_not_paged_through(world: World) -> None:
    async with world.run((20, 3)) as window:
        await window.press("ctrl+p", "r")
        await window.until(lambda: isinstance(window.app.screen, Palette))
        await window.press("pagedown", "pageup", "escape", "escape", "escape")
        await window.press("y")
        window.app.screen.query_one(OptionList).styles.height = 0
        await window.pilot.pause()
        await window.press("pagedown", "pageup")
        assert window.app.is_running


async def test_a_palette_that_is_left_looks_for_no_command(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters typed behind the key that leaves are told to the palette while it loses its parts."""

    going = asyncio.Event()

    async def slowly(commands: PaperCommands, _: str) -> Hits:
        await going.wait()
        async for hit in commands.discover():
            yield hit

    async def go(_: CommandInput) -> None:
        for turn in range(200):
            await asyncio.sleep(0)
            if turn == 100:
                going.set()

    monkeypatch.setattr(PaperCommands, "search", slowly)
    monkeypatch.setattr(CommandInput, "on_unmount", go, raising=False)
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.until(lambda: isinstance(window.app.screen, Palette))
        palette = window.app.screen
        assert isinstance(palette, Palette)
        await window.until(lambda: palette.query_one(CommandList).option_count)
        typed = Input.Changed(palette.query_one(CommandInput), "b")
        palette.query_one(CommandList).action_select()
        while palette.display:  # noqa: ASYNC110 (the next moment counts)
            await asyncio.sleep(0)
        palette.post_message(typed)
        await window.until(lambda: window.app.screen is window.screen)
        await window.until(lambda: not palette.is_running)
        assert window.app.is_running
