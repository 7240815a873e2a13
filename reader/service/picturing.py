"""The pictures of whole papers: from what is kept, else from where the paper is, one at a time."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from reader.core.raster import Raster
from reader.service.source import Sources
from reader.service.thread import in_thread


class PictureStore(Protocol):
    """Keeps pictures as they came."""

    def save_picture(self, identifier: str, address: str, data: bytes) -> None:
        """Keep a picture of a paper."""

    def load_picture(self, identifier: str, address: str) -> bytes | None:
        """Return a picture of a paper."""


Unpack = Callable[[bytes, int, int, tuple[int, int]], Raster]
"""Makes pixels of a picture, as many as fit into columns and rows of cells of so many pixels; else `FormatError`."""


class Picturing:
    """Gets, keeps and unpacks the pictures of papers."""

    def __init__(
        self,
        sources: Sources,
        store: PictureStore,
        check: Callable[[bytes], None],
        unpack: Unpack,
    ) -> None:
        self._sources = sources
        self._store = store
        self._check = check
        self._unpack = unpack
        self._turn = asyncio.Lock()

    async def raster(
        self, identifier: str, address: str, columns: int, rows: int, cell: tuple[int, int]
    ) -> Raster:
        """Return a picture of a paper, kept from then on, as large as fits into cells of `cell` pixels.

        `SourceError` or `FormatError` say why there is none.
        """
        data = await in_thread(self._store.load_picture, identifier, address)
        if data is None:
            async with self._turn:
                data = await self._fetched(identifier, address)
        return await in_thread(self._unpack, data, columns, rows, cell)

    async def _fetched(self, identifier: str, address: str) -> bytes:
        data = await self._sources.picture(address)
        self._check(data)
        await in_thread(self._store.save_picture, identifier, address, data)
        return data
