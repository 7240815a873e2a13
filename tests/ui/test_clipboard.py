"""Ways to the clipboard, and exports to a browser."""

import base64
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from textual.widgets import Input, Select

from reader.ui.app import PaperApp
from reader.ui.clipboard import hand_to, local_command, terminal_sequence
from tests.ui.world import World


def everything(name: str) -> str:
    return f"/bin/{name}"


@pytest.mark.parametrize(
    ("environment", "platform", "program"),
    [
        ({"TMUX": "x", "SSH_TTY": "x"}, "linux", "tmux"),
        ({"SSH_CONNECTION": "x", "DISPLAY": ":10"}, "linux", None),
        ({"WAYLAND_DISPLAY": "x", "DISPLAY": ":0"}, "linux", "wl-copy"),
        ({"DISPLAY": ":0"}, "linux", "xclip"),
        ({"WSL_DISTRO_NAME": "x"}, "linux", "clip.exe"),
        ({"TERMUX_VERSION": "x"}, "linux", "termux-clipboard-set"),
        ({}, "linux", None),
        ({}, "darwin", "pbcopy"),
        ({}, "win32", "clip.exe"),
    ],
)
def test_the_program_that_reaches_the_person(
    environment: dict[str, str], platform: str, program: str | None
) -> None:
    command = local_command(environment, platform, everything)
    assert (command and command[0]) == (program and f"/bin/{program}")


def test_a_program_that_is_not_there_is_passed_over() -> None:
    there = {"xsel": "/bin/xsel"}.get
    assert local_command({"DISPLAY": ":0"}, "linux", there) == ("/bin/xsel", "--clipboard", "--input")
    assert local_command({"TMUX": "x"}, "linux", lambda _: None) is None


def test_screen_gets_it_in_pieces_that_it_hands_on() -> None:
    text = "a citation " * 40
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", terminal_sequence(text, {"STY": "1.x"}), re.DOTALL)
    assert max(map(len, pieces)) <= 76
    whole = "".join(pieces)
    assert whole.startswith("\x1b]52;c;")
    assert base64.b64decode(whole[7:-1]).decode() == text
    assert terminal_sequence(text, {}) == ""


def test_a_program_gets_the_text(tmp_path: Path) -> None:
    file = tmp_path / "copied"
    code = f"import sys; open({str(file)!r}, 'wb').write(sys.stdin.buffer.read())"
    assert hand_to((sys.executable, "-c", code), "ü ∑")
    assert file.read_text(encoding="utf-8") == "ü ∑"
    assert not hand_to((sys.executable, "-c", "raise SystemExit(1)"), "x")
    assert not hand_to((str(tmp_path / "no-such-program"),), "x")


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The downloads that a browser gets, by their names."""
    files: dict[str, bytes] = {}

    def deliver(_: PaperApp, file: BinaryIO, *, save_filename: str, **options: Any) -> str:
        files[save_filename] = file.read()
        return "key"

    monkeypatch.setattr(PaperApp, "is_web", True)
    monkeypatch.setattr(PaperApp, "deliver_binary", deliver)
    return files


async def test_an_export_in_the_browser_writes_no_file_here(
    world: World, delivered: dict[str, bytes], tmp_path: Path
) -> None:
    async with world.run() as window:
        await window.press("b", "e")
        box = window.app.screen.query_one("#export-path", Input)
        assert box.value == "papers.bib"
        box.value = str(tmp_path / "mine.bib")
        await window.press("ctrl+s")
        assert "your browser has mine.bib" in window.text
    assert delivered["mine.bib"].count(b"eprint") == 1
    assert not (tmp_path / "mine.bib").exists()


async def test_a_folder_of_notes_is_one_packed_download(world: World, delivered: dict[str, bytes]) -> None:
    async with world.run() as window:
        await window.press("b", "j", "b", "e")
        window.app.screen.query_one("#export-format", Select).value = "obsidian"
        await window.pilot.pause()
        await window.press("ctrl+s")
    with zipfile.ZipFile(io.BytesIO(delivered["papers.zip"])) as archive:
        assert len(archive.namelist()) == 2
        assert all(name.endswith(".md") for name in archive.namelist())
