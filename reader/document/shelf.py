"""Whole papers on disk: texts, packed, and their pictures, as they came.

What was read longest ago goes first when it is full.
"""

import json
import os
import re
import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from reader.core.bounded_folder import write_bounded
from reader.core.document import Form

SIZE = 512 * 2**20
"""Most bytes of the folder."""

_TEXT_SIZE = 33 * 2**20
_SUFFIX = ".text"
_PICTURE_SIZE = 11 * 2**20
_PICTURE_SUFFIX = ".picture"
_SAFE = re.compile(r"[0-9a-z][0-9a-z.-]{3,60}")


class Shelf:
    """Keeps texts and pictures in the files of `folder`; a folder that fails keeps nothing, and nobody is troubled."""

    def __init__(self, folder: Path, *, size: int = SIZE, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._size = size
        self._clock = clock

    def save(self, identifier: str, form: Form, data: bytes, address: str) -> None:
        """Keep the text of a paper in place of an older one."""
        head = {"form": form.value, "address": address, "at": self._clock(), "checksum": zlib.crc32(data)}
        self._write(self._path(identifier), json.dumps(head).encode() + b"\n" + zlib.compress(data, 6))

    def load(self, identifier: str) -> tuple[Form, bytes, str] | None:
        """Return what a text was made from, itself and its address; `None` where there is none that is whole."""
        path = self._path(identifier)
        try:
            with path.open("rb") as file:
                head, _, packed = file.read(_TEXT_SIZE).partition(b"\n")
            known = json.loads(head)
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, _TEXT_SIZE)
            if not unpacker.eof or zlib.crc32(data) != known["checksum"]:
                return None
            form, address = Form(known["form"]), str(known["address"])
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None
        return form, data, address

    def forget(self, identifier: str) -> None:
        """Keep a text no longer."""
        try:
            self._path(identifier).unlink(missing_ok=True)
        except OSError:
            return

    def save_picture(self, identifier: str, address: str, data: bytes) -> None:
        """Keep a picture of a paper."""
        self._write(self._picture_path(identifier, address), zlib.crc32(data).to_bytes(4) + data)

    def load_picture(self, identifier: str, address: str) -> bytes | None:
        """Return a picture of a paper; `None` where there is none that is whole."""
        path = self._picture_path(identifier, address)
        try:
            with path.open("rb") as file:
                checksum, data = file.read(4), file.read(_PICTURE_SIZE)
            os.utime(path)
        except OSError:
            return None
        return data if checksum == zlib.crc32(data).to_bytes(4) else None

    def _write(self, path: Path, data: bytes) -> None:
        write_bounded(path, data, self._size, (_SUFFIX, _PICTURE_SUFFIX))

    def _picture_path(self, identifier: str, address: str) -> Path:
        name = sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self._path(identifier).with_suffix(f".{name}{_PICTURE_SUFFIX}")

    def _path(self, identifier: str) -> Path:
        name = identifier.replace("/", "-").lower()
        if not _SAFE.fullmatch(name) or ".." in name or not any(map(str.isdigit, name)):
            name = sha256(identifier.encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / f"{name}{_SUFFIX}"
