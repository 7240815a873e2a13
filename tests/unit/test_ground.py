"""Dark or light: what terminals answer, and what their environment says."""

import pytest

from reader.cli.ground import GroundQuestion
from reader.core.ground import (
    Ground,
    ground_from_answer,
    ground_from_environment,
    is_answered,
    typed_beside,
)


@pytest.mark.parametrize(
    ("answer", "dark"),
    [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", False),
        ("\x1b]11;rgb:1717/1818/1a1a\x07", True),
        ("\x1b]11;rgb:ff/fa/f0\x07", False),
        ("\x1b]11;rgba:0000/2b2b/3636/ffff\x07", True),
        ("\x1b]11;rgb:0/0/0\x07", True),
        ("\x1b[?62;22c", None),
        ("\x1b]11;rgb:gg/00/00\x07", None),
        ("", None),
    ],
)
def test_an_answer_says_whether_it_is_dark(answer: str, dark: bool | None) -> None:
    assert ground_from_answer(answer) is dark


@pytest.mark.parametrize(
    ("colours", "dark"),
    [
        ("15;0", True),
        ("0;15", False),
        ("0;default;7", False),
        ("12;8", True),
        ("", None),
        ("0;x", None),
        ("0;99", None),
    ],
)
def test_the_environment_may_say_it_too(colours: str, dark: bool | None) -> None:
    assert ground_from_environment(colours) is dark


def test_the_end_of_an_answer_is_known_and_keys_beside_it_are_kept() -> None:
    text = "j\x1b]11;rgb:ffff/ffff/ffff\x1b\\k j\x1b[?62;22c"
    assert is_answered(text)
    assert not is_answered("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
    assert typed_beside(text) == "jk j"


@pytest.mark.parametrize("text", ["jj/robots", "jj\x1b[Bb", "jj\x1b]11;rgb:ff"])
def test_letters_behind_what_is_no_letter_are_no_commands(text: str) -> None:
    assert typed_beside(text) == "jj"


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert GroundQuestion().answer() == Ground(dark=False)
