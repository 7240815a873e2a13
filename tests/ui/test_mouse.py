"""The mouse does what a person expects."""

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from reader.core.view import View, ViewKind
from tests.ui.world import NARROW, SMALL, TODAY, WIDE, Window, World, paper, papers

FIRST, THIRD = "2608.00000", "2608.00002"


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_a_click_moves_and_a_second_one_opens(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await click_at(window, 20, row_of(window, 2))
        assert window.current == THIRD
        assert not world.mark(THIRD).read
        await click_at(window, 20, row_of(window, 2))
        assert window.app.focused is window.screen.paper_view
        assert world.mark(THIRD).read


async def test_a_click_on_a_sign_switches_it(world: World) -> None:
    async with world.run(NARROW) as window:
        y = row_of(window, 2)
        await click_at(window, 1, y)
        assert world.mark(THIRD).read
        await click_at(window, 2, y)
        assert world.mark(THIRD).bookmarked
        await click_at(window, 1, y)
        await click_at(window, 2, y)
        assert not world.mark(THIRD).read
        assert not world.mark(THIRD).bookmarked


async def test_a_click_below_the_last_row_does_nothing(world: World) -> None:
    async with world.run() as window:
        await click_at(window, 20, 38)
        assert window.current == FIRST


async def test_wheel_scrolls_the_list_and_leaves_the_cursor(world: World) -> None:
    async with world.run(SMALL) as window:
        listed = window.screen.paper_list
        await wheel(window, MouseScrollDown)
        assert listed.scroll_offset.y > 0
        assert listed.cursor == 0
        top = listed.scroll_offset.y
        await click_at(window, 20, listed.content_region.y)
        assert listed.cursor == top
        await wheel(window, MouseScrollUp)
        assert listed.scroll_offset.y < top


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Week", ViewKind.WEEK),
        ("Month", ViewKind.MONTH),
        ("Bookmarks", ViewKind.BOOKMARKS),
        ("Day", ViewKind.DAY),
    ],
)
@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_click_on_a_tab_shows_the_view(
    world: World, size: tuple[int, int], name: str, kind: ViewKind
) -> None:
    async with world.run(size) as window:
        await click_on(window, name)
        assert window.screen.contents.view.kind is kind


async def test_a_click_on_an_arrow_steps(world: World) -> None:
    world.store(papers(3), View(ViewKind.DAY, TODAY))
    world.store(papers(2), View(ViewKind.DAY, TODAY.previous))
    async with world.run(view=View(ViewKind.DAY)) as window:
        await click_on(window, "‹")
        assert "Thu 20 Aug 2026" in window.text
        await click_on(window, "›")
        assert "Fri 21 Aug 2026" in window.text


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Abstract page", "https://arxiv.org/abs/2608.00000"),
        ("PDF", "https://arxiv.org/pdf/2608.00000"),
        ("Hugging Face", "https://huggingface.co/papers/2608.00000"),
        ("Code", "https://github.com/some-lab/paper-0"),
        ("Project page", "https://paper-0.example.org/"),
    ],
)
async def test_a_click_on_a_link_opens_it(world: World, opened: list[str], title: str, address: str) -> None:
    async with world.run((200, 45)) as window:
        await click_on(window, title)
        await window.until(lambda: opened)
        assert opened == [address]


async def test_a_click_on_an_address_in_the_abstract_opens_it(empty_world: World, opened: list[str]) -> None:
    empty_world.store([paper(0, abstract="The code is at https://example.org/code, as ever.", summary=None)])
    async with empty_world.run() as window:
        await click_on(window, "example.org/code")
        await window.until(lambda: opened)
        assert opened == ["https://example.org/code"]


async def test_a_click_on_a_key_hint_works_like_the_key(world: World) -> None:
    async with world.run() as window:
        await click_on(window, "Keep", line=-1)
        assert world.mark(FIRST).bookmarked
        await click_on(window, "Filter", line=-1)
        assert window.screen.filter_bar.display


async def test_a_click_unfolds_the_authors(empty_world: World) -> None:
    empty_world.store([paper(0, authors=[f"Author {n}" for n in range(40)])])
    async with empty_world.run() as window:
        await click_on(window, "32 more")
        assert "Author 39" in window.text


async def test_the_row_below_the_mouse_is_tinted(world: World) -> None:
    async with world.run() as window:
        listed = window.screen.paper_list
        await window.pilot.hover(offset=(10, row_of(window, 3)))
        await window.settle()
        assert listed.hovered == 3
        await window.pilot.hover(window.screen.paper_view)
        await window.settle()
        assert listed.hovered == -1


def row_of(window: Window, index: int) -> int:
    """Return the line of the screen that a row stands on."""
    return window.screen.paper_list.content_region.y + index


def line_of(window: Window, text: str, line: int | None = None) -> int:
    if line is not None:
        return line % len(window.lines)
    return next(y for y, shown in enumerate(window.lines) if text in shown)


async def click_on(window: Window, text: str, line: int | None = None) -> None:
    y = line_of(window, text, line)
    await click_at(window, window.lines[y].index(text) + 1, y)


async def click_at(window: Window, x: int, y: int) -> None:
    await window.pilot.click(offset=(x, y))
    await window.settle()


async def wheel(window: Window, kind: type[MouseScrollDown | MouseScrollUp]) -> None:
    listed = window.screen.paper_list
    x, y = listed.region.x + 5, listed.region.y + 5
    window.app.screen._forward_event(kind(listed, x, y, 0, 0, 0, False, False, False, x, y))
    await window.settle()
