"""JSON and JSON Lines with every field, which the program itself reads back."""

import json
from collections.abc import Sequence

from reader.core.entry import Entry, entry_to_record


def render_array(entries: Sequence[Entry]) -> str:
    """Return one JSON array of papers with their marks."""
    return json.dumps([entry_to_record(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def render_lines(entries: Sequence[Entry]) -> str:
    """Return one JSON object a line; nothing at all for no papers."""
    return "".join(json.dumps(entry_to_record(entry), ensure_ascii=False) + "\n" for entry in entries)
