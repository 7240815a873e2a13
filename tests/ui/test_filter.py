"""Narrowing the list as the person types."""

import asyncio
import time
from typing import Any

import pytest

from reader.core.errors import QueryError
from reader.service.contents import Contents, Filtered
from tests.ui.world import NARROW, SMALL, WIDE, Window, World, first_ids, joined, paper, papers


async def test_every_keystroke_narrows(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        seen = [len(window.ids)]
        for letter in "coral":
            await window.press(letter)
            seen.append(len(window.ids))
        assert seen[0] == 30
        assert seen == sorted(seen, reverse=True)
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025"]
        assert "3 of 30" in remark(window)


@pytest.mark.parametrize(
    "query",
    [
        "coral reefs",
        "corral",
        "title:coral",
        "author:researcher5",
        "author:resaercher5",
        "(coral)",
        '"coral reefs"',
    ],
)
async def test_finds_words_fields_typos_and_phrases(world: World, query: str) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type(query)
        assert window.ids[0] == "2608.00005"
        assert len(window.ids) < 30


@pytest.mark.parametrize("query", ["-coral", "-title:coral"])
async def test_leaves_words_out(world: World, query: str) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type(query)
        assert len(window.ids) == 27
        assert "2608.00005" not in window.ids


async def test_marks_of_the_person_filter(world: World) -> None:
    async with world.run() as window:
        await window.press("space", "j", "b", "slash")
        await window.type("is:unread")
        assert window.ids == first_ids(29, 1)
        await window.press("escape", "slash")
        await window.type("is:bookmarked")
        assert window.ids == ["2608.00001"]


async def test_what_matched_is_highlighted_in_rows_and_paper(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        lines = window.app.screen._compositor.render_strips()
        marked = [
            segment.text
            for strip in lines
            for segment in strip
            if segment.style and segment.style.underline and "oral" in segment.text
        ]
        assert marked.count("Coral") >= 4  # three rows and the paper's title
        assert "coral" in marked  # its abstract


async def test_matches_are_marked_in_authors_organisation_and_keywords_also_after_a_typo(
    empty_world: World,
) -> None:
    authors = [*(f"Author {n}" for n in range(30)), "Bernhard Schölkopf"]
    empty_world.store([paper(0, authors=authors, keywords=["coral reefs"], organization="Coral Institute")])
    async with empty_world.run() as window:
        await window.press("slash")
        await window.type("scholkpof corall")
        strips = window.app.screen._compositor.render_strips()
        marked = {
            segment.text.strip()
            for strip in strips
            for segment in strip
            if segment.style and segment.style.underline
        }
        assert {"Schölkopf", "coral", "Coral"} <= marked
        assert "and 22 more" in window.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:coral", {"Coral"}),
        ("abs:coral", {"coral"}),
        ("org:listed", {"Listed"}),
        ("listed", {"Listed"}),
        ("author:corl", set()),
    ],
)
async def test_only_the_field_that_was_named_is_marked(
    empty_world: World, query: str, expected: set[str]
) -> None:
    stored = [paper(0, title="Coral", abstract="A coral.", organization="Listed", authors=["C. Corl"])]
    empty_world.store(stored)
    async with empty_world.run() as window:
        await window.press("slash")
        await window.type(query)
        strips = window.app.screen._compositor.render_strips()
        segments = [segment for strip in strips for segment in strip]
        marked = {part.text for part in segments if part.style and part.style.underline}
        assert marked & {"Coral", "coral", "Listed", "listed"} == expected
        assert ("Corl" in marked) == query.startswith("author")


async def test_best_match_stands_first(empty_world: World) -> None:
    empty_world.store([paper(0, abstract="About gardens."), paper(6), paper(2)])
    async with empty_world.run() as window:
        await window.press("slash")
        await window.type("gardens")
        assert window.ids == ["2608.00006", "2608.00000"]
        assert window.current == "2608.00006"


@pytest.mark.parametrize("query", ["is:bogus", "upvotes:>many", "after:sometime", '"open', "(open"])
async def test_wrong_filter_keeps_the_list_and_says_what_is_wrong(world: World, query: str) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral ")
        before = window.ids
        await window.type(query)
        if not window.screen.filter_bar.wrong:  # an unfinished quote or bracket may count as closed
            assert query[0] in '("'
            return
        assert window.ids
        assert set(window.ids) <= set(before) or window.ids == before
        assert remark(window)
        assert "of 30" not in remark(window)


