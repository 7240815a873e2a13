"""What the terminal can draw besides characters, and pictures drawn so.

The terminal is known by the names it gives itself: to ask it would take keys from the person, and time.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Literal

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from reader.core.raster import Raster
from reader.ui.widgets.artwork import Artwork

Manner = Literal["kitty", "blocks"]

_PACKAGE = "textual_image.renderable"

_LARGEST_CELL = 64
"""Pixels beyond which the size of a cell is not believed."""


def manner_of(environment: Mapping[str, str]) -> Manner:
    """Return how a terminal draws pictures that says of itself what is in the environment."""
    if any(name in environment for name in ("TMUX", "STY", "ZELLIJ")):
        return "blocks"  # what is between does not pass pictures on
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if term in ("xterm-kitty", "xterm-ghostty") or program == "ghostty" or "KITTY_WINDOW_ID" in environment:
        return "kitty"
    return "blocks"


def has_graphics() -> bool:
    """Tell whether the package that speaks to terminals in pictures is installed."""
    return find_spec("textual_image") is not None


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
    from PIL import Image

    columns, rows = raster.width // cell[0], raster.height // cell[1]
    image = Image.frombytes("RGB", (raster.width, raster.height), raster.pixels)
    renderable = _renderables().TGPImage(image, columns, rows)
    console = Console(width=columns, height=rows)
    segments = renderable.__rich_console__(console, console.options)
    strips = [Strip([Segment(text.rstrip("\n"), style)], columns) for text, style, _ in segments]
    return Artwork(columns, tuple(strips))


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
