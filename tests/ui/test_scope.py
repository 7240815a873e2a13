"""One box that searches this view, everything stored, and online."""

import asyncio

import pytest

from reader.core.errors import OfflineError, RefusedError, StorageError
from reader.core.view import View, ViewKind
from reader.service.reading import Reading
from reader.ui.screens import online_search
from tests.ui.world import NARROW, SMALL, TODAY, WIDE, Window, World, joined, paper, papers

REEF = paper(90, title="Coral Reefs Elsewhere")
FROM_HF = (paper(70, title="Corals of the Hub"), paper(5))
FROM_ARXIV = (paper(71, title="Corals of the Archive"), paper(5))


@pytest.fixture
def wide_world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Thirty papers on the shown list, one on another, and sources that answer at once."""
    world.store([REEF], View(ViewKind.DAY, TODAY))
    world.lists.found, world.arxiv.found = FROM_HF, FROM_ARXIV
    monkeypatch.setattr(online_search, "_ONLINE_SECONDS", 0.0)
    return world


def said(window: Window) -> str:
    return joined(window.lines[-4:-1])


async def test_one_key_goes_through_the_scopes(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("slash")
        await window.type("coral")
        assert "this view ^o" in window.text
        assert len(window.ids) == 3
        await window.press("ctrl+o")
        assert "everything ^o" in window.text
        assert set(window.ids) == {REEF.id, "2608.00005", "2608.00015", "2608.00025"}
        assert "Everything stored" in str(window.screen.paper_list.border_title)
        await window.press("ctrl+o")
        assert "online ^o" in window.text
        await window.press("ctrl+o")
        assert "this view ^o" in window.text
        assert len(window.ids) == 3
        assert window.screen.filter_bar.text == "coral"


async def test_the_key_works_outside_the_box_and_opens_it_on_everything(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("ctrl+o")
        await window.type("elsewhere")
        assert window.ids == [REEF.id]
        await window.press("enter", "ctrl+o")
        assert "online" in window.text
        assert window.app.focused is window.screen.paper_list


async def test_giving_the_filter_up_returns_to_the_view(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("j", "j", "ctrl+o")
        await window.type("elsewhere")
        await window.press("escape")
        assert len(window.ids) == 30
        assert window.current == "2608.00002"
        assert "Trending" in str(window.screen.paper_list.border_title)
        await window.press("slash")
        assert "this view" in window.text


async def test_a_click_on_the_scope_changes_it(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("slash")
        await window.pilot.click("#filter-scope")
        await window.settle()
        assert "everything ^o" in window.text


async def test_both_sources_make_one_list_that_says_where_papers_are_from(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "coral")
        assert window.ids == ["2608.00070", "2608.00071", "2608.00005"]
        assert "2 from Hugging Face, 2 from arXiv" in said(window)
        rows = window.lines[2:5]
        assert [next(name for name in ("HF", "arXiv", "both") if f" {name} " in row) for row in rows] == [
            "HF",
            "arXiv",
            "both",
        ]
        assert "found on Hugging Face" in window.text


async def test_what_is_found_online_is_stored(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "coral")
        await window.press("escape", "ctrl+o")
        await window.type("archive")
        assert window.ids == ["2608.00071"]


async def test_while_the_sources_are_asked_what_is_stored_shows_and_typing_goes_on(wide_world: World) -> None:
    wide_world.lists.gate = wide_world.arxiv.gate = asyncio.Event()
    async with wide_world.run() as window:
        await online(window, "cora", settle=False)
        await window.until(lambda: wide_world.arxiv.searched)
        assert REEF.id in window.ids
        assert "Asking Hugging Face and arXiv…" in said(window)
        await window.pilot.press("l")
        assert window.screen.filter_bar.text == "coral"
        await window.until(lambda: wide_world.lists.searched[-1] == "coral")
        wide_world.lists.gate.set()
        await window.settle()
        assert window.ids[0] == "2608.00070"


async def test_each_source_shows_when_it_has_answered(wide_world: World) -> None:
    wide_world.arxiv.gate = asyncio.Event()
    async with wide_world.run() as window:
        await online(window, "coral", settle=False)
        await window.until(lambda: "2 from Hugging Face; asking arXiv…" in said(window))
        assert window.ids == ["2608.00070", "2608.00005"]
        await window.pilot.press("down")
        wide_world.arxiv.gate.set()
        await window.settle()
        assert window.ids == ["2608.00070", "2608.00071", "2608.00005"]
        assert window.current == "2608.00005"


async def test_escape_stops_asking_first(wide_world: World) -> None:
    wide_world.lists.gate = wide_world.arxiv.gate = asyncio.Event()
    async with wide_world.run() as window:
        await online(window, "coral", settle=False)
        await window.until(lambda: wide_world.arxiv.searched)
        await window.press("escape")
        assert "Stopped asking" in said(window)
        assert window.screen.filter_bar.text == "coral"
        assert REEF.id in window.ids
        wide_world.lists.gate.set()
        await window.settle()
        assert "2608.00070" not in window.ids
        await window.press("escape")
        assert len(window.ids) == 30


async def test_an_outdated_answer_is_never_shown(wide_world: World) -> None:
    gate = wide_world.lists.gate = asyncio.Event()
    async with wide_world.run() as window:
        await online(window, "coral", settle=False)
        await window.until(lambda: wide_world.lists.searched)
        await window.press("ctrl+o")
        gate.set()
        await window.settle()
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025"]


async def test_enter_asks_at_once(wide_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(online_search, "_ONLINE_SECONDS", 1_000.0)
    async with wide_world.run() as window:
        await online(window, "coral", settle=False)
        await window.until(lambda: "Asking" in said(window))
        assert wide_world.lists.searched == []
        await window.press("enter")
        assert wide_world.lists.searched == ["coral"]
        assert window.ids[0] == "2608.00070"
        assert window.app.focused is window.screen.paper_list


async def test_the_same_question_is_asked_once(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "coral")
        await window.press("s", "S", "backspace", "l", "ctrl+o", "ctrl+o", "ctrl+o")
        assert wide_world.arxiv.searched.count("coral") == 1
        assert "2 from Hugging Face, 2 from arXiv" in said(window)


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_a_source_that_fails_is_named(wide_world: World, size: tuple[int, int]) -> None:
    wide_world.arxiv.found = OfflineError("Nothing answered.")
    async with wide_world.run(size) as window:
        await online(window, "coral")
        assert "2 from Hugging Face; arXiv did not answer" in said(window)
        assert window.ids == ["2608.00070", "2608.00005"]


async def test_a_refusal_is_told_in_its_words(wide_world: World) -> None:
    wide_world.arxiv.found = RefusedError("arXiv refused the request (503): “slow down”.", 503)
    async with wide_world.run() as window:
        await online(window, "coral")
        assert "arXiv refused the request (503): “slow down”" in said(window)


async def test_nobody_answers_and_what_is_stored_stays(wide_world: World) -> None:
    wide_world.lists.found = wide_world.arxiv.found = OfflineError("Nothing answered.")
    async with wide_world.run() as window:
        await online(window, "coral")
        assert REEF.id in window.ids
        assert "Hugging Face did not answer; arXiv did not answer; these papers are stored here" in said(
            window
        )


@pytest.mark.parametrize("offline", [False, True])
async def test_nobody_answers_and_nothing_is_stored(wide_world: World, offline: bool) -> None:
    wide_world.lists.found = wide_world.arxiv.found = OfflineError("Nothing answered.")
    async with wide_world.run(offline=offline) as window:
        await online(window, "zzzzqqqq")
        assert "Nobody online answered, and nothing stored matches “zzzzqqqq”" in joined(window.lines)


async def test_who_answers_may_find_nothing(wide_world: World) -> None:
    wide_world.lists.found, wide_world.arxiv.found = (), OfflineError("Nothing answered.")
    async with wide_world.run() as window:
        await online(window, "zzzzqqqq")
        assert "Nothing matches “zzzzqqqq”" in joined(window.lines)


async def test_offline_asks_nobody_and_says_so(wide_world: World) -> None:
    async with wide_world.run(offline=True) as window:
        await online(window, "coral")
        assert "Offline, as asked for" in said(window)
        assert REEF.id in window.ids
        assert wide_world.lists.searched == []


async def test_sources_get_the_words_only(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "author:colleague coral is:unread", settle=False)
        await window.settle()
        assert wide_world.lists.searched == ["colleague coral"]
        assert wide_world.arxiv.searched == ["au:colleague coral"]


async def test_corrections_can_be_insisted_on_and_forgiven(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("corall")
        assert "Showing results for coral; ^y insists on “corall”" in said(window)
        assert len(window.ids) == 3
        await window.press("ctrl+y")
        assert window.ids == []
        assert "exactly as typed" in said(window)
        await window.press("ctrl+y")
        assert len(window.ids) == 3
        await window.press("escape")
        assert "Showing" not in window.text


async def test_insisting_without_a_correction_says_so(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("ctrl+y")
        assert "Everything was searched as it was typed" in said(window)
        assert len(window.ids) == 3


async def test_corrections_fit_where_it_is_narrow(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("slash")
        await window.type("corall reeefs")
        assert "coral" in window.lines[-2]
        assert "^y" in window.lines[-2]


@pytest.mark.parametrize("typed", ["is:bogus", "  coral is:bogus", "漢字 is:bogus"])
async def test_the_caret_stands_under_what_is_wrong(world: World, typed: str) -> None:
    async with world.run() as window:
        await window.press("slash")
        window.screen.filter_bar.write(typed)
        await window.settle()
        above, below = window.lines[-3:-1]
        assert "".join(cells(above))[below.index("^") :].startswith("bogus")


async def test_the_caret_stays_on_a_small_screen(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("slash")
        await window.type("attention and much more than fits is:bogus")
        caret = next(line for line in window.lines[-4:-1] if "^" in line)
        assert caret.index("^") < 60
        assert "takes read, unread" in said(window)


async def test_a_failing_store_leaves_the_list_and_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, *_: object, **__: object) -> None:
        raise StorageError("Another window is busy storing papers; try again in a moment.")

    async with world.run() as window:
        await window.press("slash", "c")
        before = window.ids
        with monkeypatch.context() as patched:
            patched.setattr(type(window.screen.service.reading), "filter", fail)
            await window.press("o")
            assert window.ids == before
            assert "! Another window is busy" in said(window)
        await window.press("r")
        assert "busy" not in window.text
        assert len(window.ids) == 3


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_rebuilding_the_index_has_a_place(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        window.screen.status.indexing = 40
        await window.settle()
        assert "Rebuilding the search index: 40 %" in window.lines[-2]
        window.screen.status.indexing = None
        await window.settle()
        assert "Rebuilding" not in window.text


async def online(window: Window, text: str, *, settle: bool = True) -> None:
    """Search online for a text."""
    await window.press("ctrl+o", "ctrl+o")
    if settle:
        await window.type(text)
    else:
        window.screen.filter_bar.write(text)


def cells(line: str) -> list[str]:
    """Return what stands in each column; a wide character fills two."""
    from textual.content import Content

    return [part for c in line for part in (c, *["·"] * (Content(c).cell_length - 1))]


async def test_orders_turn_and_the_cursor_keeps_its_row(world: World) -> None:
    world.store(papers(200))
    async with world.run(SMALL) as window:
        listed = window.screen.paper_list
        listed.cursor = window.ids.index("2608.00100")
        row = listed.cursor - listed.scroll_offset.y
        await window.press("s", "S")
        assert "fewest upvotes" in window.lines[-2]
        assert window.ids[0] == "2608.00199"
        assert window.current == "2608.00100"
        assert listed.cursor - listed.scroll_offset.y == row
        await window.press("S")
        assert window.ids[0] == "2608.00000"


async def test_rising_is_an_order(world: World) -> None:
    world.store([paper(0, upvotes=300), paper(7, upvotes=400)], View(ViewKind.DAY, TODAY))
    async with world.run() as window:
        await window.press("s", "s", "s", "s")
        assert "rising fastest" in window.lines[-2]
        assert "!" not in window.lines[-2]
        assert window.ids[0] == "2608.00007"


async def test_a_view_that_is_switched_to_while_rising_is_there_for_the_next_key(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("s", "s", "s", "s")
        await window.press("8", "b")
        assert wide_world.mark(window.ids[0]).bookmarked


async def test_everything_can_be_sorted_and_relevance_returns(wide_world: World) -> None:
    async with wide_world.run() as window:
        await window.press("ctrl+o")
        await window.type("coral")
        best = window.ids
        await window.press("enter", "s", "s", "S")
        assert window.ids == ["2608.00090", "2608.00025", "2608.00015", "2608.00005"]
        await window.press(*"ssssssss")
        assert "Order: best match first" in window.lines[-2]
        assert window.ids == best


async def test_online_the_sources_decide_about_typos(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "corall")
        await window.press("ctrl+y")
        assert "the sources decide which typos they forgive" in said(window)
        await window.press("ctrl+o")
        assert len(window.ids) == 3


async def test_the_keys_name_insisting_where_it_means_something(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        assert "^y" not in window.lines[-1]
        await window.type("l")
        assert "^y" in window.lines[-1]
        await window.press("ctrl+y")
        assert window.ids == []
        assert "^y" in window.lines[-1]


async def test_conditions_hold_online(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "coral -archive upvotes:<250")
        assert window.ids == ["2608.00070"]
        assert "2 left out by the query’s conditions" in said(window)


async def test_nobody_is_asked_for_conditions_alone(wide_world: World) -> None:
    async with wide_world.run() as window:
        await online(window, "is:unread", settle=False)
        await window.settle()
        assert "Nobody is asked" in said(window)
        assert wide_world.lists.searched == []
        assert len(window.ids) == 31


async def test_nothing_found_anywhere_is_not_said_to_be_stored(wide_world: World) -> None:
    wide_world.lists.found = wide_world.arxiv.found = ()
    async with wide_world.run() as window:
        await online(window, "xylophone")
        assert window.ids == []
        assert "0 from Hugging Face, 0 from arXiv" in said(window)
        assert "stored here" not in said(window)


async def test_everything_is_searched_again_when_papers_were_fetched(wide_world: World) -> None:
    gate = wide_world.lists.gate = asyncio.Event()
    wide_world.lists.answers = {ViewKind.TRENDING: (paper(95, title="Corals Fetched"),)}
    async with wide_world.run() as window:
        await window.pilot.press("r")
        await window.pilot.press("ctrl+o")
        window.screen.filter_bar.write("corals")
        await window.until(lambda: "2608.00005" in window.ids and len(window.ids) < 10)
        assert "2608.00095" not in window.ids
        gate.set()
        await window.settle()
        assert "2608.00095" in window.ids


async def test_an_order_of_a_search_ends_with_it(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "s", "s", "s", "escape")
        assert window.ids[:3] == ["2608.00000", "2608.00001", "2608.00002"]
        assert window.screen.filtering.order_label == ""
        await window.press("slash", "c")
        assert window.screen.filtering.order_label == ""


async def test_the_caret_follows_the_box(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("slash")
        window.screen.filter_bar.write("coral is:bogus and much more than fits into the box")
        for key in ("home", "end", "home"):
            await window.press(key)
            box, below = window.lines[-5:-3]
            place = below.index("^")
            if key == "end":  # scrolled out: the caret stands at the edge
                assert "bogus" not in box
                assert place == window.screen.filter_bar.query_one("Input").content_region.x
        assert box[place:].startswith("bogus")


async def test_a_view_that_lists_a_part_says_so_and_finds_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Reading.stored
    monkeypatch.setattr(Reading, "stored", lambda self, view, limit=5: original(self, view, min(limit, 5)))
    async with world.run() as window:
        await window.press("8")
        assert "The newest 5 of 30" in window.lines[-2]
        await window.press("slash")
        await window.type("coral")
        assert "3 of 30" in window.text
        assert len(window.ids) == 3
