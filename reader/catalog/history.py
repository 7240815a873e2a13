"""What the counts seen over time tell of a paper: how fast it rises."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

_SPAN = timedelta(days=7)
"""Sightings older than this tell nothing about now."""

_HOUR = 3600.0


_STILL = 6 * 3600
"""Seconds in which a count that does not move is kept twice only, when it began and when it was seen last."""

Counts = tuple[int, int, int | None, int | None, int | None]
"""Key of a paper, the second, upvotes, comments, stars."""


def keep_sightings(
    connection: sqlite3.Connection, sightings: Sequence[Counts], known: Sequence[Counts]
) -> None:
    """Keep counts; of the `known` papers those of a moment are dropped that say the same as before and after."""
    connection.executemany(
        "DELETE FROM sightings WHERE paper = ?1 AND upvotes IS ?3 AND comments IS ?4 AND stars IS ?5"
        " AND seen_at = (SELECT max(seen_at) FROM sightings WHERE paper = ?1 AND seen_at < ?2)"
        # A course is drawn from three sightings on, also one that does not move.
        " AND (SELECT count(*) FROM sightings WHERE paper = ?1) > 2"
        " AND EXISTS (SELECT 1 FROM sightings AS before WHERE paper = ?1 AND seen_at >= ?2 - ?6"
        "  AND upvotes IS ?3 AND comments IS ?4 AND stars IS ?5 AND seen_at ="
        "  (SELECT max(seen_at) FROM sightings AS earlier WHERE earlier.paper = ?1 AND earlier.seen_at < sightings.seen_at))",
        [(*row, _STILL) for row in known],
    )
    connection.executemany("INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?)", sightings)


def rises(connection: sqlite3.Connection, identifiers: Sequence[str], now: datetime) -> dict[str, float]:
    """Return the upvotes that papers gain in an hour, by identifier; papers without two moments to compare are left out.

    The last sighting is compared with the first one of the week before `now`; where that was less than an hour ago,
    with the day of listing, on which a paper begins with none.
    """
    since = int((now - _SPAN).timestamp())
    rows = connection.execute(
        "SELECT papers.id, json_extract(record, '$.listed'), first.seen_at, first.upvotes, last.seen_at, last.upvotes"
        " FROM json_each(?1) JOIN papers ON papers.id = value"
        " JOIN sightings AS first ON first.paper = papers.key AND first.seen_at ="
        "  (SELECT min(seen_at) FROM sightings WHERE paper = papers.key AND seen_at >= ?2 AND upvotes IS NOT NULL)"
        " JOIN sightings AS last ON last.paper = papers.key AND last.seen_at ="
        "  (SELECT max(seen_at) FROM sightings WHERE paper = papers.key AND upvotes IS NOT NULL)",
        (json.dumps(list(identifiers)), since),
    )
    found: dict[str, float] = {}
    for identifier, listed, began, before, ended, upvotes in rows:
        if ended - began < _HOUR:
            began, before = _listing(listed), 0
        if began is not None and began >= since - 86_400 and ended > began:
            found[identifier] = (upvotes - before) / (max(_HOUR, ended - began) / _HOUR)
    return found


def gains(connection: sqlite3.Connection, identifiers: Sequence[str]) -> dict[str, int]:
    """Return the upvotes that papers gained since the look before the last one, by identifier.

    A look within an hour of the last one is the same; papers that were seen once only are left out.
    """
    rows = connection.execute(
        "SELECT papers.id, last.upvotes - before.upvotes"
        " FROM json_each(?1) JOIN papers ON papers.id = value"
        " JOIN sightings AS last ON last.paper = papers.key AND last.seen_at ="
        "  (SELECT max(seen_at) FROM sightings WHERE paper = papers.key AND upvotes IS NOT NULL)"
        " JOIN sightings AS before ON before.paper = papers.key AND before.seen_at ="
        "  (SELECT max(seen_at) FROM sightings WHERE paper = papers.key AND upvotes IS NOT NULL"
        "   AND seen_at <= last.seen_at - ?2)",
        (json.dumps(list(identifiers)), int(_HOUR)),
    )
    return dict(rows)


def histories(connection: sqlite3.Connection, identifiers: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the upvotes of papers each time they were seen, oldest first, with the second of the sighting (UTC)."""
    rows = connection.execute(
        "SELECT papers.id, seen_at, sightings.upvotes FROM json_each(?) JOIN papers ON papers.id = value"
        " JOIN sightings ON sightings.paper = papers.key WHERE sightings.upvotes IS NOT NULL"
        " ORDER BY papers.key, seen_at",
        (json.dumps(list(identifiers)),),
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for identifier, seen_at, upvotes in rows:
        found.setdefault(identifier, []).append((seen_at, upvotes))
    return found


def recently_seen(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Return the identifiers of the papers whose counts were seen in the week before `now`."""
    since = int((now - _SPAN).timestamp())
    rows = connection.execute(
        "SELECT id FROM papers WHERE key IN (SELECT paper FROM sightings WHERE seen_at >= ?)", (since,)
    )
    return [identifier for (identifier,) in rows]


def _listing(day: str | None) -> int | None:
    """Return the second at which a day began, by UTC."""
    if day is None:
        return None
    return int(datetime.combine(datetime.fromisoformat(day).date(), time(), UTC).timestamp())
