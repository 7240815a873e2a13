"""A row that was drawn is kept until it looks different."""

from typing import Any

import pytest

from reader.core.entry import Entry
from reader.ui.widgets import foresight, row_paint
from reader.ui.widgets.paper_row import row_content
from tests.ui.world import World


async def test_a_mark_draws_its_own_row_anew_and_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "_PAUSE_SECONDS", 99)
    drawn: list[str] = []

    def noted(entry: Entry, *arguments: Any, **options: Any) -> Any:
        drawn.append(entry.id)
        return row_content(entry, *arguments, **options)

    monkeypatch.setattr(row_paint, "row_content", noted)
    async with world.run() as window:
        await window.press("b", "u", "j")  # the first one of a view may give it a column
        await window.settle()
        drawn.clear()
        await window.press("b")
        await window.until(lambda: "2608.00001" in drawn)
        assert set(drawn) <= {"2608.00000", "2608.00001"}  # and the one that the cursor left, if not yet
        await window.settle()
        assert [line[:4].count("★") for line in window.lines[2:5]] == [0, 1, 0]
