"""The pages of statistics and trends."""

import sys
from datetime import timedelta

import pytest

from reader.core.view import View, ViewKind
from reader.ui.screens.statistic import StatisticsScreen
from reader.ui.screens.trend import TrendsScreen
from reader.ui.widgets.chart import bars_content, calendar_content
from reader.ui.widgets.curve import curve_content
from tests.pages import a_year
from tests.ui.world import NOW, SMALL, WIDE, World, paper

pytestmark = pytest.mark.slow

TODAY = NOW.date()


@pytest.mark.parametrize("size", [WIDE, (120, 40), (80, 24), SMALL])
async def test_statistics_in_every_width(world: World, size: tuple[int, int]) -> None:
    a_year(world)
    async with world.run(size) as window:
        await window.press("ctrl+t")
        assert isinstance(window.app.screen, StatisticsScreen)
        seen = window.text
        assert "waiting" in seen
        assert all(len(line) == size[0] for line in window.lines)
        for _ in range(8):
            await window.press("ctrl+d")
            seen += window.text
        for part in ("Papers read each day", "How the pile grows", "keywords", "categories", "Most read"):
            assert part in seen
        assert "reinforcement learning" in seen
        await window.press("g")
        assert "Papers read each day" in window.text
        await window.press("escape")
        assert window.app.screen is window.screen


async def test_statistics_of_nothing_are_friendly(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("ctrl+t")
        assert "Nothing read yet" in window.text
        await window.press("q", "b", "ctrl+t")
        assert "1 waiting" in window.text


async def test_trends_and_the_papers_of_one(empty_world: World) -> None:
    a_year(empty_world)
    async with empty_world.run() as window:
        await window.press("ctrl+k")
        assert isinstance(window.app.screen, TrendsScreen)
        rows = [line.split("  ")[0].strip() for line in window.lines]
        assert "test-time scaling" in rows
        assert rows.index("test-time scaling") < rows.index("world models")
        place = rows.index("world models") - rows.index("test-time scaling")
        await window.press(*"j" * place, "enter")
        assert window.app.screen is window.screen
        assert window.screen.filter_bar.text == 'keyword:"world models"'
        assert window.ids
        assert all("world models" in entry.paper.keywords for entry in window.screen.paper_list.entries)


async def test_trends_by_keys_and_back(world: World) -> None:
    a_year(world)
    async with world.run() as window:
        await window.press("ctrl+k", "G", "g", "l")
        assert window.screen.filter_bar.text.startswith('keyword:"')
        await window.press("escape", "ctrl+k", "escape")
        assert not window.screen.filter_bar.has_class("-open")


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([], "No list is stored"),
        ([2], "Only one month is stored"),
        ([2, 40], "Nothing rises"),
    ],
)
async def test_trends_of_too_little_are_friendly(empty_world: World, listed: list[int], said: str) -> None:
    days = [str(TODAY - timedelta(days=age)) for age in listed]
    papers = [paper(number, listed=day, published=day) for number, day in enumerate(days)]
    if papers:
        empty_world.store(papers)
    async with empty_world.run(SMALL, View(ViewKind.BOOKMARKS)) as window:
        await window.press("ctrl+k", "j", "G")
        assert said in window.text
        await window.press("enter")
        await window.press("escape")
        assert window.app.screen is window.screen


@pytest.mark.parametrize("width", [10, 56, 76, 116, 400])
def test_the_calendar_ends_today_and_fits(width: int) -> None:
    counts = {TODAY: 4, TODAY - timedelta(days=1): 1, TODAY - timedelta(days=7): 2}
    months, *days, legend = calendar_content(counts, TODAY, width).plain.split("\n")
    assert len(days) == 7
    assert max(map(len, (months, *days))) <= max(width, 6)
    assert days[4].rstrip().endswith("█")
    assert days[3].rstrip().endswith("░")
    assert "at most 4 a day" in legend


def test_bars_fit_with_names_of_any_length() -> None:
    rows = (("a" * 90, 1000), ("漢字" * 30, 1), ("[b]x", 0))
    for width in (20, 40, 120):
        content = bars_content(rows, width)
        assert all(line.cell_length <= width for line in content.split("\n"))
        assert "[b]x" in content.plain


def test_wide_names_are_whole_where_there_is_room() -> None:
    assert "漢字仮名" in bars_content((("漢字仮名", 3),), 40).plain


def test_the_curve_is_drawn_by_the_library() -> None:
    pytest.importorskip("plotext")
    content = curve_content(("kept", [0, 2, 4, 9]), ("read", [0, 1, 2, 3]), TODAY, 60, 9)
    assert "kept" in content.plain
    assert any("⠀" < sign <= "⣿" for sign in content.plain)
    assert "•" in content.plain
    assert "\x1b" not in content.plain
    assert all(line.cell_length <= 60 for line in content.split("\n"))


def test_the_curve_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotext", None)
    content = curve_content(("kept", [0, 2, 4, 9]), ("read", [0, 1, 2, 3]), TODAY, 60, 9)
    assert "kept            ▂▃▇  9" in content.plain
    assert "each week since 31 Jul" in content.plain
