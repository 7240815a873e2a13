"""The body of an answer: unpacked piece by piece, and never more of it in memory than is allowed."""

import zlib
from typing import TYPE_CHECKING

from reader.core.errors import SourceError
from reader.core.text import clean_line
from reader.sources.failure import PassingError, broken_connection

if TYPE_CHECKING:
    import httpx


async def read_body(response: "httpx.Response", limit: int, name: str) -> bytes:
    """Return the unpacked body of an answer of the service `name`; `SourceError` beyond `limit` bytes."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError(
            f"{name} packed its answer in a way that cannot be unpacked: {clean_line(encoding, 30)}."
        )
    unpacker = _Unpacker() if "gzip" in encoding else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        room = limit - len(body) + 1
        body += unpacker.unpacked(chunk, room) if unpacker else chunk
        if len(body) > limit:
            raise SourceError(
                f"The answer of {name} is too large (more than {limit // 2**20} MB); it was dropped; try again later."
            )
    if unpacker and not unpacker.whole:
        raise PassingError(broken_connection(name))
    return bytes(body)


class _Unpacker:
    """Unpacks gzip piece by piece, without growing beyond what it is allowed."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.whole = True

    def unpacked(self, chunk: bytes, room: int) -> bytes:
        """Return what `chunk` unpacks to, at most `room` bytes; the rest is lost, so that is the end then."""
        unpacked = bytearray()
        while chunk and len(unpacked) < room:
            unpacked += self._stream.decompress(chunk, room - len(unpacked))
            self.whole = self._stream.eof
            chunk = self._stream.unused_data
            if self.whole:  # another member may follow
                self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bytes(unpacked)
