"""Bytes of a file or pipe, piece by piece: unpacked, in UTF-8, in lines, never much of it in memory."""

import codecs
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from reader.core.errors import FormatError

PIECE = 2**18
"""Most bytes in one piece."""

LINE_LIMIT = 10 * 10**6
"""Longest line (bytes) that is read."""

_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Content(NamedTuple):
    """The text of a file."""

    pieces: Iterator[bytes]
    """It is UTF-8, without byte order mark."""
    packed: bool
    """Whether gzip packed it."""
    before: int | None
    """Bytes of the file before the text; `None` where the text is not in the file byte for byte."""


def readable(stream: BinaryIO, name: str) -> Content:
    """Return the content of `stream`, which is read as far as the pieces are taken.

    `FormatError` while reading when the packed file or the text is damaged; `name` is for messages.
    """
    head, pieces = peeked(pieces_of(stream), 4)
    packed = head.startswith(_GZIP)
    if packed:
        head, pieces = peeked(_unpacked(pieces, name), 4)
    if recoded := head.startswith(_UTF16):
        head, pieces = peeked(_recoded(pieces, name), 4)
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    return Content(without(pieces, mark), packed, None if packed or recoded else mark)


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """Return the bytes of a stream from where it stands."""
    return iter(lambda: stream.read(PIECE), b"")


def without(pieces: Iterator[bytes], count: int) -> Iterator[bytes]:
    """Yield the pieces without their first `count` bytes."""
    while count > 0 and (piece := next(pieces, b"")):
        if len(piece) > count:
            yield piece[count:]
        count -= len(piece)
    yield from pieces


def peeked(pieces: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """Return at least `size` bytes of the beginning, where there are so many, and all pieces again."""
    head = b""
    while len(head) < size and (piece := next(pieces, b"")):
        head += piece
    return head, chain((head,) if head else (), pieces)


def bounded(pieces: Iterable[bytes], limit: int, name: str) -> Iterator[bytes]:
    """Yield the pieces up to `limit` bytes; `FormatError` beyond."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise FormatError(
                f"“{name}” is too large: it holds more than {limit // 2**20} MB; split it into smaller files."
            )
        yield piece


class Lines:
    """The lines of a text, `None` for one longer than `limit` bytes, of which no more is held in memory."""

    def __init__(
        self, pieces: Iterable[bytes], *, offset: int = 0, number: int = 0, limit: int | None = None
    ) -> None:
        self.offset = offset
        """Bytes up to the end of the last line given."""
        self.number = number
        """How many lines were given."""
        self._pieces = pieces
        self._limit = LINE_LIMIT if limit is None else limit

    def __iter__(self) -> Iterator[bytes | None]:
        limit = self._limit
        start, size = bytearray(), 0
        for piece in self._pieces:
            first, *others = piece.split(b"\n")
            size += len(first)
            if size <= limit:
                start += first
            if not others:
                continue
            yield self._given(start, size, 1)
            *others, last = others
            for line in others:
                self.offset += len(line) + 1
                self.number += 1
                yield line if len(line) <= limit else None
            size = len(last)
            start = bytearray(last if size <= limit else b"")
        if size:
            yield self._given(start, size, 0)

    def _given(self, line: bytearray, size: int, end: int) -> bytes | None:
        self.offset += size + end
        self.number += 1
        return bytes(line) if size <= self._limit else None


def _unpacked(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    fresh = True
    try:
        for piece in pieces:
            while piece:
                unpacked = unpacker.decompress(piece, PIECE)
                fresh = unpacker.eof
                if unpacked:
                    yield unpacked
                if unpacker.eof:
                    # Another member may follow, and padding with zeros is allowed after the last.
                    piece = unpacker.unused_data.lstrip(b"\0")
                    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
                else:
                    piece = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _damaged(name) from error
    if not fresh:
        raise _damaged(name)


def _damaged(name: str) -> FormatError:
    return FormatError(f"“{name}” is damaged: it cannot be unpacked to its end; fetch or save it again.")


def _recoded(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        raise FormatError(f"“{name}” begins like UTF-16 text, but is damaged; save it as UTF-8.") from error
