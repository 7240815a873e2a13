"""A table as comma-separated values (RFC 4180) that a spreadsheet opens without running what is in it.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that has such
apostrophes already; reading takes one away again, so nothing is lost.
"""

import csv
import io
import re
from collections.abc import Sequence

from reader.core.entry import Entry
from reader.core.joined import joined
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.export.label import abstract_of
from reader.export.record import full_record

_is_formula = re.compile("'*[=+\\-@\t\r＝＋－＠]").match
_NOWHERE = Entry(Paper(id="", title=""), Mark())
_COLUMNS = [name for name in full_record(_NOWHERE) if name not in ("score", "highlights")]


def render(entries: Sequence[Entry]) -> str:
    """Return a header and one row for each paper; lists are joined by “; ”, unknown values are empty."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        record = full_record(entry) | {"abstract": abstract_of(entry.paper)}
        writer.writerow([_cell(record[name]) for name in _COLUMNS])
    return file.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return _defused(joined(map(str, value)))
        case str():
            return _defused(value)
        case _:
            return str(value)


def _defused(text: str) -> str:
    """Return a cell that a spreadsheet takes for text, never for a formula."""
    return f"'{text}" if _is_formula(text) else text
