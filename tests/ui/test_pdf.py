"""PDFs on the screen: downloading, stopping, opening, and the overview of what is kept."""

import asyncio
from pathlib import Path

import pytest

from reader.core.errors import NotFoundError, OfflineError, UsageError
from reader.core.kept_pdf import PART
from reader.service import downloading
from reader.ui.screens.choice import ChoiceDialog
from reader.ui.screens.kept_pdf import KeptPdfDialog
from reader.ui.screens.whole_text import TextScreen
from tests.ui.test_whole_text import keep
from tests.ui.world import NARROW, SMALL, WIDE, Window, World, first_ids, joined

FIRST, SECOND, THIRD = first_ids(3)
NAME = f"Ada Researcher0 2026 - Streaming Attention without a Cache ({FIRST}).pdf"


@pytest.fixture
def viewed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that reached the person's viewer."""
    paths: list[Path] = []
    monkeypatch.setattr(downloading, "open_file", lambda path, _viewer: paths.append(path))
    return paths


def kept(world: World) -> list[str]:
    folder = world.folder / "pdfs"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


async def begun(window: Window, world: World, *keys: str) -> None:
    """Press keys that begin a download, and wait until it is half-way at the gate."""
    world.pdfs.gate = asyncio.Event()
    asked = len(world.pdfs.asked)
    await window.pilot.press(*keys)
    await window.until(lambda: len(world.pdfs.asked) > asked)
    await window.pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_a_pdf_is_downloaded_with_progress_and_then_opened(
    world: World, viewed: list[Path], opened: list[str], size: tuple[int, int]
) -> None:
    async with world.run(size) as window:
        await begun(window, world, "d")
        assert f"PDF of {FIRST}: 0.5 of 1.0 MB, 50 %" in window.text.replace("500 kB of", "0.5 of")
        assert world.pdfs.gate is not None
        world.pdfs.gate.set()
        await window.settle()
        assert kept(world) == [NAME]
        assert "p opens it: Ada Researcher0" in window.text
        await window.press("p")
        assert viewed == [world.folder / "pdfs" / NAME]
        assert opened == []


async def test_without_a_kept_file_the_browser_opens_it(
    world: World, viewed: list[Path], opened: list[str]
) -> None:
    async with world.run() as window:
        await window.press("d", "p")
        (world.folder / "pdfs" / NAME).unlink()
        await window.press("p")
    assert (len(viewed), opened) == (1, [f"https://arxiv.org/pdf/{FIRST}"])


async def test_escape_stops_and_d_goes_on(world: World) -> None:
    async with world.run() as window:
        await begun(window, world, "d")
        await window.press("escape")
        assert "Stopped; what came is kept, and d goes on from there." in window.text
        assert kept(world) == []
        world.pdfs.gate = None
        await window.press("d")
        assert kept(world) == [NAME]
        assert world.pdfs.asked == [FIRST, FIRST]


async def test_selected_papers_are_downloaded_one_after_the_other(world: World) -> None:
    async with world.run() as window:
        await begun(window, world, "x", "j", "x", "j", "x", "d")
        assert f"PDF of {FIRST} (1 of 3)" in window.text
        assert world.pdfs.asked == [FIRST]
        assert world.pdfs.gate is not None
        world.pdfs.gate.set()
        await window.settle()
        assert world.pdfs.asked == [FIRST, SECOND, THIRD]
        assert "p opens them: 3 PDFs" in window.text


async def test_what_is_asked_for_meanwhile_waits_its_turn(world: World) -> None:
    async with world.run() as window:
        await begun(window, world, "d")
        await window.pilot.press("j", "d", "d")
        assert "1 PDF more to download" in window.text
        assert world.pdfs.gate is not None
        world.pdfs.gate.set()
        await window.settle()
        assert world.pdfs.asked == [FIRST, SECOND]


async def test_nothing_is_said_to_go_on_after_a_failure(world: World) -> None:
    world.pdfs.errors[FIRST] = NotFoundError(f"arXiv has no PDF of {FIRST}.")
    async with world.run() as window:
        await window.press("d")
        assert "1 PDF could not be had" in window.lines[-2]


