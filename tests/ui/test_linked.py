"""The other side of the paper's pane: what is linked with it, opened by key, number and mouse."""

import pytest

from reader.core.linked import Linked, Links
from reader.ui.screens import linked
from reader.ui.widgets.linked_view import LinkedView
from tests.ui.world import NARROW, NOW, Window, World, paper, papers

HUB = "https://huggingface.co"
LINKS = Links(
    models=(Linked("model", "lab/model", f"{HUB}/lab/model", 1234, 56_000, "text-generation"),),
    datasets=(Linked("dataset", "lab/data", f"{HUB}/datasets/lab/data"),),
    total_models=5,
    total_datasets=1,
)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask at once."""
    monkeypatch.setattr(linked, "_PAUSE_SECONDS", 0.0)


@pytest.fixture
def linked_world(world: World) -> World:
    """A world whose source knows what names its papers."""
    world.lists.records, world.lists.links = papers(30), LINKS
    return world


def shown(window: Window) -> str:
    view = window.screen.query_one(LinkedView)
    assert view.display
    return window.text


async def test_the_pane_shows_what_is_linked_then_the_abstract_again(linked_world: World) -> None:
    async with linked_world.run() as window:
        await window.press("i")
        text = shown(window)
        for part in (
            "Linked: Streaming Attention",
            "1 Code  ☆ 100  github.com/some-lab/paper-0",
            "2 Comments  0  huggingface.co/papers/2608.00000#community",
            "Project page",
            "5 models",
            "lab/model  ♥ 1.2k  ↓ 56k  text-generation",
            "4 more",
            "1 dataset",
            "lab/data",
            "No Space names it",
        ):
            assert part in text
        assert not window.screen.paper_view.display
        await window.press("i")
        assert window.screen.paper_view.display
        assert window.screen.focused is window.screen.paper_view
        assert "We study streaming attention" in window.text


async def test_enter_number_and_mouse_open(linked_world: World, opened: list[str]) -> None:
    async with linked_world.run() as window:
        await window.press("i", "enter")
        await window.until(lambda: len(opened) == 1)
        await window.press("j", "j", "k", "enter")
        await window.until(lambda: len(opened) == 2)
        await window.press("7")
        await window.until(lambda: len(opened) == 3)
        view = window.screen.query_one(LinkedView)
        await window.pilot.click(view, offset=(6, 4))
        await window.until(lambda: len(opened) == 4)
        assert opened == [
            "https://github.com/some-lab/paper-0",
            f"{HUB}/papers/2608.00000#community",
            f"{HUB}/lab/model",
            "https://paper-0.example.org/",
        ]


async def test_it_follows_the_cursor_and_asks_once_a_day(linked_world: World) -> None:
    async with linked_world.run() as window:
        await window.press("i", "n")
        assert "How Far Do Small Models" in shown(window)
        assert "paper-1" in window.text
        await window.press("N", "n")
        assert linked_world.lists.detailed == ["2608.00000", "2608.00001"]
        assert window.screen.entry
        assert not window.screen.entry.mark.read  # its abstract was not shown


async def test_offline_shows_what_is_stored_and_says_what_is_missing(world: World) -> None:
    world.catalogue.keep_links("2608.00000", LINKS, NOW)
    async with world.run(offline=True) as window:
        await window.press("i")
        assert "lab/model" in shown(window)
        await window.press("n")
        assert "lab/model" not in window.text
        assert "Offline. Which models, datasets and Spaces" in window.text
        assert "2608.00001" in window.text


async def test_a_paper_without_code_says_so(empty_world: World) -> None:
    empty_world.store([paper(0)._replace(github=None, stars=None)])
    async with empty_world.run() as window:
        await window.press("i")
        assert "No code is known" in shown(window)


async def test_back_leads_to_the_list(linked_world: World, opened: list[str]) -> None:
    async with linked_world.run(NARROW) as window:
        await window.press("i")
        assert not window.screen.paper_list.display
        assert "lab/model" in shown(window)
        await window.press("escape")
        assert window.screen.paper_list.display
        assert window.screen.focused is window.screen.paper_list
        assert not window.screen.query_one(LinkedView).display
        await window.press("i", "2")
        await window.until(lambda: opened)
        assert window.screen.panes.linked  # a number opens here, and shows no view
        await window.press("escape", "2")
        assert not window.screen.panes.linked


async def test_hostile_names_draw_as_they_are(world: World) -> None:
    hostile = Linked(
        "space", "lab/x", f"{HUB}/spaces/lab/x", None, None, "[bold]not bold[/] [@click=app.bell]x"
    )
    world.lists.records, world.lists.links = papers(30), Links(spaces=(hostile,), total_spaces=1)
    async with world.run() as window:
        await window.press("i")
        assert "[bold]not bold[/]" in shown(window)
