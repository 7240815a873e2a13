"""The search index of an older program is rebuilt beside the work, and the status line tells how far it is."""

import pytest

from reader.catalog import index, segment
from reader.service.indexing import Indexing
from tests.ui.world import World


async def test_the_status_line_tells_how_far_the_index_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "VERSION", segment.VERSION + 1)
    store = world.catalogue
    steps: list[int] = []
    index_some = store.index_some

    def some(count: int = 10) -> int:
        steps.append(index_some(10))
        return steps[-1]

    monkeypatch.setattr(store, "index_some", some)
    async with world.run() as window:
        assert steps == [20, 10, 0]
        assert window.screen.status.indexing is None
        assert Indexing(store).pending() == 0
