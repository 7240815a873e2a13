"""Files of papers: which format they have, and their papers one by one."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.file_place import START, Place
from reader.core.text import clean_line
from reader.sources.csl import is_csl_item, paper_from_csl
from reader.sources.detection import IMPORT_FORMATS, detected, refuse_foreign
from reader.sources.fingerprint import fingerprint
from reader.sources.item import is_item, paper_from_export
from reader.sources.records import Imported, imported, parse_document, parse_lines
from reader.sources.snapshot import is_snapshot_item, paper_from_snapshot
from reader.sources.stream import Content, Lines, bounded, peeked, pieces_of, readable, without

__all__ = ("IMPORT_FORMATS", "ImportFile", "read_file", "read_stream")

DOCUMENT_LIMIT = 256 * 2**20
"""Largest file (bytes, unpacked) of a format that is read as a whole."""

UNPACKED_LIMIT = 20 * 2**30
"""Most bytes that packed lines may unpack to: several times all of arXiv."""

PROBLEM_LIMIT = 3
"""How many items that are no papers are named with the reason."""

HEAD = 2**16
"""Bytes by which a format is found out."""


class ImportFile:
    """The papers of a file, read while they are asked for.

    `format` is known with the first paper. Reading raises `StorageError` where the file cannot be read and
    `FormatError`, after all papers before, where it is not what it should be.
    """

    def __init__(
        self,
        name: str,
        opened: Callable[[], AbstractContextManager[BinaryIO]],
        chosen: str | None,
        now: datetime,
        identity: str | None = None,
    ) -> None:
        if chosen is not None and chosen not in IMPORT_FORMATS:
            raise UsageError(
                f"“{clean_line(chosen, 40)}” is no format to import; choose one of {', '.join(IMPORT_FORMATS)}."
            )
        self.name = clean_line(name, 200)
        self.format = chosen
        self.identity = identity
        """What tells this file, as it is now and read in this format, from others; `None` for a pipe."""
        self.problem_limit = PROBLEM_LIMIT
        """How many items that are no papers are named with the reason."""
        self.size: int | None = None
        """Bytes of the file, packed as they are, while it is read; `None` where nobody knows."""
        self._opened = opened
        self._now = now
        self._start = START
        self._stream: BinaryIO | None = None
        self._lines: Lines | None = None
        self._papers = self._skipped = self._read = 0
        self._problems: list[str] = []

    @property
    def place(self) -> Place | None:
        """How far it was read; `None` where its format cannot be read from the middle."""
        if self._lines is None:
            return None
        return Place(
            self._lines.offset, self._lines.number, self._papers, self._skipped, tuple(self._problems)
        )

    @property
    def offset(self) -> int:
        """Bytes of text up to the end of the last line read, 0 where it is not read in lines."""
        return self._lines.offset if self._lines else 0

    @property
    def read(self) -> int:
        """Bytes of the file that were read so far, packed as they are."""
        if self._stream and self._stream.seekable():
            self._read = self._stream.tell()
        return self._read

    @property
    def papers(self) -> int:
        """How many papers were given, those before the start among them."""
        return self._papers

    @property
    def skipped(self) -> int:
        """How many items were no papers."""
        return self._skipped

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong with the first items that were skipped, a sentence each."""
        return tuple(self._problems)

    def begin_at(self, place: Place) -> None:
        """Let reading begin where it once ended."""
        self._start = place

    def __iter__(self) -> Iterator[Imported]:
        start = self._start
        self._papers, self._skipped, self._problems = start.papers, start.skipped, list(start.problems)
        self._lines = None
        try:
            with self._opened() as stream:
                self._stream, self.size = stream, _size(stream)
                for item in self._items(stream):
                    if item is None:
                        self._skipped += 1
                    else:
                        self._papers += 1
                        yield item
                self._read = self.read
        except FileNotFoundError as error:
            raise StorageError(f"There is no file “{self.name}”; look at its name and folder.") from error
        except IsADirectoryError as error:
            raise StorageError(f"“{self.name}” is a folder; name a file in it.") from error
        except PermissionError as error:
            raise StorageError(f"“{self.name}” may not be read; look at its permissions.") from error
        except OSError as error:
            raise StorageError(f"“{self.name}” cannot be read: {error.strerror or error}.") from error
        finally:
            self._stream = None

    def _items(self, stream: BinaryIO) -> Iterator[Imported | None]:
        """Yield each paper, `None` for an item that is none."""
        content = readable(stream, self.name)
        head, pieces = peeked(content.pieces, HEAD)
        refuse_foreign(head, self.name, HEAD)
        self.format = self.format or detected(head, self.name)
        match self.format:
            case "jsonl" | "arxiv":
                pieces = bounded(pieces, UNPACKED_LIMIT, self.name) if content.packed else pieces
                yield from self._of_lines(stream, content._replace(pieces=pieces))
            case "json" | "csl-json":
                whole = b"".join(bounded(pieces, DOCUMENT_LIMIT, self.name))
                items = parse_document(_strict_text(whole, self.name), self.name)
                for number, item in enumerate(items, start=1):
                    yield self._paper(item, "Item", number)
            case _:
                whole = b"".join(bounded(pieces, DOCUMENT_LIMIT, self.name))
                yield from self._of_text(_tolerant_text(whole))

    def _of_lines(self, stream: BinaryIO, content: Content) -> Iterator[Imported | None]:
        start, pieces = self._start, content.pieces
        if start.offset and content.before is not None and stream.seekable():
            stream.seek(content.before + start.offset)
            pieces = pieces_of(stream)
        elif start.offset:
            pieces = without(pieces, start.offset)
        lines = self._lines = Lines(pieces, offset=start.offset, number=start.lines)
        for item in parse_lines(lines, self.name, start.lines + 1):
            if isinstance(item, FormatError):
                self._note(str(item))
                yield None
            else:
                yield self._paper(item, "Line", lines.number)

    def _paper(self, item: object, word: str, number: int) -> Imported | None:
        try:
            if self.format == "arxiv" or is_snapshot_item(item):
                return Imported(paper_from_snapshot(item))
            if self.format == "csl-json" or is_csl_item(item):
                return paper_from_csl(item, self._now)
            if is_item(item):
                return Imported(paper_from_export(item))
            return imported(item, self._now)
        except FormatError as error:
            self._note(f"{word} {number:,}: {error}")
            return None

    def _note(self, problem: str) -> None:
        if len(self._problems) < self.problem_limit:
            self._problems.append(problem)

    def _of_text(self, text: str) -> Iterator[Imported | None]:
        items, kind = self._parsed(text)
        empty = True
        for item in items:
            empty = False
            if isinstance(item, FormatError):
                self._note(str(item))
                yield None
            else:
                yield item
        if empty:
            raise FormatError(
                f"“{self.name}” has no {kind}; if it is something else, name its format: {', '.join(IMPORT_FORMATS)}."
            )

    def _parsed(self, text: str) -> tuple[Iterable[Imported | FormatError | None], str]:
        """Return what the text holds, and what there should be of it."""
        from reader.sources.bibliography import read_bibtex, read_ris
        from reader.sources.identifier_list import read_identifiers
        from reader.sources.page import parse_page
        from reader.sources.table import read_table

        match self.format:
            case "bibtex":
                return read_bibtex(text, self._now), "BibTeX entry"
            case "ris":
                return read_ris(text, self._now), "RIS entry"
            case "csv":
                return read_table(text, self._now, self.name), "row below the names of the columns"
            case "ids":
                return read_identifiers(text, self._now), "arXiv identifier or address"
            case _:
                return map(Imported, parse_page(text)), "title with an abstract"


def read_file(path: Path, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of the file `path`; its format is found out where `chosen` is `None`."""
    known = fingerprint(path)
    identity = f"{chosen or 'any'} {known}" if known else None
    return ImportFile(str(path), partial(_open, path), chosen, now, identity)


def read_stream(stream: BinaryIO, name: str, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of an open stream such as standard input, which stays open; `name` is for messages."""
    return ImportFile(name, lambda: nullcontext(stream), chosen, now)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except ValueError as error:
        raise StorageError(f"“{clean_line(str(path), 200)}” is no valid name of a file.") from error


def _size(stream: BinaryIO) -> int | None:
    """Return the bytes of a regular file."""
    try:
        state = os.fstat(stream.fileno())
    except OSError:  # it is held in memory
        return None
    return state.st_size if stat.S_ISREG(state.st_mode) else None


def _strict_text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"“{name}” is not UTF-8 text (byte {error.start}), as JSON has to be; save it as UTF-8."
        ) from error


def _tolerant_text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
