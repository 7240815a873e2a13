"""What the terminal can draw besides characters, and pictures drawn so.

The terminal is known by the names it gives itself: to ask it would take keys from the person, and time.
"""

import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from reader.core.raster import Raster
from reader.ui.widgets.artwork import CELL, Artwork, half_blocks

if TYPE_CHECKING:
    from PIL.Image import Image

Manner = Literal["kitty", "inline", "sixel", "blocks"]
"""Kitty's protocol, iTerm2's, Sixel, or half-blocks."""

_USUAL_CELL = (10, 20)
"""Pixels of a cell where the terminal does not tell, and makes a picture fit by itself."""

_PACKAGE = "textual_image.renderable"

_FIRST_KONSOLE = 220400
"""The first version of Konsole that draws Sixels."""

_LARGEST_CELL = 64
"""Pixels beyond which the size of a cell is not believed."""


def manner_of(environment: Mapping[str, str]) -> Manner:
    """Return how a terminal draws pictures that says of itself what is in the environment."""
    if any(name in environment for name in ("TMUX", "STY", "ZELLIJ")):
        return "blocks"  # what is between does not pass pictures on
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    # Not KITTY_WINDOW_ID: terminals that are started from Kitty have it too.
    if term in ("xterm-kitty", "xterm-ghostty") or program == "ghostty":
        return "kitty"
    if program in ("iTerm.app", "WezTerm") or environment.get("LC_TERMINAL") == "iTerm2":
        return "inline"
    konsole = environment.get("KONSOLE_VERSION", "")
    knows_sixel = term.startswith(("foot", "mlterm", "contour")) or "WT_SESSION" in environment
    if knows_sixel or (konsole.isdecimal() and int(konsole) >= _FIRST_KONSOLE):
        return "sixel"
    return "blocks"


def painter(environment: Mapping[str, str]) -> tuple[tuple[int, int], Callable[[Raster], Artwork]]:
    """Return the pixels of a cell, and what draws a picture in the best manner that there is."""
    manner, cell = manner_of(environment), cell_size()
    if manner == "inline":
        cell = cell or _USUAL_CELL
        return cell, partial(inline, cell=cell)
    if manner == "blocks" or cell is None or find_spec("textual_image") is None:
        return CELL, half_blocks
    return cell, partial(kitty if manner == "kitty" else sixel, cell=cell)


def cell_size() -> tuple[int, int] | None:
    """Return the pixels of a cell of the terminal, across and down; `None` where it does not tell."""
    try:
        import fcntl
        import struct
        import termios
    except ImportError:
        return None
    try:
        size = fcntl.ioctl(sys.__stdout__ or 1, termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", size)
    if not (rows and columns):
        return None
    cell = width // columns, height // rows
    return cell if all(0 < side <= _LARGEST_CELL for side in cell) else None


def kitty(raster: Raster, cell: tuple[int, int]) -> Artwork:
    """Return a picture that is sent to the terminal now, and shown wherever its rows are."""
    columns, rows = raster.width // cell[0], raster.height // cell[1]
    renderable = _renderables().TGPImage(_image(raster), columns, rows)
    console = Console(width=columns, height=rows)
    segments = renderable.__rich_console__(console, console.options)
    strips = [Strip([Segment(text.rstrip("\n"), style)], columns) for text, style, _ in segments]
    return Artwork(columns, tuple(strips))


def sixel(raster: Raster, cell: tuple[int, int]) -> Artwork:
    """Return a picture as half-blocks, over which the terminal draws it as Sixels."""
    columns, rows = raster.width // cell[0], raster.height // cell[1]
    renderable = _renderables().SixelImage(_image(raster), columns, rows)
    console = Console(width=columns, height=rows)
    segments = renderable.__rich_console__(console, console.options)
    drawing = next(part.text for part in segments if isinstance(part, Segment) and part.text[:2] == "\x1bP")
    return _over_blocks(raster, cell, drawing)


def inline(raster: Raster, cell: tuple[int, int]) -> Artwork:
    """Return a picture as half-blocks, over which the terminal draws it as iTerm2 does."""
    columns, rows = raster.width // cell[0], raster.height // cell[1]
    file = BytesIO()
    _image(raster).save(file, "PNG")
    data = b64encode(file.getvalue()).decode("ascii")
    how = f"inline=1;width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1"
    return _over_blocks(raster, cell, f"\x1b]1337;File={how};size={len(file.getvalue())}:{data}\x07")


def _over_blocks(raster: Raster, cell: tuple[int, int], drawing: str) -> Artwork:
    """Return half-blocks for as long as the drawing is not there: while a part of it is hidden."""
    columns, rows = raster.width // cell[0], raster.height // cell[1]
    small = _image(raster).resize((columns, 2 * rows))
    return replace(half_blocks(Raster(columns, 2 * rows, small.tobytes())), overlay=drawing)


def _image(raster: Raster) -> "Image":
    from PIL import Image

    return Image.frombytes("RGB", (raster.width, raster.height), raster.pixels)


def _renderables() -> ModuleType:
    """Return the package's renderables, loaded as if there were no terminal.

    It would ask that what it can do, and read the answer from under Textual's hands.
    """
    if _PACKAGE not in sys.modules:
        terminal, sys.__stdout__ = sys.__stdout__, None  # type: ignore[misc]
        try:
            import_module(_PACKAGE)
        finally:
            sys.__stdout__ = terminal  # type: ignore[misc]
    return sys.modules[_PACKAGE]
