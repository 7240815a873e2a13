"""The program in a real terminal: it starts, listens, and leaves everything as it was."""

import os
import re
import signal
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.view import View, ViewKind
from reader.library.library import Library

pexpect = pytest.importorskip("pexpect")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

ROOT = Path(__file__).parents[2]
TITLES = ("Streaming Attention", "A Calculus of Prompts", "Robots That Ask for Help")
HOSTILE = "Innocent\x1b]0;pwned\x07 \x9b31m\x1b[31m title \x1b]52;c;cHduZWQ=\x07[/] [@click=app.quit]x[/]"
ENTER_ALTERNATE, LEAVE_ALTERNATE, SHOW_CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
_SECONDS = 60


class Terminal:
    """One run of the program in a pseudo-terminal; everything it wrote is kept."""

    def __init__(
        self, home: Path, size: tuple[int, int], *arguments: str, program: tuple[str, ...] = ("-m", "reader")
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            closed = f"http://127.0.0.1:{free.getsockname()[1]}"
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("COLUMNS", "LINES"))
        }
        environment = kept | {
            "PAPER_READER_HOME": str(home),
            "PAPER_READER_HF_URL": closed,
            "PAPER_READER_ARXIV_URL": closed,
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
        }
        width, height = size
        self.child = pexpect.spawn(
            sys.executable,
            [*program, *arguments],
            dimensions=(height, width),
            env=environment,
            cwd=str(home),
            timeout=_SECONDS,
        )
        self.written = b""
        self._seen = 0

    def see(self, text: str) -> None:
        """Wait until a text was written since the last key, whatever colours stand between its words."""
        end = time.monotonic() + _SECONDS
        while text not in (seen := _plain(self.written[self._seen :])):
            assert time.monotonic() < end, f"{text!r} not in {seen[-2000:]!r}"
            self._read()

    def press(self, keys: str) -> None:
        """Press keys."""
        self._seen = len(self.written)
        self.child.send(keys)

    def see_anew(self) -> None:
        """Look only at what is written after the screen was entered again."""
        while ENTER_ALTERNATE not in self.written[self._seen :]:
            self._read()
        self._seen = self.written.rindex(ENTER_ALTERNATE)

    def wait_until_stopped(self) -> None:
        """Wait until the program has stopped itself; what it writes meanwhile is kept."""
        end = time.monotonic() + _SECONDS
        while os.waitpid(self.child.pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
            assert time.monotonic() < end, "it never stopped"
            with suppress(pexpect.TIMEOUT):
                self.written += self.child.read_nonblocking(65536, 0.05)
        with suppress(pexpect.TIMEOUT):
            self.written += self.child.read_nonblocking(65536, 0.05)

    def end(self) -> int | None:
        """Wait for the end, and return the exit code."""
        while True:
            try:
                self._read()
            except pexpect.EOF:
                break
        self.child.close()
        status: int | None = self.child.exitstatus
        return status

    def assert_restored(self) -> None:
        """The screen, the cursor, the mouse, pastes and the title are as they were."""
        written = self.written
        assert written.count(ENTER_ALTERNATE) == written.count(LEAVE_ALTERNATE) >= 1
        assert written.rindex(LEAVE_ALTERNATE) > written.rindex(ENTER_ALTERNATE)
        assert SHOW_CURSOR in written[written.rindex(ENTER_ALTERNATE) :]
        assert written.rfind(b"\x1b[23;2t") > written.rfind(b"\x1b[22;2t") >= 0
        for mode in (b"1000", b"1003", b"1006", b"2004"):  # the mouse, and pastes in brackets
            assert written.rfind(b"\x1b[?" + mode + b"l") >= written.rfind(b"\x1b[?" + mode + b"h")

    def _read(self) -> None:
        self.written += self.child.read_nonblocking(65536, _SECONDS)


def _plain(written: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", written.decode("utf-8", "replace"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which three papers were fetched, and one whose title is hostile."""
    folder = tmp_path / "reader"
    folder.mkdir()
    catalogue = Catalogue(folder / "catalogue.sqlite")
    papers = [
        paper_from_record({"id": f"2608.{n:05}", "title": title, "abstract": f"{title}.", "upvotes": n})
        for n, title in enumerate((*TITLES, HOSTILE))
    ]
    listing = Listing(View(ViewKind.TRENDING), tuple(papers))
    catalogue.store_listing(listing, datetime(2026, 8, 21, tzinfo=UTC))
    catalogue.close()
    return folder


@pytest.mark.parametrize("size", [(140, 45), (80, 24), (60, 20)])
def test_starts_listens_and_leaves_the_terminal_as_it_was(home: Path, size: tuple[int, int]) -> None:
    terminal = Terminal(home, size)
    terminal.see(TITLES[0])
    terminal.see("Offline")
    terminal.press("jb")
    terminal.see("Bookmarked:")
    terminal.press("/robots")  # all at once, as people type ahead
    terminal.see("1 of 4")
    terminal.press("\r")
    terminal.see("Open")
    terminal.press("\r")
    terminal.see("read")
    terminal.press("q")
    assert terminal.end() == 0
    terminal.assert_restored()
    assert b"Traceback" not in terminal.written
    library = Library.open(home)
    assert library.mark("2608.00001").bookmarked
    assert library.mark("2608.00002").read
    library.close()


def test_text_of_others_does_not_drive_the_terminal(home: Path) -> None:
    terminal = Terminal(home, (140, 45))
    terminal.see("Innocent")
    terminal.press("G\r")
    terminal.see("Offline")
    terminal.press("b")
    terminal.see("Bookmarked:")
    terminal.press("q")
    assert terminal.end() == 0
    written = terminal.written
    without_title = written.replace(b"\x1b]2;paper-reader: Trending\x1b\\", b"")
    assert not re.search(rb"\x1b\](?:0|1|2|8|9|52|777);", without_title)
    assert b"pwned\x07" not in written
    assert "\x9b".encode() not in written


def test_first_start_without_a_network_shows_the_sample(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (80, 24))
    terminal.see("sample")
    terminal.see("Offline")
    terminal.press("j\r")
    terminal.see("Sample:")
    terminal.press("h")
    terminal.press("q")
    assert terminal.end() == 0


def test_ends_quietly_when_the_terminal_goes_away(home: Path) -> None:
    terminal = Terminal(home, (80, 24))
    terminal.see(TITLES[0])
    terminal.child.close(force=True)
    assert not terminal.child.isalive()


@pytest.mark.parametrize("variable", ["NO_COLOR"])
def test_no_colour_where_none_is_wanted(home: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "1")
    terminal = Terminal(home, (80, 24))
    terminal.see(TITLES[0])
    terminal.press("q")
    assert terminal.end() == 0
    colours = re.findall(rb"\x1b\[[0-9;]*?[34]8;2;(\d+);(\d+);(\d+)", terminal.written)
    assert all(red == green == blue for red, green, blue in colours)


def test_a_remembered_mark_is_there_at_the_next_start(home: Path) -> None:
    for sign in ("★", "Bookmark removed"):
        terminal = Terminal(home, (80, 24), "--offline")
        terminal.see(TITLES[0])
        terminal.press("b")
        terminal.see(sign)
        terminal.press("q")
        assert terminal.end() == 0


def test_suspends_and_comes_back(home: Path) -> None:
    terminal = Terminal(home, (80, 24))
    terminal.see(TITLES[0])
    terminal.see("Offline")
    terminal.press("\x1b")
    terminal.press("\x1a")
    terminal.wait_until_stopped()
    terminal.assert_restored()
    terminal.press("")
    os.kill(terminal.child.pid, signal.SIGCONT)
    terminal.see_anew()
    for text in ("Trending", TITLES[0], "Innocent", "Offline", "Filter"):
        terminal.see(text)  # all is drawn again
    terminal.press("jb")
    terminal.see("Bookmarked:")
    terminal.press("q")
    assert terminal.end() == 0
    terminal.assert_restored()
    assert terminal.written.count(ENTER_ALTERNATE) == 2


def test_follows_the_size_of_the_terminal(home: Path) -> None:
    terminal = Terminal(home, (80, 24))
    terminal.see("Offline")
    terminal.press("j")
    terminal.child.setwinsize(30, 130)
    terminal.see("Abstract page")  # the paper stands beside the list now
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(home: Path, number: int) -> None:
    terminal = Terminal(home, (80, 24))
    terminal.see(TITLES[0])
    terminal.see("Offline")
    os.kill(terminal.child.pid, number)
    assert terminal.end() == 128 + number
    terminal.assert_restored()
    assert b"Traceback" not in terminal.written


def test_a_crash_leaves_the_terminal_as_it_was(home: Path) -> None:
    crashing = (
        "import sys; from reader.ui.screens.papers import PapersScreen\n"
        "PapersScreen.action_period = lambda *_: 1 / 0\n"
        "from reader.__main__ import main; sys.exit(main([]))"
    )
    terminal = Terminal(home, (80, 24), program=("-c", crashing))
    terminal.see("Offline")
    terminal.press("[")
    assert terminal.end() == 1
    terminal.assert_restored()
    assert b"ZeroDivisionError" in terminal.written[terminal.written.rindex(LEAVE_ALTERNATE) :]


def test_the_title_tells_the_view(home: Path) -> None:
    terminal = Terminal(home, (80, 24))
    terminal.see("Offline")
    terminal.press("5")
    terminal.see("No bookmarks yet")
    terminal.press("q")
    assert terminal.end() == 0
    titles = re.findall(rb"\x1b\]2;(.*?)\x1b", terminal.written)
    assert titles == [b"paper-reader: Trending", b"paper-reader: Bookmarks"]


def test_the_tour_is_shown_once(home: Path) -> None:
    for first in (True, False):
        terminal = Terminal(home, (80, 24))
        terminal.see(TITLES[0])
        terminal.see("Offline")
        if first:
            terminal.see("Welcome")
        terminal.press("j")
        terminal.press("q")
        assert terminal.end() == 0
        assert (b"Welcome" in terminal.written) is first
