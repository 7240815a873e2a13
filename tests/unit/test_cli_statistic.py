"""`stats` and `trends` on the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.catalog.papers import Catalogue
from reader.core.border import paper_from_record
from reader.core.listing import Listing
from reader.core.view import View, ViewKind
from reader.paths import find_paths
from tests.unit.test_cli_organise import Run, run

__all__ = ["run"]


@pytest.fixture
def two_months(run: Run, tmp_path: Path) -> Run:
    """The commands, with lists of two months: keyword `new` in this one only."""
    path = find_paths().catalogue
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(path)
    today = datetime.now(UTC).date()
    papers = [
        paper_from_record(
            {
                "id": f"2608.1{number:04}",
                "title": f"Paper {number}",
                "authors": ["Ann Lee"],
                "listed": str(today - timedelta(days=2 if number < 5 else 40)),
                "published": str(today - timedelta(days=2 if number < 5 else 40)),
                "keywords": ["new" if number < 5 else "old"],
            }
        )
        for number in range(10)
    ]
    catalogue.store_listing(Listing(View(ViewKind.TRENDING), tuple(papers)), datetime.now(UTC))
    catalogue.close()
    return run


def test_stats_of_nothing(run: Run) -> None:
    assert run("stats") == (0, "", "Nothing read and nothing kept yet.\n")
    assert json.loads(run("stats", "--json")[1])["total"] == 0


def test_stats(two_months: Run) -> None:
    two_months("mark", "2608.10000", "2608.10006", "--read")
    two_months("bookmark", "2608.10001")
    record = json.loads(two_months("stats", "--json")[1])
    assert (record["total"], record["streak"], record["waiting"], record["grown"]) == (2, 1, 1, 1)
    assert sum(record["read"].values()) == 2
    assert record["authors"] == [["Ann Lee", 2]]
    assert {topic["name"] for topic in record["topics"]} == {"new", "old"}
    text = two_months("stats")[1]
    assert "read     2 on 1 day; 1 day in a row, longest 1" in text
    assert "     2  Ann Lee" in text


def test_trends(two_months: Run) -> None:
    record = json.loads(two_months("trends", "--json")[1])
    (rising,) = record["rising"]
    assert (rising["keyword"], rising["now"], rising["before"], rising["factor"]) == ("new", 5, 0, None)
    text = two_months("trends")[1]
    assert "5 papers, 5 in the month before" in text
    assert "new      5     0  new" in text
    assert json.loads(two_months("trends", "--limit", "0", "--json")[1])["rising"] == []


def test_trends_without_a_month_before(run: Run) -> None:
    assert run("trends")[2].startswith("There is no month before to compare with")
