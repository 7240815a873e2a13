"""The panes: shown, hidden, resized, remembered; rows of two lines; the cursor stays on its paper."""

import asyncio
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.content import Content

from reader.core.follow import parse_subject
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View, ViewKind
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.sidebar import Sidebar
from tests.ui.world import NOW, SMALL, TRENDING, Window, World, paper, papers

USUAL, LARGE = (120, 40), (160, 45)


def shown(window: Window) -> tuple[bool, bool, bool]:
    """Return whether sidebar, list and paper are seen."""
    screen = window.screen
    sidebar = screen.query_one_optional(Sidebar)
    return sidebar is not None and sidebar.display, screen.paper_list.display, screen.paper_view.display


async def drag(window: Window, divider: str, x: int, y: int = 0) -> None:
    """Drag a divider by columns and lines."""
    await window.pilot.mouse_down(divider, offset=(0, 5) if x else (5, 0))
    await window.pilot.hover(divider, offset=(x, 5) if x else (5, y))
    await window.pilot.mouse_up(divider, offset=(x, 5) if x else (5, y))
    await window.settle()


# The sidebar


async def test_a_wide_window_has_a_sidebar_with_what_is_unread(world: World) -> None:
    services = world.service()
    services.searches.keep("coral", "coral")
    services.following.follow([parse_subject("org:Some Lab")])
    marks = [Mark(bookmarked_at=NOW, tags=("thesis",)), Mark(read_at=NOW)]
    world.library().apply([Change(paper(n), NO_MARK, mark) for n, mark in enumerate(marks)])
    async with world.run(LARGE) as window:
        assert shown(window) == (True, True, True)
        await window.until(lambda: counts(window).get("Trending") == 29)
        found = counts(window)
        assert {"Bookmarks": 1, "#thesis": 1, "coral": 3, "Some Lab": 29}.items() <= found.items()
        await window.press("j", "j", "space")
        await window.until(lambda: counts(window).get("Trending") == 28)


async def test_the_sidebar_lists_every_tag_and_names_its_own_keys(world: World) -> None:
    world.library().apply([Change(paper(0), NO_MARK, Mark(tags=("thesis", "to cite")))])
    async with world.run(USUAL) as window:
        await window.press("B")
        assert {"#thesis", "#to cite", "For you"} <= counts(window).keys()
        assert "B Sidebar" in window.lines[-1]
        assert "Keep" not in window.lines[-1]
        await window.press("escape")
        assert "Keep" in window.lines[-1]


@pytest.mark.parametrize("key", ["vertical_line", "less_than_sign", "greater_than_sign"])
async def test_keys_of_the_paper_say_where_it_has_no_room(world: World, key: str) -> None:
    async with world.run((80, 24)) as window:
        await window.press(key)
        assert "no room beside the list" in window.lines[-2]
    async with world.run(USUAL) as window:
        assert shown(window) == (False, True, True)


def counts(window: Window) -> dict[str, int | None]:
    return {item.title: item.unread for item in window.screen.query_one(Sidebar).items}


async def test_a_key_shows_and_hides_the_sidebar_and_it_is_remembered(world: World) -> None:
    async with world.run(USUAL) as window:
        assert shown(window) == (False, True, True)
        await window.press("B")
        assert shown(window) == (True, True, True)
        assert isinstance(window.app.focused, Sidebar)
    async with world.run(USUAL) as window:
        assert shown(window) == (True, True, True)
        await window.press("B")
        assert window.app.focused is window.screen.paper_list
    async with world.run(LARGE) as window:
        assert shown(window) == (False, True, True)


@pytest.mark.parametrize("size", [USUAL, (80, 24), SMALL])
async def test_the_sidebar_chooses_a_view(world: World, size: tuple[int, int]) -> None:
    world.store(papers(3), View(ViewKind.WEEK))
    async with world.run(size) as window:
        await window.press("B", "j", "j", "enter")
        assert window.screen.contents.view.kind is ViewKind.WEEK
        assert window.app.focused is window.screen.paper_list
        assert shown(window)[:2] == (size == USUAL, True)
        await window.press("B", "escape")
        assert window.app.focused is window.screen.paper_list


async def test_what_is_followed_is_shown_alone(world: World) -> None:
    subjects = [parse_subject("author:Ada Researcher7"), parse_subject("author:Ada Researcher8")]
    world.service().following.follow(subjects)
    async with world.run(LARGE) as window:
        sidebar = window.screen.query_one(Sidebar)
        row = [item.title for item in sidebar.items].index("Ada Researcher7")
        await window.pilot.click(sidebar, offset=(5, row + 1))
        await window.settle()
        assert window.screen.contents.view.kind is ViewKind.FOLLOWED
        assert window.ids == ["2608.00007"]


