"""Pictures: the place they get, and the pixels that are made of them."""

import zlib

import pytest

from reader.core.document import Document, Figure, Inline, Picture
from reader.core.errors import FormatError
from reader.document.flow import Flow
from reader.document.picture import PIXELS, check_picture, raster
from reader.document.slot import figure_slots, slots
from tests.document_page import png, png_of

RED, BLUE = (200, 0, 0), (0, 0, 200)
ADDRESS = "https://arxiv.org/html/x/f.png"


def gif() -> bytes:
    """Return a picture of one pixel that is seen through."""
    return bytes.fromhex(
        "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
    )


def test_a_picture_fits_into_its_cells_and_keeps_its_shape() -> None:
    found = raster(png(40, 20, lambda x, y: RED if x < 20 else BLUE), 20, 20, (1, 2))
    assert (found.width, found.height) == (20, 10)
    assert found.pixel(0, 0) == RED
    assert found.pixel(19, 9) == BLUE
    tall = raster(png(10, 40), 20, 10, (8, 16))
    assert (tall.width, tall.height) == (40, 160)
    assert len(tall.pixels) == 3 * 40 * 160


def test_what_is_seen_through_is_white() -> None:
    assert raster(gif(), 1, 1, (1, 2)).pixel(0, 0) == (255, 255, 255)


HOSTILE = {
    "page": (b"<!DOCTYPE html><html>log in</html>", "is no picture"),
    "nothing": (b"", "is no picture"),
    "drawing": (b'<?xml version="1.0"?><svg xmlns="x"/>', "a drawing \\(SVG\\)"),
    "cut in the rows": (png(30, 30)[:120], "is broken"),
    "cut in the head": (png(30, 30)[:30], "is broken"),
    "false JPEG": (b"\xff\xd8\xff" + b"\0" * 500, "is broken"),
    "false GIF": (b"GIF89a" + b"\xff" * 20, "is broken"),
    "false WebP": (b"RIFF\x10\0\0\0WEBPVP8 " + b"\1" * 40, "is broken"),
    "not packed": (png_of(20, 20, b"no zlib at all"), "is broken"),
    "large": (png_of(7_000, 7_000, zlib.compress(b"")), "more than 40 million pixels"),
    "huge": (png_of(60_000, 60_000, zlib.compress(b"")), "more than 40 million pixels"),
    "flat": (png_of(0, 20, zlib.compress(b"")), "is broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pictures_end_in_a_sentence(name: str) -> None:
    data, sentence = HOSTILE[name]
    with pytest.raises(FormatError, match=sentence):
        raster(data, 40, 20, (1, 2))


def test_a_check_looks_at_what_a_file_is_not_at_its_name() -> None:
    check_picture(png(1, 1))
    with pytest.raises(FormatError):
        check_picture(b"%PDF-1.5")
    assert PIXELS < 7_000 * 7_000


def place(columns: int = 80, tallest: int = 20, **fields: object) -> tuple[int, int]:
    found = slots(Picture(**({"address": ADDRESS} | fields)), columns, tallest)  # type: ignore[arg-type]
    assert [slot.row for slot in found] == list(range(len(found)))
    return (found[0].columns, found[0].rows) if found else (0, 0)


def test_the_place_of_a_picture_has_its_shape() -> None:
    assert place(size=(600, 300)) == (80, 20)
    assert place(size=(600, 150)) == (80, 10)
    assert place(size=(300, 600)) == (20, 20)
    assert place(size=(40, 40)) == (10, 5)
    assert place(size=(99_999, 1)) == (80, 1)
    assert place(size=(1, 99_999)) == (1, 20)
    assert place() == (80, 16)


def test_several_pictures_of_a_figure_are_seen_together() -> None:
    panel = Picture(ADDRESS, size=(600, 400))
    assert [len(place) for place in figure_slots(Figure((panel,)), 80, 24)] == [24]
    assert [len(place) for place in figure_slots(Figure((panel,) * 2), 80, 24)] == [12, 12]
    assert [len(place) for place in figure_slots(Figure((panel,) * 5), 80, 24)] == [8] * 5
    assert figure_slots(Figure((panel,) * 2), 80, 0) == ((), ())


def test_a_figure_keeps_the_place_of_its_pictures_free() -> None:
    panel = Picture(ADDRESS, size=(160, 80), caption=(Inline("A gate."),))
    document = Document((Figure((panel,), "Figure 1", (Inline("Words."),), "F1"), Figure((panel,) * 2)))
    flow = Flow(document, 80, tallest=20)
    before = flow.height
    lines = flow.block(0)
    assert [line.slot.row for line in lines if line.slot] == list(range(10))
    assert [line.width for line in lines if line.slot] == [20] * 10  # in the middle of the column
    assert [line.text for line in lines[10:]] == ["▒ A gate. f.png", "Figure 1  Words."]
    assert flow.anchor("F1") == (0, 0)
    assert abs(flow.height - before) <= 1
    assert not any(line.slot for line in Flow(document, 80).block(0))


@pytest.mark.parametrize(
    "address", [None, "https://arxiv.org/html/x/f.SVG", "https://a.org/f.pdf?x=.png", "https://a.org/f.eps#a"]
)
def test_what_cannot_be_drawn_gets_no_place(address: str | None) -> None:
    assert place(address=address) == (0, 0)
    assert place(tallest=0) == (0, 0)