async def test_a_failure_is_told_and_the_others_come(world: World) -> None:
    world.pdfs.errors[FIRST] = NotFoundError(f"arXiv has no PDF of {FIRST}.")
    async with world.run() as window:
        await window.press("x", "j", "x", "d")
        assert window.toasts == [f"arXiv has no PDF of {FIRST}."]
        assert "1 could not be had" in window.text
        assert len(kept(world)) == 1


async def test_without_a_network_nothing_more_is_tried(world: World) -> None:
    world.pdfs.errors[FIRST] = OfflineError("arXiv cannot be reached.")
    async with world.run() as window:
        await window.press("x", "j", "x", "d")
        assert world.pdfs.asked == [FIRST]
        assert window.toasts == ["Not downloaded: arXiv cannot be reached."]
    async with world.run(offline=True) as window:
        await window.press("d")
        assert "Offline was asked for" in window.toasts[-1]


async def test_a_viewer_that_fails_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise UsageError("The viewer “x” could not open the file.")

    monkeypatch.setattr(downloading, "open_file", fail)
    async with world.run() as window:
        await window.press("d", "p")
        assert window.toasts == ["The viewer “x” could not open the file."]
        assert window.app.clipboard == str(world.folder / "pdfs" / NAME)


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_the_overview_shows_sizes_opens_and_deletes(
    world: World, viewed: list[Path], size: tuple[int, int]
) -> None:
    async with world.run(size) as window:
        await window.press("d", "j", "d", "V")
        assert isinstance(window.app.screen, KeptPdfDialog)
        text = joined(window.lines)
        assert "Kept PDFs: 2 files, 2.0 MB" in text
        assert "1.0 MB  Ada Researcher0 2026 - Streaming" in text
        await window.press("j")
        await window.pilot.press("x")
        await window.until(lambda: isinstance(window.app.screen, ChoiceDialog))
        await window.pilot.press("n")
        await window.until(lambda: isinstance(window.app.screen, KeptPdfDialog))
        assert len(kept(world)) == 2
        await window.pilot.press("x")
        await window.until(lambda: isinstance(window.app.screen, ChoiceDialog))
        assert "Delete Ada Researcher1" in window.text
        await window.pilot.press("y")
        await window.until(lambda: "1 file, 1.0 MB" in window.text)
        assert kept(world) == [NAME]
        await window.press("enter")
        assert viewed == [world.folder / "pdfs" / NAME]


async def test_the_last_one_deleted_closes_the_overview(world: World) -> None:
    async with world.run() as window:
        await window.press("V")
        assert "No PDF is kept yet; d downloads a paper's." in window.text
        await window.press("d", "V")
        await window.pilot.press("x")
        await window.until(lambda: isinstance(window.app.screen, ChoiceDialog))
        await window.pilot.press("y")
        await window.until(lambda: window.app.screen is window.screen)
        assert kept(world) == []


async def test_a_part_is_listed_and_goes_on(world: World) -> None:
    folder = world.folder / "pdfs"
    folder.mkdir()
    (folder / (NAME + PART)).write_bytes(b"%PDF-" + bytes(95))
    async with world.run() as window:
        await window.press("V")
        assert "part of Ada Researcher0" in window.text
        assert "not whole yet; enter goes on with the download" in window.text
        await window.press("enter")
        assert NAME in kept(world)


async def test_names_from_outside_are_only_names(world: World) -> None:
    folder = world.folder / "pdfs"
    folder.mkdir()
    (folder / f"[bold]a \x1b[31m ({FIRST}).pdf").write_bytes(b"%PDF-")
    async with world.run() as window:
        await window.press("V")
        assert "[bold]a " in window.text
        assert "\x1b" not in window.text


async def test_the_whole_paper_downloads_and_opens_too(
    world: World, viewed: list[Path], opened: list[str]
) -> None:
    keep(world)
    async with world.run() as window:
        await window.press("W")
        assert isinstance(window.app.screen, TextScreen)
        await window.press("p")
        assert opened == [f"https://arxiv.org/pdf/{FIRST}"]
        await begun(window, world, "d")
        assert f"PDF of {FIRST}:" in window.text
        await window.pilot.press("escape")
        await window.pilot.pause()
        assert isinstance(window.app.screen, TextScreen)
        assert "Stopped" in window.text
        # Who goes back to the list leaves the download going on.
        await begun(window, world, "d")
        await window.pilot.press("h")
        await window.pilot.press("p")
        await window.settle()
    assert kept(world) == [NAME] or viewed == []
