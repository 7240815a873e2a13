"""Wrong queries, with the place where they are wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from reader.cli.column import width
from reader.core.errors import QueryError
from reader.core.text import clean_line

_BEFORE = 60
"""Most characters shown before the wrong place."""


@contextmanager
def explained(query: str) -> Iterator[None]:
    """Let a `QueryError` about `query` show the place under the text."""
    try:
        yield
    except QueryError as error:
        raise QueryError(f"{error}\n{_pointed(query, error.position)}", error.position) from error


def _pointed(query: str, position: int) -> str:
    start = max(0, position - _BEFORE)
    before = clean_line(query[start:position])
    if query[start:position].endswith(" "):
        before += " "
    return f"  {before}{clean_line(query[position : position + _BEFORE])}\n  {' ' * width(before)}^"
