"""What the main screen shows in each state of its list."""

from datetime import timedelta

from reader.core.errors import OfflineError, RefusedError
from reader.core.view import View, ViewKind
from tests.ui.world import NARROW, SMALL, TODAY, TRENDING, WIDE, World, first_ids, paper, papers


async def test_stored_papers_are_painted_first(world: World) -> None:
    async with world.run() as window:
        assert window.ids == first_ids(30)
        assert world.lists.asked == []
        assert "Streaming Attention without a Cache" in window.text
        assert "30 papers" in window.text
