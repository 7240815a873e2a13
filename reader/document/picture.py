"""Pictures made pixels, as few as are shown; what came may be anything but a picture."""

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reader.core.errors import FormatError
from reader.core.raster import Raster

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS: Final = 40_000_000
"""Most pixels of a picture that is unpacked."""

_KINDS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_SIGNS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
_PAPER: Final = (255, 255, 255)
"""What is seen through the holes of a picture: figures are made for white paper."""


def can_draw() -> bool:
    """Tell whether the package that unpacks pictures is installed."""
    from importlib.util import find_spec

    return find_spec("PIL") is not None


def check_picture(data: bytes) -> None:
    """Raise `FormatError` for what does not begin as a picture of pixels does."""
    if data.startswith(_SIGNS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return
    if b"<svg" in data[:2_000].lower():
        raise FormatError("This figure is a drawing (SVG), which is not drawn here; its link opens it.")
    raise FormatError("What came in place of this figure is no picture.")


def raster(data: bytes, columns: int, rows: int, cell: tuple[int, int]) -> Raster:
    """Return a picture as large as fits into cells of a terminal, each of which has `cell` pixels.

    `FormatError` says why there is none.
    """
    check_picture(data)
    width, height = columns * cell[0], rows * cell[1]
    try:
        return _read(data, width, height, cell)
    except ImportError as error:
        raise FormatError("Drawing figures needs the package Pillow.") from error
    # Broken files break each part of what unpacks them in a way of its own.
    except (
        *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError),
        *(AttributeError, MemoryError, RuntimeError, struct.error, zlib.error),
    ) as error:
        raise FormatError("This figure is broken, so it cannot be drawn.") from error


def _read(data: bytes, width: int, height: int, cell: tuple[int, int]) -> Raster:
    from PIL import Image

    try:
        image: Image.Image = Image.open(BytesIO(data), formats=_KINDS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    with image:
        if image.width * image.height > PIXELS:
            raise _too_large()
        scale = min(width / image.width, height / image.height)
        # Whole cells, so that what is beside the picture is not cut.
        across = cell[0] * max(1, round(image.width * scale / cell[0]))
        down = cell[1] * max(1, round(image.height * scale / cell[1]))
        image.draft("RGB", (2 * across, 2 * down))
        image.load()
        flat = _on_paper(image)
        small = flat.resize((across, down), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return Raster(across, down, small.tobytes())


def _on_paper(image: "Image") -> "Image":
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, (*_PAPER, 255))
    return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")


def _too_large() -> FormatError:
    return FormatError(f"This figure has more than {PIXELS // 10**6} million pixels, so it is not drawn.")
