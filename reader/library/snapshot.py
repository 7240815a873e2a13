"""`library.json`: the whole library as JSON that a person can read, compare and put under version control."""

import gc
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.core.errors import FormatError
from reader.library import ahead, disk
from reader.library.journal import Tables, json_bytes, load_json
from reader.library.late import LateTable

VERSION = 2
"""Format that this program writes."""

_SUM = b',\n  "sum": "'
_END = b'"\n}\n'
_TAIL = len(_SUM) + 8 + len(_END)
_TABLE_END = b"\n  },"
_LATE = b"papers"
"""The largest table. A file has a great part of its bytes in it, and a first frame shows none of them."""
_LATE_LAST = 3
"""Who examined a file by these rules wrote that table behind all others, so that its end is not looked for."""
_CHUNK = 30_000

_SHORT = 160
"""A document up to this many bytes stands on one line, a longer one has a line for each field."""

_REQUIRED = ("marks", "papers")
_PLAIN = r"(?a)[\w./-]*"
_GENERATION_LIMIT = 2**53


class Snapshot(NamedTuple):
    """What the file says; `extras` are top-level values that are no tables, carried along."""

    tables: Tables
    generation: int = 0
    """Counts the snapshots; 0 is the empty one that has no file."""
    absorbed: str | None = None
    """Checksum of the journal that led here."""
    version: int = VERSION
    extras: Mapping[str, Any] = MappingProxyType({})
    examined: int | None = None
    """By which rules every document was found sound by who wrote the file; `None` when nobody says so."""
    checksum: str | None = None
    """Checksum that the file names; what tells it from every other."""
    repeated: tuple[str, ...] = ()
    """Keys that stood twice in one object of the file; the fields of both were kept, the later ones first."""


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep the garbage collector from looking through many new objects again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_snapshot(path: Path) -> Snapshot:
    """Read the file; an empty snapshot where there is none, `FormatError` when damaged, `OSError` when unreadable."""
    try:
        data = ahead.take(path)
        if data is None:
            data, _ = disk.read_file(path)
    except FileNotFoundError:
        return Snapshot({})
    except disk.NotAFileError as error:
        raise FormatError(error.strerror) from None
    return snapshot_from_bytes(data)


def snapshot_from_bytes(data: bytes) -> Snapshot:
    """Return what the bytes say; `FormatError` with the reason when they are no library."""
    if not data or data.isspace():
        raise FormatError("it is empty")
    with collection_paused():
        try:
            known = _written_by_us(data)
        except ValueError:
            # The checksum is right, and yet it is not ours: then it is read like any other.
            known = None
        return known or _parsed(data)


def _parsed(data: bytes) -> Snapshot:
    repeated: list[str] = []
    try:
        text = data.decode("utf-8-sig")
        content = load_json(text)
        if _may_repeat(data, content):
            content = load_json(text, object_pairs_hook=lambda pairs: _merged(pairs, repeated))
    except UnicodeDecodeError:
        raise FormatError("it is not text") from None
    except RecursionError:
        raise FormatError("it is nested too deeply") from None
    except ValueError as error:
        raise FormatError(f"it is not whole JSON: {error}") from None
    if not isinstance(content, dict):
        raise FormatError("it is JSON, but not a library")
    return _snapshot(content, tuple(repeated))


def snapshot_to_bytes(snapshot: Snapshot) -> bytes:
    """Return the whole file."""
    return b"".join(snapshot_chunks(snapshot))


