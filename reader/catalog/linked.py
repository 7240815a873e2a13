"""What names a paper, as a source told it last: a JSON object a paper."""

import json
import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # most commands open the catalogue, and few ask what names a paper
    from reader.core.linked import KnownLinks, Links


def keep_links(connection: sqlite3.Connection, identifier: str, links: "Links", now: datetime) -> None:
    """Keep what names a paper in the place of what was known before."""
    record = json.dumps(asdict(links), ensure_ascii=False)
    connection.execute(
        "INSERT OR REPLACE INTO links VALUES (?, ?, ?)",
        (identifier, now.astimezone(UTC).isoformat(), record),
    )


def links_of(connection: sqlite3.Connection, identifier: str) -> "KnownLinks | None":
    """Return what is known to name a paper, `None` where nobody was asked yet or what is stored is damaged."""
    row = connection.execute("SELECT fetched_at, record FROM links WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        return None
    from reader.core.linked import KnownLinks

    try:
        return KnownLinks(_links(json.loads(row[1])), datetime.fromisoformat(row[0]))
    except (ValueError, TypeError, KeyError):
        return None


def _links(record: dict[str, Any]) -> "Links":
    from reader.core.linked import Linked, Links

    models, datasets, spaces = (
        tuple(Linked(**each) for each in record[name]) for name in ("models", "datasets", "spaces")
    )
    totals = (int(record[f"total_{name}"]) for name in ("models", "datasets", "spaces"))
    return Links(models, datasets, spaces, *totals)
