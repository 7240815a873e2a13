"""Rising papers on the screen: lines of blocks in the rows, a plot beside the abstract."""

from datetime import timedelta

import pytest

from reader.core.view import View, ViewKind
from tests.ui.world import NARROW, NOW, SMALL, WIDE, World, joined, paper, papers

BLOCKS = "▁▂▃▄▅▆▇"


@pytest.fixture
def seen(empty_world: World) -> World:
    """Thirty papers, of which the first two were seen often."""
    for hours in (40, 30, 20, 10):
        often = [paper(n, upvotes=300 - n - hours * (n + 1)) for n in range(2)]
        empty_world.catalogue.store_papers(often, NOW - timedelta(hours=hours))
    empty_world.store(papers(30))
    return empty_world


@pytest.mark.parametrize(("size", "rows"), [(WIDE, 2), (NARROW, 2), (SMALL, 0), ((100, 30), 0)])
async def test_rows_show_the_course_where_there_is_room(
    seen: World, size: tuple[int, int], rows: int
) -> None:
    async with seen.run(size) as window:
        width = window.screen.paper_list.size.width
        shown = [line[: width + 1] for line in window.lines]
        lines = [line for line in shown if sum(sign in line for sign in BLOCKS) > 3]
        assert len(lines) == rows


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_the_paper_shows_a_plot(seen: World, size: tuple[int, int]) -> None:
    async with seen.run(size) as window:
        await window.press("enter", "G")
        assert "Upvotes  +40 since 19 Aug" in joined(window.lines)
        assert "█" in window.text
        await window.press("n", "n", "G")
        assert "Upvotes" not in window.text


async def test_rows_that_come_into_sight_are_looked_up(empty_world: World) -> None:
    for hours in (40, 30, 20, 10):
        late = [paper(190, upvotes=50 - hours)]
        empty_world.catalogue.store_papers(late, NOW - timedelta(hours=hours))
    empty_world.store(papers(200))
    async with empty_world.run((80, 24)) as window:
        assert window.screen.paper_list.courses == {}
        await window.press("G")
        assert [*window.screen.paper_list.courses] == ["2608.00190"]


async def test_a_course_without_a_change_is_not_drawn_in_rows(empty_world: World) -> None:
    for hours in (40, 30, 20, 10):
        empty_world.catalogue.store_papers(papers(3), NOW - timedelta(hours=hours))
    empty_world.store(papers(3))
    async with empty_world.run() as window:
        assert window.screen.paper_list.courses == {}


async def test_what_is_fetched_goes_on_the_course(seen: World) -> None:
    async with seen.run(view=View(ViewKind.TRENDING)) as window:
        before = dict(window.screen.paper_list.courses)
        seen.catalogue.store_papers([paper(0, upvotes=0)], NOW + timedelta(hours=20))
        seen.lists.answers[ViewKind.TRENDING] = papers(30)
        await window.press("r")
        assert window.screen.paper_list.courses["2608.00000"] != before["2608.00000"]


async def test_orders_by_speed(seen: World) -> None:
    async with seen.run() as window:
        await window.press("s", "s", "s", "s", "s")
        assert "most upvotes an hour since listed" in window.lines[-2]
        assert window.ids[0] == "2608.00000"
        await window.press("s")
        assert "gained most since the last look" in window.lines[-2]
        assert window.ids[:2] == ["2608.00001", "2608.00000"]
