"""Bringing order into papers: ratings, signs, days, the queue, tags, notes in an editor, views of one's own."""

import os
import stat
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View, ViewKind
from reader.ui.screens import organise, own
from reader.ui.screens.text import NoteDialog
from reader.ui.widgets import figure, standing
from tests.ui.world import NARROW, NOW, SMALL, WIDE, Window, World, first_ids, paper

FIRST = "2608.00000"
QUEUE = View(ViewKind.QUEUE)


@pytest.fixture(autouse=True)
def _friday(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (figure, standing, organise, own):
        monkeypatch.setattr(module, "today", lambda: date(2026, 8, 21))


def keep(world: World, **marks: Mark) -> None:
    """Keep marks of made-up papers, by number: `_3=Mark(…)`."""
    numbered = {int(name[1:]): mark for name, mark in marks.items()}
    world.library().apply([Change(paper(number), NO_MARK, mark) for number, mark in numbered.items()])


def row(window: Window, index: int) -> str:
    return window.lines[window.screen.paper_list.content_region.y + index]


async def test_a_rating_by_a_key_and_a_digit(world: World) -> None:
    async with world.run() as window:
        await window.pilot.press("asterisk", "4")  # as fast as one types
        await window.settle()
        assert world.mark(FIRST).rating == 4
        assert window.screen.contents.view.kind is ViewKind.TRENDING
        assert "Rated 4 of 5: Streaming" in window.lines[-2]
        assert "Rated 4 of 5" in window.screen.paper_view.parts["figures"].content.plain
        assert row(window, 0).split("Streaming")[0].strip().endswith("4")
        await window.press("asterisk", "0")
        assert world.mark(FIRST) == NO_MARK


async def test_a_colour_is_a_letter_too_and_a_sign_may_be_wide(world: World) -> None:
    keep(world, _1=Mark(sign="字"), _2=Mark(sign="字", colour="blue", rating=5, note="n", tags=("t",)))
    async with world.run(NARROW) as window:
        await window.press("C", "r", "c", "exclamation_mark")
        assert world.mark(FIRST) == Mark(colour="red", sign="!")
        assert "R!" in row(window, 0)
        starts = [
            row(window, index).index(title) for index, title in enumerate(("Streaming", "How", "A Cal"))
        ]
        wide = [row(window, index)[:start].count("字") for index, start in enumerate(starts)]
        assert {start + more for start, more in zip(starts, wide, strict=True)} == {10}
        assert "✎#5B字" in row(window, 2)


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_signs_take_room_once_they_are_used_and_keep_titles_straight(
    world: World, size: tuple[int, int]
) -> None:
    async with world.run(size) as window:
        bare = row(window, 1).index("How Far")
        await window.press("b", "x", "j", "b", "space", "k")
        assert row(window, 0).index("Streaming") == row(window, 1).index("How Far") == bare
        await window.press("asterisk", "5", "C", "g", "c", "question_mark")
        shifted = row(window, 0).index("Streaming")
        assert shifted == row(window, 1).index("How Far") > bare
        await window.press("u", "u", "u", "G", "g")
        assert row(window, 0).index("Streaming") == shifted


async def test_a_day_to_read_on(world: World) -> None:
    async with world.run() as window:
        await window.press("D")
        await window.type("someday")
        await window.press("enter")
        assert "That is no day" in window.text
        await window.press("ctrl+u")
        await window.type("tomorrow")
        await window.press("enter")
        assert world.mark(FIRST).read_on == date(2026, 8, 22)
        assert "Read on: tomorrow" in window.text
        assert "due" not in row(window, 0)
        await window.press("D", "ctrl+u", *"today", "enter")
        assert "due" in row(window, 0)
        assert "1 due" in window.lines[-2]
        await window.press("D", "ctrl+u", "enter")
        assert world.mark(FIRST) == NO_MARK


async def test_what_is_due_is_found(world: World) -> None:
    keep(world, _3=Mark(read_on=date(2020, 1, 1)), _4=Mark(read_on=date(2020, 1, 1), read_at=NOW))
    async with world.run() as window:
        await window.press("slash")
        await window.type("is:due")
        assert window.ids == ["2608.00003"]


async def test_the_queue_is_put_into_another_order(world: World) -> None:
    async with world.run() as window:
        await window.press(*["Q", "j"] * 4, "6")
        assert window.ids == first_ids(4)
        await window.press("J", "J")
        assert window.ids == ["2608.00001", "2608.00002", FIRST, "2608.00003"]
        assert window.current == FIRST
        assert "3 of 4" in window.text
        await window.press("K")
        assert window.ids == ["2608.00001", FIRST, "2608.00002", "2608.00003"]
        await window.press("u", "u")
        assert window.ids == ["2608.00001", FIRST, "2608.00002", "2608.00003"]
    async with world.run(view=QUEUE) as window:
        assert window.ids == ["2608.00001", FIRST, "2608.00002", "2608.00003"]
        await window.press("g", "K")
        assert "The beginning of the queue" in window.lines[-2]


async def test_several_move_together(world: World) -> None:
    async with world.run() as window:
        await window.press(*["Q", "j"] * 4, "6", "v", "j", "J")
        assert window.ids == ["2608.00002", *first_ids(2), "2608.00003"]
        assert "Moved in the queue: 2 papers" in window.lines[-2]


@pytest.mark.parametrize(("keys", "said"), [("1J", "Moving is for the queue"), ("6sK", "in its own order")])
async def test_moving_needs_the_queue_as_it_is(world: World, keys: str, said: str) -> None:
    async with world.run() as window:
        await window.press("Q", "j", "Q", *keys)
        assert said in window.lines[-2]


async def test_taken_out_and_put_back_in_its_place(world: World) -> None:
    async with world.run() as window:
        await window.press(*["Q", "j"] * 3, "6", "Q", "6", "r")
        assert window.ids == first_ids(2, 1)
        await window.press("u")
        assert window.ids == first_ids(3)


async def test_tags_are_completed(world: World) -> None:
    keep(world, _5=Mark(tags=("thesis", "to cite")), _6=Mark(tags=("thesis",)))
    async with world.run() as window:
        await window.press("T", "t", "h", "tab")
        await window.type("to")
        await window.press("down", "enter", "enter")
        assert world.mark(FIRST).tags == ("thesis", "to cite")
        await window.press("T")
        await window.type("-the")
        await window.press("tab", "enter")
        assert world.mark(FIRST).tags == ("to cite",)
        assert "Tag thesis removed" in window.lines[-2]


async def test_tags_of_several_papers(world: World) -> None:
    keep(world, _0=Mark(tags=("a", "b")), _1=Mark(tags=("b", "c")))
    async with world.run() as window:
        await window.press("x", "j", "x", "T", *["backspace"] * 3)
        await window.type("new, -c")
        await window.press("enter")
        assert world.mark(FIRST).tags == ("a", "new")
        assert world.mark("2608.00001").tags == ("new",)


async def test_each_tag_is_a_view(world: World) -> None:
    keep(world, _3=Mark(tags=("thesis",)), _7=Mark(tags=("thesis", "b"), bookmarked_at=NOW))
    async with world.run() as window:
        assert "#thesis 2" in window.lines[0]
        await window.press("number_sign", "b")
        assert window.screen.contents.view == View(ViewKind.TAG, name="thesis")
        assert window.ids == ["2608.00007", "2608.00003"]
        await window.press("1")
        await window.pilot.click(window.screen.view_bar, offset=(window.lines[0].index("#b"), 0))
        await window.settle()
        assert window.ids == ["2608.00007"]


async def test_a_tag_is_renamed_merged_removed_and_taken_back(world: World) -> None:
    keep(world, _3=Mark(tags=("a",)), _7=Mark(tags=("a", "b")), _8=Mark(tags=("b",)))
    tag = View(ViewKind.TAG, name="a")
    async with world.run(view=tag) as window:
        await window.press("R", "ctrl+u", "b", "enter")
        assert world.library().mark("2608.00003").tags == ("b",)
        assert "Tag “a” merged into “b”: 2 papers" in window.lines[-2]
        assert window.screen.contents.view == View(ViewKind.TAG, name="b")
        assert len(window.ids) == 3
        await window.press("u")
        assert "Undone “Tag ‘a’ merged into ‘b’”: 2 papers" in window.lines[-2]
        await window.press("X")
        assert world.mark("2608.00008").tags == ()
        await window.press("u")
        assert world.mark("2608.00008").tags == ("b",)


async def test_the_palette_renames_tags_and_shows_views(world: World) -> None:
    keep(world, _3=Mark(tags=("thesis",), read_at=NOW))
    async with world.run() as window:
        await window.press("ctrl+p")
        await window.type("rename a tag")
        await window.until(lambda: "merge it" in window.text)
        await window.press("enter")
        await window.until(lambda: "Rename a tag" in window.text)
        await window.press("a", "ctrl+u", "x", "enter")
        assert world.mark("2608.00003").tags == ("x",)
        await window.press("ctrl+p")
        await window.type("show recently read")
        await window.pilot.pause()
        await window.until(lambda: "Show recently read" in window.text)
        await window.press("enter")
        await window.until(lambda: window.screen.contents.view.kind is ViewKind.READ)
        await window.settle()
        assert window.ids == ["2608.00003"]


async def test_views_are_chosen_with_their_counts(world: World) -> None:
    keep(
        world,
        _1=Mark(bookmarked_at=NOW),
        _2=Mark(queued_at=NOW, read_on=date(2026, 8, 1)),
        _3=Mark(read_at=NOW),
    )
    async with world.run() as window:
        assert "5 Bookmarks 1" in window.lines[0]
        assert "6 Queue 1" in window.lines[0]
        await window.press("0")
        assert "1 paper, 1 due" in window.text
        await window.press("a")
        assert window.screen.contents.view.kind is ViewKind.ADDED
        assert sorted(window.ids) == first_ids(2, 1)
        await window.press("0", "r")
        assert window.ids == ["2608.00003"]


async def test_a_note_is_given_up_at_the_second_asking_only(world: World) -> None:
    async with world.run() as window:
        await window.press("m")
        await window.type("thought")
        await window.press("escape")
        assert isinstance(window.app.screen, NoteDialog)
        assert "not kept yet" in window.text
        await window.press("s", "escape", "ctrl+s")
        assert world.mark(FIRST).note == "thoughts"
        await window.press("m", "escape")
        assert window.app.screen is window.screen


async def test_a_note_reads_as_markdown_and_opens_safe_links_only(world: World, opened: list[str]) -> None:
    note = "# Why [/]\n- **big** claim\n[bad](javascript:alert(1)) [good](https://example.org/x)"
    keep(world, _0=Mark(note=note))
    async with world.run() as window:
        shown = window.screen.paper_view.parts["note"].content.plain
        assert shown == "Note\nWhy [/]\n• big claim\n[bad](javascript:alert(1)) good"
        parts = [*window.screen.paper_view.parts]
        assert parts.index("note") == parts.index("abstract") + 1
        await window.screen.run_action("open_note_link(0)")
        await window.settle()
        assert opened == ["https://example.org/x"]
        await window.screen.run_action("open_note_link(1)")
        assert len(opened) == 1


def editor(folder: Path, script: str) -> str:
    """Return a command that does `script` to the file it is given."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return f"'{path}' --wait"


@pytest.mark.skipif(os.name == "nt", reason="the editor is a script of sh")
async def test_a_note_is_written_in_the_editor(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.run() as window:
        monkeypatch.setattr(window.app, "suspend", nullcontext)
        monkeypatch.setenv("VISUAL", editor(tmp_path, 'echo "$2" | sed "s:.*/::" >> "$2"'))
        await window.press("M")
        assert world.mark(FIRST).note == "Streaming-Attention-without-a-Cache.md"
        monkeypatch.setenv("VISUAL", editor(tmp_path, "true"))
        await window.press("M")
        assert "The note is as it was." in window.lines[-2]
        monkeypatch.setenv("VISUAL", editor(tmp_path, "exit 3"))
        await window.press("M")
        assert "ended with an error (3)" in window.toasts[-1]
        monkeypatch.setenv("VISUAL", "/no/such/editor")
        await window.press("M")
        assert "could not be started" in window.toasts[-1]
        assert world.mark(FIRST).note == "Streaming-Attention-without-a-Cache.md"


async def test_another_windows_tag_is_counted_and_listed(world: World) -> None:
    keep(world, _3=Mark(tags=("thesis",)))
    async with world.run(view=View(ViewKind.TAG, name="thesis")) as window:
        keep(world, _9=Mark(tags=("thesis",)))
        await window.until(lambda: len(window.ids) == 2)
        await window.until(lambda: "#thesis 2" in window.lines[0])


async def test_sorting_keeps_the_paper_in_sight(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("G")
        for _ in range(8):
            await window.press("s")
            listed = window.screen.paper_list
            assert window.current == "2608.00029"
            assert 0 <= listed.cursor - listed.scroll_offset.y < listed.size.height
