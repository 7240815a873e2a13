"""Selecting papers: commands act on all of the selection, and on nothing else."""

import pytest

from reader.core.mark import NO_MARK
from reader.core.view import View, ViewKind
from tests.ui.world import NARROW, SMALL, Window, World, first_ids


def selected(window: Window) -> list[str]:
    """Return the selected papers that are listed, in order."""
    return [i for i in window.ids if i in window.screen.paper_list.selected]


def marked(world: World, field: str) -> list[str]:
    return [i for i in first_ids(30) if getattr(world.mark(i), field)]


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_papers_are_selected_one_by_one(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("x", "j", "j", "x")
        assert selected(window) == ["2608.00000", "2608.00002"]
        assert "2 selected" in window.lines[-2]
        assert "✓" in window.lines[2]
        await window.press("x")
        assert selected(window) == ["2608.00000"]


async def test_a_range_follows_the_cursor_until_it_is_ended(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "j", "v", "j", "j", "j")
        assert selected(window) == ["2608.00000", *first_ids(4, 2)]
        await window.press("k", "k")
        assert selected(window) == ["2608.00000", *first_ids(2, 2)]
        await window.press("v", "G")
        assert selected(window) == ["2608.00000", *first_ids(2, 2)]


async def test_a_range_reaches_up_and_to_where_the_mouse_clicks(world: World) -> None:
    async with world.run(NARROW) as window:
        await window.press("j", "j", "v", "g")
        assert selected(window) == first_ids(3)
        await window.pilot.click(window.screen.paper_list, offset=(20, 5))
        await window.settle()
        assert window.current == "2608.00004"
        assert selected(window) == first_ids(3, 2)


async def test_a_key_right_after_a_move_acts_on_the_whole_range(world: World) -> None:
    async with world.run() as window:
        await window.pilot.press("v", "j", "j", "b")
        await window.settle()
        assert marked(world, "bookmarked") == first_ids(3)
        assert "3 selected" in window.lines[-2]
        await window.press("j", "j")
        assert "3 selected ·" in window.lines[-2]


async def test_all_others_and_nothing(world: World) -> None:
    async with world.run() as window:
        await window.press("A")
        assert len(selected(window)) == 30
        await window.press("A")
        assert selected(window) == []
        await window.press("x", "I")
        assert selected(window) == first_ids(29, 1)
        await window.press("escape")
        assert selected(window) == []
        assert "selected" not in window.lines[-2]
        assert "enter Open" in window.lines[-1]


async def test_commands_act_on_the_selection_and_not_on_the_cursor(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", "j", "j", "b")
        assert marked(world, "bookmarked") == first_ids(2)
        assert "Bookmarked: 2 papers" in window.lines[-2]
        await window.press("Q", "asterisk", "4", "C", "g", "T")
        await window.type("thesis")
        await window.press("enter")
        for field in ("queued", "rating", "colour", "tags"):
            assert marked(world, field) == first_ids(2), field
        assert window.screen.paper_list.selected == {*first_ids(2)}


async def test_what_was_so_already_is_counted_apart(world: World) -> None:
    async with world.run() as window:
        await window.press("b", "x", "j", "x", "b")
        assert "Bookmarked: How Far" in window.lines[-2]
        assert "(1 was so already)" in window.lines[-2]


async def test_a_bulk_step_is_undone_and_done_again_as_one(world: World) -> None:
    async with world.run() as window:
        await window.press("v", "j", "j", "b", "u")
        assert marked(world, "bookmarked") == []
        assert "Undone “Bookmarked”: 3 papers" in window.lines[-2]
        await window.press("ctrl+r")
        assert marked(world, "bookmarked") == first_ids(3)
        assert "Done again “Bookmarked”: 3 papers" in window.lines[-2]


async def test_what_the_filter_hides_is_left_alone_and_said(world: World) -> None:
    async with world.run() as window:
        await window.press("v", *"jjjjj", "v", "slash")
        await window.type("coral")
        await window.press("enter")
        assert "6 selected, 5 not shown" in window.lines[-2]
        await window.press("b")
        assert marked(world, "bookmarked") == ["2608.00005"]
        assert "5 selected but not shown: left alone" in window.lines[-2]


async def test_a_selection_of_which_nothing_is_shown_refuses_to_act(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "slash")
        await window.type("coral")
        await window.press("enter", "b", "space", "T", "o")
        assert all(world.mark(i) == NO_MARK for i in first_ids(30))
        assert "1 paper selected, none of them shown" in window.lines[-2]
        assert window.app.screen is window.screen


async def test_all_that_the_filter_shows_is_selected_and_nothing_else(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "A", "escape", "escape")
        assert window.screen.paper_list.selected == frozenset()
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "A", "slash", "escape", "b")
        assert marked(world, "bookmarked") == ["2608.00005", "2608.00015", "2608.00025"]


async def test_sorting_keeps_the_selection_and_ends_no_more_than_it(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "s", "S")
        assert window.screen.paper_list.selected == {"2608.00000"}


async def test_another_view_begins_without_a_selection(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "b")
        assert "v Range" in window.lines[-1]
        await window.press("5")
        assert "v Range" not in window.lines[-1]
        assert window.screen.paper_list.selected == frozenset()
        await window.press("1", "j", "b")
        assert marked(world, "bookmarked") == first_ids(2)


async def test_marking_many_as_read_asks_once(world: World) -> None:
    async with world.run() as window:
        await window.press("A", "space")
        assert "Mark 30 papers as read?" in window.text
        assert marked(world, "read") == []
        await window.press("n")
        assert marked(world, "read") == []
        await window.press("space", "y")
        assert marked(world, "read") == first_ids(30)
        assert "Marked as read: 30 papers" in window.lines[-2]
        await window.press("u")
        assert marked(world, "read") == []


async def test_marking_a_few_asks_nothing(world: World) -> None:
    async with world.run() as window:
        await window.press("v", "j", "space")
        assert marked(world, "read") == first_ids(2)


async def test_citations_of_the_selection_are_copied_together(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", "y", "i")
        assert window.app.clipboard == "2608.00000\n2608.00001"
        assert "of 2 papers" in window.lines[-2]


async def test_the_selection_is_exported_first(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", "e")
        assert "Selected and shown (2)" in window.text


async def test_links_of_the_selection_open_but_not_too_many(world: World, opened: list[str]) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", "o")
        assert sorted(opened) == [f"https://arxiv.org/abs/{i}" for i in first_ids(2)]
        await window.press("A", "o")
        assert len(opened) == 2
        assert "30 pages" in window.lines[-2]


@pytest.mark.parametrize("key", ["m", "M", "O"])
async def test_what_is_for_one_paper_says_so(world: World, key: str) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", key)
        assert "one paper" in window.lines[-2]
        assert window.app.screen is window.screen


async def test_a_click_on_a_sign_is_for_its_own_row(world: World) -> None:
    async with world.run(NARROW) as window:
        await window.press("x")
        await window.pilot.click(window.screen.paper_list, offset=(2, 4))
        await window.settle()
        assert marked(world, "bookmarked") == ["2608.00003"]


async def test_an_empty_list_selects_nothing(world: World) -> None:
    async with world.run(view=View(ViewKind.BOOKMARKS)) as window:
        await window.press("x", "v", "A", "I", "b", "T")
        assert "There is no paper here." in window.lines[-2]
        assert window.screen.paper_list.selected == frozenset()
        assert window.app.screen is window.screen