async def test_clicks_on_its_sign_show_and_hide_the_sidebar(world: World) -> None:
    async with world.run(USUAL) as window:
        for expected in (True, False):
            await window.pilot.click("ViewBar", offset=(1, 0))
            await window.settle()
            assert shown(window)[0] is expected


# Sizes


async def test_keys_resize_list_and_paper_and_hide_the_paper(world: World) -> None:
    async with world.run(USUAL) as window:
        listed = window.screen.paper_list
        width = listed.size.width
        await window.press("greater_than_sign", "greater_than_sign")
        assert listed.size.width > width
        await window.press("less_than_sign", "less_than_sign", "less_than_sign")
        assert listed.size.width < width
        await window.press("vertical_line")
        assert shown(window) == (False, True, False)
        assert listed.size.width >= 119
        await window.press("enter")
        assert shown(window) == (False, False, True)
        await window.press("escape", "less_than_sign")
        assert shown(window) == (False, True, True)
        await window.press(*["greater_than_sign"] * 9)
        assert shown(window) == (False, True, False)


async def test_a_divider_is_dragged_clicked_and_remembered(world: World) -> None:
    async with world.run(USUAL) as window:
        width = window.screen.paper_list.size.width
        await drag(window, "#divider", 12)
        assert window.screen.paper_list.size.width == pytest.approx(width + 12, abs=1)
    async with world.run(USUAL) as window:
        assert window.screen.paper_list.size.width == pytest.approx(width + 12, abs=1)
        await window.pilot.click("#divider", offset=(0, 5))
        await window.settle()
        assert shown(window) == (False, True, False)
        await window.pilot.click("#divider", offset=(0, 5))
        await window.settle()
        assert shown(window) == (False, True, True)


async def test_the_divider_of_the_sidebar_is_dragged(world: World) -> None:
    async with world.run(LARGE) as window:
        await drag(window, "#sidebar-divider", 6)
        assert window.screen.query_one(Sidebar).size.width == pytest.approx(30, abs=1)
        await drag(window, "#sidebar-divider", -28)
        assert shown(window) == (False, True, True)


async def test_the_paper_stands_below_the_list_in_a_narrow_high_window(world: World) -> None:
    async with world.run((90, 40)) as window:
        listed, view = window.screen.paper_list, window.screen.paper_view
        assert listed.region.width == view.region.width == 90
        assert listed.region.bottom <= view.region.y
        assert window.screen.query_one("#divider", Divider).lies
        height = listed.size.height
        await drag(window, "#divider", 0, -5)
        assert listed.size.height == pytest.approx(height - 5, abs=1)
        await window.press("enter")
        assert shown(window) == (False, False, True)
        await window.pilot.resize_terminal(120, 40)
        await window.settle()
        assert shown(window) == (False, True, True)
        assert listed.region.y == view.region.y


# Rows


