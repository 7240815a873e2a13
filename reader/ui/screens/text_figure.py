"""The figures of a whole paper: fetched and drawn while they are in view, one after the other."""

import asyncio
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.core.document import Document, figures_of
from reader.core.errors import FormatError, OfflineError, SourceError
from reader.core.raster import Raster
from reader.document.slot import Slot, slots
from reader.ui.widgets.artwork import CELL, Artwork, half_blocks
from reader.ui.widgets.gallery import Key, key_of

if TYPE_CHECKING:
    from reader.service.picturing import Picturing
    from reader.ui.screens.whole_text import TextScreen

MISSING = "Drawing its figures needs the package Pillow: pip install 'paper-reader[figures]'."

_ABSENT = "This figure is not kept on this computer, and arXiv cannot be reached."


class TextFigures:
    """Sees to it that what is in view of the figures is drawn."""

    def __init__(self, screen: "TextScreen", identifier: str, way: str) -> None:
        self._screen = screen
        self._identifier = identifier
        self._way = way
        self._picturing: Picturing | None = None
        self._failed: dict[Key, Slot] = {}
        self._absent: set[Key] = set()
        """Those that failed for want of a network."""
        self._busy = False

    def use(self, picturing: "Picturing | None") -> None:
        """Draw the figures of a text where there is what unpacks them; those that failed are tried again."""
        self._forget(self._failed)
        self._picturing = picturing if self._way != "off" else None
        self._screen.view.figures = self._picturing is not None

    def missing(self, document: Document, picturing: "Picturing | None") -> str:
        """Return a sentence where figures would be drawn if something were installed."""
        if self._way == "off" or picturing is not None:
            return ""
        figures = (figure for block in document.blocks for figure in figures_of(block))
        return MISSING if any(slots(p, 80, 20) for figure in figures for p in figure.pictures) else ""

    def look(self) -> None:
        """Begin to draw what has come into view."""
        view = self._screen.view
        if self._absent:  # they are tried again when they come back into view
            self._forget(self._absent - set(map(key_of, view.slots)))
        if self._picturing is not None and not self._busy and view.empty_slots:
            self._busy = True
            self._screen.run_worker(self._draw(self._picturing), group="figures")

    async def _draw(self, picturing: "Picturing") -> None:
        try:
            while empty := self._screen.view.empty_slots:
                slot = empty[0]
                self._screen.view.hang(slot, await self._drawn(picturing, slot))
        finally:
            self._busy = False

    async def _drawn(self, picturing: "Picturing", slot: Slot) -> Artwork | str:
        """Return a picture, or why there is none."""
        cell, draw = self._manner()
        try:
            raster = await picturing.raster(self._identifier, slot.address, slot.columns, slot.rows, cell)
        except OfflineError:
            self._failed[key_of(slot)] = slot
            self._absent.add(key_of(slot))
            return _ABSENT
        except (SourceError, FormatError) as error:
            self._failed[key_of(slot)] = slot
            return str(error)
        return await asyncio.to_thread(draw, raster)

    def _forget(self, keys: Iterable[Key]) -> None:
        for key in tuple(keys):
            self._screen.view.hang(self._failed.pop(key), None)
            self._absent.discard(key)

    def _manner(self) -> tuple[tuple[int, int], Callable[[Raster], Artwork]]:
        """Return the pixels of a cell, and what draws a picture."""
        app = self._screen.app
        if self._way == "auto" and not (app.is_headless or app.is_web or app.no_color):
            from reader.ui.graphic import painter

            return painter(os.environ)
        return CELL, half_blocks
