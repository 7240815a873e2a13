"""JSON and JSON Lines with every field, which the program itself reads back."""

import json
from collections.abc import Sequence
from typing import Any

from reader.core.entry import Entry, entry_to_record
from reader.core.mark_record import mark_to_record
from reader.core.paper import further_fields
from reader.core.passage_record import passage_to_record


def render_array(entries: Sequence[Entry]) -> str:
    """Return one JSON array of papers with their marks."""
    return json.dumps(list(map(full_record, entries)), ensure_ascii=False, indent=2) + "\n"


def render_lines(entries: Sequence[Entry]) -> str:
    """Return one JSON object a line; nothing at all for no papers."""
    return "".join(json.dumps(full_record(entry), ensure_ascii=False) + "\n" for entry in entries)


def full_record(entry: Entry) -> dict[str, Any]:
    """Return what the commands print of an entry, with everything else that is known of its paper and its mark."""
    highlights = {"highlights": list(map(passage_to_record, entry.highlights))}
    return entry_to_record(entry) | further_fields(entry.paper) | mark_to_record(entry.mark) | highlights