async def test_wrong_filter_names_what_would_be_right(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("is:bogus")
        assert "bogus" in remark(window)
        assert "unread" in remark(window)
        assert window.ids
        await window.press(*["backspace"] * 5)
        await window.type("unread")
        assert not window.screen.filter_bar.wrong
        assert "30 of 30" in remark(window)


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_nothing_matches_says_how_to_go_on(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("slash")
        await window.type("zzzzqqqq")
        assert window.ids == []
        assert "Nothing matches “zzzzqqqq”" in joined(window.lines)
        assert "esc clears the filter" in joined(window.lines)
        assert "0 of 30" in window.text
        await window.press("escape")
        assert len(window.ids) == 30


async def test_escape_puts_the_cursor_back(world: World) -> None:
    async with world.run() as window:
        await window.press("j", "j", "j", "j", "slash")
        await window.type("coral")
        assert window.current == "2608.00005"
        await window.press("escape")
        assert len(window.ids) == 30
        assert window.current == "2608.00004"
        assert not window.screen.filter_bar.display
        assert window.app.focused is window.screen.paper_list


async def test_escape_keeps_a_paper_that_was_chosen(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("down", "escape")
        assert window.current == "2608.00015"
        await window.press("slash")
        await window.type("violins")
        await window.press("enter", "j", "escape")
        assert window.current == "2608.00017"


async def test_escape_keeps_a_paper_that_was_clicked(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.pilot.click(window.screen.paper_list, offset=(20, 3))
        await window.settle()
        assert window.current == "2608.00025"
        await window.press("escape")
        assert len(window.ids) == 30
        assert window.current == "2608.00025"


async def test_arrows_move_in_the_list_while_typing(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("down", "down")
        assert window.current == "2608.00025"
        await window.press("up")
        assert window.current == "2608.00015"
        await window.type(" reefs")
        assert window.screen.filter_bar.text == "coral reefs"


async def test_enter_keeps_the_filter_and_goes_to_the_list(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter")
        assert window.app.focused is window.screen.paper_list
        assert len(window.ids) == 3
        await window.press("j", "b")
        assert world.mark("2608.00015").bookmarked
        assert "coral" in window.text
        await window.press("slash", "end", "s")
        assert window.screen.filter_bar.text == "corals"
        await window.press("escape")
        assert len(window.ids) == 30


async def test_enter_on_an_empty_filter_closes_it(world: World) -> None:
    async with world.run() as window:
        await window.press("slash", "enter")
        assert not window.screen.filter_bar.display
        assert window.app.focused is window.screen.paper_list


async def test_letters_go_into_the_box_and_call_nothing(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("qbspyu r12")
        assert window.app.is_running
        assert window.screen.filter_bar.text == "qbspyu r12"
        assert not world.mark("2608.00000").bookmarked


async def test_filter_holds_while_reading(world: World) -> None:
    async with world.run(NARROW) as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "enter", "escape")
        assert len(window.ids) == 3
        await window.press("escape")
        assert len(window.ids) == 30


async def test_filter_holds_over_a_refresh(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter")
        world.lists.answers[window.screen.contents.view] = papers(40)
        await window.press("r")
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025", "2608.00035"]
        assert "4 of 40" in window.text


async def test_another_view_begins_without_a_filter(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "8")
        assert len(window.ids) == 30
        assert window.screen.filter_bar.text == ""


async def test_order_holds_in_the_filter(world: World) -> None:
    async with world.run() as window:
        await window.press("s", "s", "slash")
        await window.type("coral")
        assert window.ids == ["2608.00025", "2608.00015", "2608.00005"]


async def test_quick_typing_shows_only_the_last_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.run() as window:
        reading = window.screen.service.reading
        original, asked = type(reading).filter, []

        def slow(self: object, contents: Contents, text: str, **how: Any) -> Filtered:
            asked.append(text)
            time.sleep(0.2 if text == "c" else 0)  # an older answer that comes late
            return original(reading, contents, text, **how)

        monkeypatch.setattr(type(reading), "filter", slow)
        await window.press("slash")
        window.screen.filter_bar.query_one("Input").value = "c"  # type: ignore[attr-defined]
        await window.until(lambda: asked)
        for text in ("co", "cor", "coral"):
            window.screen.filter_bar.query_one("Input").value = text  # type: ignore[attr-defined]
        await window.settle()
        await asyncio.to_thread(time.sleep, 0.25)
        await window.settle()
        assert asked[-1] == "coral"
        assert "cor" not in asked
        assert window.ids == ["2608.00005", "2608.00015", "2608.00025"]


async def test_failing_search_is_told_and_keeps_the_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, contents: Contents, text: str, **how: Any) -> Filtered:
        raise QueryError("That cannot be searched.")

    async with world.run() as window:
        monkeypatch.setattr(type(window.screen.service.reading), "filter", fail)
        await window.press("slash", "a")
        assert "That cannot be searched." in remark(window)
        assert len(window.ids) == 30


async def test_pasted_controls_do_not_reach_the_screen(world: World) -> None:
    from textual.events import Paste

    async with world.run() as window:
        await window.press("slash")
        window.app.post_message(Paste("co\x1b]0;pwned\x07ral\x9b31m\u202e"))
        await window.until(lambda: window.screen.filter_bar.text)
        await window.settle()
        assert not any(
            ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for line in window.lines for c in line
        )


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_box_stays_usable_beside_a_long_remark(world: World, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("slash")
        await window.type("is:bogus")
        box = window.screen.filter_bar.query_one("Input")
        assert box.size.width >= 20


def remark(window: Window) -> str:
    """Return what is said of the filter, beside the box and below it."""
    return f"{window.screen.filter_bar.remark} {window.lines[-2].strip()}"
