"""Papers on stdout: as JSON for programs, as aligned lines for people."""

import json
from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from reader.cli.column import cut, padded, width
from reader.cli.output import bold, dim, is_unicode, sign, terminal_width, write
from reader.core.entry import Entry, entry_to_record


def write_entries(entries: Sequence[Entry], arguments: Namespace) -> None:
    """Write papers as `--json`, `--jsonl` or neither asks."""
    if arguments.jsonl:
        for entry in entries:
            write(dumped(entry_to_record(entry)) + "\n")
    elif arguments.json:
        _write_array(entries)
    else:
        _write_lines(entries)


def dumped(record: dict[str, Any], *, indent: int | None = None) -> str:
    """Return JSON, with all but ASCII escaped where stdout takes nothing else."""
    return json.dumps(record, ensure_ascii=not is_unicode(), indent=indent)


def _write_array(entries: Iterable[Entry]) -> None:
    opening = "["
    for entry in entries:
        write(f"{opening}\n{dumped(entry_to_record(entry))}")
        opening = ","
    write("[]\n" if opening == "[" else "\n]\n")


def _write_lines(entries: Sequence[Entry]) -> None:
    """Write a line for each paper: unread, bookmarked, identifier, upvotes, title."""
    from reader.core.prose import plain

    columns = terminal_width()
    unread, kept, up = sign("●", "o"), sign("★", "*"), sign("▲", "^")
    names = max((len(entry.id) for entry in entries), default=0)
    counts = max((len(_count(entry)) for entry in entries), default=0)
    for entry in entries:
        mark = entry.mark
        signs = f"{' ' if mark.read else unread} {kept if mark.bookmarked else ' '}"
        count = f"{up if _count(entry) else ' '} {_count(entry):>{counts}}" if counts else ""
        front = f"{signs} {padded(entry.id, names)}  {count}{'  ' if counts else ''}"
        title = plain(entry.paper.title)
        if columns is not None:
            title = cut(title, max(10, columns - width(front)))
        write(f"{dim(front)}{title if mark.read else bold(title)}\n")


def _count(entry: Entry) -> str:
    return "" if entry.paper.upvotes is None else str(entry.paper.upvotes)
