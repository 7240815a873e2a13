"""Figures and tables of a whole paper on the screen."""

from typing import Any

import pytest

from reader.core.errors import NotFoundError, OfflineError
from reader.document.shelf import Shelf
from tests.document_page import figure, page, para, png, section, table
from tests.ui.test_whole_text import FIRST, WORDS, Reader, keep, reading
from tests.ui.world import World

BASE = f"https://arxiv.org/html/{FIRST}/"
TIDE, GATE = f"{BASE}tide.png", f"{BASE}gate.png"


def figures() -> bytes:
    """Return a paper with a figure at its beginning, and one far down."""
    first = figure("tide.png", "The tide of a day.", size=(400, 200))
    last = figure("gate.png", "The gate.", number=2)
    return page(section(1, first + para(WORDS * 60)) + section(2, para(WORDS * 40) + last, "Gate"))


def blocks(reader: Reader) -> int:
    """Return how many half-blocks are on the screen."""
    return reader.window.text.count("▀")


async def test_a_figure_is_fetched_and_drawn_when_it_comes_into_view(world: World) -> None:
    keep(world, text=figures())
    world.arxiv.pictures = {TIDE: png(40, 20), GATE: png(40, 20)}
    async with reading(world) as reader:
        assert world.arxiv.pictured == [TIDE]
        assert blocks(reader) == 84 * 21
        assert "Figure 1  The tide of a day." in reader.window.text
        await reader.press("G")
        assert world.arxiv.pictured == [TIDE, GATE]
        await reader.press("g")
        assert world.arxiv.pictured == [TIDE, GATE]


@pytest.mark.parametrize(
    "around",
    [
        "<ul><li>{}</li></ul>",
        "<dl><dt>Tide</dt><dd>{}</dd></dl>",
        '<div class="ltx_theorem">{}</div>',
        "<blockquote>{}</blockquote>",
    ],
)
async def test_a_figure_in_something_is_drawn_too(world: World, around: str) -> None:
    inner = around.format(figure("tide.png", "The tide.", size=(400, 200)))
    keep(world, text=page(section(1, inner + para(WORDS * 9))))
    world.arxiv.pictures = {TIDE: png(40, 20)}
    async with reading(world) as reader:
        assert world.arxiv.pictured == [TIDE]
        assert blocks(reader) > 60 * 15
        assert "Figure 1  The tide." in reader.window.text


async def test_nothing_moves_when_a_figure_comes(world: World) -> None:
    keep(world, text=figures())
    async with reading(world) as reader:
        line = next(n for n, text in enumerate(reader.window.lines) if "Figure 1" in text)
        assert "This figure is not kept on this computer, and arXiv cannot be reached." in reader.window.text
    world.arxiv.pictures = {TIDE: png(10, 10)}
    async with reading(world) as reader:
        assert blocks(reader)
        assert "Figure 1" in reader.window.lines[line]


async def test_figures_are_drawn_offline_from_what_is_kept(world: World) -> None:
    keep(world, text=figures())
    Shelf(world.folder / "texts").save_picture(FIRST, TIDE, png(40, 20))
    async with reading(world, offline=True) as reader:
        assert blocks(reader)
    assert not world.arxiv.pictured


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (NotFoundError("arXiv has no such picture."), "arXiv has no such picture."),
        (b"<html>log in</html>", "What came in place of this figure is no picture."),
        (png(40, 20)[:100], "This figure is broken, so it cannot be drawn."),
    ],
    ids=["gone", "page", "cut"],
)
async def test_a_figure_that_cannot_be_drawn_is_a_sentence(world: World, answer: Any, sentence: str) -> None:
    keep(world, text=figures())
    world.arxiv.pictures = {TIDE: answer}
    async with reading(world) as reader:
        assert sentence in reader.window.text
        assert "tide.png" in reader.window.text
        await reader.press("j", "k")
        assert world.arxiv.pictured == [TIDE]


async def test_what_failed_for_want_of_a_network_is_tried_again_later(world: World) -> None:
    keep(world, text=figures())
    world.arxiv.pictures = {TIDE: OfflineError("Nothing answered.")}
    world.lists.found = ()
    async with reading(world) as reader:
        assert "arXiv cannot be reached" in reader.window.text
        world.arxiv.pictures = {TIDE: png(40, 20)}
        await reader.press("G", "g")
        assert blocks(reader)


@pytest.mark.parametrize("picture", ["drawing.svg", "data:image/png;base64,AAAA", "file:///etc/passwd"])
async def test_what_is_not_drawn_is_not_asked_for(world: World, picture: str) -> None:
    keep(world, text=page(section(1, figure(picture, "A caption."))))
    async with reading(world) as reader:
        assert "Figure 1  A caption." in reader.window.text
        assert "coming" not in reader.window.text
    assert not world.arxiv.pictured


