"""Bell, notifications and the terminal's title."""

from collections.abc import Callable

import pytest

from reader.core.view import ViewKind
from reader.ui.screens import loading
from tests.ui.world import Window, World, paper, papers


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Callable[[Window], list[str]]:
    """Return what a window writes to its terminal from now on."""

    def listen(window: Window) -> list[str]:
        sequences: list[str] = []
        monkeypatch.setattr(window.app._terminal, "write", sequences.append)
        return sequences

    return listen


async def test_the_title_tells_the_view(world: World, written: Callable[[Window], list[str]]) -> None:
    async with world.run() as window:
        sequences = written(window)
        await window.press("5")
        assert sequences == ["\x1b]2;paper-reader: Bookmarks\x1b\\"]


async def test_a_long_fetch_is_told(
    world: World, written: Callable[[Window], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.lists.answers[ViewKind.TRENDING] = papers(3)
    async with world.run(config="bell = true\nnotifications = true") as window:
        sequences = written(window)
        await window.press("r")
        assert "\a" not in "".join(sequences)
        monkeypatch.setattr(loading, "LONG_SECONDS", 0.0)
        await window.press("r")
        assert "\a\x1b]9;paper-reader: Trending is fetched\x1b\\" in sequences


async def test_news_of_what_is_followed_are_told(
    world: World, written: Callable[[Window], list[str]]
) -> None:
    async with world.run(config="bell = true") as window:
        sequences = written(window)
        await window.press("f", "enter", "escape")
        assert "\a" not in sequences
        authors = ["Ada Researcher0"]
        world.lists.answers[ViewKind.TRENDING] = (*papers(3), paper(77, authors=authors))
        await window.press("r")
        await window.until(lambda: "\a" in sequences)


async def test_nothing_is_told_unasked(world: World, written: Callable[[Window], list[str]]) -> None:
    async with world.run() as window:
        sequences = written(window)
        await window.press("f", "enter", "escape")
        world.lists.answers[ViewKind.TRENDING] = (paper(77, authors=["Ada Researcher0"]),)
        await window.press("r")
        assert not any("\a" in each or "]9;" in each for each in sequences)
