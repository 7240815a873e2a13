"""A table as text for other programs: its cells in rows of one length, and comma-separated values."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from typing import Final

from reader.core.document import Inlines, Table
from reader.document.grid import Grid
from reader.document.tidy import plain

_NUMBER: Final = re.compile(r"[+−-]?(?:\d[\d.,]*|\.\d+)\s?%?(?:\s?±\s?[\d.,]+)?")
_DIGITS: Final = {0x1D7CE + number: str(number % 10) for number in range(50)}
"""Digits set bold or otherwise as mathematics, as plain ones."""

_FORMULA: Final = re.compile("'*[=+\\-@＝＋－＠]")


def cell_texts(table: Table, text: Callable[[Inlines], str]) -> list[list[str]]:
    """Return the texts of a table; what goes over several columns or rows stands in the first of them."""
    grid = Grid(table)
    return [
        [
            text(spot.cell.content) if spot and (spot.row, spot.column) == (number, column) else ""
            for column, spot in enumerate(grid.row(number) or ())
        ]
        for number in range(len(table.rows))
    ]


def to_csv(table: Table) -> str:
    """Return a table as comma-separated values (RFC 4180), which a spreadsheet opens without running what is in it."""
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerows(cell_texts(table, _value))
    return file.getvalue()


def _value(content: Inlines) -> str:
    """Return a cell: a number as spreadsheets read it, any other text as one that they do not take for a formula."""
    text = " ".join(plain(content).translate(_DIGITS).split())
    if _NUMBER.fullmatch(text):
        return text.replace("−", "-", 1)
    return f"'{text}" if _FORMULA.match(text) else text
