"""The tables of the catalogue's file."""

VERSION = 2
"""To be raised when tables change otherwise than by new ones."""

PAPERS = """
CREATE TABLE papers (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    published TEXT, upvotes INTEGER,
    imported_at TEXT,
    sample INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX papers_by_day ON papers (published);
CREATE TABLE listings (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, period TEXT NOT NULL,
    fetched_at TEXT NOT NULL, skipped INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, period)
);
-- A paper that left a list keeps its row without a position: it stood there.
CREATE TABLE listing_papers (
    listing INTEGER NOT NULL REFERENCES listings, paper INTEGER NOT NULL REFERENCES papers, position INTEGER,
    PRIMARY KEY (listing, paper)
) WITHOUT ROWID;
CREATE INDEX listing_order ON listing_papers (listing, position);
CREATE TABLE sightings (
    paper INTEGER NOT NULL REFERENCES papers, seen_at INTEGER NOT NULL,
    upvotes INTEGER, comments INTEGER, stars INTEGER,
    PRIMARY KEY (paper, seen_at)
) WITHOUT ROWID;
"""

INDEX = """
CREATE TABLE segments (
    key INTEGER PRIMARY KEY, first INTEGER NOT NULL, papers INTEGER NOT NULL, live BLOB NOT NULL, version INTEGER NOT NULL,
    packed INTEGER NOT NULL
);
CREATE TABLE postings (
    segment INTEGER NOT NULL, term TEXT NOT NULL, papers INTEGER NOT NULL,
    title BLOB, authors BLOB, keywords BLOB, organization BLOB, abstract BLOB,
    PRIMARY KEY (segment, term)
) WITHOUT ROWID;
-- A small segment, in parts.
CREATE TABLE packs (
    segment INTEGER NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (segment, part)
) WITHOUT ROWID;
-- The words of a segment by their length, with a line break after each: to look for the misspelt.
CREATE TABLE vocabulary (
    segment INTEGER NOT NULL, length INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (segment, length)
) WITHOUT ROWID;
CREATE TABLE numbers (
    name TEXT NOT NULL, bit INTEGER NOT NULL, block INTEGER NOT NULL, papers BLOB NOT NULL,
    PRIMARY KEY (name, bit, block)
) WITHOUT ROWID;
CREATE TABLE index_changes (count INTEGER NOT NULL);
INSERT INTO index_changes VALUES (0);
"""

INDEX_TABLES = ("segments", "postings", "packs", "vocabulary", "numbers")
"""The tables that can be emptied: they follow from the papers."""

LINKS = """
CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY, fetched_at TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
"""
