"""Our own JSON and JSON Lines: papers, with what the person did with them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reader.core.border import paper_from_record
from reader.core.errors import FormatError
from reader.core.mark import NO_MARK, Mark
from reader.core.mark_record import mark_from_record
from reader.core.paper import Paper
from reader.core.passage import Passage
from reader.core.passage_record import passages_from_record


@dataclass(frozen=True, slots=True)
class Imported:
    """A paper of a file, with the mark that the file gives it."""

    paper: Paper
    mark: Mark = NO_MARK
    secondary: bool = False
    """Whether what is known of the paper already is better: the file only fills its gaps."""
    only_named: bool = False
    """Whether the file gives no more of the paper than its identifier, which stands for its title."""
    highlights: tuple[Passage, ...] = ()


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
        case {"title": _} | {"paper": {"title": _}}:
            yield document
        case _:
            raise FormatError(
                f"“{name}” is JSON, but holds no papers: it needs an array, an object with “papers”, or one paper."
            )


def parse_lines(lines: Iterable[bytes | None], name: str, first: int = 1) -> Iterator[object]:
    """Yield the item of each line of JSON Lines, and a `FormatError` for a line that cannot be read.

    `None` stands for a line that was too long, and `first` is the number of the first line. `FormatError` is raised
    at the end when not one line from the beginning of the file `name` is JSON.
    """
    failure: FormatError | None = None
    readable = first > 1
    for number, line in enumerate(lines, start=first):
        if line is not None and (not line or line.isspace()):
            continue
        item = (
            FormatError(f"Line {number:,} is too long to be a paper.")
            if line is None
            else _line_item(line, number)
        )
        if not isinstance(item, FormatError):
            readable = True
        elif not readable and failure is None:
            failure = item
        yield item
    if failure and not readable:
        raise FormatError(f"No line of “{name}” can be read. {failure}") from failure


def _line_item(line: bytes, number: int) -> object:
    """Return the item of a line of JSON, or a `FormatError` that says why there is none."""
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return FormatError(f"Line {number:,} is not UTF-8 text.")
    except json.JSONDecodeError as error:
        return FormatError(f"Line {number:,} is not valid JSON: {error.msg} at column {error.colno:,}.")
    except (ValueError, RecursionError):
        return FormatError(f"Line {number:,} holds JSON too deep or with a number too long to be read.")


def imported(item: object, now: datetime) -> Imported:
    """Return a paper and its mark from an item with the fields of our JSON; `FormatError` when it is no paper.

    Where the file does not say when a paper was read or kept, the marks bear the time `now`.
    """
    if not isinstance(item, Mapping):
        raise FormatError("An item is no JSON object.")
    if "id" not in item and "paper" in item:
        # An item of Hugging Face's own lists: its `summary` is the abstract, and its id is inside.
        raise FormatError("An item is written in another program's fields.")
    paper = paper_from_record(item)
    highlights = passages_from_record(item.get("highlights"), paper.id)
    return Imported(paper, mark_from_record(item, now), highlights=highlights)


def _decoded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(
            f"“{name}” is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"“{name}” holds JSON too deep or with a number too long to be read.") from error
