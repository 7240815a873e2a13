"""Rows of the next page and of the one before are drawn in the pause after a key."""

from typing import Any

import pytest

from reader.core.entry import Entry
from reader.ui.widgets import foresight, row_paint
from reader.ui.widgets.paper_row import row_content
from tests.ui.world import SMALL, World, papers


async def test_the_pages_around_are_drawn_in_a_pause(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "_PAUSE_SECONDS", 0.001)
    world.store(papers(200))
    drawn: list[str] = []

    def noted(entry: Entry, *arguments: Any, **options: Any) -> Any:
        drawn.append(entry.id)
        return row_content(entry, *arguments, **options)

    monkeypatch.setattr(row_paint, "row_content", noted)
    async with world.run(SMALL) as window:
        listed = window.screen.paper_list
        await window.press("G", "pageup", "pageup", "pageup")
        top, height = listed.scroll_offset.y, listed.size.height
        around = {entry.id for entry in listed.entries[top - height + 1 : top + 2 * height - 1]}
        assert len(around) > 2 * height
        await window.until(lambda: around <= {*drawn})
        drawn.clear()
        monkeypatch.setattr(foresight, "_PAUSE_SECONDS", 99)
        await window.press("pagedown", "pagedown")
        assert listed.scroll_offset.y > top
        assert len(drawn) <= 4  # each time the row that the cursor left, and the one that it came to


async def test_only_what_is_there_is_drawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "_PAUSE_SECONDS", 0.001)
    async with world.run(SMALL) as window:
        await window.press("G", "g", "slash")
        await window.type("coral")
        await window.press("enter", "G", "g")
        await window.settle()
        assert len(window.screen.paper_list.entries) == 3


async def test_the_first_page_is_drawn_before_a_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "_PAUSE_SECONDS", 0.001)
    world.store(papers(200))
    drawn: set[str] = set()

    def noted(entry: Entry, *arguments: Any, **options: Any) -> Any:
        drawn.add(entry.id)
        return row_content(entry, *arguments, **options)

    monkeypatch.setattr(row_paint, "row_content", noted)
    async with world.run(SMALL) as window:
        listed = window.screen.paper_list
        coming = {entry.id for entry in listed.entries[: 2 * listed.size.height - 1]}
        await window.until(lambda: coming <= drawn)


async def test_a_long_list_without_colours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    world.store(papers(200))
    async with world.run(SMALL) as window:
        await window.press("j", "pagedown", "G")
        assert window.screen.paper_list.show_vertical_scrollbar
        assert window.screen.paper_list.cursor == 199
