"""Files of papers: which format they have, and their papers one by one."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.text import clean_line
from reader.sources.records import Imported, imported, parse_document, parse_lines
from reader.sources.snapshot import is_snapshot_item, paper_from_snapshot
from reader.sources.stream import bounded, lines_of, peeked, readable_pieces

IMPORT_FORMATS = ("json", "jsonl", "arxiv", "bibtex", "ris", "page")
"""The formats that can be read, by the names used on the command line."""

DOCUMENT_LIMIT = 256 * 2**20
"""Largest file (bytes, unpacked) of a format that is read as a whole."""

UNPACKED_LIMIT = 2 * 2**30
"""Most bytes that packed JSON Lines may unpack to."""

SNAPSHOT_LIMIT = 20 * 2**30
"""The same for arXiv's snapshot, which is known to be large."""

_HEAD = 2**16
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
}
_JSON = re.compile(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY  ?- ", re.MULTILINE)


class ImportFile:
    """The papers of a file, read while they are asked for.

    `format` is known with the first paper; `skipped` counts the items so far that were no papers. Reading raises
    `StorageError` where the file cannot be read and `FormatError` where it is not what it should be.
    """

    def __init__(
        self,
        name: str,
        opened: Callable[[], AbstractContextManager[BinaryIO]],
        chosen: str | None,
        now: datetime,
    ) -> None:
        if chosen is not None and chosen not in IMPORT_FORMATS:
            raise UsageError(
                f"“{clean_line(chosen, 40)}” is no format to import; choose one of {', '.join(IMPORT_FORMATS)}."
            )
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
        except FileNotFoundError as error:
            raise StorageError(f"There is no file “{self.name}”; look at its name and folder.") from error
        except IsADirectoryError as error:
            raise StorageError(f"“{self.name}” is a folder; name a file in it.") from error
        except PermissionError as error:
            raise StorageError(f"“{self.name}” may not be read; look at its permissions.") from error
        except OSError as error:
            raise StorageError(f"“{self.name}” cannot be read: {error.strerror or error}.") from error

    def _items(self, stream: BinaryIO) -> Iterator[Imported | None]:
        """Yield each paper, `None` for an item that is none."""
        pieces, packed = readable_pieces(stream, self.name)
        head, pieces = peeked(pieces, _HEAD)
        _refuse_foreign(head, self.name)
        self.format = self.format or _detected(head, self.name)
        match self.format:
            case "jsonl" | "arxiv":
                limit = UNPACKED_LIMIT if self.format == "jsonl" else SNAPSHOT_LIMIT
                pieces = bounded(pieces, limit, self.name) if packed else pieces
                yield from self._of_json(parse_lines(lines_of(pieces), self.name))
            case "json":
                content = b"".join(bounded(pieces, DOCUMENT_LIMIT, self.name))
                yield from self._of_json(parse_document(_strict_text(content, self.name), self.name))
            case _:
                content = b"".join(bounded(pieces, DOCUMENT_LIMIT, self.name))
                yield from self._of_text(_tolerant_text(content))

    def _of_json(self, items: Iterable[object]) -> Iterator[Imported | None]:
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
                papers, kind = read_bibtex(text, self._now), "BibTeX entry"
            case "ris":
                papers, kind = read_ris(text, self._now), "RIS entry"
            case _:
                papers, kind = map(Imported, parse_page(text)), "title with an abstract"
        empty = True
        for paper in papers:
            empty = False
            yield paper
        if empty:
            raise FormatError(
                f"“{self.name}” has no {kind}; if it is something else, name its format: {', '.join(IMPORT_FORMATS)}."
            )


def read_file(path: Path, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of the file `path`; its format is found out where `chosen` is `None`."""
    return ImportFile(str(path), partial(_open, path), chosen, now)


def read_stream(stream: BinaryIO, name: str, chosen: str | None, now: datetime) -> ImportFile:
    """Return the papers of an open stream such as standard input, which stays open; `name` is for messages."""
    return ImportFile(name, lambda: nullcontext(stream), chosen, now)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except ValueError as error:
        raise StorageError(f"“{clean_line(str(path), 200)}” is no valid name of a file.") from error


def _refuse_foreign(head: bytes, name: str) -> None:
    """Say what is wrong with a file that is nothing of ours."""
    if not head.strip() and len(head) < _HEAD:
        raise FormatError(f"“{name}” is empty.")
    if b"\0" in head or head.startswith(b"%PDF"):
        raise FormatError(
            f"“{name}” is no text; papers come from files of these formats: {', '.join(IMPORT_FORMATS)}."
        )
    if re.match(rb"\s*<(?:!doctype|html|\?xml)", head, re.IGNORECASE):
        raise FormatError(f"“{name}” is a web page or XML; save the page as plain text instead.")


def _detected(head: bytes, name: str) -> str:
    """Return the format that the first bytes and the name of a file speak for."""
    suffix = _SUFFIXES.get(PurePath(name.lower().removesuffix(".gz")).suffix)
    text = head.decode("utf-8", "replace")
    if suffix not in ("bibtex", "ris") and _JSON.match(text):
        return _detected_json(text.lstrip(), suffix)
    if suffix:
        return suffix
    if _BIBTEX.search(text):
        return "bibtex"
    return "ris" if _RIS.search(text) else "page"


def _detected_json(text: str, suffix: str | None) -> str:
    """Tell one document from lines of objects, and those of arXiv from ours."""
    first, _, rest = text.partition("\n")
    try:
        item = json.loads(first)
    except (ValueError, RecursionError):
        item = None
    if isinstance(item, dict) and (suffix == "jsonl" or rest.lstrip().startswith("{")):
        return "arxiv" if is_snapshot_item(item) else "jsonl"
    if item is None and (suffix == "jsonl" or len(re.findall(r"^\{.*\}\s*$", text, re.MULTILINE)) > 1):
        return "jsonl"
    return "json"


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
