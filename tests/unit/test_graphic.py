"""Pictures as the terminal takes them."""

import io
import sys

import pytest
from textual.geometry import Offset, Region
from textual.strip import Strip

from reader.core.raster import Raster
from reader.document.line import Line, Segment
from reader.document.slot import Slot
from reader.ui import graphic
from reader.ui.widgets.artwork import CELL, Artwork, half_blocks
from reader.ui.widgets.gallery import Gallery
from reader.ui.widgets.overlay import overlaid


@pytest.mark.parametrize(
    ("environment", "manner"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, "blocks"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "inline"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "inline"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "inline"),
        ({"TERM": "foot-extra"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230801"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "210000"}, "blocks"),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, "sixel"),
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


def test_sixels_and_inline_pictures_lie_over_half_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    raster = Raster(40, 40, bytes([250, 0, 0]) * 1_600)
    inline = graphic.inline(raster, (10, 20))
    assert inline.overlay.startswith("\x1b]1337;File=inline=1;width=4;height=2;")
    assert inline.overlay.endswith("\x07")
    assert [row.text for row in inline.rows] == ["▀▀▀▀", "▀▀▀▀"]
    pytest.importorskip("textual_image")
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())
    sixel = graphic.sixel(raster, (10, 20))
    assert (sixel.overlay[:2], sixel.overlay[-2:]) == ("\x1bP", "\x1b\\")
    assert [row.text for row in sixel.rows] == ["▀▀▀▀", "▀▀▀▀"]


def test_half_blocks_are_drawn_where_the_terminal_does_not_tell_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())
    assert graphic.painter({"TERM": "xterm-kitty"}) == (CELL, half_blocks)
    assert graphic.painter({"TERM_PROGRAM": "iTerm.app"})[0] == (10, 20)


def test_a_drawing_is_written_once_where_all_of_its_place_is_in_view() -> None:
    gallery = Gallery()
    place = [Slot("https://arxiv.org/f.png", 6, 4, row) for row in range(4)]
    gallery.hang(place[0], Artwork(4, (Strip([]), Strip([])), overlay="DRAWING"))
    shown = [(0, 0, Line())] + [(1, row, Line((Segment("  "),), slot=slot)) for row, slot in enumerate(place)]
    strips = [Strip.blank(20)] * 5

    def drawn(lines: list[tuple[int, int, Line]], crop: Region) -> list[str]:
        return [strip.text for strip in overlaid(strips, crop, lines, gallery, Offset(3, 10))]

    written = drawn(shown, Region(0, 0, 20, 5))
    assert written[:4] == [" " * 20] * 4
    assert written[4] == " " * 20 + "\x1b7\x1b[13;7HDRAWING\x1b8"
    assert drawn(shown, Region(0, 0, 20, 4)) == [" " * 20] * 5  # its last line is not asked for
    assert drawn(shown[2:], Region(0, 0, 20, 5)) == [" " * 20] * 5
    assert drawn(shown[:4], Region(0, 0, 20, 5)) == [" " * 20] * 5


def test_without_a_terminal_the_size_of_a_cell_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdout__", io.StringIO())
    assert graphic.cell_size() is None
