"""Tables as comma-separated values: those of this program, and Zotero's."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from reader.core.errors import FormatError
from reader.core.joined import parted
from reader.core.mark_record import FLAGS
from reader.core.paper import SAMPLE_LABEL
from reader.core.text import clean_line
from reader.sources.records import Imported, imported
from reader.sources.reference import Reference, bookmark, day_of, first_last, identifier_in

_CELL_LIMIT = 10 * 10**6
"""Longest cell, in characters."""

_OWN = frozenset(("id", "title", "bookmarked"))
_LISTS = frozenset(("authors", "categories", "keywords", "tags"))
_COUNTS = frozenset(("upvotes", "comments", "stars", "rating", "version"))
_YES = frozenset(("yes", "true", "1", "x", "wahr"))
_is_defused = re.compile("'+[=+\\-@\t\r＝＋－＠]").match
_WHOLE = re.compile(r"(\d{1,16})(?:\.0+)?", re.ASCII)


def read_table(text: str, now: datetime, name: str) -> Iterator[Imported | FormatError]:
    """Yield the paper of each row, an error for a row that is none; `FormatError` where there is no header.

    Our own tables give marks as they were; what other programs' tables list becomes bookmarks made at `now`.
    """
    csv.field_size_limit(_CELL_LIMIT)
    first, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
    except csv.Error:
        header = []
    if "title" not in header:
        raise FormatError(f"“{name}” has no column “title”; its first line has to name the columns.")
    foreign = not _OWN.issubset(header)
    for cells in _whole_rows(rows):
        if isinstance(cells, FormatError):
            yield cells
            continue
        row = dict(zip(header, cells, strict=False))
        try:
            yield bookmark(_reference(row), now) if foreign else imported(_record(row), now)
        except FormatError as error:
            label = clean_line(row.get("key") or row.get("id") or "", 60)
            yield FormatError(f"Line {rows.line_num:,}{f' ({label})' if label else ''}: {error}")


def _whole_rows(rows: Iterator[list[str]]) -> Iterator[list[str] | FormatError]:
    """Yield the rows that hold anything."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield FormatError(f"The table cannot be read there: {error}.")
            continue
        if any(row):
            yield row


def _record(row: Mapping[str, str]) -> dict[str, object]:
    """Return the values of one of our rows, as our JSON has them."""
    record: dict[str, object] = {}
    for name, cell in row.items():
        value = cell[1:] if _is_defused(cell) else cell
        if name in FLAGS:
            record[name] = value.strip().lower() in _YES
        elif name == "withdrawn":
            record[name] = value.strip().lower() in _YES if value else None
        elif name in _LISTS:
            record[name] = parted(value, commas=False)
        elif name in _COUNTS:
            record[name] = int(found[1]) if (found := _WHOLE.fullmatch(value.strip())) else None
        else:
            record[name] = value or None
    abstract = row.get("abstract", "")
    if abstract.startswith(SAMPLE_LABEL):
        record |= {"sample": True, "abstract": abstract.removeprefix(SAMPLE_LABEL)}
    return record


def _reference(row: Mapping[str, str]) -> Reference:
    """Return what a row of Zotero's, or of some other program's table says."""

    def first(*names: str) -> str:
        return next((cell for name in names if (cell := row.get(name, "")).strip()), "")

    identifiers = (
        "arxiv id",
        "arxiv",
        "eprint",
        "archive id",
        "archive location",
        "loc. in archive",
        "number",
    )
    places = ("id", "url", "doi", "extra", "report number", "publication title", "journal")
    return Reference(
        identifier=identifier_in(first(name) for name in (*identifiers, *places)),
        title=first("title"),
        authors=[first_last(name) for name in _names(first("author", "authors"))],
        abstract=first("abstract note", "abstract"),
        day=day_of(first("date")) or day_of(first("publication year", "year", "published")),
        doi=first("doi"),
        words=chain(parted(first("manual tags", "tags", "keywords")), parted(first("automatic tags"))),
        addresses=[first("url").strip()],
    )


def _names(cell: str) -> Iterable[str]:
    """Return the names of a list that is parted by semicolons or, where there are none, “and”."""
    return parted(cell, commas=False) if ";" in cell else re.split(r"\s+and\s+", cell)


def is_table(head: str) -> bool:
    """Tell whether a text begins with a line that names the columns of papers."""
    first, _, _ = head.lstrip("\n\r").partition("\n")
    names = [name.strip().strip('"').lower() for name in re.split(r"[,;\t]", first)]
    return "title" in names and len(names) > 2
