"""Highlighting in a whole paper: selecting lines, keeping them with a note, going to them, taking them away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import MouseMove
from textual.widgets import Input, Static

from reader.core.passage import Passage
from reader.service.highlighting import Highlighting
from reader.service.marking import Marking
from reader.ui.screens.whole_text import TextScreen
from reader.ui.widgets.text_shade import KEPT, NOTED, SELECTED
from tests.document_page import equation, page, para, section
from tests.ui.world import NOW, SMALL, WIDE, Window, World, first_ids, key_name

(FIRST,) = first_ids(1)
SENTENCE = "Gulls rest on the outer wall at dawn and leave it when the gate opens."
OTHER = "The tide is measured twice a day by a float in a well of its own."


def text(*, changed: bool = False, without: bool = False) -> bytes:
    """Return a paper of three sections; `changed` and `without` are later versions of it."""
    sentence = SENTENCE.replace("outer wall", "old outer wall of the harbour") if changed else SENTENCE
    first = para("A new first paragraph. " * 20) if changed else ""
    bodies = [
        first + para("Words before it."),
        para(f"Before. {'' if without else sentence} Behind.") + equation(r"\frac{a}{b} = \sum_i x_i", "1"),
        para(OTHER + " " + "Nothing else is said here. " * 60),
    ]
    return page("".join(section(n, body, f"Part {n}") for n, body in enumerate(bodies, 1)))


class Reader(Window):
    """The screen of a whole paper."""

    @property
    def text_screen(self) -> TextScreen:
        screen = self.app.screen
        assert isinstance(screen, TextScreen)
        return screen

    @property
    def state(self) -> str:
        return str(self.text_screen.query_one("#reading-state", Static).render())

    @property
    def panel(self) -> str:
        panel = self.text_screen.query_one("#reading-panel", Static)
        return f"{panel.border_title}: {panel.render()}" if panel.display else ""

    def signed(self, sign: str) -> list[str]:
        """Return the lines that have a sign in the margin."""
        return [line.strip() for line in self.lines if line.strip().startswith(sign)]

    async def highlight(self, words: str, note: str = "", lines: int = 0) -> None:
        """Find words, and highlight their line and some below it."""
        await self.press("slash", *map(key_name, words), "enter", "v", *["j"] * lines, "m")
        await self.press(*map(key_name, note), "enter")
        await self.press("escape")


@asynccontextmanager
async def reading(
    world: World, size: tuple[int, int] = WIDE, data: bytes | None = None
) -> AsyncIterator[Reader]:
    world.keep_text(FIRST, data or text())
    async with world.run(size) as window:
        await window.press("W")
        yield Reader(window.pilot)


def kept(world: World) -> list[Passage]:
    return list(world.library().highlights.values())


async def test_lines_are_selected_and_kept_with_a_note(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("v")
        assert reader.signed(SELECTED) == [f"{SELECTED} Tides"]
        assert "m highlights" in reader.state
        await reader.press("j", "j", "k")
        assert reader.signed(SELECTED) == [f"{SELECTED} Tides", SELECTED, f"{SELECTED} Ida Farrow"]
        await reader.press("m")
        assert isinstance(reader.app.screen.focused, Input)
        await reader.press("W", "h", "y", "enter")
        assert not reader.signed(SELECTED)
        assert reader.signed(NOTED) == [f"{NOTED} Tides"]
        assert len(reader.signed(KEPT)) == 1
        assert reader.state.startswith("Highlighted: Tides")
    (passage,) = kept(world)
    assert (passage.paper, passage.quote, passage.note) == (FIRST, "Tides\nIda Farrow", "Why")
    assert world.mark(FIRST).keeps_paper


async def test_what_is_kept_says_where_it_stood(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest")
    (passage,) = kept(world)
    assert passage.section == "2 Part 2"
    assert passage.quote.startswith("Before. Gulls rest")
    assert passage.before.endswith("2 Part 2") or passage.before.endswith("Part 2")
    assert passage.note is None


async def test_escape_gives_up_step_by_step(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("v", "j", "m", "x", "escape")
        assert reader.signed(SELECTED)
        await reader.press("escape")
        assert not reader.signed(SELECTED)
        assert reader.text_screen
    assert not kept(world)


async def test_v_starts_again_from_the_last_line(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("v", "j", "j", "v")
        assert len(reader.signed(SELECTED)) == 1
        assert "Tides" not in reader.signed(SELECTED)[0]


async def test_another_width_gives_the_selection_up(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("v", "j", "plus")
        assert not reader.signed(SELECTED)
        assert "m highlights" not in reader.state


async def test_a_long_selection_scrolls_along(world: World) -> None:
    async with reading(world, SMALL) as reader:
        await reader.press("v", *["j"] * 30)
        selection = reader.text_screen.view.shading.selection  # type: ignore[union-attr]
        assert selection is not None
        assert reader.text_screen.view.is_visible(*selection[1])
        await reader.press("ctrl+u", "ctrl+u", "ctrl+u", "ctrl+u", "ctrl+u")
        assert reader.text_screen.view.top == (0, 0)
        assert len(reader.signed(SELECTED)) == 1


async def test_a_formula_is_highlighted_as_a_whole(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("slash", *map(key_name, "behind"), "enter", "v", "j", "v", "m", "enter")
        assert len(reader.signed(KEPT)) == 3
    (passage,) = kept(world)
    assert "∑" in passage.quote


async def test_m_on_a_highlight_changes_its_note(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest", "old")
        await reader.press("m")
        box = reader.app.screen.query_one(Input)
        assert box.value == "old"
        box.value = ""
        await reader.press("n", "e", "w", "enter")
        assert reader.state.startswith("Note of the highlight kept")
        await reader.press("slash", *map(key_name, "gulls"), "enter", "v", "m")
        assert reader.app.screen.query_one(Input).value == "new"
        await reader.press("escape")
    assert [passage.note for passage in kept(world)] == ["new"]


async def test_m_without_anything_selects(world: World) -> None:
    async with reading(world) as reader:
        await reader.press("m")
        assert reader.signed(SELECTED)


async def test_the_list_leads_to_each_highlight(world: World) -> None:
    async with reading(world, SMALL) as reader:
        await reader.press("H")
        assert "Nothing is highlighted" in reader.state
        await reader.highlight("tide is", "about tides")
        await reader.highlight("gulls rest")
        await reader.press("g", "H")
        shown = reader.text
        assert shown.index("Gulls rest") < shown.index("The tide is")
        assert "about tides" in shown
        await reader.press("j", "enter")
        assert any("The tide is measured" in line for line in reader.lines)
        assert reader.panel.startswith("Highlight: about tides")
        await reader.press("escape", "backspace")
        assert reader.text_screen.view.top == (0, 0)


async def test_what_is_kept_after_the_text_was_left_shows_nowhere(world: World) -> None:
    async with reading(world) as reader:
        left = reader.text_screen
        await reader.press("escape")
        assert not left.is_there
        left._mark._seen = None
        await left._mark._carry_out(lambda: None, "Nothing was done.", "")
        assert reader.app.is_running


async def test_a_removed_highlight_can_be_had_again(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest", "mine")
        await reader.text_screen.run_action("highlight('remove')")
        await reader.settle()
        assert not reader.signed(NOTED)
        assert not kept(world)
        await reader.press("u")
        assert reader.signed(NOTED)
        await reader.press("U")
        assert not reader.signed(NOTED)
        await reader.press("u", "u")
        assert not kept(world)
        assert reader.state.startswith("Undone “Highlighted”: Before. Gulls")
        await reader.press("u")
        assert "nothing to undo" in reader.state


async def test_a_command_without_a_key_takes_one_from_the_settings(world: World) -> None:
    world.keep_text(FIRST, text())
    async with world.run(config='keys = { remove_highlight = "D" }') as window:
        await window.press("W")
        reader = Reader(window.pilot)
        await reader.highlight("gulls rest")
        await reader.press("D")
        assert not kept(world)


async def test_more_lines_than_can_be_highlighted_are_refused(world: World) -> None:
    body = "".join(para("Nothing else is said here. " * 20) for _ in range(40))
    async with reading(world, data=page(body)) as reader:
        await reader.press("v", *["space"] * 8, "m")
        assert "select fewer lines" in reader.state
        assert reader.signed(SELECTED)


async def test_highlights_survive_a_new_version(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest", "mine")
        await reader.highlight("tide is")
    async with reading(world, data=text(changed=True)) as reader:
        assert "Gulls rest" in reader.signed(NOTED)[0]
        assert any("tide is measured" in line for line in reader.signed(KEPT))


async def test_what_is_not_found_again_is_still_listed(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest", "mine")
    async with reading(world, data=text(without=True)) as reader:
        assert not reader.signed(NOTED)
        await reader.press("H")
        assert "not found in this version" in reader.text
        await reader.press("enter")
        assert reader.panel.startswith("Not found in this version: “Before. Gulls rest")
        assert "mine" in reader.panel
        await reader.text_screen.run_action("highlight('remove')")
        await reader.settle()
        assert not reader.panel
    assert not kept(world)


async def test_another_windows_highlight_shows(world: World) -> None:
    async with reading(world) as reader:
        library = world.library()
        Highlighting(Marking(library, lambda: NOW)).keep(FIRST, SENTENCE)
        await reader.until(lambda: reader.signed(KEPT))


async def test_dragging_the_mouse_selects_lines(world: World) -> None:
    async with reading(world) as reader:
        view = reader.text_screen.view
        rows = [number for number, line in enumerate(reader.lines) if line.strip()]
        await reader.pilot.mouse_down(view, offset=(40, rows[0]))
        for row in (rows[0], rows[1], rows[2]):
            move = MouseMove(view, 42, row, 0, 1, 1, False, False, False, 42, row)
            view.post_message(move)
        await reader.pilot.mouse_up(view, offset=(42, rows[2]))
        await reader.settle()
        signed = [line for line in reader.signed(SELECTED) if line != SELECTED]
        assert signed == [
            f"{SELECTED} {line.strip()}" for line in (reader.lines[row][28:] for row in rows[:3])
        ]
        await reader.press("m", "enter")
    assert kept(world)[0].quote.startswith("Tides\nIda Farrow\nThe text is")


async def test_a_click_shows_the_note(world: World) -> None:
    async with reading(world) as reader:
        await reader.highlight("gulls rest", "mine")
        row = next(number for number, line in enumerate(reader.lines) if "Gulls rest" in line)
        await reader.pilot.click(reader.text_screen.view, offset=(50, row))
        await reader.settle()
        assert reader.panel == "Highlight: mine"


async def test_what_is_shown_in_place_does_not_wrap_the_text_anew(world: World) -> None:
    async with reading(world, SMALL) as reader:
        await reader.highlight("gulls rest", "mine")
        columns = reader.text_screen.view.columns
        await reader.press("H", "enter")
        assert reader.panel
        assert reader.text_screen.view.columns == columns


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
async def test_highlights_are_drawn_at_any_width(world: World, size: tuple[int, int]) -> None:
    world.keep_text(FIRST, text())
    library = world.library()
    Highlighting(Marking(library, lambda: NOW)).keep(FIRST, SENTENCE, note="x")
    library.close()
    async with reading(world, size) as reader:
        view = reader.text_screen.view
        await reader.press("H", "enter")
        drawn = [
            view.shading.drawn(view.flow, block, row)  # type: ignore[union-attr, arg-type]
            for block, row, _ in view.lines
        ]
        words = " ".join(
            line.text[mark.first : mark.last]
            for mark, (_, _, line) in zip(drawn, view.lines, strict=True)
            if mark
        )
        assert words == SENTENCE
        assert len([mark for mark in drawn if mark]) == (1 if size == WIDE else 2)
