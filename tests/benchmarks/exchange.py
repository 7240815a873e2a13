"""What it costs to export 5,000 papers with their abstracts, and to read hostile and large bibliographies.

Goal: BibTeX in 1 s. A file of twice the size may take about twice the time, whatever is in it.
"""

import gzip
import io
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from reader.core.border import paper_from_record
from reader.core.entry import Entry
from reader.core.errors import FormatError
from reader.core.mark import Mark
from reader.export.format import FORMATS
from reader.sources.file import read_stream
from tests.benchmarks import Measure, timed

PAPERS = 5_000
NOW = datetime(2026, 8, 21, tzinfo=UTC)
ABSTRACT = "We present \\ours{}, which learns $\\mathcal{O}(n)$ schedules with 50% fewer steps. " + 14 * (
    "The rest of the abstract is words as they are, of which there are about two hundred. "
)


def bookmarks(count: int) -> tuple[Entry, ...]:
    """Return papers as they are kept, with twelve authors, an abstract and a note each."""
    return tuple(
        Entry(
            paper_from_record(
                {
                    "id": f"2401.{number:05}",
                    "title": f"On $x^{{{number}}}$ and DINO: A Study of {number} Ways & More",
                    "authors": [f"Ann B. Author{chr(97 + n)}" for n in range(10)],
                    "abstract": ABSTRACT,
                    "published": "2024-01-01",
                    "categories": ["cs.CL", "cs.LG"],
                }
            ),
            Mark(bookmarked_at=NOW, tags=("thesis",), note="Read section 3."),
        )
        for number in range(count)
    )


def run() -> Iterable[Measure]:
    """Measure every format, then every hostile file at one and two sizes."""
    entries = bookmarks(PAPERS)
    for name, form in FORMATS.items():
        limit = 1.0 if name == "bibtex" else None
        yield timed(
            f"export {PAPERS:,} papers to {name}", lambda form=form: form.render(entries), limit=limit
        )
    for name, kind, piece, count in (
        ("RIS without ER", "ris", b"TY  - JOUR\nTI  - x\nAU  - B, A\n", 50_000),
        ("RIS of one entry that never ends", "ris", b"more words\n", 500_000),
        ("BibTeX without an end", "bibtex", b"@misc{", 100_000),
        ("BibTeX of joined strings", "bibtex", b"a#", 500_000),
        ("BibTeX in one line", "bibtex", b"x y", 16_000_000),
        ("gzip of many members", "gzip", gzip.compress(b"@misc{a, title={x}}\n"), 10_000),
    ):
        yield Measure(
            f"{name}: twice the size takes so many times the time", _growth(kind, piece, count), 3.5, "x"
        )


def _growth(kind: str, piece: bytes, count: int) -> float:
    once, twice = _seconds(kind, piece, count), _seconds(kind, piece, 2 * count)
    return twice / once


def _seconds(kind: str, piece: bytes, count: int) -> float:
    begin = {"ris": b"TY  - JOUR\nTI  - x\nAB  - a\n", "bibtex": b"@misc{a, title="}.get(kind, b"")
    file = read_stream(io.BytesIO(begin + piece * count), "f", "ris" if kind == "ris" else "bibtex", NOW)
    started = time.perf_counter()
    try:
        for _ in file:
            pass
    except FormatError:
        pass
    return time.perf_counter() - started