@pytest.mark.parametrize("size", [USUAL, (80, 24), SMALL])
async def test_rows_of_two_lines_name_authors_and_are_remembered(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("j", "Z")
        line = next(place for place, text in enumerate(window.lines) if "How Far" in text[:30])
        assert "Ada Researcher1" in window.lines[line + 1]
        assert "▲299" in window.lines[line + 1]
        assert "▲" not in window.lines[line][: window.screen.paper_list.size.width]
    async with world.run(size) as window:
        assert window.screen.paper_list.row_lines == 2
        await window.press("Z")
        assert window.screen.paper_list.row_lines == 1


async def test_keys_and_mouse_work_with_rows_of_two_lines(empty_world: World) -> None:
    empty_world.store(papers(200))
    async with empty_world.run(USUAL) as window:
        listed = window.screen.paper_list
        await window.press("Z", "pagedown")
        assert listed.cursor == listed.size.height // 2 - 1
        await window.press("G")
        assert listed.cursor == 199
        assert listed.scroll_offset.y == 400 - listed.size.height
        await window.press("g")
        await window.pilot.click(listed, offset=(20, 1 + 7))
        assert listed.cursor == 3
        await window.pilot.click(listed, offset=(1, 1 + 5))
        await window.settle()
        assert not empty_world.mark("2608.00002").read, "only the first line has signs"
        await window.pilot.click(listed, offset=(1, 1 + 4))
        await window.settle()
        assert empty_world.mark("2608.00002").read


async def test_columns_are_chosen_in_the_settings(world: World) -> None:
    config = '[list]\ncolumns = ["comments", "category", "date"]\n'
    world.store([paper(0, categories=["cs.LG"], comments=7)])
    async with world.run((140, 40), config=config) as window:
        line = next(line for line in window.lines if "Streaming" in line)
        assert "✉7" in line
        assert line.index("✉7") < line.index("cs.LG") < line.index("18 Aug")
        assert "▲" not in line[:60]


async def test_wide_emoji_and_combining_characters_keep_columns_straight(empty_world: World) -> None:
    titles = (
        "Plain",
        "漢字の題" * 30,
        "👩‍🔬 in a lab 🧪🧪",
        "Cafe\u0301 de\u0301ja\u0300",
        "\u200b" * 9 + "Blank",
        "ﷺ ﷽ x",
        "नमस्ते दुनिया",
    )
    empty_world.store([paper(n, title=title) for n, title in enumerate(titles)])
    async with empty_world.run(USUAL) as window:
        listed = window.screen.paper_list
        for _ in range(2):
            for row in range(len(titles) * listed.row_lines):
                strip = listed.render_line(row)
                assert strip.cell_length == Content(strip.text).cell_length == listed.size.width
            figures = [
                listed.render_line(n * listed.row_lines + listed.row_lines - 1).text
                for n in range(len(titles))
            ]
            assert len({Content(text[: text.index("▲")]).cell_length for text in figures}) == 1
            await window.press("Z")


# Nothing jumps


@pytest.mark.parametrize("lines", ["1", "2"])
async def test_the_cursor_and_its_row_stay_while_data_arrives(empty_world: World, lines: str) -> None:
    empty_world.store(papers(100))
    async with empty_world.run(USUAL) as window:
        if lines == "2":
            await window.press("Z")
        listed = window.screen.paper_list
        await window.press(*"jjjjjjjjjj", "pagedown")
        current, offset = window.current, row_offset(window)
        empty_world.lists.answers[TRENDING] = tuple(paper(n) for n in (*range(900, 905), *range(100)))
        await window.press("r")
        assert window.ids[0] == "2608.00900"
        assert (window.current, row_offset(window)) == (current, offset)
        await window.press("S", "s")
        assert window.current == current
        assert 0 <= row_offset(window) < listed.size.height
        await window.press("slash")
        await window.type("part")
        await window.press("enter")
        await window.press("escape")
        assert 0 <= row_offset(window) < listed.size.height


def row_offset(window: Window) -> int:
    listed = window.screen.paper_list
    return int(listed.cursor * listed.row_lines - listed.scroll_offset.y)


async def test_a_filter_that_is_given_up_leaves_the_cursor_where_it_was(world: World) -> None:
    async with world.run(USUAL) as window:
        await window.press("j", "j", "j", "j", "slash")
        await window.type("coral")
        await window.press("escape")
        assert window.current == "2608.00004"


async def test_titles_do_not_move_when_first_papers_come(empty_world: World) -> None:
    async with empty_world.run(USUAL, settle=False) as window:
        empty_world.lists.gate = asyncio.Event()
        await window.until(lambda: window.screen.query("#papers"))
        regions = [widget.region for widget in window.screen.query("PaperList, PaperView, #divider")]
        empty_world.lists.answers[TRENDING] = papers(50)
        empty_world.lists.gate.set()
        await window.press("r")
        assert [w.region for w in window.screen.query("PaperList, PaperView, #divider")] == regions


async def test_a_scrolled_list_keeps_its_columns(world: World) -> None:
    many: list[Any] = [paper(n) for n in range(300)]
    world.store([*many[:299], many[299]._replace(stars=None, upvotes=None)])
    library = [Change(many[250], NO_MARK, Mark(note="n", rating=4, read_at=NOW))]
    world.library().apply(library)
    async with world.run(USUAL) as window:
        first = window.lines[2].index("Streaming")
        await window.press("G")
        starts = {
            line.index(word) for line in window.lines for word in ("Reward", "Graph") if word in line[:30]
        }
        assert starts == {first}


async def test_another_focus_draws_no_whole_screen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.run(USUAL) as window:
        whole: list[object] = []
        draw = Compositor.render_full_update

        def counted(compositor: Compositor, **options: Any) -> Any:
            whole.append(compositor)
            return draw(compositor, **options)

        monkeypatch.setattr(Compositor, "render_full_update", counted)
        title = window.screen.paper_view.border_title
        await window.press("enter", "h", "enter")
        assert not whole
        assert window.screen.paper_view.has_focus
        assert window.screen.paper_view.border_title == title
        await window.pilot.resize_terminal(100, 30)
        assert whole
