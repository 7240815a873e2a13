"""Moving in the list and in the paper, opening and going back, at every width."""

import pytest

from tests.ui.world import NARROW, SMALL, WIDE, World, paper, papers

DOWN = ["j", "down"]
UP = ["k", "up"]


@pytest.fixture
def long_world(empty_world: World) -> World:
    """A world with two hundred papers, the abstract of the first one long."""
    long = paper(0, abstract="\n\n".join(f"Paragraph {n} of a long abstract." for n in range(80)))
    empty_world.store((long, *papers(200)[1:]))
    return empty_world


@pytest.mark.parametrize(("down", "up"), zip(DOWN, UP, strict=True))
async def test_a_row_down_and_up(long_world: World, down: str, up: str) -> None:
    async with long_world.run() as window:
        await window.press(down, down)
        assert window.screen.paper_list.cursor == 2
        await window.press(up)
        assert window.screen.paper_list.cursor == 1
        await window.press(up, up, up)
        assert window.screen.paper_list.cursor == 0


@pytest.mark.parametrize(("last", "first"), [("G", "g"), ("end", "home")])
async def test_last_and_first_row(long_world: World, last: str, first: str) -> None:
    async with long_world.run() as window:
        await window.press(last)
        assert window.screen.paper_list.cursor == 199
        await window.press("j")
        assert window.screen.paper_list.cursor == 199
        await window.press(first)
        assert window.screen.paper_list.cursor == 0


@pytest.mark.parametrize(
    ("down", "up", "share"),
    [("ctrl+d", "ctrl+u", 0.5), ("pagedown", "pageup", 1.0), ("ctrl+f", "ctrl+b", 1.0)],
)
async def test_pages(long_world: World, down: str, up: str, share: float) -> None:
    async with long_world.run() as window:
        rows = window.screen.paper_list.size.height
        await window.press(down)
        moved = window.screen.paper_list.cursor
        assert abs(moved - rows * share) <= 2
        await window.press(down)
        assert window.screen.paper_list.cursor == 2 * moved
        await window.press(up, up)
        assert window.screen.paper_list.cursor == 0


async def test_cursor_is_always_visible(long_world: World) -> None:
    async with long_world.run() as window:
        listed = window.screen.paper_list
        for key in ("G", "k", "pageup", "g", "ctrl+d", "pagedown", "G", "home"):
            await window.press(key)
            assert 0 <= listed.cursor - listed.scroll_offset.y < listed.size.height


@pytest.mark.parametrize(
    ("down", "up"),
    [
        ("j", "k"),
        ("down", "up"),
        ("ctrl+d", "ctrl+u"),
        ("pagedown", "pageup"),
        ("ctrl+f", "ctrl+b"),
        ("G", "g"),
        ("end", "home"),
    ],
)
@pytest.mark.parametrize("size", [WIDE, pytest.param(SMALL, marks=pytest.mark.slow)])
async def test_paper_scrolls(long_world: World, size: tuple[int, int], down: str, up: str) -> None:
    async with long_world.run(size) as window:
        await window.press("enter")
        view = window.screen.paper_view
        await window.press(down)
        await window.until(lambda: view.scroll_offset.y > 0)
        assert window.screen.paper_list.cursor == 0
        await window.press(up)
        await window.until(lambda: view.scroll_offset.y == 0)


async def test_another_paper_is_shown_from_its_top(long_world: World) -> None:
    async with long_world.run() as window:
        await window.press("enter", "G")
        view = window.screen.paper_view
        await window.until(lambda: view.scroll_offset.y > 0)
        await window.press("n")
        await window.until(lambda: view.scroll_offset.y == 0)
        assert window.screen.paper_list.cursor == 1


@pytest.mark.parametrize("size", [NARROW, SMALL, (99, 29), (69, 50)])
@pytest.mark.parametrize(("enter", "leave"), [("enter", "escape"), ("l", "h"), ("right", "left")])
async def test_narrow_shows_one_at_a_time(
    long_world: World, size: tuple[int, int], enter: str, leave: str
) -> None:
    async with long_world.run(size) as window:
        screen = window.screen
        assert (screen.paper_list.display, screen.paper_view.display) == (True, False)
        await window.press(enter)
        assert (screen.paper_list.display, screen.paper_view.display) == (False, True)
        assert "Streaming Attention without a Cache" in window.text
        await window.press(leave)
        assert (screen.paper_list.display, screen.paper_view.display) == (True, False)
        await window.press("j")
        assert screen.paper_list.cursor == 1


