"""A whole paper on the screen: reading, finding, following, and where one was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.widgets import Input, Static

from reader.config import load_config
from reader.core.mark import NO_MARK, Change, Mark
from reader.ui.screens import text_state
from reader.ui.screens.text_find import starts_of
from reader.ui.screens.whole_text import TextScreen
from tests.document_page import equation, page, para, section, table
from tests.ui.world import WIDE, Window, World, first_ids, paper, screen_lines

FIRST, SECOND = first_ids(2)
WORDS = "The harbour was measured by night and the tide once more. "


def long_page() -> bytes:
    """Return a paper of twelve sections that refers to itself, to another paper, and to a page."""
    note = (
        '<span id="fn1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_tag ltx_tag_note">1</span>Only at low water.</span></span></span>'
    )
    cite = '<cite class="ltx_cite"><a href="#bib.bib{0}" class="ltx_ref">{0}</a></cite>'
    refers = (
        f"See {cite.format(1)} and {cite.format(2)}{note} and Eq. "
        '<a href="#S9.E9" class="ltx_ref">9</a> at <a href="https://example.org/tides">the page</a>.'
    )
    wide = table([[f"column number {n}" for n in range(20)], [str(n) for n in range(20)]], caption="Tides.")
    bodies = [para(refers) + wide + para(WORDS * 6)]
    bodies += [para(WORDS * 8) + para(f"Chapter {n} ends with a gull.") for n in range(2, 13)]
    bodies[8] += equation(r"\sum_{i=1}^{n} x_i", "9", "S9.E9")
    parts = [section(number, body, f"Part {number}") for number, body in enumerate(bodies, 1)]
    references = (
        '<section id="bib" class="ltx_bibliography"><h2 class="ltx_title">References</h2><ul class="ltx_biblist">'
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[1]</span>'
        f'<span class="ltx_bibblock">Ada. Small models. <a href="https://arxiv.org/abs/{SECOND}">arXiv</a></span></li>'
        '<li id="bib.bib2" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[2]</span>'
        '<span class="ltx_bibblock">Bo. A book on tides.</span></li></ul></section>'
    )
    return page("".join(parts) + references)


def keep(world: World, identifier: str = FIRST, text: bytes | None = None) -> None:
    """Put a text where it is kept after it was read once."""
    world.keep_text(identifier, text or long_page())


class Reader:
    """The screen of a whole paper, with the words that tests use."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.press = window.press

    @property
    def screen(self) -> TextScreen:
        screen = self.window.app.screen
        assert isinstance(screen, TextScreen)
        return screen

    @property
    def first(self) -> str:
        """The first line that is not blank."""
        return next(line.strip() for line in self.window.lines if line.strip())

    @property
    def state(self) -> str:
        return str(self.screen.query_one("#reading-state", Static).render())

    @property
    def panel(self) -> str:
        panel = self.screen.query_one("#reading-panel", Static)
        return f"{panel.render()} {panel.border_subtitle}" if panel.display else ""

    async def find(self, text: str) -> None:
        await self.press("slash")
        await self.window.type(text)


@asynccontextmanager
async def reading(world: World, size: tuple[int, int] = WIDE, **options: Any) -> AsyncIterator[Reader]:
    """Open the first paper."""
    async with world.run(size, **options) as window:
        await window.press("W")
        yield Reader(window)


async def test_enter_on_an_abstract_opens_the_paper_and_escape_goes_back(world: World) -> None:
    keep(world)
    async with world.run() as window:
        await window.press("enter")
        assert not isinstance(window.app.screen, TextScreen)
        await window.press("enter")
        reader = Reader(window)
        assert reader.first == "Tides"
        assert "The text is arXiv's HTML." in window.text
        await window.press("escape")
        assert window.app.screen is window.screen
        assert window.screen.focused is window.screen.paper_view
    assert world.mark(FIRST).read


async def test_news_of_a_download_may_come_while_the_text_opens_and_closes(world: World) -> None:
    keep(world)
    async with world.run(WIDE) as window:
        await window.press("tab")
        window.app.simulate_key("enter")
        while not isinstance(screen := window.app.screen, TextScreen):  # noqa: ASYNC110 (each moment counts)
            await asyncio.sleep(0)
        while not screen.is_mounted:
            screen.acknowledge("Half of it is there.")
            await asyncio.sleep(0)
        screen.action_leave()
        assert not screen.is_there
        while screen.is_running:
            screen.acknowledge("All of it is there.")
            await asyncio.sleep(0)
        screen.acknowledge("It is there.")


async def test_keys_typed_ahead_reach_the_text(world: World) -> None:
    keep(world)
    async with world.run() as window:
        await window.pilot.press("enter", "enter")
        await window.settle()
        assert Reader(window).first == "Tides"