def snapshot_chunks(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield the file in parts of some ten thousand bytes, so that no other thread waits long.

    Tables and ids are in the order of the alphabet, the papers behind the other tables, with one line for a short
    document. The last line is the checksum of all before it.
    """
    checksum = 0
    chunk: list[bytes] = []
    size = 0
    for line in _lines(snapshot):
        chunk.append(line)
        size += len(line)
        if size > _CHUNK:
            data = b"".join(chunk)
            checksum = zlib.crc32(data, checksum)
            yield data
            chunk, size = [], 0
    data = b"".join(chunk)
    yield b'%s%s%08x"\n}\n' % (data, _SUM, zlib.crc32(data, checksum))


def checksum_of(data: bytes) -> str | None:
    """Return the checksum that the end of a file names, `None` without one."""
    tail = data[-_TAIL:]
    return (
        tail[len(_SUM) : -4].decode("ascii", "replace")
        if tail.startswith(_SUM) and tail.endswith(_END)
        else None
    )


def _lines(snapshot: Snapshot) -> Iterator[bytes]:
    head: dict[str, Any] = {"version": snapshot.version, "generation": snapshot.generation}
    if snapshot.absorbed:
        head["absorbed"] = snapshot.absorbed
    if snapshot.examined:
        head["examined"] = snapshot.examined
    yield b"{"
    separator = b"\n"
    for name, value in head.items():
        yield b"%s  %s: %s" % (separator, json_bytes(name), json_bytes(value))
        separator = b",\n"
    rest: dict[str, Any] = {name: {} for name in _REQUIRED} | dict(snapshot.extras) | snapshot.tables
    for name in sorted(rest, key=lambda name: (name == _LATE.decode(), name)):
        if name not in _REQUIRED and name not in snapshot.tables:
            yield b",\n  %s: %s" % (json_bytes(name), json_bytes(rest[name]))
            continue
        yield b",\n  %s: {" % json_bytes(name)
        separator = b"\n"
        table: Mapping[str, Any] = rest[name]
        for identifier in sorted(table):
            document = table[identifier]
            if type(document) is bytes:
                yield b'%s    "%s' % (separator, document[:-1])
                separator = b",\n"
                continue
            value = _document(document)
            key = (
                b'"%s"' % identifier.encode() if re.fullmatch(_PLAIN, identifier) else json_bytes(identifier)
            )
            yield b"%s    %s: %s" % (separator, key, value)
            separator = b",\n"
        yield b"\n  }" if table else b"}"


def _document(document: Any) -> bytes:
    value = json_bytes(document)
    if len(value) <= _SHORT or not isinstance(document, dict):
        return value
    fields = (b"\n      %s: %s" % (json_bytes(key), json_bytes(item)) for key, item in document.items())
    return b"{%s\n    }" % b",".join(fields)


def _written_by_us(data: bytes) -> Snapshot | None:
    """Return what a file says that is just as this program wrote it, its documents not decoded; else `None`."""
    stated = checksum_of(data)
    if stated is None:
        return None
    end = len(data) - _TAIL
    if stated != f"{zlib.crc32(memoryview(data)[:end]):08x}":
        return None
    content: dict[str, Any] = {}
    start = data.find(b'\n  "')
    while start < end:
        name, _, value = data[start + 4 : start + 200].partition(b'": ')
        if value.startswith(b"{\n") and b"\\" not in name:
            late = name == _LATE and "examined" in content
            if late and content["examined"] == _LATE_LAST and data.endswith(_TABLE_END[:-1], 0, end):
                stop = end + 1
            else:
                stop = data.index(_TABLE_END + b'\n  "', start) + len(_TABLE_END)
            table = (
                LateTable(partial(_late_table, data, start, stop)) if late else _raw_table(data, start, stop)
            )
            if table is None:
                return None
            content[name.decode()] = table
        else:
            stop = data.find(b'\n  "', start + 1)
            name, _, value = data[start + 4 : stop].partition(b'": ')
            if b"\\" in name:
                return None
            content[name.decode()] = load_json(value.rstrip(b","))
        start = stop
    return _snapshot(content, checksum=stated)


def _entries(data: bytes, start: int, stop: int) -> list[bytes]:
    """Return the documents of a table as they are written, each with its key."""
    # Only the lines of documents begin so: those inside are indented further, and no string has a line break.
    entries = data[start : stop - len(_TABLE_END)].split(b'\n    "')
    del entries[0]
    if entries:
        entries[-1] += b","
    return entries


def _raw_table(data: bytes, start: int, stop: int) -> dict[str, bytes] | None:
    """Return the documents as they are written; `None` where a key has to be decoded with more care."""
    table = {entry[: entry.index(b'"')].decode(): entry for entry in _entries(data, start, stop)}
    keys = "".join(table)
    return table if "\\" not in keys and keys.isprintable() else None


def _late_table(data: bytes, start: int, stop: int) -> dict[str, Any]:
    """Return what a late table holds; raises nothing, whoever wrote the file."""
    with collection_paused(), suppress(ValueError):
        is_one = data.find(_TABLE_END + b'\n  "', start, stop) < 0
        if is_one and (table := _raw_table(data, start, stop)) is not None:
            return table
    with collection_paused(), suppress(FormatError):
        return dict(_parsed(data).tables[_LATE.decode()])
    # The checksum is right, and yet it is no JSON: what its lines hold stays in the file as it is.
    entries = _entries(data, start, stop)
    return {entry.partition(b'": ')[0].decode(errors="surrogateescape"): entry for entry in entries}


def _snapshot(
    content: dict[str, Any], repeated: tuple[str, ...] = (), checksum: str | None = None
) -> Snapshot:
    version, generation = content.pop("version", None), content.pop("generation", 0)
    absorbed, examined = content.pop("absorbed", None), content.pop("examined", None)
    stated = content.pop("sum", None)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FormatError("it has no “version”")
    for name in _REQUIRED:
        if version <= VERSION and not isinstance(content.setdefault(name, {}), Mapping):
            raise FormatError(f"its “{name}” are not an object")
    believable = isinstance(generation, int) and 0 <= generation < _GENERATION_LIMIT
    return Snapshot(
        tables={name: _without_nulls(table) for name, table in content.items() if isinstance(table, Mapping)},
        generation=generation if believable else 0,
        absorbed=absorbed if isinstance(absorbed, str) else None,
        version=version,
        extras={name: value for name, value in content.items() if not isinstance(value, Mapping)},
        repeated=repeated,
        # Only what this program wrote is as this program left it.
        examined=examined if checksum and isinstance(examined, int) else None,
        checksum=checksum or (stated if isinstance(stated, str) else None),
    )


def _without_nulls(table: Mapping[str, Any]) -> Mapping[str, Any]:
    if type(table) is LateTable or None not in table.values():
        return table
    return {key: document for key, document in table.items() if document is not None}


def _may_repeat(data: bytes, content: object) -> bool:
    """Tell whether the slow look for repeated keys is due: more objects were written than read."""
    if not isinstance(content, dict):
        return False
    return b'":{' in data or b'\\": {' in data or data.count(b'": {') != _objects_inside(content)


def _objects_inside(content: dict[str, Any]) -> int:
    """Return how many objects there are inside an object, at any depth."""
    return sum([1 + _objects_inside(value) for value in content.values() if type(value) is dict])


def _merged(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    merged = dict(pairs)
    if len(merged) != len(pairs):
        merged = {}
        for key, value in pairs:
            earlier = merged.get(key)
            if key in merged:
                repeated.append(key)
            united = isinstance(earlier, dict) and isinstance(value, dict)
            merged[key] = _united(earlier or {}, value) if united else value
    return merged


def _united(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Unite two objects of one name, to the depth of a document's fields."""
    united = dict(earlier)
    for key, value in later.items():
        known = united.get(key)
        both = isinstance(known, dict) and isinstance(value, dict)
        united[key] = known | value if both else value
    return united
