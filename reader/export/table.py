"""A table as comma-separated values (RFC 4180) that a spreadsheet opens without running what is in it."""

import csv
import io
from collections.abc import Sequence

from reader.core.entry import Entry, entry_to_record
from reader.export.label import abstract_of

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COLUMN_NAMES = """
id title authors abstract published listed updated upvotes comments categories keywords summary organization
submitted_by github stars project url pdf_url doi read bookmarked queued tags note
"""
_COLUMNS = _COLUMN_NAMES.split()


def render(entries: Sequence[Entry]) -> str:
    """Return a header and one row for each paper; lists are joined by “; ”, unknown values are empty."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        record = entry_to_record(entry) | {"abstract": abstract_of(entry.paper)}
        writer.writerow([_cell(record[name]) for name in _COLUMNS])
    return file.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return _defused("; ".join(map(str, value)))
        case str():
            return _defused(value)
        case _:
            return str(value)


def _defused(text: str) -> str:
    """Return a cell that a spreadsheet takes for text, never for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