async def test_scrolling(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        view = reader.screen.view
        await reader.press("j")
        assert view.top == (0, 1) or view.top == (1, 0)
        await reader.press("k", "space", "space")
        further = view.top
        await reader.press("ctrl+u", "ctrl+d")
        assert view.top == further
        await reader.press("G")
        assert "[2] Bo. A book on tides." in reader.window.text
        assert reader.state.startswith("100 %")
        await reader.press("space", "j")
        assert "[2] Bo. A book on tides." in reader.window.text
        await reader.press("g")
        assert view.top == (0, 0)


async def test_sections(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("right_square_bracket", "right_square_bracket")
        assert reader.first == "2  Part 2"
        await reader.press("j", "j", "left_square_bracket")
        assert reader.first == "2  Part 2"
        await reader.press("left_square_bracket")
        assert reader.first == "1  Part 1"
        assert "1 Part 1" in reader.state


@pytest.mark.parametrize("size", [WIDE, (60, 20)], ids=["wide", "small"])
async def test_the_outline_leads_to_a_section(world: World, size: tuple[int, int]) -> None:
    keep(world)
    async with reading(world, size) as reader:
        await reader.press("t")
        assert "12 Part 12" in reader.window.text
        await reader.press("j", "j", "j", "enter")
        assert "3  Part 3" in reader.window.lines[0]
        assert reader.screen.focused is reader.screen.view
        await reader.press("ctrl+o")
        assert any("Tides" in line for line in reader.window.lines[:2])


async def test_words_are_found_as_they_are_typed(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.find("a gull")
        assert reader.state.endswith("1 of 11")
        assert any("Chapter 2 ends with a gull" in line for line in reader.window.lines)
        await reader.press("enter", "n", "n")
        assert reader.state.endswith("3 of 11")
        block, row, first = reader.screen.view.here or (0, 0, 0)
        assert reader.screen.view.flow
        assert reader.screen.view.flow.block(block)[row].text[first:].startswith("a gull")
        assert any("Chapter 4 ends with a gull" in line for line in reader.window.lines)
        await reader.press("N", "N", "N")
        assert reader.state.endswith("11 of 11")
        await reader.press("escape")
        assert "of 11" not in reader.state
        assert isinstance(reader.window.app.screen, TextScreen)


async def test_how_many_were_found_is_told_whatever_else_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_state, "_SAID_SECONDS", 600.0)  # however slow the machine is
    keep(world)
    async with reading(world, (60, 20)) as reader:
        reader.screen.acknowledge("Something else that is told meanwhile, at some length.")
        await reader.find("nowhere to be found")
        assert "…  “nowhere to be found” is not in this text" in reader.window.lines[-2]


async def test_giving_up_a_search_goes_back_to_where_it_began(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("j", "j")
        before = reader.screen.view.top
        await reader.find("chapter 9")
        assert reader.screen.view.top != before
        await reader.press("escape")
        assert reader.screen.view.top == before
        await reader.find("nowhere at all")
        assert "is not in this text" in reader.state


def test_a_place_that_goes_on_in_the_next_line_is_one() -> None:
    lines = ["so far the", "tide rose. the", "tide fell, the tide"]
    found = [(0, 7, 10), (1, 0, 4), (1, 11, 14), (2, 0, 4), (2, 11, 19)]
    assert list(starts_of(found, lines, "the tide")) == [(0, 7), (1, 11), (2, 11)]


async def test_tab_says_that_nothing_is_in_view(world: World) -> None:
    keep(world, FIRST, page(para("No links here."), title="Bare"))
    async with reading(world) as reader:
        await reader.press("tab")
        assert "No reference, footnote or link is in view." in reader.window.text


async def test_a_citation_opens_in_place_and_its_paper_after_it(world: World) -> None:
    keep(world)
    keep(world, SECOND, page(para("Another paper."), title="Second Paper"))
    async with reading(world) as reader:
        await reader.press("tab", "enter")
        assert "Small models" in reader.panel
        assert SECOND in reader.panel
        assert reader.first == "Tides"
        await reader.press("enter")
        assert reader.first == "Second Paper"
        await reader.press("escape")
        assert reader.first == "Tides"
        assert not reader.panel


async def test_a_reference_and_a_footnote_are_shown_and_gone_to(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("tab", "tab", "enter")
        assert "A book on tides" in reader.panel
        await reader.press("tab", "enter")
        assert "Only at low water" in reader.panel
        await reader.press("v")
        assert not reader.panel
        assert any("Only at low water" in line for line in reader.window.lines)
        await reader.press("backspace")
        assert reader.first == "Tides"


async def test_links_lead_to_equations_and_to_the_browser(world: World, opened: list[str]) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press(*["tab"] * 4, "enter")
        assert any("(9)" in line for line in reader.window.lines[:6])
        await reader.press("ctrl+o", "shift+tab", "shift+tab", *["tab"] * 2)
        await reader.press("tab", "enter")
        assert opened == ["https://example.org/tides"]


async def test_figures_tables_and_equations_can_be_chosen(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("f")
        assert "Equation 9" in reader.window.text
        assert "\\" not in reader.window.text
        await reader.press("j", "enter")
        assert any("(9)" in line for line in reader.window.lines[:6])


async def test_the_list_begins_with_what_comes_next(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        reader.screen.view.go_to(reader.screen.view.flow.anchor("S9.E9")[0])  # type: ignore[union-attr, index]
        await reader.press("k", "f", "enter")
        assert any("(9)" in line for line in reader.window.lines[:6])


async def test_a_wide_table_moves_sideways(world: World) -> None:
    keep(world)
    async with reading(world, (80, 30)) as reader:
        assert "column number 1 " in reader.window.text
        await reader.press("right", "right", "right")
        assert "column number 1 " not in reader.window.text
        assert "See 1" in reader.window.text or "See [1]" in reader.window.text
        await reader.press("left", "left", "left")
        assert "column number 1 " in reader.window.text


async def test_the_first_column_stays_when_a_wide_table_moves(world: World) -> None:
    rows = [[f"the row {n}", *(f"value {n}.{column} of many" for column in range(20))] for n in range(3)]
    keep(world, text=page(section(1, para("Tides.") + table(rows) + para(WORDS))))
    async with reading(world, (80, 30)) as reader:
        await reader.press(*["right"] * 60)
        line = next(line for line in reader.window.lines if "the row 1" in line)
        assert "value 1.0" not in line
        assert "value 1.19 of many │" in line


async def test_the_place_is_remembered_and_shown(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press(*["right_square_bracket"] * 7)
        await reader.press("escape")
        reached = world.mark(FIRST).reached or ""
        assert reached.endswith(" 7 Part 7")
        percent = reached.partition("%")[0]
        assert f"Read as far as {percent} %, 7 Part 7" in reader.window.text
        assert any("◑" in line or "◕" in line for line in reader.window.lines)
        await reader.press("W")
        assert reader.first == "7  Part 7"


async def test_the_place_is_kept_when_the_program_ends(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press(*["right_square_bracket"] * 3)
    assert (world.mark(FIRST).reached or "").endswith(" 3 Part 3")


async def test_a_place_behind_the_end_of_another_version_is_the_end(world: World) -> None:
    keep(world)
    world.library().apply([Change(paper(0), NO_MARK, Mark(reached="80% @999999 9 Gone"))])
    async with reading(world) as reader:
        assert "A book on tides" in reader.window.text


async def test_width_and_spacing_are_kept_in_the_settings(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("plus", "plus", "minus", "equals_sign", "escape")
        settings = load_config(world.folder / "config.toml").settings
        assert (settings.width, settings.line_spacing) == (88, 2)
        await reader.press("W")
        assert reader.screen.view.columns == 88


async def test_while_a_text_is_fetched_escape_gives_up(world: World) -> None:
    never = asyncio.Event()

    async def wait(identifier: str, progress: Any) -> tuple[bytes, str]:
        progress("Fetching the text… 12 of 90 kB")
        await never.wait()
        raise AssertionError

    world.lists.html = world.arxiv.html = wait  # type: ignore[attr-defined]
    async with world.run() as window:
        await window.pilot.press("W")
        await window.until(lambda: "12 of 90 kB" in window.text)
        assert "esc gives up" in window.text
        assert "Web" in window.lines[-1]
        assert "Find" not in window.lines[-1]
        await window.press("escape")
        assert window.app.screen is window.screen


async def test_without_any_text_the_abstract_page_is_opened(world: World, opened: list[str]) -> None:
    from reader.core.errors import NotFoundError

    async def nothing(*_: object) -> Any:
        raise NotFoundError("Not there.")

    for source in (world.lists, world.arxiv):
        source.html = source.text = source.pdf = nothing  # type: ignore[attr-defined]
    async with reading(world) as reader:
        assert "There is no text of" in reader.window.text
        assert opened == [f"https://arxiv.org/abs/{FIRST}"]
        assert "r Refresh" in reader.window.lines[-1]
        assert "Find" not in reader.window.lines[-1]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_key_line_names_selecting_and_the_help(world: World, size: tuple[int, int]) -> None:
    keep(world)
    async with reading(world, size) as reader:
        assert "v Select" in reader.window.lines[-1]
        assert "? Help" in reader.window.lines[-1]


async def test_q_leaves_the_text_and_not_the_program(world: World) -> None:
    world.keep_text(first_ids(1)[0], page(section(1, para("By night."))))
    async with world.run() as window:
        await window.press("W")
        assert isinstance(window.app.screen, TextScreen)
        await window.press("q")
        assert window.app.screen is window.screen
        assert window.app.is_running


async def test_help_and_palette_know_the_keys(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("question_mark")
        assert "In a whole paper" in reader.window.text
        await reader.press("escape", "ctrl+p")
        assert reader.window.app.screen.query_one(Input)
        await reader.window.until(
            lambda: any("A page down" in line for line in screen_lines(reader.window.app))
        )


async def test_a_bookmark_from_the_text(world: World) -> None:
    keep(world)
    async with reading(world) as reader:
        await reader.press("b")
        assert "Bookmarked" in reader.state
    assert world.mark(FIRST).bookmarked
