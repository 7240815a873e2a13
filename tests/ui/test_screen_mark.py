"""Read state, bookmarks, queue, tags and notes: on disk, on the screen, and taken back."""

import asyncio
import threading

import pytest

from reader.core.errors import StorageError
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View, ViewKind
from reader.service.known import Known
from reader.ui.screens import watch as watch_module
from tests.ui.world import NARROW, NOW, SMALL, WIDE, Window, World, first_ids, paper

FIRST = "2608.00000"


@pytest.mark.parametrize(
    ("key", "field", "sign"), [("space", "read", None), ("b", "bookmarked", "★"), ("Q", "queued", "›")]
)
async def test_toggles_are_on_disk_and_shown(world: World, key: str, field: str, sign: str | None) -> None:
    async with world.run(NARROW) as window:
        await window.press(key)
        assert getattr(world.mark(FIRST), field)
        assert sign is None or sign in row(window, 0)
        assert ("●" in row(window, 0)) == (field != "read")
        await window.press(key)
        assert world.mark(FIRST) == NO_MARK
        assert "●" in row(window, 0)
        assert sign is None or sign not in row(window, 0)


async def test_unread_stands_out_in_weight(world: World) -> None:
    async with world.run(NARROW) as window:
        await window.press("j", "space", "k")
        bold = [
            segment.text.strip()
            for strip in window.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bold
        ]
        assert "Streaming Attention without a Cache" in bold
        assert "How Far Do Small Models See" not in bold


async def test_count_of_unread_follows(world: World) -> None:
    async with world.run() as window:
        assert "30 unread" in window.text
        await window.press("space")
        assert "29 unread" in window.text


async def test_every_change_is_acknowledged(world: World) -> None:
    async with world.run() as window:
        await window.press("b")
        assert "Bookmarked: Streaming Attention without a Cache" in window.lines[-2]
        await window.press("u")
        assert "Undone “Bookmarked”: Streaming" in window.lines[-2]
        await window.press("U")
        assert "Done again “Bookmarked”: Streaming" in window.lines[-2]


async def test_undo_and_redo_take_many_steps(world: World) -> None:
    async with world.run() as window:
        await window.press("b", "space", "j", "Q", "j", "b")
        states = [world.mark(i) for i in first_ids(3)]
        assert [m != NO_MARK for m in states] == [True, True, True]
        await window.press("u", "u", "u", "u")
        assert [world.mark(i) for i in first_ids(3)] == [NO_MARK] * 3
        await window.press("u")
        assert "nothing to undo" in window.lines[-2]
        await window.press("U", "U", "ctrl+r", "ctrl+r")
        assert [world.mark(i) for i in first_ids(3)] == states
        await window.press("U")
        assert "nothing to do again" in window.lines[-2]


async def test_opening_counts_as_reading(world: World) -> None:
    async with world.run(NARROW) as window:
        await window.press("enter")
        assert world.mark(FIRST).read
        await window.press("n")
        assert world.mark("2608.00001").read
        await window.press("escape")
        assert "●" not in row(window, 0)


@pytest.mark.parametrize("size", [WIDE, (100, 30)])
async def test_staying_counts_as_reading(world: World, size: tuple[int, int]) -> None:
    async with world.run(size, read_after=0.05) as window:
        await window.until(lambda: window.screen.entry and window.screen.entry.mark.read)
        assert world.mark(FIRST).read
        assert not world.mark("2608.00001").read
        await window.press("j")
        await window.until(lambda: window.screen.entry and window.screen.entry.mark.read)
        assert world.mark("2608.00001").read


async def test_passing_by_does_not_count_as_reading(world: World) -> None:
    async with world.run(read_after=3600.0) as window:
        await window.press("j", "j", "j", "G", "g")
        assert not any(world.mark(i).read for i in first_ids(30))


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_a_paper_that_is_not_shown_is_not_read(world: World, size: tuple[int, int]) -> None:
    async with world.run(size, read_after=0.01) as window:
        await window.press("j", "k")
        await pass_time(window)
        assert not world.mark(FIRST).read


async def test_off_means_never(world: World) -> None:
    async with world.run(config='read_after = "off"', read_after=None) as window:
        assert window.screen.settings.read_after is None
        await window.press("j", "k")
        await pass_time(window)
        assert not world.mark(FIRST).read


async def test_typing_a_filter_reads_nothing(world: World) -> None:
    async with world.run(read_after=1.5) as window:
        await window.press("slash")
        await window.type("coral")
        await pass_time(window, 2.0)
        assert not any(world.mark(i).read for i in first_ids(30))
        await window.press("enter")
        await window.until(lambda: world.mark("2608.00005").read)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["question_mark", "e", "O", "y", "T", "m", "ctrl+p", "t"])
async def test_an_open_dialog_reads_nothing(world: World, key: str) -> None:
    async with world.run(read_after=1.5) as window:
        await window.press(key)
        assert window.app.screen is not window.screen
        await pass_time(window, 1.7)
        assert not world.mark(FIRST).read
        await window.press("escape")
        if window.app.screen is not window.screen:
            await window.press("escape")
        await window.until(lambda: world.mark(FIRST).read)


async def test_marked_as_unread_stays_unread(world: World) -> None:
    async with world.run(read_after=0.05) as window:
        await window.until(lambda: window.screen.entry and window.screen.entry.mark.read)
        await window.press("space")
        assert not world.mark(FIRST).read
        await pass_time(window)
        assert not world.mark(FIRST).read


