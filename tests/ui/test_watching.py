"""Watches in the terminal program: made by the palette, told after a fetch."""

from pathlib import Path
from typing import Any

import pytest

from reader.core.follow import Follow
from reader.core.item import FOLLOWS, ItemChange
from reader.core.view import View, ViewKind
from reader.core.watch import Channel
from reader.ui.screens.choice import ChoiceDialog
from tests.ui.world import NARROW, NOW, TRENDING, Window, World, paper, papers

REEFS = View(ViewKind.SAVED, name="reefs")


@pytest.fixture
def watched(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """A world with a saved search, and no program for notices."""
    monkeypatch.setenv("PATH", str(tmp_path))
    world.service().searches.keep("reefs", "coral")
    return world


async def choose(window: Window, key: str) -> None:
    await watch_this(window)
    assert isinstance(window.app.screen, ChoiceDialog)
    await window.press(key)


async def watch_this(window: Window) -> None:
    await window.press("ctrl+p")
    await window.type("watch this")
    await window.until(lambda: "Watch this search…" in window.text)
    await window.press("enter")


def watch(world: World, *channels: str, **more: Any) -> None:
    world.service().watches.keep("saved:reefs", [*map(Channel, channels)], **more)


async def test_the_search_that_is_shown_is_watched(watched: World) -> None:
    async with watched.run(view=REEFS) as window:
        await choose(window, "b")
        assert watched.library().watches["saved:reefs"].channels == ("bell",)
        assert "Watching reefs: bell" in window.text
        await choose(window, "m")
        assert watched.library().watches["saved:reefs"].channels == ("mail",)
        await watch_this(window)
        assert "chosen now" in window.text
        await window.press("n")
        assert dict(watched.library().watches) == {}
        await window.press("u")
        assert watched.library().watches["saved:reefs"].channels == ("mail",)


async def test_what_is_followed_is_watched_and_other_lists_are_not(watched: World) -> None:
    async with watched.run(NARROW) as window:
        await watch_this(window)
        assert not isinstance(window.app.screen, ChoiceDialog)
        assert "A saved search can be watched" in window.text
    async with watched.run(view=View(ViewKind.FOLLOWED)) as window:
        await choose(window, "d")
        assert watched.library().watches["followed"].channels == ("desktop",)


async def test_new_papers_are_told_after_a_fetch(watched: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watch(watched, "bell")
    rings: list[int] = []
    watched.lists.answers[ViewKind.TRENDING] = papers(10)
    async with watched.run() as window:
        monkeypatch.setattr(window.app, "bell", lambda: rings.append(1))
        assert rings == []  # coral 5 was there before
        watched.lists.answers[ViewKind.TRENDING] = (*papers(10), paper(405), paper(406))
        await window.press("r")
        assert rings == [1]
        assert "1 new paper: reefs" in window.text
        await window.press("r")
        assert rings == [1]
    assert [s.papers for s in watched.library().sendings.values() if (s.to or "").endswith("bell:")] == [
        ("2608.00405",)
    ]


async def test_the_terminal_tells_where_the_desktop_cannot(
    watched: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(watched, "desktop", "mail")
    watched.lists.answers[ViewKind.TRENDING] = papers(10)
    async with watched.run() as window:
        assert window.app._driver is not None
        written: list[str] = []
        monkeypatch.setattr(window.app._driver, "write", written.append)
        watched.lists.answers[ViewKind.TRENDING] = (*papers(10), paper(405))
        await window.press("r")
        assert "\x1b]9;1 new paper: reefs\x1b\\" in written
        assert any("No address is set" in toast for toast in window.toasts)


async def test_nothing_is_watched(watched: World) -> None:
    follow = Follow("author", "Ada Researcher5", NOW)
    watched.library().apply([ItemChange(FOLLOWS, follow.subject.key, None, follow)])  # type: ignore[union-attr]
    watched.lists.answers[ViewKind.TRENDING] = papers(10)
    async with watched.run(view=TRENDING):
        assert dict(watched.library().sendings) == {}
