"""What comes up without a key: news of the person's files, and messages that take little room."""

import pytest

from reader.service.marking import Marking
from reader.ui.screens import watch
from tests.ui.world import NARROW, SMALL, World


async def test_a_library_of_a_newer_version_says_so_at_once(world: World) -> None:
    data = '{"version": 99, "marks": {}, "papers": {}}'
    (world.folder / "library.json").write_text(data, encoding="utf-8")
    async with world.run(NARROW) as window:
        assert "newer paper-reader" in window.text
        await window.press("b")
        assert "Update paper-reader" in window.toasts[0]
        assert not window.screen.paper_list.entries[0].mark.bookmarked
    assert (world.folder / "library.json").read_text(encoding="utf-8") == data


async def test_news_is_told_once_and_stays_until_it_was_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    news: list[str] = []
    monkeypatch.setattr(Marking, "notices", property(lambda _: tuple(news)))
    monkeypatch.setattr(watch, "WATCH_SECONDS", 0.2)
    async with world.run(SMALL) as window:
        news += ["The newest copy, of 9:00, was used.", "Another file [/] was merged."]
        await window.until(lambda: "The newest copy, of 9:00, was used. (esc: seen; 1 more)" in window.text)
        await window.press("j", "k")
        assert "The newest copy" in window.text
        await window.press("escape")
        assert "Another file [/] was merged. (esc: seen)" in window.text
        await window.press("escape")
        assert window.screen.status.warning == ""
        await window.press("b", "u")
        await window.until(lambda: window.screen.status.warning == "")
        assert "merged" not in window.text


async def test_messages_take_the_place_of_each_other_where_there_is_little_room(world: World) -> None:
    config = 'keys = { bokmark = "B", quue = "q" }\nwidth = 3\n'
    async with world.run(SMALL, config=config) as window:
        assert len(window.app.screen.query("Toast")) == 1
        window.app.notify("one")
        window.app.notify("two")
        await window.settle()
        assert window.toasts == ["two"]
        assert len(window.app.screen.query("Toast")) == 1


async def test_escape_takes_messages_away_and_does_nothing_else(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("enter")
        window.app.notify("something")
        await window.settle()
        await window.press("escape")
        assert window.toasts == []
        assert window.screen.panes.reading
        await window.press("escape")
        assert not window.screen.panes.reading


async def test_the_help_scrolls_by_half_pages(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("question_mark", "ctrl+d")
        box = window.app.screen.query_one("#help")
        assert box.scroll_offset.y >= 5
        await window.press("ctrl+u")
        assert box.scroll_offset.y == 0
        await window.press("G")
        assert box.scroll_offset.y == box.max_scroll_y > 0
