"""The fetched lists: their papers in order, when each was fetched, and what lies before and after."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from reader.catalog.record import stored_paper
from reader.core.listing import Listing, StoredListing
from reader.core.paper import Paper
from reader.core.period import Period, parse_period
from reader.core.view import View, ViewKind


def keep_listing(connection: sqlite3.Connection, keys: Sequence[int], listing: Listing, now: datetime) -> int:
    """Put a list in the place of the one before, and return its key; `keys` are those of its papers, in order.

    As many papers as could not be read now stay of the list before, behind the others: they are likely the same.
    """
    kind, period = listing.view.kind.value, _period_key(listing.view)
    connection.execute(
        "INSERT INTO listings (kind, period, fetched_at, skipped) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET fetched_at = excluded.fetched_at, skipped = excluded.skipped",
        (kind, period, now.astimezone(UTC).isoformat(), listing.skipped),
    )
    key: int
    (key,) = connection.execute(
        "SELECT key FROM listings WHERE kind = ? AND period = ?", (kind, period)
    ).fetchone()
    before = connection.execute(
        "SELECT paper FROM listing_papers WHERE listing = ? AND position IS NOT NULL ORDER BY position LIMIT ?",
        (key, -1 if listing.skipped else 0),
    ).fetchall()
    listed = dict.fromkeys(keys[: len(listing.papers)])
    missing = [paper for (paper,) in before if paper not in listed][: listing.skipped]
    connection.execute("UPDATE listing_papers SET position = NULL WHERE listing = ?", (key,))
    connection.executemany(
        "INSERT INTO listing_papers (listing, paper, position) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET position = excluded.position",
        [(key, paper, position) for position, paper in enumerate([*listed, *missing])],
    )
    return key


def stored_listing(connection: sqlite3.Connection, key: int, limit: int = -1) -> StoredListing:
    """Return the list of a key, its first `limit` papers (-1: all)."""
    kind, period, fetched_at, skipped = connection.execute(
        "SELECT kind, period, fetched_at, skipped FROM listings WHERE key = ?", (key,)
    ).fetchone()
    records = connection.execute(
        "SELECT record FROM listing_papers JOIN papers ON papers.key = paper"
        " WHERE listing = ? AND position IS NOT NULL ORDER BY position LIMIT ?",
        (key, limit),
    ).fetchall()
    view = View(ViewKind(kind), parse_period(period) if period else None)
    return StoredListing(view, papers_in(records), datetime.fromisoformat(fetched_at), skipped)


def listing_key(connection: sqlite3.Connection, view: View) -> int | None:
    """Return the key of the list of a view, of the newest one with papers where it names no period."""
    row = connection.execute(
        "SELECT key FROM listings WHERE kind = ? AND (period = ? OR ?)"
        " AND (? OR EXISTS (SELECT 1 FROM listing_papers WHERE listing = key AND position IS NOT NULL))"
        " ORDER BY period DESC LIMIT 1",
        (view.kind.value, _period_key(view), view.period is None, view.period is not None),
    ).fetchone()
    return row[0] if row else None


def neighbour(connection: sqlite3.Connection, period: Period, step: int) -> Period | None:
    """Return the nearest stored period after (`step` 1) or before (-1) `period` whose list has papers."""
    comparison, order = (">", "ASC") if step > 0 else ("<", "DESC")
    row = connection.execute(
        f"SELECT period FROM listings WHERE kind = ? AND period {comparison} ?"
        " AND EXISTS (SELECT 1 FROM listing_papers WHERE listing = key AND position IS NOT NULL)"
        f" ORDER BY period {order} LIMIT 1",
        (period.span.value, period.key),
    ).fetchone()
    return parse_period(row[0]) if row else None


def fetched(connection: sqlite3.Connection, kind: str) -> dict[str, datetime]:
    """Return when each list of a kind was fetched, by its period."""
    rows = connection.execute("SELECT period, fetched_at FROM listings WHERE kind = ?", (kind,)).fetchall()
    return {period: datetime.fromisoformat(moment) for period, moment in rows}


def keep_days(connection: sqlite3.Connection, kind: str, days: Sequence[date], now: datetime) -> None:
    """Keep that what a kind has of these days was fetched."""
    connection.executemany(
        "INSERT INTO listings (kind, period, fetched_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET fetched_at = excluded.fetched_at",
        [(kind, day.isoformat(), now.astimezone(UTC).isoformat()) for day in days],
    )


def lists_of(connection: sqlite3.Connection, identifier: str) -> tuple[tuple[ViewKind, str], ...]:
    """Return the kind and period of every list that a paper stood on."""
    rows = connection.execute(
        "SELECT kind, period FROM listing_papers JOIN listings ON listings.key = listing"
        " JOIN papers ON papers.key = paper WHERE id = ? ORDER BY kind, period",
        (identifier,),
    ).fetchall()
    return tuple((ViewKind(kind), period) for kind, period in rows)


def papers_in(rows: Iterable[tuple[str]]) -> tuple[Paper, ...]:
    """Return the papers of rows that hold their records; one that cannot be read is left out."""
    return tuple(paper for (record,) in rows if (paper := stored_paper(record)) is not None)


def _period_key(view: View) -> str:
    return view.period.key if view.period else ""