async def test_reading_by_staying_is_no_step_to_undo(world: World) -> None:
    async with world.run() as window:
        await window.press("b", "enter", "escape", "u")
        assert world.mark(FIRST).read
        assert not world.mark(FIRST).bookmarked


async def test_bookmarks_are_a_view(world: World) -> None:
    async with world.run() as window:
        await window.press("b", "j", "j", "b", "5")
        assert window.ids == ["2608.00000", "2608.00002"] or window.ids == ["2608.00002", "2608.00000"]
        await window.press("6")
        assert window.ids == []
        await window.press("1", "Q", "6")
        assert len(window.ids) == 1


async def test_a_bookmark_outlives_the_catalogue(world: World) -> None:
    async with world.run() as window:
        await window.press("b")
    world.catalogue.close()
    world.catalogue = type(world.catalogue)(None)
    async with world.run(view=View(ViewKind.BOOKMARKS)) as window:
        assert window.ids == [FIRST]
        assert "Streaming Attention without a Cache" in window.text


async def test_a_bookmark_is_taken_away_in_its_view_and_brought_back(world: World) -> None:
    async with world.run() as window:
        await window.press("b", "5", "b")
        assert not world.mark(FIRST).bookmarked
        await window.press("u")
        assert world.mark(FIRST).bookmarked
        assert window.ids == [FIRST]


async def test_change_of_another_window_appears(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "WATCH_SECONDS", 0.02)
    async with world.run(NARROW) as window:
        other = world.library()
        read = Mark(read_at=NOW, bookmarked_at=NOW)
        await asyncio.to_thread(other.apply, [Change(paper(1), NO_MARK, read)])
        await window.until(lambda: "★" in row(window, 1) and "●" not in row(window, 1))
        await window.press("space")
        assert world.mark("2608.00001") == read
        assert world.mark(FIRST).read


async def test_tags_are_asked_for_and_kept(world: World) -> None:
    async with world.run() as window:
        await window.press("T")
        await window.type("thesis, #to cite")
        await window.press("enter")
        assert world.mark(FIRST).tags == ("thesis", "to cite")
        assert "thesis, to cite" in window.text
        await window.press("T", *["backspace"] * 30)
        await window.type("other")
        await window.press("enter")
        assert world.mark(FIRST).tags == ("other",)
        await window.press("T", "x", "escape")
        assert world.mark(FIRST).tags == ("other",)


async def test_note_is_asked_for_and_kept(world: World) -> None:
    async with world.run() as window:
        await window.press("m")
        await window.type("first line")
        await window.press("enter")
        await window.type("second")
        await window.press("ctrl+s")
        assert world.mark(FIRST).note == "first line\nsecond"
        assert "second" in window.text
        assert "✎" in row(window, 0)
        await window.press("m")
        await window.type("x")
        await window.press("escape")
        assert world.mark(FIRST).note == "first line\nsecond"


async def test_a_mark_that_cannot_be_kept_is_told_and_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.run(NARROW) as window:

        def fail(self: object, *_: object) -> None:
            raise StorageError("The disk is full; [/] nothing was kept.")

        monkeypatch.setattr(type(window.screen.service.marking), "set_bookmarked", fail)
        await window.press("b")
        assert any("The disk is full; [/] nothing was kept." in toast for toast in window.toasts)
        assert "★" not in row(window, 0)
        assert window.app.is_running


async def test_many_quick_marks_are_all_kept(world: World) -> None:
    async with world.run() as window:
        await window.pilot.press(*["b", "j"] * 15)
        await window.settle()
        assert [i for i in first_ids(30) if world.mark(i).bookmarked] == first_ids(15)


async def test_marks_before_quitting_are_kept(world: World) -> None:
    async with world.run() as window:
        await window.pilot.press("b", "j", "b", "q")
        await window.until(lambda: not window.app.is_running)
    assert world.mark("2608.00000").bookmarked
    assert world.mark("2608.00001").bookmarked


def row(window: Window, index: int) -> str:
    listed = window.screen.paper_list
    y = listed.content_region.y + index - listed.scroll_offset.y
    return window.lines[y]


async def pass_time(window: Window, seconds: float = 0.3) -> None:
    """Let the program's own clock run."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    await window.until(lambda: loop.time() >= end)


async def test_a_mark_looks_at_no_other_rows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.run(NARROW) as window:

        def forbidden(*_: object) -> None:
            raise AssertionError("Every row was looked at.")

        monkeypatch.setattr(Known, "marked", forbidden)
        await window.press("j", "b")
        assert "★" in row(window, 1)
        await window.press("space")
        assert "29 unread" in window.text


async def test_marks_of_several_rows_at_once(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "j", "x", "space")
        assert ["●" in row(window, line) for line in range(4)] == [False, True, False, True]
        assert "28 unread" in window.text
        await window.press("u")
        assert ["●" in row(window, line) for line in range(4)] == [True] * 4
        assert "30 unread" in window.text


async def test_nobody_looks_for_changes_once_the_program_has_ended(world: World) -> None:
    async with world.run():
        assert "files" in [thread.name for thread in threading.enumerate()]
    assert "files" not in [thread.name for thread in threading.enumerate()]
