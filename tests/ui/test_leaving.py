"""Leaving: what was typed before is done and kept, however fast the keys came."""

import pytest
from textual.events import Key

from reader.core.mark import Mark
from tests.ui.world import World, key_name

FIRST, SECOND, THIRD = "2608.00000", "2608.00001", "2608.00002"


async def type_at_once(world: World, keys: str) -> None:
    """Type keys at once, parted by blanks, and wait for the end."""
    async with world.run() as window:
        for key in keys.split():
            window.app.post_message(
                Key(key if len(key) > 1 else key_name(key), key if len(key) == 1 else None)
            )
        await window.until(lambda: not window.app.is_running)
        assert window.app.return_code == 0


@pytest.mark.parametrize("end", ["q", "ctrl+q"])
async def test_every_change_is_kept(world: World, end: str) -> None:
    await type_at_once(world, f"b j b j b {end}")
    assert [world.mark(each).bookmarked for each in (FIRST, SECOND, THIRD)] == [True] * 3


@pytest.mark.parametrize(
    ("keys", "mark"),
    [
        ("T a b enter ctrl+q", Mark(tags=("ab",))),
        ("m h i ctrl+s ctrl+q", Mark(note="hi")),
        ("asterisk 5 ctrl+q", Mark(rating=5)),
    ],
)
async def test_what_a_dialog_was_told_is_kept(world: World, keys: str, mark: Mark) -> None:
    await type_at_once(world, keys)
    assert world.mark(FIRST) == mark


async def test_every_decision_is_kept(world: World) -> None:
    await type_at_once(world, "E b l b ctrl+q")
    assert world.mark(FIRST).bookmarked
    assert world.mark(SECOND).queued
    assert world.mark(THIRD).bookmarked


async def test_what_is_typed_after_it_does_nothing(world: World) -> None:
    await type_at_once(world, "q b")
    assert not world.mark(FIRST).bookmarked
