"""Searches kept under a name: views with an unread count."""

import threading

import pytest

from reader.core.errors import StorageError
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View, ViewKind
from reader.library.library import Library
from reader.service.contents import Contents
from reader.service.reading import Reading
from tests.ui.world import NARROW, SMALL, TODAY, WIDE, Window, World, paper, papers


def saved(name: str) -> View:
    return View(ViewKind.SAVED, name=name)


def keep(world: World, **queries: str) -> None:
    """Keep searches of everything stored."""
    searches = world.service().searches
    for name, query in queries.items():
        searches.keep(name, query)


async def save(window: Window, text: str, name: str = "") -> None:
    """Save a search in the window, under the name that is offered where none is given."""
    await window.press("slash")
    await window.type(text)
    await window.press("ctrl+s")
    if name:
        await window.press("ctrl+u")
        await window.type(name)
    await window.press("enter")


async def test_a_saved_search_becomes_a_view_with_its_unread_count(world: World) -> None:
    async with world.run() as window:
        await save(window, "coral", "reefs")
        assert "reefs 3" in window.lines[0]
        assert world.library().searches["reefs"].query == "coral"
        await window.press("escape", "9", "a")
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025"]
        assert "reefs" in str(window.screen.paper_list.border_title)
        await window.press("space")
        assert "reefs 2" in window.lines[0]


async def test_the_query_is_the_name_that_is_offered(world: World) -> None:
    async with world.run() as window:
        await save(window, "coral")
        assert [*world.library().searches] == ["coral"]


async def test_a_search_of_a_view_stays_in_it(world: World) -> None:
    world.store(papers(40)[30:], View(ViewKind.DAY, TODAY))
    async with world.run() as window:
        await save(window, "coral", "here")
        await window.press("ctrl+o", "ctrl+s", "ctrl+u")
        await window.type("anywhere")
        await window.press("enter")
        assert "here 3" in window.lines[0]
        assert "anywhere 4" in window.lines[0]


