import io
import sys

import pytest

from reader.cli import notice as cli_notice
from reader.config import Settings
from reader.core.terminal import notice, notification, title
from reader.ui.notice import NewsWatch, title_put_aside

HOSTILE = "a\x1b]2;pwned\x07b\x9b31m\nc"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_told_cannot_end_the_sequence() -> None:
    for told in (title(HOSTILE), notification(HOSTILE, {}), notification(HOSTILE, {"VTE_VERSION": "7600"})):
        assert told.startswith("\x1b]")
        assert told.endswith("\x1b\\")
        assert not {"\x1b", "\x07", "\x9b", "\n"} & set(told[2:-2])
    assert len(title("x" * 1000)) < 200


def test_each_terminal_is_told_in_its_way() -> None:
    assert notification("Done", {}) == "\x1b]9;paper-reader: Done\x1b\\"
    assert notification("Done", {"TERM": "rxvt-unicode"}) == "\x1b]777;notify;paper-reader;Done\x1b\\"
    assert notification("Done", {"TMUX": "x"}) == "\x1bPtmux;\x1b\x1b]9;paper-reader: Done\x1b\x1b\\\x1b\\"


def test_only_what_is_wanted_is_told() -> None:
    assert notice("Done", {}, bell=False, notifications=False) == ""
    assert notice("Done", {}, bell=True, notifications=False) == "\a"
    assert notice("Done", {}, bell=True, notifications=True) == "\a\x1b]9;paper-reader: Done\x1b\\"


def test_news_are_told_once_and_not_those_of_a_new_follow() -> None:
    watch = NewsWatch()
    ann, both = frozenset({"ann"}), frozenset({"ann", "bo"})
    assert watch.arrived(frozenset("ab"), ann) == 0  # what was there at the start
    assert watch.arrived(frozenset("abcd"), ann) == 2
    assert watch.arrived(frozenset("abcd"), ann) == 0
    assert watch.arrived(frozenset("abcdefg"), both) == 0
    assert watch.arrived(frozenset("cdefg"), both) == 0
    assert watch.arrived(frozenset("abcdefgh"), both) == 1


@pytest.mark.parametrize(("seconds", "told"), [(9.0, ""), (11.0, "\a")])
def test_the_end_of_long_work_is_told(monkeypatch: pytest.MonkeyPatch, seconds: float, told: str) -> None:
    times = iter((0.0, seconds))
    monkeypatch.setattr(cli_notice.time, "monotonic", lambda: next(times))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt), cli_notice.told_at_end(Settings(bell=True), "The fetch has ended"):
        raise KeyboardInterrupt
    assert terminal.getvalue() == told


def test_the_title_comes_back_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "__stderr__", terminal)
    with pytest.raises(ValueError, match="bug"), title_put_aside():
        raise ValueError("bug")
    assert terminal.getvalue() == "\x1b[22;2t\x1b[23;2t"
