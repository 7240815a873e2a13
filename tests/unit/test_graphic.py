"""Pictures as the terminal takes them."""

import io
import sys

import pytest

from reader.core.raster import Raster
from reader.ui import graphic
from reader.ui.widgets.artwork import half_blocks


@pytest.mark.parametrize(
    ("environment", "manner"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, "blocks"),
        ({"TERM": "xterm-256color"}, "blocks"),
        ({}, "blocks"),
    ],
)
def test_a_terminal_is_known_by_its_name(environment: dict[str, str], manner: str) -> None:
    assert graphic.manner_of(environment) == manner


def test_two_pixels_are_one_half_block() -> None:
    artwork = half_blocks(Raster(3, 2, bytes([9, 9, 9] * 2 + [1, 2, 3] + [9, 9, 9] * 2 + [4, 5, 6])))
    (row,) = artwork.rows
    assert (artwork.columns, row.text, row.cell_length) == (3, "▀▀▀", 3)
    same, other = row
    assert same.text == "▀▀"
    assert other.style is not None
    assert other.style.color is not None
    assert other.style.bgcolor is not None
    assert other.style.color.get_truecolor() == (1, 2, 3)
    assert other.style.bgcolor.get_truecolor() == (4, 5, 6)


def test_a_picture_is_sent_to_kitty_and_shown_by_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("textual_image")
    sent = io.StringIO()
    monkeypatch.setattr(sys, "__stdout__", sent)
    artwork = graphic.kitty(Raster(40, 40, bytes(4_800)), (10, 20))
    assert sent.getvalue().startswith("\x1b_G")
    assert (artwork.columns, len(artwork.rows)) == (4, 2)
    assert [row.cell_length for row in artwork.rows] == [4, 4]
    assert artwork.rows[0].text.count("\U0010eeee") == 4


def test_without_a_terminal_the_size_of_a_cell_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())
    assert graphic.cell_size() is None
