"""The catalogue: every paper seen, the lists it stood on, and its counts each time they were seen."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.catalog.database import Database
from reader.catalog.listing import (
    fetched,
    keep_days,
    keep_listing,
    listing_key,
    lists_of,
    neighbour,
    papers_in,
    stored_listing,
)
from reader.core.listing import Listing, Sighting, StoredListing
from reader.core.paper import Paper
from reader.core.period import Period, Span
from reader.core.view import View, ViewKind

if TYPE_CHECKING:
    from reader.catalog.batch import Batch
    from reader.core.linked import KnownLinks, Links

_AT_ONCE = 128
"""Papers read together where they are handed out one by one."""


class Catalogue:
    """What the reader has seen of the world; `path` `None` holds it in memory only."""

    def __init__(self, path: Path | None) -> None:
        self.database = Database(path)

    @property
    def notice(self) -> str | None:
        """What a person should know of the file, if anything."""
        return self.database.notice

    @property
    def lasting(self) -> bool:
        """Whether what is stored outlives the program; otherwise it is held in memory."""
        return self.database.path is not None

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def store_listing(self, listing: Listing, now: datetime) -> StoredListing:
        """Keep a fetched list with its papers and counts, as a whole; return it as stored."""
        batch = self._batch((*listing.papers, *listing.beside))
        with self.database.writing() as connection:
            keys = batch.store(connection, now, seen=True)
            stored = stored_listing(connection, keep_listing(connection, keys, listing, now))
        self._tidy()
        return stored

    def store_listings(self, listings: Sequence[Listing], now: datetime) -> None:
        """Keep many lists as `store_listing` does, in one transaction, which takes a fraction of the time."""
        papers = [(*listing.papers, *listing.beside) for listing in listings]
        batch = self._batch(chain.from_iterable(papers))
        with self.database.writing() as connection:
            keys = iter(batch.store(connection, now, seen=True))
            for listing, own in zip(listings, papers, strict=True):
                keep_listing(connection, list(islice(keys, len(own))), listing, now)
        self._tidy()

    def store_papers(
        self,
        papers: Iterable[Paper],
        now: datetime,
        *,
        imported: bool = False,
        seen: bool = True,
        around: Callable[[sqlite3.Connection], AbstractContextManager[object]] = nullcontext,
    ) -> int:
        """Keep papers that stood on no list; return how many there were.

        Their counts are those of `now` only where they were `seen` and not imported. `around` is entered and left
        inside the transaction.
        """
        batch = self._batch(papers)
        with self.database.writing() as connection, around(connection):
            stored = batch.store(connection, now, seen=seen and not imported, imported=imported)
        self._tidy()
        return len(stored)

    def listing(self, view: View, limit: int = -1) -> StoredListing | None:
        """Return the stored list of a view, its first `limit` papers (-1: all), the newest list where it names no period."""
        with self.database.reading() as connection:
            key = listing_key(connection, view)
            return None if key is None else stored_listing(connection, key, limit)

    def neighbour(self, period: Period, step: int) -> Period | None:
        """Return the nearest stored period after (`step` 1) or before (-1) `period` whose list has papers."""
        with self.database.reading() as connection:
            return neighbour(connection, period, step)

    def fetched_periods(self, span: Span) -> dict[str, datetime]:
        """Return when the list of each stored period of this kind was fetched, empty lists too."""
        return self._fetched(span.value)

    def category_days(self, category: str) -> dict[str, datetime]:
        """Return when each day (ISO) of an arXiv category was fetched."""
        return self._fetched(f"arxiv:{category}")

    def keep_category_days(self, category: str, days: Sequence[date], now: datetime) -> None:
        """Keep that the papers of these days of a category are stored."""
        with self.database.writing() as connection:
            keep_days(connection, f"arxiv:{category}", days, now)

    def papers(self, identifiers: Sequence[str]) -> tuple[Paper, ...]:
        """Return the stored papers among `identifiers`, in their order."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT record FROM json_each(?) JOIN papers ON papers.id = value ORDER BY json_each.key",
                (json.dumps(list(identifiers)),),
            ).fetchall()
        return papers_in(rows)

    def lacking(self, identifiers: Sequence[str]) -> frozenset[str]:
        """Return those of `identifiers` that are not stored."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM papers)",
                (json.dumps(list(identifiers)),),
            ).fetchall()
        return frozenset(identifier for (identifier,) in rows)

    def newest(self, limit: int, *, imported: bool = False) -> tuple[Paper, ...]:
        """Return the newest papers of everything stored, or of what was imported (in the order of the file)."""
        condition = "imported_at IS NOT NULL" if imported else "NOT sample"
        order = "imported_at DESC, key" if imported else "published DESC, key"
        with self.database.reading() as connection:
            rows = connection.execute(
                f"SELECT record FROM papers WHERE {condition} ORDER BY {order} LIMIT ?",
                (limit,),
            ).fetchall()
        return papers_in(rows)

    def each_newest(self, limit: int, *, imported: bool = False) -> Iterator[Paper]:
        """Yield what `newest` returns while it is read, the first ones at once; nothing is held open between them."""
        from reader.catalog.newest import imported_keys, newest_keys  # the first frame shows a list

        with self.database.reading() as connection:
            keys = imported_keys(connection) if imported else newest_keys(connection, limit)
        parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
        found = (paper for part in parts for paper in self._records(part))
        yield from islice((paper for paper in found if imported or not paper.sample), limit)

    def _records(self, keys: Sequence[int]) -> tuple[Paper, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT record FROM json_each(?) JOIN papers ON papers.key = value ORDER BY json_each.key",
                (json.dumps(keys),),
            ).fetchall()
        return papers_in(rows)

    def count(self) -> int:
        """Return how many papers are stored, the bundled sample aside."""
        with self.database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM papers WHERE NOT sample").fetchone()[0])

    def history(self, identifier: str) -> tuple[Sighting, ...]:
        """Return the counts of a paper each time they were seen, oldest first."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT seen_at, sightings.upvotes, sightings.comments, sightings.stars"
                " FROM sightings JOIN papers ON papers.key = paper WHERE id = ? ORDER BY seen_at",
                (identifier,),
            ).fetchall()
        return tuple(Sighting(datetime.fromtimestamp(seen_at, UTC), *counts) for seen_at, *counts in rows)

    def rises(self, identifiers: Sequence[str], now: datetime) -> dict[str, float]:
        """Return the upvotes that papers gain in an hour, by identifier, only of those where it is known."""
        from reader.catalog.history import rises

        with self.database.reading() as connection:
            return rises(connection, identifiers, now)

    def gains(self, identifiers: Sequence[str]) -> dict[str, int]:
        """Return the upvotes gained since the look before the last one, by identifier, where there were two."""
        from reader.catalog.history import gains

        with self.database.reading() as connection:
            return gains(connection, identifiers)

    def histories(self, identifiers: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        """Return by identifier the upvotes each time they were seen, oldest first, with the second (UTC)."""
        from reader.catalog.history import histories

        with self.database.reading() as connection:
            return histories(connection, identifiers)

    def keywords_listed(self, since: date) -> list[tuple[date, tuple[str, ...]]]:
        """Return the day and the keywords of each paper with keywords that stood on a list, from `since` on."""
        from reader.catalog.topic import keywords_listed

        with self.database.reading() as connection:
            return keywords_listed(connection, since)

    def lists_of(self, identifier: str) -> tuple[tuple[ViewKind, str], ...]:
        """Return the kind and period of every list that the paper stood on."""
        with self.database.reading() as connection:
            return lists_of(connection, identifier)

    def keep_links(self, identifier: str, links: "Links", now: datetime) -> None:
        """Keep what names a paper, as a source told it."""
        from reader.catalog.linked import keep_links

        with self.database.writing() as connection:
            keep_links(connection, identifier, links, now)

    def links(self, identifier: str) -> "KnownLinks | None":
        """Return what is known to name a paper; `None` where nobody was asked yet."""
        from reader.catalog.linked import links_of

        with self.database.reading() as connection:
            return links_of(connection, identifier)

    def unindexed(self) -> int:
        """Return how many stored papers a search cannot find yet, or only as an older program indexed them."""
        from reader.catalog.upkeep import unindexed

        return unindexed(self.database)

    def index_some(self, count: int = 1_000) -> int:
        """Index at most `count` papers that are not yet, in one transaction, and return how many are left."""
        from reader.catalog.upkeep import index_some

        return index_some(self.database, count)

    def _fetched(self, kind: str) -> dict[str, datetime]:
        with self.database.reading() as connection:
            return fetched(connection, kind)

    def _batch(self, papers: Iterable[Paper]) -> "Batch":
        from reader.catalog.batch import Batch  # with the index, which lists are read without

        return Batch(self.database, papers)

    def _tidy(self) -> None:
        from reader.catalog.upkeep import tidy

        tidy(self.database)
