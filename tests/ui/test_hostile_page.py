"""Text of others on the pages: it is shown, and does nothing."""

from datetime import timedelta

import pytest

from tests.ui.test_hostile import SAMPLED, harmless, hostile
from tests.ui.world import NOW, SMALL, WIDE, World, paper

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [WIDE, SMALL])
@pytest.mark.parametrize("text", SAMPLED)
async def test_pages_show_it_harmlessly(empty_world: World, text: str, size: tuple[int, int]) -> None:
    today = NOW.date()
    risen = [hostile(text)._replace(id=f"2608.1{n:04}", listed=today, published=today) for n in range(4)]
    before = str(today - timedelta(days=40))
    empty_world.store([*risen, *(paper(n, listed=before, published=before) for n in range(4))])
    async with empty_world.run(size) as window:
        await window.press("E")
        for keys in (["b"], ["n"], ["a"], ["u"], ["n", "l", "n"]):
            await window.press(*keys)
            await harmless(window)
        await window.press("escape")
        await harmless(window)
        for opener in ("ctrl+t", "ctrl+k"):
            await window.press(opener)
            await harmless(window)
            await window.press("G")
            await harmless(window)
            await window.press("escape")
        await window.press("ctrl+k", "enter")
        await harmless(window)
        assert window.app.is_running
