"""Files of papers: which format they have, and their papers one by one."""

import codecs
import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.text import clean_line
from reader.sources.records import Imported, imported, parse_document, parse_lines

IMPORT_FORMATS = ("json", "jsonl", "arxiv", "bibtex", "ris", "page")
"""The formats that can be read, by the names used on the command line."""

DOCUMENT_LIMIT = 256 * 2**20
"""Largest file (bytes, unpacked) of a format that is read as a whole."""

UNPACKED_LIMIT = 2 * 2**30
"""Most that a packed file may unpack to, in bytes."""

SNAPSHOT_LIMIT = 20 * 2**30
"""The same for arXiv's snapshot, which is known to be large."""

LINE_LIMIT = 10 * 10**6
"""Longest line (bytes) of JSON Lines that is read."""

_HEAD = 2**16
_CHUNK = 2**20
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY  ?- ", re.MULTILINE)


class ImportFile:
    """The papers of a file, read while they are asked for.

    `format` is known with the first paper; `skipped` counts the items so far that were no papers. Reading raises
    `StorageError` where the file cannot be read and `FormatError` where it is not what it should be.
    """

    def __init__(
        self, name: str, opened: Callable[[], AbstractContextManager[BinaryIO]], chosen: str | None, now: datetime
    ) -> None:
        if chosen is not None and chosen not in IMPORT_FORMATS:
            raise UsageError(f"“{chosen}” is no format to import; choose one of {', '.join(IMPORT_FORMATS)}.")
        self.name = clean_line(name, 200)
        self.format = chosen
        self.skipped = 0
        self._opened = opened
        self._now = now

    def __iter__(self) -> Iterator[Imported]:
        self.skipped = 0
        try:
            with self._opened() as stream:
                for item in self._items(stream):
                    if item is None:
                        self.skipped += 1
                    else:
                        yield item
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise FormatError(
                f"“{self.name}” is damaged: it cannot be unpacked to its end; fetch it again."
            ) from error
        except FileNotFoundError as error:
            raise StorageError(f"There is no file “{self.name}”; look at its name and folder.") from error
        except IsADirectoryError as error:
            raise StorageError(f"“{self.name}” is a folder; name a file in it.") from error
        except PermissionError as error:
            raise StorageError(f"“{self.name}” may not be read; look at its permissions.") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not valid"
            raise StorageError(f"“{self.name}” cannot be read: {reason}.") from error

    def _items(self, stream: BinaryIO) -> Iterator[Imported | None]:
        head = _read(stream, _HEAD)
        packed = head.startswith(b"\x1f\x8b")
        if packed:
            stream = gzip.GzipFile(fileobj=_Rewound(head, stream))  # type: ignore[arg-type]
            head = _read(stream, _HEAD)
        if head.startswith(_UTF16):
            stream, head = _recoded(head, stream, self.name)
        head = head.removeprefix(codecs.BOM_UTF8)
        self._refuse_foreign(head)
        self.format = self.format or _detected(head, self.name)
        chunks = self._chunks(head, stream, packed)
        match self.format:
            case "jsonl" | "arxiv":
                yield from self._of_json(parse_lines(_lines(chunks), self.name))
            case "json":
                yield from self._of_json(parse_document(self._text(chunks, strict=True), self.name))
            case _:
                yield from self._of_text(self._text(chunks, strict=False))

    def _of_json(self, items: Iterable[object]) -> Iterator[Imported | None]:
        from reader.sources.snapshot import is_snapshot_item, paper_from_snapshot

        for item in items:
            try:
                if self.format == "arxiv" or is_snapshot_item(item):
                    yield Imported(paper_from_snapshot(item))
                else:
                    yield imported(item, self._now)
            except FormatError:
                yield None

    def _of_text(self, text: str) -> Iterator[Imported | None]:
        from reader.sources.bibliography import read_bibtex, read_ris
        from reader.sources.page import parse_page

        papers: Iterable[Imported | None]
        match self.format:
            case "bibtex":
                papers = read_bibtex(text, self._now)
            case "ris":
                papers = read_ris(text, self._now)
            case _:
                papers = map(Imported, parse_page(text))
        found = False
        for paper in papers:
            found = True
            yield paper
        if not found:
            kinds = {"bibtex": "BibTeX entries", "ris": "RIS entries"}
            raise FormatError(
                f"No {kinds.get(self.format or '', 'titles with abstracts')} were found in “{self.name}”; "
                f"if it is something else, name its format: {', '.join(IMPORT_FORMATS)}."
            )

    def _refuse_foreign(self, head: bytes) -> None:
        if b"\0" in head or head.startswith(b"%PDF"):
            raise FormatError(f"“{self.name}” is no text; papers come from {', '.join(IMPORT_FORMATS)} files.")
        if re.match(rb"\s*<(?:!doctype|html|\?xml)", head, re.IGNORECASE):
            raise FormatError(f"“{self.name}” is a web page or XML; save the page as plain text instead.")
        if not head.strip() and len(head) < _HEAD:
            raise FormatError(f"“{self.name}” is empty.")

    def _chunks(self, head: bytes, stream: BinaryIO, packed: bool) -> Iterator[bytes]:
        """Yield the content piece by piece, within the limit of the format."""
        limit = {"arxiv": SNAPSHOT_LIMIT, "jsonl": UNPACKED_LIMIT}.get(self.format or "", DOCUMENT_LIMIT)
        bounded = packed or limit == DOCUMENT_LIMIT
        total = 0
        chunk = head
        while chunk:
            total += len(chunk)
            if bounded and total > limit:
                raise FormatError(
                    f"“{self.name}” is too large: it holds more than {limit // 2**20} MB; split it, "
                    "or save it as JSON Lines."
                )
            yield chunk
            chunk = stream.read(_CHUNK)

    def _text(self, chunks: Iterator[bytes], *, strict: bool) -> str:
        content = b"".join(chunks)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            if strict:
                raise FormatError(
                    f"“{self.name}” is not UTF-8 text (byte {error.start}), as JSON has to be; save it as UTF-8."
                ) from error
            return content.decode("latin-1")


def read_file(path: Path, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of the file `path`; its format is found out where `chosen` is `None`."""
    return ImportFile(str(path), lambda: path.open("rb"), chosen, now)


def read_stream(stream: BinaryIO, name: str, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of an open stream such as standard input, which stays open; `name` is for messages."""
    return ImportFile(name, lambda: nullcontext(stream), chosen, now)


class _Rewound:
    """A stream of bytes with what was already read of it put back."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._stream.read(size)
        part, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
        return part + self._stream.read() if size < 0 else part
