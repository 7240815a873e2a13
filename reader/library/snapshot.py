"""`library.json`: the whole library as JSON that a person can read, compare and put under version control."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.core.errors import FormatError
from reader.library import disk
from reader.library.journal import Tables, json_bytes, load_json

VERSION = 2
"""Format that this program writes."""

_SHORT = 160
"""A document up to this many bytes stands on one line, a longer one has a line for each field."""

_REQUIRED = ("marks", "papers")
_GENERATION_LIMIT = 2**53


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the file says; `extras` are top-level values that are no tables, carried along."""

    tables: Tables = field(default_factory=dict)
    generation: int = 0
    """Counts the snapshots; 0 is the empty one that has no file."""
    absorbed: str | None = None
    """Checksum of the journal that led here."""
    version: int = VERSION
    extras: Mapping[str, Any] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    """Keys that stood twice in one object of the file; the fields of both were kept, the later ones first."""


def read_snapshot(path: Path) -> Snapshot:
    """Read the file; an empty snapshot where there is none, `FormatError` when damaged, `OSError` when unreadable."""
    try:
        data, _ = disk.read_file(path)
    except FileNotFoundError:
        return Snapshot()
    except disk.NotAFileError as error:
        raise FormatError(error.strerror) from None
    return snapshot_from_bytes(data)


def snapshot_from_bytes(data: bytes) -> Snapshot:
    """Return what the bytes say; `FormatError` with the reason when they are no library."""
    if not data.strip():
        raise FormatError("it is empty")
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
    version, generation = content.pop("version", None), content.pop("generation", 0)
    absorbed = content.pop("absorbed", None)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FormatError("it has no “version”")
    for name in _REQUIRED:
        if version <= VERSION and not isinstance(content.setdefault(name, {}), dict):
            raise FormatError(f"its “{name}” are not an object")
    believable = isinstance(generation, int) and 0 <= generation < _GENERATION_LIMIT
    return Snapshot(
        tables={name: _without_nulls(table) for name, table in content.items() if isinstance(table, dict)},
        generation=generation if believable else 0,
        absorbed=absorbed if isinstance(absorbed, str) else None,
        version=version,
        extras={name: value for name, value in content.items() if not isinstance(value, dict)},
        repeated=tuple(repeated),
    )


def snapshot_to_bytes(snapshot: Snapshot) -> bytes:
    """Return the file: tables and ids in the order of the alphabet, one line for a short document."""
    head: dict[str, Any] = {"version": snapshot.version, "generation": snapshot.generation}
    if snapshot.absorbed:
        head["absorbed"] = snapshot.absorbed
    members = [b"  %s: %s" % (json_bytes(name), json_bytes(value)) for name, value in head.items()]
    rest: dict[str, Any] = {name: {} for name in _REQUIRED} | snapshot.tables | dict(snapshot.extras)
    for name in sorted(rest):
        table = name in _REQUIRED or name in snapshot.tables
        value = _block(_documents(rest[name]), b"  ") if table else json_bytes(rest[name])
        members.append(b"  %s: %s" % (json_bytes(name), value))
    return b"{\n" + b",\n".join(members) + b"\n}\n"


def _documents(table: Mapping[str, Any]) -> Iterator[bytes]:
    for identifier in sorted(table):
        document = table[identifier]
        value = json_bytes(document)
        if len(value) > _SHORT and isinstance(document, dict):
            fields = (b"      %s: %s" % (json_bytes(key), json_bytes(item)) for key, item in document.items())
            value = _block(fields, b"    ")
        yield b"    %s: %s" % (json_bytes(identifier), value)


def _block(members: Iterable[bytes], indent: bytes) -> bytes:
    inner = b",\n".join(members)
    return b"{\n%s\n%s}" % (inner, indent) if inner else b"{}"


def _without_nulls(table: dict[str, Any]) -> dict[str, Any]:
    if None not in table.values():
        return table
    return {key: document for key, document in table.items() if document is not None}


def _may_repeat(data: bytes, content: object) -> bool:
    """Tell whether the slow look for repeated keys is due: more objects were written than read."""
    if not isinstance(content, dict):
        return False
    tables = [table for table in content.values() if isinstance(table, dict)]
    read = len(tables) + sum(isinstance(item, dict) for table in tables for item in table.values())
    return b'":{' in data or b'\\": {' in data or data.count(b'": {') != read


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
