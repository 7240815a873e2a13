"""Answers kept on disk, as their headers allow: asked for again only when they may have changed.

It keeps what the client has read, bounded and whole, so nothing oversized or broken ever reaches the disk.
"""

import json
import os
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader.core.bounded_folder import write_bounded
from reader.core.text import clean_line

_SIZE = 64 * 2**20
"""Most bytes of the folder; what was used longest ago goes first."""

_ENTRY_SIZE = 33 * 2**20
_SUFFIX = ".answer"
_KEPT_HEADERS = ("etag", "last-modified", "link", "content-type", "cache-control", "expires", "date", "age")
_LONGEST = 30 * 86_400
"""Longest time (seconds) that an answer is believed without asking."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept."""

    headers: Mapping[str, str]
    body: bytes
    url: str
    fresh: bool
    """Whether it need not be asked for."""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the answer only if it changed; empty where the service gave no mark."""
        conditions = {}
        if etag := self.headers.get("etag"):
            conditions["If-None-Match"] = etag
        if changed := self.headers.get("last-modified"):
            conditions["If-Modified-Since"] = changed
        return conditions


class Cache:
    """Keeps answers in the files of `folder`; a folder that fails keeps nothing, and nobody is troubled."""

    def __init__(self, folder: Path, *, size: int = _SIZE, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._size = size
        self._clock = clock

    @staticmethod
    def key(url: str, accept: str, token: str) -> str:
        """Return the name of a question: what one account was told is not told to another."""
        return sha256("\n".join((url, accept, token)).encode("utf-8", "surrogateescape")).hexdigest()

    def load(self, key: str) -> Kept | None:
        """Return the answer kept under `key`, `None` where there is none that is whole."""
        path = self._path(key)
        try:
            with path.open("rb") as stream:
                raw = stream.read(_ENTRY_SIZE)
            head, _, packed = raw.partition(b"\n")
            known: dict[str, Any] = json.loads(head)
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(packed, _ENTRY_SIZE)
            if not unpacker.eof or zlib.crc32(body) != known["checksum"]:
                return None
            age = self._clock() - float(known["at"])
            # A clock that was set back makes an answer stale, never fresh for ever.
            fresh = 0 <= age < float(known["lifetime"])
            headers = {str(name): str(value) for name, value in known["headers"].items()}
            kept = Kept(headers, body, str(known["url"]), fresh)
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
            return None
        return kept

    def save(
        self, key: str, url: str, headers: Mapping[str, str], body: bytes, accept: str, lifetime: float
    ) -> None:
        """Keep an answer if its headers allow it; `lifetime` (seconds) holds where they do not name any."""
        if not _may_be_kept(headers, accept):
            return
        seconds = min(_lifetime(headers, lifetime), _LONGEST)
        marked = "etag" in headers or "last-modified" in headers
        if seconds <= 0 and not marked:
            return
        head = {
            "url": url,
            "at": self._clock(),
            "lifetime": seconds,
            "checksum": zlib.crc32(body),
            "headers": {name: headers[name][:2_000] for name in _KEPT_HEADERS if name in headers},
        }
        packed = json.dumps(head).encode() + b"\n" + zlib.compress(body, 1)
        write_bounded(self._path(key), packed, self._size)

    def forget(self, key: str) -> None:
        """Drop the answer kept under `key`."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"


def directives(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of `Cache-Control` by name in lower case."""
    parts = (part.partition("=") for part in clean_line(headers.get("cache-control", ""), 500).split(","))
    return {name.strip().lower(): value.strip(' "') for name, _, value in parts}


def _may_be_kept(headers: Mapping[str, str], accept: str) -> bool:
    """Tell whether an answer is of the kind asked for (no log-in page) and may be kept."""
    if "no-store" in directives(headers) or headers.get("vary", "").strip() == "*":
        return False
    kind = accept.rpartition("/")[2].rpartition("+")[2]
    return kind in headers.get("content-type", "").lower()


def _lifetime(headers: Mapping[str, str], standard: float) -> float:
    """Return how many seconds an answer may be believed from now on."""
    told = directives(headers)
    if "no-cache" in told:
        return 0
    if "max-age" in told:
        return _seconds(told["max-age"]) - _seconds(headers.get("age", "0"))
    if "expires" in headers:
        until, since = _moment(headers["expires"]), _moment(headers.get("date", ""))
        return (until - since).total_seconds() if until and since else 0
    return standard


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moment(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text[:100]).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
