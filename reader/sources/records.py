"""Our own JSON and JSON Lines: papers, with what the person did with them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reader.core.border import as_lines, paper_from_record
from reader.core.errors import FormatError
from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper
from reader.core.text import clean_note

TAG_LIMIT = 100
"""Most tags read of one paper."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A paper of a file, with the mark that the file gives it."""

    paper: Paper
    mark: Mark = NO_MARK


def parse_document(text: str, name: str) -> Iterator[object]:
    """Yield the items of one JSON document: an array, an object with `papers`, or one paper.

    `FormatError` names the place where the JSON of the file `name` is broken.
    """
    document = _decoded(text, name)
    if isinstance(document, Mapping) and isinstance(document.get("papers"), list):
        document = document["papers"]
    match document:
        case list():
            yield from document
        case {"title": _}:
            yield document
        case _:
            raise FormatError(
                f"“{name}” is JSON, but holds no papers: it needs an array, an object with “papers”, or one paper."
            )


def parse_lines(lines: Iterable[bytes | None], name: str) -> Iterator[object]:
    """Yield the item of each line of JSON Lines, `None` for a line that cannot be read or is itself `None`.

    `FormatError` names the first broken line of the file `name` when not one line is JSON.
    """
    failure: FormatError | None = None
    readable = False
    for number, line in enumerate(lines, start=1):
        if line is not None and not line.strip():
            continue
        try:
            item = None if line is None else _decoded_line(line, name, number)
        except FormatError as error:
            failure = failure or error
            item = None
        readable = readable or item is not None
        yield item
    if failure and not readable:
        raise failure


def imported(item: object, now: datetime) -> Imported:
    """Return a paper and its mark from an item with the fields of our JSON; `FormatError` when it is no paper.

    The file does not say when a paper was read or kept, so the marks bear the time `now`.
    """
    if not isinstance(item, Mapping):
        raise FormatError("An item is no JSON object.")
    if "id" not in item and "paper" in item:
        # An item of Hugging Face's own lists: its `summary` is the abstract, and its id is inside.
        raise FormatError("An item is written in another program's fields.")
    return Imported(paper_from_record(item), mark_from_record(item, now))


def mark_from_record(record: Mapping[str, Any], now: datetime) -> Mark:
    """Return the mark that the fields of our JSON describe, made at `now`."""
    note = record.get("note")
    return Mark(
        read_at=now if record.get("read") is True else None,
        bookmarked_at=now if record.get("bookmarked") is True else None,
        queued_at=now if record.get("queued") is True else None,
        tags=as_lines(record.get("tags"), TAG_LIMIT),
        note=clean_note(note) or None if isinstance(note, str) else None,
    )


def _decoded_line(line: bytes, name: str, number: int) -> object:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"Line {number} of “{name}” is not UTF-8 text.") from error
    return _decoded(text, name, number)


def _decoded(text: str, name: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(
            f"“{name}” is not valid JSON: {error.msg} at line {line or error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        place = f"Line {line} of “{name}”" if line else f"“{name}”"
        raise FormatError(f"{place} holds JSON too deep or with a number too long to be read.") from error
