"""Keys that come faster than what they do, and windows too small for it."""

from textual.events import Key
from textual.widgets import OptionList

from reader.ui.screens.choice import ChoiceDialog
from reader.ui.screens.palette import Palette
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