async def test_a_saved_search_narrowed_and_saved_again(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run(view=saved("reefs")) as window:
        await save(window, "part", "parts")
        await window.press("escape", "9", "a")  # by name, for the clock stands still
        assert window.ids == ["2608.00015", "2608.00025"]


async def test_a_search_in_a_tag_is_saved_with_the_tag(world: World) -> None:
    world.library().apply(
        [Change(paper(number), NO_MARK, Mark(tags=('a "b"', "!"))) for number in (5, 6, 15)]
    )
    async with world.run(view=View(ViewKind.TAG, name='a "b"')) as window:
        await save(window, "coral", "tagged reefs")
        assert world.library().searches["tagged reefs"].query == 'tag:"a b" (coral)'
        await window.press("escape", "9", "a")
        assert sorted(window.ids) == ["2608.00005", "2608.00015"]
    async with world.run(view=View(ViewKind.TAG, name="!")) as window:
        await save(window, "coral", "no such")
        assert "cannot be saved" in window.text
        assert [*world.library().searches] == ["tagged reefs"]


async def test_matches_of_a_saved_search_are_marked(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run(view=saved("reefs")) as window:
        assert window.screen.paper_list.highlight.spans("Coral") == ((0, 5),)


async def test_renamed_and_removed_and_taken_back(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run(view=saved("reefs")) as window:
        await window.press("R", "ctrl+u")
        await window.type("atolls")
        await window.press("enter")
        assert [*world.library().searches] == ["atolls"]
        assert window.screen.contents.view == saved("atolls")
        await window.press("X")
        assert not world.library().searches
        assert window.screen.contents.view.kind is ViewKind.TRENDING
        assert "atolls" not in window.lines[0]
        await window.press("u")
        assert "atolls 3" in window.lines[0]


async def test_a_name_that_is_taken_is_refused(world: World) -> None:
    keep(world, reefs="coral", birds="birdsong")
    async with world.run(view=saved("reefs")) as window:
        await window.press("R", "ctrl+u")
        await window.type("birds")
        await window.press("enter")
        assert "There is a saved search “birds” already" in window.toasts[0]
        assert [*world.library().searches] == ["birds", "reefs"]


@pytest.mark.parametrize("key", ["R", "X", "9", "ctrl+s"])
async def test_without_a_saved_search_the_keys_say_what_to_do(world: World, key: str) -> None:
    async with world.run() as window:
        await window.press(key)
        assert "save" in window.lines[-2]
        assert window.ids


async def test_a_search_that_could_not_be_kept_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, changes: object) -> None:
        raise StorageError("The disk is full.")

    async with world.run() as window:
        monkeypatch.setattr(Library, "apply", fail)
        await save(window, "coral")
        assert "The disk is full." in window.toasts[0]
        assert "coral" not in window.lines[0]


async def test_a_fetch_counts_anew(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run() as window:
        assert "reefs 3" in window.lines[0]
        world.lists.answers[window.screen.contents.view] = papers(40)
        await window.press("r")
        assert "reefs 4" in window.lines[0]


async def test_a_saved_search_of_another_window_appears(world: World) -> None:
    async with world.run() as window:
        keep(world, reefs="coral")
        await window.until(lambda: "reefs 3" in window.lines[0])


async def test_the_palette_offers_saved_searches_and_orders(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type("show “reefs")
        await window.pilot.pause()
        await window.until(lambda: "Saved search" in window.text)
        await window.press("enter")
        await window.until(lambda: window.screen.contents.view == saved("reefs"))


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_what_has_no_room_is_counted_and_chosen(world: World, size: tuple[int, int]) -> None:
    keep(world, **{f"search{number:02}": "coral" for number in range(12)})
    async with world.run(size) as window:
        line = window.lines[0]
        left = int(line.split("+")[1].split()[0])
        assert left == 12 - line.count("search")
        assert "5 Bookmarks" in line
        await window.pilot.click(window.screen.view_bar, offset=(line.index("+"), 0))
        await window.settle()
        await window.press("n")
        assert window.screen.contents.view == saved("search11")
        assert "search11 3" in window.lines[0]


async def test_a_click_on_a_tab_shows_the_search(world: World) -> None:
    keep(world, reefs="coral")
    async with world.run() as window:
        await window.pilot.click(window.screen.view_bar, offset=(window.lines[0].index("reefs"), 0))
        await window.settle()
        assert window.screen.contents.view == saved("reefs")


async def test_a_broken_saved_search_is_told_when_it_is_shown(world: World) -> None:
    keep(world, broken="is:bogus")
    async with world.run() as window:
        await window.press("9", "a")
        assert "bogus" in window.lines[-2]
        assert len(window.ids) == 30


async def test_nothing_is_counted_before_the_first_frame(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, reefs="coral")
    counted: list[bool] = []
    app = world.app(read_after=None)
    reading = app._service.reading
    original = type(reading).unread

    def count(self: object, view: View) -> int:
        counted.append(bool(app.screen._compositor.visible_widgets))
        return original(reading, view)

    monkeypatch.setattr(type(reading), "unread", count)
    async with app.run_test(size=WIDE) as pilot:
        await Window(pilot).settle()
    assert counted
    assert all(counted)


async def test_typing_counts_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, reefs="coral")
    async with world.run() as window:
        counted: list[View] = []
        monkeypatch.setattr(
            type(window.screen.service.reading), "unread", lambda _, view: counted.append(view)
        )
        await window.press("slash")
        await window.type("coral reefs")
        await window.press("s", "j", "ctrl+o", "escape")
        assert counted == []


async def test_more_saved_searches_than_letters(world: World) -> None:
    keep(world, **{f"search{number:02}": "coral" for number in range(30)})
    async with world.run() as window:
        await window.press("9", "end", "enter")
        assert window.screen.contents.view == saved("search29")


async def test_names_are_no_markup(world: World) -> None:
    keep(world, **{"[bold]x[/]": "coral"})
    async with world.run() as window:
        assert "[bold]x[/] 3" in window.lines[0]
        await window.press("9")
        assert "[bold]x[/]" in window.text


async def test_a_slow_saved_search_holds_nothing_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, reefs="coral")
    gate, original = threading.Event(), Reading.stored

    def slow(self: Reading, view: View, **options: int) -> Contents:
        if view.kind is ViewKind.SAVED:
            assert gate.wait(10)
        return original(self, view, **options)

    async with world.run() as window:
        monkeypatch.setattr(Reading, "stored", slow)
        await window.pilot.press("9")
        await window.until(lambda: window.app.screen is not window.screen)
        await window.pilot.press("a")
        await window.until(lambda: "Searching…" in window.lines[-2])
        assert len(window.ids) == 30
        gate.set()
        await window.settle()
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025"]
        assert "Searching" not in window.text


async def test_an_unfinished_search_is_narrowed_and_saved(world: World) -> None:
    keep(world, reefs='"coral ree', either="(coral OR zebra")
    for place in ("reefs", "either"):
        async with world.run(view=saved(place)) as window:
            await save(window, '"part', f"{place} parts")
            assert "closing" not in window.text
            query = world.library().searches[f"{place} parts"].query
            assert query in ('("coral ree") ("part")', '((coral OR zebra)) ("part")')
