"""Going through papers, one key for each."""

import asyncio
import threading

import pytest

from reader.core.errors import StorageError
from reader.service.triage import Decision, Judgement, Triage
from reader.ui.screens.help import HelpDialog
from reader.ui.screens.triage import TriageScreen
from reader.ui.screens.whole_text import TextScreen
from reader.ui.widgets.key_line import KeyLine
from tests.snapshots.gallery import driftwood
from tests.ui.world import SMALL, World, first_ids


async def test_one_key_for_each_paper(world: World) -> None:
    async with world.run() as window:
        await window.press("E")
        assert isinstance(window.app.screen, TriageScreen)
        assert "1 of 30" in window.text
        assert "Streaming Attention without a Cache" in window.text
        await window.press("b", "l", "n", "space")
        assert "5 of 30" in window.text
        assert "★ 1  › 1  ✕ 1  · 1" in window.text
        keep, later, dismissed, skipped = (world.mark(name) for name in first_ids(4))
        assert (keep.bookmarked, keep.read) == (True, False)
        assert later.queued
        assert dismissed.read
        assert not skipped.read


async def test_undo_steps_back(world: World) -> None:
    async with world.run() as window:
        await window.press("E", "n", "b", "u")
        assert not world.mark("2608.00001").bookmarked
        assert "2 of 30" in window.text
        await window.press("u", "u")
        assert not world.mark("2608.00000").read
        assert "1 of 30" in window.text
        assert "This is the first paper" in window.text


async def test_leaving_keeps_what_was_done_and_shows_it(world: World) -> None:
    async with world.run() as window:
        await window.press("E", "b", "n", "escape")
        assert window.app.screen is window.screen
        assert "Gone through 2 of 30 papers: 1 kept, 1 not for me" in window.text
        marks = [entry.mark for entry in window.screen.paper_list.entries[:3]]
        assert marks[0].bookmarked
        assert marks[1].read
        await window.press("E")
        assert "1 of 28" in window.text


async def test_typing_ahead_loses_no_decision(world: World) -> None:
    async with world.run() as window:
        await window.press("E")
        for key in "bnlbnnbl":
            window.app.simulate_key(key)
        window.app.simulate_key("escape")
        await window.until(lambda: window.app.screen is window.screen)
        marks = [world.mark(name) for name in first_ids(9)]
        assert [mark.bookmarked for mark in marks] == [key == "b" for key in "bnlbnnbl."]
        assert [mark.read for mark in marks] == [key == "n" for key in "bnlbnnbl."]


async def test_keys_behind_the_one_that_leaves_decide_nothing(world: World) -> None:
    async with world.run() as window:
        await window.press("E", "b")
        screen = window.app.screen
        assert isinstance(screen, TriageScreen)
        screen.action_leave()
        for _ in range(3):
            screen.action_decide("dismiss")
        screen.action_step_back()
        await window.until(lambda: window.app.screen is window.screen)
        await window.until(lambda: not screen.is_running)
        marks = [world.mark(name) for name in first_ids(4)]
        assert [mark.bookmarked for mark in marks] == [True, False, False, False]
        assert not any(mark.read for mark in marks)


@pytest.mark.parametrize("leave", ["escape", "ctrl+q"])
async def test_a_decision_that_is_kept_when_the_screen_is_gone_shows_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    """A decision is on its way to the disk while the screen loses its parts."""
    decide, begun, go_on, done = Triage.decide, threading.Event(), threading.Event(), threading.Event()

    def slowly(triage: Triage, decision: Decision) -> Judgement | None:
        begun.set()
        assert go_on.wait(20)
        judgement = decide(triage, decision)
        done.set()
        return judgement

    monkeypatch.setattr(Triage, "decide", slowly)
    monkeypatch.setattr(KeyLine, "on_unmount", lambda line: go_on.set(), raising=False)
    async with world.run() as window:
        await window.press("E")
        screen = window.app.screen
        assert isinstance(screen, TriageScreen)
        screen.action_decide("keep")
        await window.until(begun.is_set)
        if leave == "escape":
            screen.dismiss("Left while it was written.")
            await window.until(lambda: window.app.screen is window.screen)
        else:
            window.app.exit()
    await asyncio.to_thread(done.wait, 20)
    assert world.mark("2608.00000").bookmarked


async def test_a_summary_at_the_end(world: World) -> None:
    async with world.run() as window:
        await window.press("E", *"b" * 5, *"l" * 9, *"n" * 16)
        assert "30 papers in" in window.text
        assert "not for me" in window.text
        await window.press("u")
        assert "30 of 30" in window.text
        await window.press("n", "enter")
        assert window.app.screen is window.screen
        assert "30 of 30 papers: 5 kept, 9 for later, 16 not for me" in window.text


async def test_only_what_is_shown_or_selected(world: World) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "E")
        assert "1 of 3 " in window.text
        await window.press("escape", "escape", "x", "j", "x", "E")
        assert "1 of 2 " in window.text


async def test_nothing_to_go_through(empty_world: World) -> None:
    async with empty_world.run() as window:
        await window.press("A", "space")
        await window.press("E")
        assert window.app.screen is window.screen
        assert "Nothing to go through" in window.text


async def test_the_whole_paper_and_back(world: World) -> None:
    world.keep_text("2608.00000", driftwood())
    async with world.run() as window:
        await window.press("E", "enter")
        assert isinstance(window.app.screen, TextScreen)
        await window.press("escape")
        assert isinstance(window.app.screen, TriageScreen)
        await window.press("b")
        assert world.mark("2608.00000").bookmarked


async def test_links_open(world: World, opened: list[str]) -> None:
    async with world.run() as window:
        await window.press("E", "o")
        assert opened == ["https://arxiv.org/abs/2608.00000"]


async def test_help_has_its_keys_first(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.press("E", "question_mark")
        assert isinstance(window.app.screen, HelpDialog)
        assert "Bookmark it, on to the next" in window.text


async def test_own_keys(world: World) -> None:
    async with world.run(config='keys = { triage_dismiss = "z" }') as window:
        await window.press("E", "z")
        assert world.mark("2608.00000").read
        assert "z Not for me" in window.lines[-1]


async def test_what_cannot_be_kept_is_not_passed_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.run() as window:
        await window.press("E")

        def fail(*_: object) -> None:
            raise StorageError("The disk is full.")

        monkeypatch.setattr(window.screen.service.marking.library, "apply", fail)
        await window.press("b")
        assert "1 of 30" in window.text
        assert any("The disk is full." in toast for toast in window.toasts)


async def test_from_the_palette_while_a_filter_is_typed(world: World) -> None:
    async with world.run() as window:
        await window.press("slash", "ctrl+p")
        await window.type("go through what")
        await window.until(lambda: "Go through what is unread" in window.text)
        await window.press("down", "enter")
        await window.until(lambda: isinstance(window.app.screen, TriageScreen))


async def test_q_leaves_the_page_and_not_the_program(world: World) -> None:
    async with world.run() as window:
        await window.press("E", "b", "q")
        assert window.app.screen is window.screen
        assert window.app.is_running
        assert world.mark("2608.00000").bookmarked
