"""The export dialog: what, in which format, where."""

import json
import os
from pathlib import Path

import pytest
from textual.widgets import Input, Label, Select

from reader.ui.screens.export import ExportDialog
from tests.ui.world import SMALL, WIDE, Window, World


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to export into."""
    path = tmp_path / "out"
    path.mkdir()
    return path


async def test_writes_what_is_shown_where_nothing_is_bookmarked(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("slash")
        await window.type("coral")
        await window.press("enter", "e")
        dialog_of(window)
        set_path(window, folder / "mine.bib")
        await window.press("enter")
        assert window.app.screen is window.screen
        assert "Exported 3 papers" in window.text
    text = (folder / "mine.bib").read_text(encoding="utf-8")
    assert text.count("eprint") == 3
    assert "Coral" in text


async def test_writes_the_bookmarks_first(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("b", "e")
        set_path(window, folder / "mine.bib")
        await window.press("ctrl+s")
    assert (folder / "mine.bib").read_text(encoding="utf-8").count("eprint") == 1


async def test_writes_the_paper_under_the_cursor(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("j", "e")
        dialog_of(window).query_one("#export-what", Select).value = 2
        set_path(window, folder / "one.bib")
        await window.press("ctrl+s")
    text = (folder / "one.bib").read_text(encoding="utf-8")
    assert "How Far Do" in text
    assert text.count("eprint") == 1


@pytest.mark.parametrize("format_name", ["json", "markdown", "csv", "jsonl", "ris", "html", "csl-json"])
async def test_format_gives_the_file_its_suffix(world: World, folder: Path, format_name: str) -> None:
    async with world.run() as window:
        await window.press("e")
        dialog = dialog_of(window)
        set_path(window, folder / "mine.bib")
        dialog.query_one("#export-format", Select).value = format_name
        await window.settle()
        path = Path(dialog.query_one("#export-path", Input).value)
        assert path.name != "mine.bib"
        await window.press("ctrl+s")
        assert window.app.screen is window.screen
    assert path.stat().st_size > 100
    if format_name == "json":
        assert len(json.loads(path.read_text(encoding="utf-8"))) == 30


async def test_asks_before_it_overwrites(world: World, folder: Path) -> None:
    there = folder / "mine.bib"
    there.write_text("precious", encoding="utf-8")
    async with world.run() as window:
        await window.press("e")
        set_path(window, there)
        await window.press("ctrl+s")
        assert isinstance(window.app.screen, ExportDialog)
        assert "There is a file of this name" in remark(window)
        assert there.read_text(encoding="utf-8") == "precious"
        await window.press("ctrl+s")
        assert window.app.screen is window.screen
    assert "eprint" in there.read_text(encoding="utf-8")


async def test_another_name_is_asked_for_again(world: World, folder: Path) -> None:
    for name in ("a.bib", "b.bib"):
        (folder / name).write_text("precious", encoding="utf-8")
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder / "a.bib")
        await window.press("ctrl+s")
        set_path(window, folder / "b.bib")
        await window.settle()
        await window.press("ctrl+s")
        assert isinstance(window.app.screen, ExportDialog)
        await window.press("escape")
    assert {path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"precious"}


async def test_remembers_folder_and_format(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("e")
        dialog_of(window).query_one("#export-format", Select).value = "markdown"
        await window.settle()
        set_path(window, folder / "mine.md")
        await window.press("ctrl+s", "e")
        assert dialog_of(window).query_one("#export-path", Input).value.startswith(str(folder))
    async with world.run() as window:
        await window.press("e")
        dialog = dialog_of(window)
        assert dialog.format_name == "markdown"
        assert dialog.query_one("#export-path", Input).value.startswith(str(folder))


@pytest.mark.parametrize(
    "state", ["[", '{"folder": 3}', '["folder"]', "[" * 100_000, '{"folder": "/no/such/place"}']
)
async def test_broken_memory_is_forgotten(world: World, state: str) -> None:
    (world.folder / "state.json").write_text(state, encoding="utf-8")
    async with world.run() as window:
        await window.press("e")
        assert isinstance(window.app.screen, ExportDialog)


async def test_missing_folder_is_a_sentence(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder / "no" / "mine.bib")
        await window.press("ctrl+s")
        assert "does not exist" in remark(window)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
async def test_read_only_folder_is_a_sentence(world: World, folder: Path) -> None:
    folder.chmod(0o500)
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder / "mine.bib")
        await window.press("ctrl+s")
        assert "could not be written" in remark(window)


@pytest.mark.parametrize(("path", "says"), [("", "Name a file"), ("   ", "Name a file")])
async def test_a_name_is_needed(world: World, path: str, says: str) -> None:
    async with world.run() as window:
        await window.press("e")
        dialog_of(window).query_one("#export-path", Input).value = path
        await window.press("ctrl+s")
        assert says in remark(window)


async def test_a_folder_is_no_file(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder)
        await window.press("ctrl+s")
        assert "is a folder" in remark(window)


@pytest.mark.parametrize("name", ["x\x00y.bib", "x\ud800.bib", "a" * 300 + ".bib"])
async def test_impossible_names_are_sentences(world: World, folder: Path, name: str) -> None:
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder / "x.bib")
        dialog_of(window).query_one("#export-path", Input).value = f"{folder}/{name}"
        await window.press("ctrl+s")
        assert window.app.is_running
        assert remark(window)
    assert list(folder.iterdir()) == []


async def test_empty_selection_is_told(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("e")
        dialog_of(window).query_one("#export-what", Select).value = 0
        set_path(window, folder / "mine.bib")
        await window.press("ctrl+s")
        assert "There are no papers in “Bookmarks”" in remark(window)


async def test_home_sign_is_understood(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(world.folder))
    async with world.run() as window:
        await window.press("e")
        dialog_of(window).query_one("#export-path", Input).value = "~/mine.bib"
        await window.press("ctrl+s")
    assert (world.folder / "mine.bib").exists()


@pytest.mark.parametrize("size", [WIDE, SMALL, (80, 24)])
async def test_mouse_presses_the_buttons(world: World, folder: Path, size: tuple[int, int]) -> None:
    async with world.run(size) as window:
        await window.press("e")
        set_path(window, folder / "mine.bib")
        await window.settle()
        assert await window.pilot.click("#export-go")
        await window.settle()
    assert (folder / "mine.bib").exists()


async def test_cancel_writes_nothing(world: World, folder: Path) -> None:
    async with world.run() as window:
        await window.press("e")
        set_path(window, folder / "mine.bib")
        await window.pilot.click("#export-cancel")
        await window.settle()
        assert window.app.screen is window.screen
    assert list(folder.iterdir()) == []


def dialog_of(window: Window) -> ExportDialog:
    assert isinstance(window.app.screen, ExportDialog)
    return window.app.screen


def set_path(window: Window, path: Path) -> None:
    box = dialog_of(window).query_one("#export-path", Input)
    box.focus()
    box.value = str(path)


def remark(window: Window) -> str:
    """Return what the dialog says about the person's answers."""
    return str(dialog_of(window).query_one("#export-remark", Label).content)