async def test_figures_can_be_switched_off(world: World) -> None:
    keep(world, text=figures())
    async with reading(world, config='figures = "off"') as reader:
        lines = reader.window.lines
        assert next(n for n, text in enumerate(lines) if "Figure 1" in text) < 12
        assert "Pillow" not in reader.window.text
    assert not world.arxiv.pictured


async def test_without_the_package_a_line_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.document.picture.can_draw", lambda: False)
    keep(world, text=figures())
    async with reading(world) as reader:
        assert "Drawing its figures needs the package Pillow" in reader.window.text
        assert "tide.png" in reader.window.text
    assert not world.arxiv.pictured


async def test_figures_follow_the_size_of_the_window(world: World) -> None:
    keep(world, text=figures())
    world.arxiv.pictures = {TIDE: png(40, 20)}
    async with reading(world, (120, 45)) as reader:
        before = blocks(reader)
        await reader.window.pilot.resize_terminal(70, 24)
        await reader.window.settle()
        assert 0 < blocks(reader) < before
    assert world.arxiv.pictured == [TIDE]


def long_table(rows: int = 80) -> str:
    return table([["harbour", "level"], *([f"row {n}", str(n)] for n in range(rows))], caption="Levels.")


async def test_the_header_of_a_long_table_stays(world: World) -> None:
    keep(world, text=page(section(1, long_table() + para(WORDS))))
    async with reading(world, (80, 24)) as reader:
        await reader.press("right_square_bracket", "space", "space")
        assert "harbour" in reader.window.lines[0]
        assert "├" in reader.window.lines[1]
        first = int(reader.window.lines[2].split()[2])
        await reader.press("j")
        assert "harbour" in reader.window.lines[0]
        assert int(reader.window.lines[2].split()[2]) == first + 1
        await reader.press("G")
        assert "harbour" in reader.window.lines[0]


@pytest.mark.parametrize("key", ["space", "pageup"])
async def test_no_row_of_a_table_is_left_out_from_page_to_page(world: World, key: str) -> None:
    keep(world, text=page(section(1, para(WORDS) + long_table() + para(WORDS * 30))))
    async with reading(world, (80, 24)) as reader:
        if key == "pageup":
            await reader.press("G")
        seen: set[str] = set()
        for _ in range(9):
            seen |= {line.split("│")[1].strip() for line in reader.window.lines if line.count("│") == 3}
            await reader.press(key)
        assert {f"row {n}" for n in range(80)} <= seen


async def test_a_header_makes_way_at_the_end_of_its_table(world: World) -> None:
    keep(world, text=page(section(1, long_table(30) + para(WORDS * 60))))
    async with reading(world, (80, 24)) as reader:
        await reader.press(*["space"] * 2)
        while "row 29" in reader.window.text:
            assert "│ harbour" not in reader.window.lines[0] or "row" in reader.window.lines[2]
            await reader.press("j")


async def test_what_is_found_is_not_hidden_by_a_header(world: World) -> None:
    keep(world, text=page(section(1, long_table())))
    async with reading(world, (80, 24)) as reader:
        await reader.press("space", "space")
        hidden = int(reader.window.lines[2].split()[2]) - 1
        await reader.find(f"row {hidden}")
        assert f"row {hidden} " in reader.window.text


async def test_y_copies_the_table_in_view(world: World) -> None:
    keep(world, text=page(section(1, table([["gate", "level"], ["north", "−3.1"]], caption="Levels."))))
    async with reading(world) as reader:
        app = reader.window.app
        await reader.press("y", "m")
        assert app.clipboard == ("**Table 1** Levels.\n\n| gate | level |\n| --- | --- |\n| north | −3.1 |\n")
        assert "Copied: Table 1 as Markdown, 2 rows" in reader.state
        await reader.press("y", "c")
        assert app.clipboard == "gate,level\nnorth,-3.1\n"


async def test_y_asks_which_table_where_there_are_several(world: World) -> None:
    both = table([["a"], ["1"]], caption="One.") + table([["b"], ["2"]])
    keep(world, text=page(section(1, both)))
    async with reading(world) as reader:
        await reader.press("y")
        assert "The table as CSV" in reader.window.text
        await reader.press("j", "j", "j", "enter")
        assert reader.window.app.clipboard == "b\n2\n"


async def test_y_says_where_no_table_is_in_view(world: World) -> None:
    keep(world, text=page(section(1, para(WORDS))))
    async with reading(world) as reader:
        await reader.press("y")
        assert "No table is in view; f goes to one." in reader.state
