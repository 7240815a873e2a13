"""The tour of the first start: once, on top of a list that works, and never for who was here before."""

import pytest

from reader.ui.app import PaperApp
from reader.ui.memory import Memory
from reader.ui.screens.help import HelpDialog
from tests.ui.world import SMALL, TRENDING, Window, World


def starting(world: World, **options: object) -> PaperApp:
    """Return the program as `run_app` starts it."""
    app = world.app(read_after=None, **options)
    app._tour = True
    return app


def has_tour(window: Window) -> bool:
    return bool(window.screen.query("#tour"))


async def test_shown_at_the_first_start_only(world: World) -> None:
    for first in (True, False):
        app = starting(world)
        async with app.run_test(size=SMALL) as pilot:
            window = Window(pilot)
            await window.settle()
            assert has_tour(window) is first
            assert ("Welcome" in window.text) is first
    assert "toured" in Memory(world.folder / "state.json").recall()


async def test_it_lies_in_the_middle_over_the_list(world: World) -> None:
    async with starting(world).run_test(size=(120, 40)) as pilot:
        window = Window(pilot)
        await window.settle()
        card, listed = window.screen.query_one("#tour").region, window.screen.paper_list.region
        assert card.x == 120 - card.right > 0
        assert card.y == pytest.approx(40 - card.bottom, abs=1)
        assert card.overlaps(listed)


async def test_any_key_ends_it_and_does_what_it_does(world: World) -> None:
    async with starting(world).run_test(size=SMALL) as pilot:
        window = Window(pilot)
        await window.settle()
        await window.press("j")
        assert not has_tour(window)
        assert window.current == "2608.00001"


async def test_escape_only_ends_it(world: World) -> None:
    async with starting(world).run_test(size=SMALL) as pilot:
        window = Window(pilot)
        await window.settle()
        window.screen.action_filter()
        window.app.simulate_key("escape")
        await window.settle()
        assert not has_tour(window)
        assert window.screen.filter_bar.has_class("-open")


async def test_a_click_ends_it(world: World) -> None:
    async with starting(world).run_test(size=SMALL) as pilot:
        window = Window(pilot)
        await window.settle()
        await pilot.click("#tour")
        await window.settle()
        assert not has_tour(window)


async def test_never_for_who_has_a_library(world: World) -> None:
    async with world.run() as window:
        await window.press("b")
    async with starting(world).run_test(size=SMALL) as pilot:
        window = Window(pilot)
        await window.settle()
        assert not has_tour(window)


async def test_again_from_the_palette_with_ones_own_keys(world: World) -> None:
    async with world.run(view=TRENDING, config='keys = { triage = "ctrl+e" }') as window:
        await window.press("ctrl+p")
        await window.type("show the tour")
        await window.until(lambda: "Show the tour" in window.text)
        await window.press("down", "enter")
        await window.until(lambda: has_tour(window))
        await window.settle()
        line = next(line for line in window.lines if "go through what is new" in line)
        assert "^e" in line


@pytest.mark.parametrize(
    ("keys", "title", "first"),
    [
        ((), "Keys", "Next paper"),
        (("enter",), "those of an abstract first", "Scroll the paper down"),
        (("slash",), "those of the filter first", "Give the filter up"),
    ],
)
async def test_help_knows_where_one_is(world: World, keys: tuple[str, ...], title: str, first: str) -> None:
    async with world.run(SMALL) as window:
        await window.press(*keys, "f1")
        assert isinstance(window.app.screen, HelpDialog)
        assert title in window.text
        assert first in window.text
