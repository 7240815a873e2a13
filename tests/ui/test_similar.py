"""Papers like one, and papers for the person: the keys there, why, and the way back."""

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View, ViewKind
from tests.ui.world import NARROW, NOW, World, joined, paper


@pytest.fixture
def subjects(empty_world: World) -> World:
    """Twelve papers on four subjects, three of each."""
    names = ("quantum dots", "coral reefs", "violin varnish", "sign language")
    empty_world.store(
        [paper(n, title=f"Notes {n} on {names[n % 4]}", abstract=f"Of {names[n % 4]}.") for n in range(12)]
    )
    return empty_world


def bookmark(world: World, *numbers: int) -> None:
    changes = [Change(paper(n), NO_MARK, Mark(bookmarked_at=NOW)) for n in numbers]
    world.library().apply(changes)


async def test_similar_papers_with_their_reasons_and_back(subjects: World) -> None:
    async with subjects.run() as window:
        await window.press("j", "z")
        assert window.ids[:2] in (["2608.00005", "2608.00009"], ["2608.00009", "2608.00005"])
        assert "Like: Notes 1 on coral reefs" in window.text
        assert "Like it because of" in window.text
        assert "coral" in window.text.split("Like it because of")[1]
        assert "Compared with 12 stored papers" in window.text
        await window.press("escape")
        assert window.screen.contents.view.kind is ViewKind.TRENDING
        assert window.current == "2608.00001"
        assert "Like it because of" not in window.text
        await window.press("escape")
        assert window.screen.contents.view.kind is ViewKind.TRENDING


async def test_from_paper_to_paper_and_back_step_by_step(subjects: World) -> None:
    async with subjects.run(NARROW) as window:
        await window.press("enter", "z")
        assert not window.screen.panes.reading
        await window.press("enter")
        assert "Like it because of" in joined(window.lines)
        first = window.current
        await window.press("z")
        assert window.screen.contents.view == View(ViewKind.SIMILAR, name=first)
        await window.press("escape")
        assert window.screen.contents.view == View(ViewKind.SIMILAR, name="2608.00000")
        assert window.current == first
        await window.press("escape")
        assert (window.screen.contents.view.kind, window.current) == (ViewKind.TRENDING, "2608.00000")


async def test_back_to_the_filter_that_found_it(subjects: World) -> None:
    async with subjects.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "j", "z")
        shown = window.screen.contents.view
        assert shown.kind is ViewKind.SIMILAR
        assert window.screen.filtering.text == ""
        await window.press("escape")
        assert window.screen.filtering.text == "coral"
        assert len(window.ids) == 3
        assert window.current == shown.name


async def test_similar_papers_can_be_filtered_and_another_view_ends_them(subjects: World) -> None:
    async with subjects.run() as window:
        await window.press("z", "slash")
        await window.type("language")
        assert {int(each[-5:]) % 4 for each in window.ids} == {3}
        await window.press("escape")
        assert window.screen.contents.view.kind is ViewKind.SIMILAR
        await window.press("2", "escape")
        assert window.screen.contents.view.kind is ViewKind.DAY


async def test_a_paper_without_its_like_says_so(empty_world: World) -> None:
    empty_world.store([paper(1, title="Zebras", abstract="", keywords=[], summary=None)])
    async with empty_world.run() as window:
        await window.press("z")
        assert "Nothing stored is like it" in window.text


async def test_for_you_asks_for_bookmarks_first(subjects: World) -> None:
    async with subjects.run() as window:
        await window.press("Y")
        assert "Bookmark a few papers first" in window.text
        await window.press("1", "b", "j", "j", "j", "j", "b", "Y")
        assert "Bookmark a few papers first" in window.text


async def test_for_you_shows_unread_papers_like_the_bookmarks(subjects: World) -> None:
    bookmark(subjects, 0, 4, 1, 5)
    async with subjects.run() as window:
        await window.press("Y")
        assert {*window.ids[:2]} == {"2608.00008", "2608.00009"}
        assert "For you because of" in window.text
        assert "By 4 bookmarks; unread ones of the last 30 days" in window.text
        await window.press("escape")
        assert window.screen.contents.view.kind is ViewKind.FOR_YOU  # it is a view as others are


async def test_for_you_stands_in_the_choice_of_views(subjects: World) -> None:
    bookmark(subjects, 0, 4, 1)
    async with subjects.run() as window:
        await window.press("0")
        assert "For you" in window.text
        await window.press("Y")
        assert window.screen.contents.view.kind is ViewKind.FOR_YOU
        assert window.ids[0] == "2608.00008"


async def test_it_starts_on_for_you(subjects: World) -> None:
    bookmark(subjects, 0, 4, 1)
    async with subjects.run(view=View(ViewKind.FOR_YOU)) as window:
        assert window.ids[0] == "2608.00008"
