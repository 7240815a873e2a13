"""Papers on stdout: as JSON for programs, as aligned lines for people."""

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from reader.cli.column import cut, padded, width
from reader.cli.output import bold, dim, flush, is_unicode, sign, terminal_width, write
from reader.core.entry import Entry, entry_to_record

_AT_ONCE = 64
"""Lines written together: a stream may be unbuffered."""


Reasons = Mapping[str, Sequence[str]] | None
"""By identifier why papers stand where they do, where that was asked for."""


def write_entries(entries: Iterable[Entry], arguments: Namespace, reasons: Reasons = None) -> None:
    """Write papers as `--json`, `--jsonl`, `--format`, `--plain` or none of them asks; all but the last as they come."""
    if arguments.json or arguments.jsonl or arguments.format:
        write_records((explained_record(entry, reasons) for entry in entries), arguments)
    elif arguments.plain:
        from reader.cli.plain import plain_list

        _write_lines(f"{line}\n" for line in plain_list(tuple(entries), reasons))
    else:
        _write_lines(f"{row}\n" for row in _rows(tuple(entries), reasons))


def write_records(records: Iterable[Mapping[str, Any]], arguments: Namespace) -> None:
    """Write JSON objects of papers as `--json`, `--jsonl` or `--format` asks."""
    if arguments.format:
        _write_lines(map(arguments.format.render, records))
        return
    encode = json.JSONEncoder(ensure_ascii=not is_unicode()).encode
    objects = map(encode, records)
    if arguments.json:
        _write_array(objects)
    else:
        _write_lines(f"{each}\n" for each in objects)


def explained_record(entry: Entry, reasons: Reasons) -> dict[str, Any]:
    """Return the JSON object of a paper, with its `explanation` where there are reasons."""
    record = entry_to_record(entry)
    return record if reasons is None else record | {"explanation": list(reasons.get(entry.id, ()))}


def dumped(record: dict[str, Any] | list[dict[str, Any]], *, indent: int | None = None) -> str:
    """Return JSON, with all but ASCII escaped where stdout takes nothing else."""
    return json.dumps(record, ensure_ascii=not is_unicode(), indent=indent)


def _write_array(objects: Iterator[str]) -> None:
    if (first := next(objects, None)) is None:
        write("[]\n")
        return
    write(f"[\n{first}")
    while some := list(islice(objects, _AT_ONCE)):
        write(",\n" + ",\n".join(some))
    write("\n]\n")


def _write_lines(lines: Iterator[str]) -> None:
    """Write lines some at a time; whoever reads them has the first ones at once."""
    while some := list(islice(lines, _AT_ONCE)):
        write("".join(some))
        flush()


def _rows(entries: Sequence[Entry], reasons: Reasons) -> Iterator[str]:
    """Yield a line for each paper: unread, bookmarked, identifier, upvotes, title; below it the reasons, if any."""
    from reader.core.prose import plain

    columns = terminal_width()
    unread, kept, up = sign("●", "o"), sign("★", "*"), sign("▲", "^")
    names = max((len(entry.id) for entry in entries), default=0)
    counts = max((len(_count(entry)) for entry in entries), default=0)
    for entry in entries:
        mark = entry.mark
        signs = f"{' ' if mark.read else unread} {kept if mark.bookmarked else ' '}"
        count = f"{up if _count(entry) else ' '} {_count(entry):>{counts}}  " if counts else ""
        front = f"{signs} {padded(entry.id, names)}  {count}"
        title = plain(entry.paper.title)
        if columns is not None:
            title = cut(title, max(10, columns - width(front)))
        yield f"{dim(front)}{title if mark.read else bold(title)}"
        if reasons is not None:
            score = f"score {entry.score:.4f}: " if entry.score is not None else ""
            yield dim(f"    {score}{'; '.join(reasons.get(entry.id, ())) or 'as sorted'}")


def _count(entry: Entry) -> str:
    return "" if entry.paper.upvotes is None else str(entry.paper.upvotes)
