"""What is followed: dialogs, the sign in the list, the view of what is new, its unread count."""

import pytest

from reader.core.follow import parse_subject
from reader.core.view import View, ViewKind
from reader.library.library import Library
from reader.ui.screens.pick import PickDialog
from tests.ui.world import SIZES, SMALL, World, first_ids, joined, paper, papers

HOSTILE = "[bold]Eve[/] \x1b[31m\u202eX"


def follow(world: World, *texts: str) -> None:
    """Follow in another window."""
    world.service().following.follow([parse_subject(text) for text in texts])


def followed(world: World) -> list[str]:
    """Return what is followed, as it is on disk."""
    return [str(subject) for subject in world.service().following.all.values()]


@pytest.mark.parametrize("size", SIZES)
async def test_a_paper_offers_what_can_be_followed(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("f")
        for text in ("Ada Researcher0", "Some Lab", "attention", "organisation", "keyword"):
            assert text in window.text
        await window.press("enter")
        assert followed(world) == ["author:Ada Researcher0"]
        assert "◆ Ada Researcher0  author" in window.text
        await window.press("enter", "escape")
        assert followed(world) == []


async def test_typing_narrows_and_what_is_typed_ahead_is_no_command(world: World) -> None:
    async with world.run() as window:
        await window.pilot.press("f", *"keyword", "space", *"mem", "enter")
        await window.settle()
        assert followed(world) == ["keyword:memory"]
        await window.type(" qqq")
        assert "Nothing is called so" in window.text
        await window.press("enter", "escape", "u")
        assert followed(world) == []


async def test_new_papers_are_marked_and_counted(world: World) -> None:
    async with world.run() as window:
        assert "◆" not in window.text
        assert "Followed" not in window.lines[0]
        await window.press("f", "enter", "escape")
        row = next(line for line in window.lines if "Streaming Attention without" in line)
        assert "◆" in row
        assert "F Followed 1" in window.lines[0]
        assert "◆ You follow Ada Researcher0" in window.text
        await window.press("j")
        assert "◆ You follow" not in window.text
        await window.press("k", "space")
        assert "◆" not in window.text.replace("◆ You follow", "")
        assert "Followed" not in window.lines[0]


@pytest.mark.parametrize("size", SIZES)
async def test_the_view_gathers_what_is_new(world: World, size: tuple[int, int]) -> None:
    world.store([paper(40, authors=["Ada Researcher3"], published="2026-08-19", listed=None)])
    world.store([paper(41, authors=["Ada Researcher3"], published="2026-05-01", listed=None)])
    world.store(papers(30))
    follow(world, "author:ada researcher3", "author:Ada Researcher30")
    async with world.run(size) as window:
        await window.press("F")
        assert window.ids == ["2608.00003", "2608.00040"]
        await window.press("enter")
        assert "You follow Ada Researcher3" in joined(window.lines)
        await window.press("escape")
        assert window.ids == ["2608.00003", "2608.00040"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_view_says_how_to_follow(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("F")
        assert "You follow nothing yet" in window.text
        assert "f on a paper follows" in joined(window.lines)
        await window.press("L")
        assert "You follow nothing yet" in window.lines[-2]
    follow(world, "author:Nobody Here")
    async with world.run(size, View(ViewKind.FOLLOWED)) as window:
        assert "Nothing new from what you follow" in window.text


async def test_the_view_changes_with_what_is_followed(world: World) -> None:
    follow(world, "author:Ada Researcher3")
    async with world.run(view=View(ViewKind.FOLLOWED)) as window:
        assert window.ids == ["2608.00003"]
        await window.press("L", "enter", "escape")
        assert window.ids == []
        await window.press("u")
        assert window.ids == ["2608.00003"]


async def test_another_window_follows(world: World) -> None:
    async with world.run() as window:
        follow(world, "author:Ada Researcher2")
        await window.until(lambda: "F Followed 1" in window.lines[0])


@pytest.mark.parametrize("size", SIZES)
async def test_categories_are_picked_by_code_and_name(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("P")
        assert "cs.AI" in window.text
        await window.type("quantum gases")
        assert "cond-mat.quant-gas" in window.text
        assert "cs.AI" not in window.text
        await window.press("enter")
        await window.press("escape", "P")
        await window.type("cs.lg")
        await window.press("enter", "escape")
        assert followed(world) == ["cat:cond-mat.quant-gas", "cat:cs.LG"]


async def test_categories_of_the_settings_stay(world: World) -> None:
    async with world.run(config='[arxiv]\ncategories = ["cs.LG"]') as window:
        await window.press("L")
        assert "set in config.toml" in window.text
        await window.press("enter")
        assert "config.toml says so" in window.toasts[0]
        await window.press("escape")


@pytest.mark.parametrize("size", SIZES)
async def test_arxiv_says_how_to_follow_categories(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("w")
        assert "You follow no category of arXiv yet" in joined(window.lines)
        assert "P picks some" in joined(window.lines)
        await window.press("r")
        assert world.arxiv.asked == []


async def test_arxiv_is_fetched_anew_for_another_category(world: World) -> None:
    world.arxiv.answers[ViewKind.ARXIV] = papers(3)
    async with world.run() as window:
        await window.press("P", "enter", "escape", "w")
        assert window.ids == first_ids(3)
        assert len(world.arxiv.asked) == 1
        await window.press("1", "w")
        assert len(world.arxiv.asked) == 1
        world.arxiv.answers[ViewKind.ARXIV] = papers(5)
        await window.press("P", "down", "enter", "escape")
        assert window.ids == first_ids(5)
        await window.press("1", "P", "down", "enter", "escape", "w")
        assert len(world.arxiv.asked) == 3


async def test_names_from_outside_are_only_names(empty_world: World) -> None:
    empty_world.store([paper(1, authors=[HOSTILE, "", "W" * 900], keywords=["[red]", "🙂"])])
    async with empty_world.run(SMALL) as window:
        await window.press("f", "enter", "down", "enter", "down", "down", "down", "enter", "escape", "L")
        assert len(followed(empty_world)) == 3
        assert "[bold]Eve[/]" in window.text
        await window.press("escape", "F", "enter")
        assert window.ids == ["2608.00001"]
        assert window.screen.paper_view.because.startswith("[bold]Eve[/]")


async def test_several_papers_offer_all_they_have(world: World) -> None:
    async with world.run() as window:
        await window.press("x", "j", "x", "f")
        assert isinstance(window.app.screen, PickDialog)
        assert "Ada Researcher0" in window.text
        assert "Ada Researcher1" in window.text
        assert sum("Bo Colleague  author" in line for line in window.lines) == 1


async def test_a_failed_follow_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.core.errors import StorageError

    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    async with world.run() as window:
        monkeypatch.setattr(Library, "apply", fail)
        await window.press("f", "enter")
        assert "The disk is full." in window.toasts
        assert not any("◆" in line for line in window.lines)
