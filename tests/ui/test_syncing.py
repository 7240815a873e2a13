"""Sync in the terminal program, by the palette, with a repository that another machine wrote to."""

import subprocess
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from reader.core.sync import Joined, SyncSettings
from reader.core.view import View, ViewKind
from reader.library.library import Library
from reader.service.syncing import Syncing
from reader.sync.git import GitPlace
from tests.ui.world import NOW, Window, World, paper, papers

BOOKMARKS = View(ViewKind.BOOKMARKS)


async def sync_now(window: Window) -> None:
    await window.press("ctrl+p")
    await window.type("sync now")
    await window.until(lambda: "Sync now, with your other machines" in window.text)
    await window.press("enter")


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A repository in which another machine has bookmarked a paper."""
    root = tmp_path / "meeting.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(root)], check=True)
    with_other = Library.open(tmp_path / "other", lambda: NOW)
    with_other.apply([Change(paper(7), NO_MARK, Mark(bookmarked_at=NOW, note="From the laptop"))])
    other = GitPlace(str(root), tmp_path / "copy")
    Syncing(with_other, other, tmp_path / "state", nullcontext, lambda: NOW).join()
    with_other.close()
    return str(root)


async def test_what_others_did_shows_at_once(world: World, place: str) -> None:
    world.store(papers(3))
    async with world.run(view=BOOKMARKS, sync=SyncSettings(git=place)) as window:
        assert window.ids == []
        await sync_now(window)
        await window.until(lambda: window.ids == [paper(7).id])
        assert "Joined with 1 other machine: 1 change taken over, yours are there now." in window.text
    assert world.mark(paper(7).id).note == "From the laptop"


async def test_what_is_wrong_is_said(world: World, tmp_path: Path) -> None:
    async with world.run() as window:
        await sync_now(window)
        assert "in the table [sync]" in window.toasts[-1]
    async with world.run(sync=SyncSettings(git=str(tmp_path / "nowhere.git"))) as window:
        await sync_now(window)
        await window.until(lambda: window.toasts)
        assert "cannot be reached" in window.toasts[-1]
    async with world.run(offline=True) as window:
        await sync_now(window)
        assert "--offline asks nobody" in window.text


async def test_nobody_waits_for_a_server_to_leave(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answer = threading.Event(), threading.Event()

    def join(_: Syncing) -> Joined:
        begun.set()
        answer.wait(60)
        return Joined(0, 0, False)

    monkeypatch.setattr(Syncing, "join", join)
    async with world.run(sync=SyncSettings(git="/nowhere"), settle=False) as window:
        window.screen.parts.own.sync.begin()
        await window.until(begun.is_set)
        window.screen.parts.own.sync.begin()
        await window.until(lambda: "being joined already" in window.text)
    answer.set()
