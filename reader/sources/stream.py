"""Bytes of a file or pipe, piece by piece: unpacked, in UTF-8, in lines, never much of it in memory."""

import codecs
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from reader.core.errors import FormatError

PIECE = 2**20
"""Most bytes in one piece."""

LINE_LIMIT = 10 * 10**6
"""Longest line (bytes) that is read."""

_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def readable_pieces(stream: BinaryIO, name: str) -> tuple[Iterator[bytes], bool]:
    """Return the content in UTF-8 without byte order mark, and whether it was packed with gzip.

    `FormatError` while reading when the packed file or the text is damaged; `name` is for messages.
    """
    head, pieces = peeked(iter(lambda: stream.read(PIECE), b""), 4)
    packed = head.startswith(_GZIP)
    if packed:
        head, pieces = peeked(_unpacked(pieces, name), 4)
    if head.startswith(_UTF16):
        head, pieces = peeked(_recoded(pieces, name), 4)
    return _without_mark(pieces) if head.startswith(codecs.BOM_UTF8) else pieces, packed


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


def lines_of(pieces: Iterable[bytes], limit: int = LINE_LIMIT) -> Iterator[bytes | None]:
    """Yield each line without its end, `None` for one longer than `limit` bytes."""
    rest = bytearray()
    too_long = False
    for piece in pieces:
        first, *others = piece.split(b"\n")
        too_long = too_long or len(rest) + len(first) > limit
        if not too_long:
            rest += first
        for line in others:
            yield None if too_long else bytes(rest)
            too_long = len(line) > limit
            rest = bytearray(b"" if too_long else line)
    if rest or too_long:
        yield None if too_long else bytes(rest)


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


def _without_mark(pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield next(pieces).removeprefix(codecs.BOM_UTF8)
    yield from pieces
