"""Versions, withdrawals, and what arXiv adds to a paper that is shown for a while."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from reader.core.errors import OfflineError
from reader.ui.screens import completing
from reader.ui.widgets import figure
from tests.ui.world import SIZES, SMALL, Window, World, joined, paper, papers


def news(world: World, count: int = 3) -> None:
    """Store papers of which one has a new version and one was withdrawn."""
    listed = list(papers(count))
    listed[0] = listed[0]._replace(version=2, revised=figure.today() - timedelta(days=1), journal_ref="J. 1")
    listed[1] = listed[1]._replace(version=1, withdrawn=True, comment="Lemma [2] is \\emph{wrong}.")
    world.store(listed)


@pytest.mark.parametrize("size", SIZES)
async def test_rows_and_paper_tell_of_versions_and_withdrawals(
    empty_world: World, size: tuple[int, int]
) -> None:
    news(empty_world)
    async with empty_world.run(size) as window:
        assert (" v2 since yesterday" if size is not SMALL else " v2") in window.lines[2]
        assert " withdrawn" in window.lines[3]
        await window.press("enter")
        assert "v2 since yesterday" in joined(window.lines)
        await window.press("G")  # it stands below the abstract
        assert "Journal: J. 1" in joined(window.lines)
        await window.press("n")
        assert "Withdrawn by its authors: Lemma [2]" in joined(window.lines)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are completed as soon as they are shown."""
    monkeypatch.setattr(completing, "PAUSE_SECONDS", 0.01)


def asked(world: World) -> Callable[[], object]:
    return lambda: world.arxiv.completed


async def complete(window: Window, world: World) -> None:
    await window.until(asked(world))
    await window.settle()


@pytest.mark.usefixtures("quick")
async def test_a_paper_that_is_shown_is_completed_with_its_neighbours(world: World) -> None:
    world.arxiv.records = tuple(
        each._replace(categories=("cs.LG",), version=1, comment="9 pages", source="arxiv/1")
        for each in papers(2)
    )
    async with world.run() as window:
        await complete(window, world)
        assert "cs.LG" in window.text
        assert "Comment: 9 pages" in window.text
        (first,) = world.arxiv.completed
        assert first[0] == "2608.00000"
        assert len(first) == 30
        await window.press("j", "j", "k")
        await window.pilot.pause(0.05)
        assert len(world.arxiv.completed) == 1
        assert window.toasts == []


@pytest.mark.usefixtures("quick")
async def test_only_a_paper_that_is_seen_is_completed(world: World) -> None:
    async with world.run(SMALL) as window:
        await window.pilot.pause(0.05)
        assert world.arxiv.completed == []
        await window.press("enter")
        await complete(window, world)


@pytest.mark.usefixtures("quick")
async def test_nobody_is_asked_offline_or_for_what_is_known(world: World) -> None:
    async with world.run(offline=True) as window:
        await window.pilot.pause(0.05)
        await window.settle()
    whole = [each._replace(version=1, categories=("cs.LG",)) for each in papers(30)]
    world.store(whole)
    async with world.run() as window:
        await window.pilot.pause(0.05)
        await window.settle()
    assert world.arxiv.completed == []


@pytest.mark.usefixtures("quick")
async def test_a_failure_is_no_news(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(identifiers: tuple[str, ...], *_: object) -> None:
        world.arxiv.completed.append(tuple(identifiers))
        raise OfflineError("arXiv did not answer.")

    monkeypatch.setattr(world.arxiv, "papers", fail)
    world.lists.found = (paper(1),)
    async with world.run() as window:
        await complete(window, world)
        assert window.toasts == []
        assert "did not answer" not in window.text


@pytest.mark.usefixtures("quick")
async def test_a_paper_that_is_kept_is_looked_at_for_a_new_version(world: World) -> None:
    whole = [each._replace(version=1, categories=("cs.LG",), source="arxiv/1") for each in papers(30)]
    world.store(whole)
    world.arxiv.records = (whole[0]._replace(version=2, source="arxiv/2"),)
    async with world.run() as window:
        await window.pilot.pause(0.05)
        assert world.arxiv.completed == []
        await window.press("b", "j", "k")
        await complete(window, world)
        assert world.arxiv.completed == [("2608.00000",)]
        assert "arXiv:2608.00000v2" in window.text
        await window.press("j", "k")
        await window.pilot.pause(0.05)
        assert len(world.arxiv.completed) == 1
