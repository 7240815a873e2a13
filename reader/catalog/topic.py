"""What the lists were about: the keywords of the papers that stood on them."""

import json
import sqlite3
from datetime import date, timedelta

_LONGEST = timedelta(days=90)
"""A paper is hardly ever listed later than this after its publication; so few rows are looked at."""


def keywords_listed(connection: sqlite3.Connection, since: date) -> list[tuple[date, tuple[str, ...]]]:
    """Return the day and the keywords of each paper with keywords that stood on a list, from the day `since` on."""
    rows = connection.execute(
        "SELECT coalesce(json_extract(record, '$.listed'), published) AS day, json_extract(record, '$.keywords')"
        " FROM papers WHERE (published >= ?1 OR published IS NULL) AND NOT sample AND day >= ?2"
        " AND json_extract(record, '$.keywords') IS NOT NULL"
        " AND key IN (SELECT paper FROM listing_papers)",
        ((since - _LONGEST).isoformat(), since.isoformat()),
    )
    return [(date.fromisoformat(day), tuple(json.loads(keywords))) for day, keywords in rows]
