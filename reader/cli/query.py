"""What is said of queries: where they are wrong, and which words were taken for misspelt."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from reader.cli.column import width
from reader.cli.output import say
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


def say_corrected(corrections: Mapping[str, str]) -> None:
    """Say what was searched for instead of words as they were typed."""
    for typed, meant in corrections.items():
        say(
            f"Few papers or none have “{typed}”; these are also for “{meant}” (--exactly insists on what was typed)."
        )


def _pointed(query: str, position: int) -> str:
    start = max(0, position - _BEFORE)
    before = clean_line(query[start:position])
    if query[start:position].endswith(" "):
        before += " "
    return f"  {before}{clean_line(query[position : position + _BEFORE])}\n  {' ' * width(before)}^"
