"""Pictures of the pages: going through papers, settings, statistics, trends, the tour."""

import pytest

from reader.service.triage import Triage
from tests.pages import a_year
from tests.snapshots.scene import SMALL, USUAL, Compare, Shot, doing, filled
from tests.ui.world import Window, World

SIZES = {"small": SMALL, "usual": USUAL, "large": (120, 40)}
AT_SIZES = [pytest.param(size, marks=() if size == "usual" else pytest.mark.slow) for size in SIZES]
THEMES = {"dark": "paper-dark", "light": "paper-light"}

PAGES = {
    "triage": ("E", "b", "l", "n"),
    "triage_done": ("E", *"bblln", "space", *"nnnnnn"),
    "settings": ("comma", "j"),
    "settings_type": ("comma", "j", "enter", "end", "0", "enter"),
    "statistics": ("ctrl+t",),
    "trends": ("ctrl+k", "j"),
}
YEAR = ("statistics", "trends")
"""The pages that need what a year brought."""


@pytest.mark.parametrize("theme", ["dark", pytest.param("light", marks=pytest.mark.slow)])
@pytest.mark.parametrize("size", AT_SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_page(
    world: World, snap_compare: Compare, page: str, size: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Triage, "seconds", 74.0)
    filled(world)
    if page in YEAR:
        pytest.importorskip("plotext")
        a_year(world)
    app = world.app(read_after=None, theme=THEMES[theme])
    assert snap_compare(app, terminal_size=SIZES[size], run_before=doing(Shot(press=PAGES[page])))


@pytest.mark.parametrize("theme", ["dark", pytest.param("light", marks=pytest.mark.slow)])
@pytest.mark.parametrize("size", AT_SIZES)
def test_tour(world: World, snap_compare: Compare, size: str, theme: str) -> None:
    app = filled(world).app(read_after=None, theme=THEMES[theme])

    async def show(pilot: object) -> None:
        await doing(Shot())(pilot)  # type: ignore[arg-type]
        window = Window(pilot)  # type: ignore[arg-type]
        window.screen.parts.tasks.perform("tour")
        await window.settle()

    assert snap_compare(app, terminal_size=SIZES[size], run_before=show)


@pytest.mark.parametrize("page", YEAR)
def test_nothing_to_draw(world: World, snap_compare: Compare, page: str) -> None:
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=USUAL, run_before=doing(Shot(press=PAGES[page])))


@pytest.mark.parametrize("page", ["statistics", "triage"])
def test_without_colour(
    world: World, snap_compare: Compare, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pytest.importorskip("plotext")
    a_year(filled(world))
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=(120, 40), run_before=doing(Shot(press=PAGES[page])))
