"""Bibliographies made to take long take no more than their size allows."""

import time
from datetime import UTC, datetime

import pytest

from reader.sources.bibliography import read_bibtex, read_ris

NOW = datetime(2026, 8, 21, tzinfo=UTC)


def seconds(kind: str, text: str) -> float:
    read = read_ris if kind == "ris" else read_bibtex
    started = time.process_time()
    for _ in read(text, NOW):
        pass
    return time.process_time() - started


@pytest.mark.parametrize(
    ("kind", "begin", "piece", "count"),
    [
        ("ris", "", "TY  - JOUR\nTI  - x\n", 10_000),
        ("ris", "TY  - JOUR\nTI  - x\nAB  - a\n", "more words\n", 200_000),
        ("bibtex", "", "@misc{", 50_000),
        ("bibtex", "@misc{a, title=", "a#", 100_000),
        ("bibtex", "@misc{a, title={", "x{", 200_000),
        ("bibtex", "@misc{a, title={", "x y", 2_000_000),
    ],
    ids=["no ER", "no tag", "no end", "joined", "open", "one line"],
)
def test_eight_times_the_size_takes_no_square_of_the_time(
    kind: str, begin: str, piece: str, count: int
) -> None:
    small = seconds(kind, begin + piece * (count // 8))
    assert seconds(kind, begin + piece * count) < 30 * max(small, 0.005)
