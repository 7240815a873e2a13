"""Names that a person gave, or a file brought: no tag, saved search, key or theme drives the program."""

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from tests.ui.test_hostile import harmless
from tests.ui.world import SMALL, WIDE, World, joined, paper

pytestmark = pytest.mark.slow

NAMES = ("[/]", "[WIP]", "[@click=app.quit]x[/]", "ends in \\", "漢字" * 40, "$text {x} %s")


def name_all(world: World, name: str) -> None:
    """Give a tag and a saved search a name."""
    world.library().apply([Change(paper(0), NO_MARK, Mark(tags=(name,)))])
    world.service().searches.keep(name, "coral")


@pytest.mark.parametrize("name", NAMES[:4])
async def test_the_palette_offers_names_as_they_are(world: World, name: str) -> None:
    name_all(world, name)
    async with world.run((200, 45)) as window:
        await window.press("ctrl+p")
        await harmless(window)
        await window.type("show")
        await window.until(lambda: f"Show “{name[:60]}" in joined(window.lines))
        await window.until(lambda: f"Show #{name[:60]}" in joined(window.lines))
        await harmless(window)


@pytest.mark.parametrize("size", [WIDE, SMALL])
@pytest.mark.parametrize(
    "name", [NAMES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES[1:])]
)
async def test_every_list_of_names_shows_them_harmlessly(
    world: World, name: str, size: tuple[int, int]
) -> None:
    name_all(world, name)
    async with world.run(size) as window:
        for opener in ("0", "number_sign", "9", "B", "ctrl+s"):
            await window.press(opener)
            await harmless(window)
            await window.press("escape")
        await window.press("number_sign", "enter", "R")
        await harmless(window)
        await window.press("escape", "X")
        await harmless(window)
        assert window.app.is_running


@pytest.mark.parametrize(
    "config",
    [
        'theme = "\\u001b]0;x\\u0007\\u202e"\n[keys]\n"\\u001b]0;x" = "b"\n"[/]" = "q"\nbookmark = "r"',
        '[keys]\nbookmark = "[/]"',
        '[keys]\nbookmark = ["[", "]", "\\\\"]\nprevious_period = ""\nnext_period = ""',
        '[pdf]\nviewer = "a \\u001b[31m"\n[mail]\npassword_command = ["\\u202e", "[/]"]',
    ],
)
async def test_settings_are_shown_harmlessly(world: World, config: str) -> None:
    async with world.run((200, 60), config=config) as window:
        await harmless(window)
        for opener in ("question_mark", "comma", "ctrl+p"):
            await window.press(opener)
            await harmless(window)
            await window.press("G")
            await harmless(window)
            await window.press("escape")
            if window.app.screen is not window.screen:
                await window.press("escape")
        assert window.app.is_running
