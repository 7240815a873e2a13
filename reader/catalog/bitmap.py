"""Sets of papers as bits of an integer: bit n is the paper with key n.

Python's integers do the set algebra of a search at the speed of memory: the intersection of two sets of 100,000
papers takes a microsecond, and counting one ten.
"""

import sqlite3
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

DAMAGE = "the index cannot be decoded"
"""What an error says where the index is damaged."""

_SHORT, _LONG, _BITS, _PACKED = b"h", b"i", b"b", b"z"

FEW = 48
"""Places up to which a set of bits is better a list."""

_MOST_LISTED = 300
"""Places up to which a list stays one: it is written much faster than bits, and read fast enough."""

_MANY = 100
"""Places from which on they are united as digits."""

_ONE = ord("1")

_STRIDE = 64
"""Bytes that are looked through at once for places."""

_PACKED_BYTES = 256
"""Shortest set of bits that is worth packing."""


def encode(places: Sequence[int], size: int) -> bytes:
    """Return a set of ascending places below `size`, for the store."""
    if len(places) <= _MOST_LISTED:
        if len(places) == 1 and size <= 65536:
            return _SHORT + places[0].to_bytes(2, sys.byteorder)
        return (
            _SHORT + array("H", places).tobytes() if size <= 65536 else _LONG + array("I", places).tobytes()
        )
    bits = bytearray((size + 7) >> 3)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return encode_bits(bits)


def encode_set(bits: int, size: int) -> bytes:
    """Return a set of places below `size`, for the store."""
    if bits.bit_count() <= FEW:
        return encode(tuple(places(bits)), size)
    return encode_bits(bits.to_bytes((size + 7) >> 3, "little"))


def encode_bits(bits: bytes | bytearray) -> bytes:
    """Return a set given as bits, for the store."""
    if len(bits) >= _PACKED_BYTES:
        packed = zlib.compress(bits, 1)
        if len(packed) < len(bits) * 0.7:
            return _PACKED + packed
    return _BITS + bits


def places_of(data: bytes) -> Sequence[int] | None:
    """Return the places of a stored list, `None` where bits are stored."""
    kind = data[:1]
    if kind not in (_SHORT, _LONG):
        return None
    places = array("H" if kind == _SHORT else "I")
    if len(data) % places.itemsize != 1:
        raise sqlite3.DatabaseError(f"{DAMAGE}: a list of papers")
    places.frombytes(data[1:])
    return places


def bits_of(data: bytes) -> bytes:
    """Return the bits of a stored set that is no list."""
    if data[:1] != _PACKED:
        return data[1:]
    try:
        return zlib.decompress(data[1:])
    except zlib.error as error:
        raise sqlite3.DatabaseError(f"{DAMAGE}: a set of papers") from error


def decode(data: bytes) -> int:
    """Return a stored set."""
    places = places_of(data)
    return int.from_bytes(bits_of(data), "little") if places is None else from_places(places)


def union(pieces: Iterable[tuple[int, bytes]]) -> int:
    """Return the union of stored sets, each with the key of its first place (a multiple of 8)."""
    together = 0
    listed: dict[int, list[Sequence[int]]] = {}
    for first, data in pieces:
        places = places_of(data)
        if places is None:
            together |= int.from_bytes(bits_of(data), "little") << first
        elif places:
            listed.setdefault(first, []).append(places)
    for first, lists in listed.items():
        together |= _united(lists) << first
    return together


def _united(lists: Sequence[Sequence[int]]) -> int:
    """Return the union of lists of ascending places."""
    if sum(map(len, lists)) < _MANY:
        return from_places(chain.from_iterable(lists))
    digits = bytearray(b"0") * (1 + max(places[-1] for places in lists))
    for places in lists:
        for place in places:
            digits[place] = _ONE
    digits.reverse()
    return int(digits, 2)  # five times as fast as to set bit by bit


def joined(first: bytes, second: bytes, size: int) -> bytes:
    """Return the union of two stored sets below `size`, all places of the first before those of the second."""
    kind = first[:1]
    if kind == second[:1] and kind in (_SHORT, _LONG):
        width = 2 if kind == _SHORT else array("I").itemsize
        if len(first) + len(second) <= _MOST_LISTED * width:
            return first + second[1:]
    return encode_set(union([(0, first), (0, second)]), size)


def from_places(places: Iterable[int]) -> int:
    """Return the set of these places, in any order."""
    ascending = sorted(places)
    if not ascending:
        return 0
    bits = bytearray((ascending[-1] >> 3) + 1)
    for place in ascending:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def places(bits: int) -> Iterator[int]:
    """Yield the places of a set, ascending."""
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    for start in range(0, len(data), _STRIDE):
        part = int.from_bytes(data[start : start + _STRIDE], "little")
        while part:
            lowest = part & -part
            yield (start << 3) + lowest.bit_length() - 1
            part ^= lowest


def highest(bits: int, count: int) -> int:
    """Return the `count` highest places of a set, as a set: the papers that were stored last."""
    low, high = 0, bits.bit_length()
    while low < high:
        middle = (low + high) >> 1
        if (bits >> middle).bit_count() <= count:
            high = middle
        else:
            low = middle + 1
    return bits >> low << low
