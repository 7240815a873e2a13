"""The journal: one line for each kept step, in the order in which they happened.

A line is a JSON object: `sum` (CRC-32 of the line without it), `generation` (of the snapshot that it continues)
and `changes` (`{table: {id: document or null}}`, whole documents, `null` for a removed one). A step is one line,
so it is there as a whole or not at all. Bytes behind the last line break were never acknowledged. Where git could not
merge two journals it has put the lines of both between its marks.
"""

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reader.library import disk
from reader.library.late import LateTable
from reader.library.side import BOTH, sides_after

Tables = dict[str, Mapping[str, Any]]
"""Documents by table and id; one that nobody looked at yet may be `bytes`.

These are as the file has them, from behind the quote before the id up to a comma: `2608.01234": {…},` (see `decoded`).
"""

Changes = Mapping[str, Mapping[str, Any]]
"""New documents by table and id; `None` stands for a removed one."""

_SUM = b'{"sum": "'
_BODY = len(_SUM) + 8 + len(b'", ')


class Line(NamedTuple):
    """One kept step and the generation of the snapshot that it continues."""

    generation: int
    changes: Changes
    after: str | None = None
    """Checksum of the snapshot that it continues, where that has one."""
    sides: tuple[bool, bool] = BOTH
    """Whether our side has it, and whether the other one has, where git put two journals into one."""


class Journal:
    """What has been read of a journal file; nothing is held open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generation: int | None = None
        """Generation of its first line; `None` while empty."""
        self.after: str | None = None
        """Checksum of the snapshot that its first line continues."""
        self.size = 0
        """Bytes up to the end of the last whole line."""
        self.count = 0
        """Whole lines, damaged ones too."""
        self.damaged = 0
        """Whole lines that could not be read."""
        self.marked = False
        """Whether git has put two journals into it."""
        self._checksum = 0
        self._last = b""
        self._inode = 0
        self._sides = BOTH

    @property
    def checksum(self) -> str | None:
        """What tells this journal's lines from every other's; `None` while empty."""
        return f"{self._checksum:08x}" if self.size else None

    def advance(self) -> list[Line] | None:
        """Read the lines since the last call; `None` when the file is not the one read before."""
        try:
            # The last known line is read again: a failed writer may have put another in its place.
            data, status = disk.read_file(self.path, self.size - len(self._last), follow=False)
        except FileNotFoundError:
            return None if self.size else []
        if self.size and (status.st_ino != self._inode or status.st_size < self.size):
            return None
        if not data.startswith(self._last):
            return None
        self._inode = status.st_ino
        return self._take(data[len(self._last) : data.rfind(b"\n") + 1])

    def append(self, line: bytes) -> None:
        """Write a line durably, after everything read so far; `OSError` when it is not on disk."""
        disk.append(self.path, line, self.size)
        self._inode = os.stat(self.path).st_ino
        self._take(line)

    def _take(self, data: bytes) -> list[Line]:
        lines: list[Line] = []
        for raw in data.split(b"\n")[:-1]:
            self.count += 1
            if (turned := sides_after(raw)) is not None:
                self._sides, self.marked = turned, True
                continue
            line = decode_line(raw)
            if line is None:
                self.damaged += 1
                continue
            if self.generation is None:
                self.generation, self.after = line.generation, line.after
            lines.append(line if self._sides == BOTH else line._replace(sides=self._sides))
        if data:
            self._last = data[data.rfind(b"\n", 0, -1) + 1 :]
        self.size += len(data)
        self._checksum = zlib.crc32(data, self._checksum)
        return lines


def encode_line(line: Line) -> bytes:
    """Return the bytes of a line, its line break included."""
    head = {"generation": line.generation} | ({"after": line.after} if line.after else {})
    body = json_bytes({**head, "changes": line.changes})
    return b'%s%08x", %s\n' % (_SUM, zlib.crc32(body), body[1:])


def decode_line(raw: bytes) -> Line | None:
    """Return the line, or `None` when it is not whole."""
    body = b"{" + raw[_BODY:]
    if not raw.startswith(_SUM) or raw[len(_SUM) : len(_SUM) + 8] != b"%08x" % zlib.crc32(body):
        return None
    try:
        content = load_json(body)
    except (ValueError, RecursionError):
        return None
    generation, changes = content.get("generation"), content.get("changes")
    if not isinstance(generation, int) or not isinstance(changes, dict):
        return None
    if not all(isinstance(documents, dict) for documents in changes.values()):
        return None
    after = content.get("after")
    return Line(generation, changes, after if isinstance(after, str) else None)


def apply_changes(tables: Tables, changes: Changes) -> None:
    """Bring the tables up to date, in place."""
    for name, documents in changes.items():
        table = changeable(tables, name)
        for identifier, document in documents.items():
            if document is None:
                table.pop(identifier, None)
            else:
                table[identifier] = document


def changeable(tables: Tables, name: str) -> dict[str, Any]:
    """Return one of the tables, to be changed in place."""
    table = tables.get(name)
    if type(table) is dict:
        return table
    made = tables[name] = dict(table.whole if type(table) is LateTable else table or {})
    return made


def difference(before: Changes, after: Changes) -> Changes:
    """Return the documents in which `after` differs from `before`."""
    changes: dict[str, dict[str, Any]] = {}
    for name in before.keys() | after.keys():
        old, new = before.get(name, {}), after.get(name, {})
        changed = {key: document for key, document in new.items() if not _same(old.get(key), document)}
        changed.update(dict.fromkeys(old.keys() - new.keys()))
        if changed:
            changes[name] = changed
    return changes


def decoded(document: Any) -> Any:
    """Return a document that may still be as it is written; one that was is a new object.

    `None` where somebody made up a file with the right checksum that is no JSON: a checksum keeps no secret.
    """
    if type(document) is not bytes:
        return document
    try:
        return _DECODER.decode(document[document.find(b'": ') + 3 : -1].decode())
    except (ValueError, RecursionError):
        return None


def _same(one: Any, other: Any) -> bool:
    return one is other or (
        one == other if type(one) is type(other) is bytes else decoded(one) == decoded(other)
    )


def copied(value: Any) -> Any:
    """Return JSON values that share nothing with the given ones; what is not decoded yet is decoded."""
    if type(value) is bytes:
        return decoded(value)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def json_bytes(value: object) -> bytes:
    """Return JSON in UTF-8, on one line."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8, but can be carried as an escape.
        return json.dumps(value).encode()


def load_json(data: bytes | str, **options: Any) -> Any:
    """Read JSON; numbers that other programs could not read back become strings. `ValueError` if it is none."""
    return json.loads(data, parse_int=_whole, parse_float=_decimal, parse_constant=str, **options)


def _whole(text: str) -> int | str:
    return int(text) if len(text) < 100 else text


def _decimal(text: str) -> float | str:
    number = float(text)
    return number if abs(number) < float("inf") else text


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_decimal, parse_constant=str)