@pytest.mark.parametrize("size", [WIDE, (100, 30), (220, 60)])
async def test_wide_shows_both(long_world: World, size: tuple[int, int]) -> None:
    async with long_world.run(size) as window:
        screen = window.screen
        for key in ("j", "enter", "escape"):
            await window.press(key)
            assert (screen.paper_list.display, screen.paper_view.display) == (True, True)
            assert screen.paper_view.entry == screen.entry


async def test_enter_and_escape_move_between_list_and_paper(long_world: World) -> None:
    async with long_world.run() as window:
        await window.press("enter")
        assert window.app.focused is window.screen.paper_view
        await window.press("escape")
        assert window.app.focused is window.screen.paper_list
        await window.press("escape")
        assert window.app.focused is window.screen.paper_list
        assert window.app.is_running


async def test_next_and_previous_while_reading(long_world: World) -> None:
    async with long_world.run(NARROW) as window:
        await window.press("enter", "n", "n")
        assert "A Calculus of Prompts" in window.text
        await window.press("N")
        assert "How Far Do Small Models See" in window.text
        await window.press("escape")
        assert window.screen.paper_list.cursor == 1


async def test_window_may_change_its_size_while_reading(long_world: World) -> None:
    async with long_world.run(WIDE) as window:
        screen = window.screen
        await window.press("j", "enter")
        await window.pilot.resize_terminal(80, 24)
        await window.settle()
        assert (screen.paper_list.display, screen.paper_view.display) == (False, True)
        assert window.app.focused is screen.paper_view
        await window.pilot.resize_terminal(*WIDE)
        await window.settle()
        assert (screen.paper_list.display, screen.paper_view.display) == (True, True)
        assert window.app.focused is screen.paper_view
        await window.press("escape")
        await window.pilot.resize_terminal(*SMALL)
        await window.settle()
        assert (screen.paper_list.display, screen.paper_view.display) == (True, False)
        assert window.app.focused is screen.paper_list
        await window.press("j")
        assert screen.paper_list.cursor == 2


async def test_keys_work_after_the_paper_in_focus_was_hidden(long_world: World) -> None:
    """The paper may have the focus by mouse or tab, without being read."""
    async with long_world.run(WIDE) as window:
        window.screen.paper_view.focus()
        await window.settle()
        await window.pilot.resize_terminal(80, 24)
        await window.settle()
        await window.press("j")
        assert window.screen.paper_list.cursor == 1


async def test_cursor_stays_visible_when_the_window_shrinks(long_world: World) -> None:
    async with long_world.run(WIDE) as window:
        listed = window.screen.paper_list
        for _ in range(30):
            await window.pilot.press("j")
        await window.pilot.resize_terminal(*SMALL)
        await window.settle()
        assert 0 <= listed.cursor - listed.scroll_offset.y < listed.size.height


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (300, 100), (60, 6)])
async def test_any_size_is_survived(long_world: World, size: tuple[int, int]) -> None:
    async with long_world.run(size) as window:
        await window.press("j", "enter", "G", "escape", "slash", "a", "escape", "question_mark", "escape")
        assert window.app.is_running


async def test_order_cycles_and_keeps_the_paper(long_world: World) -> None:
    async with long_world.run() as window:
        await window.press("j", "j", "j")
        seen = set()
        for _ in range(9):
            await window.press("s")
            assert window.current == "2608.00003"
            seen.add(tuple(window.ids))
        assert len(seen) >= 4
        assert window.ids[0] == "2608.00000"
        await window.press("s", "s")
        assert "most stars" in window.text
        assert window.ids[0] == "2608.00199"


async def test_authors_fold_and_unfold(empty_world: World) -> None:
    empty_world.store([paper(0, authors=[f"Author {n}" for n in range(664)])])
    async with empty_world.run() as window:
        assert "and 656 more" in window.text
        await window.press("a")
        assert "and 656 more" not in window.text
        await window.press("a")
        assert "and 656 more" in window.text
