"""The bundled sample is complete, plausible and safe to show."""

import json
import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "reader" / "sources" / "sample.json"
KEYS = {
    *("id", "title", "authors", "abstract", "published", "listed", "updated", "upvotes", "comments"),
    *("categories", "keywords", "summary", "organization", "submitted_by"),
    *("github", "stars", "project", "doi"),
}
ALL: list[dict[str, Any]] = json.loads(SAMPLE.read_text(encoding="utf-8"))["papers"]
MATHS = re.compile(r"\$[^$]+\$")


@pytest.fixture(params=ALL, ids=lambda paper: paper["id"])
def paper(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_there_are_enough_papers_and_none_twice() -> None:
    assert len(ALL) >= 40
    assert len({paper["id"] for paper in ALL}) == len(ALL)


def test_most_voted_papers_come_first() -> None:
    votes = [paper["upvotes"] for paper in ALL]
    assert votes == sorted(votes, reverse=True)


def test_some_summaries_hold_mathematics_and_some_code() -> None:
    assert sum(bool(MATHS.search(paper["abstract"])) for paper in ALL) >= 10
    assert sum("`" in paper["abstract"] for paper in ALL) >= 3


def test_author_lists_differ_in_length() -> None:
    counts = {len(paper["authors"]) for paper in ALL}
    assert min(counts) == 1
    assert 50 <= max(counts) <= 80


def test_paper_has_exactly_the_known_fields(paper: dict[str, Any]) -> None:
    assert set(paper) == KEYS
    assert re.fullmatch(r"\d{4}\.\d{4,5}", paper["id"])
    assert paper["title"] == " ".join(paper["title"].split()) != ""
    assert paper["authors"]
    assert all(name.strip() for name in paper["authors"])
    assert 3 <= len(paper["keywords"]) <= 6


def test_counts_are_whole_numbers(paper: dict[str, Any]) -> None:
    assert all(type(paper[key]) is int and paper[key] >= 0 for key in ("upvotes", "comments"))
    assert paper["stars"] is None or (type(paper["stars"]) is int and paper["github"])


def test_summary_has_a_readable_length_and_closed_marks(paper: dict[str, Any]) -> None:
    assert 200 <= len(paper["abstract"]) <= 900
    assert paper["abstract"].count("$") % 2 == 0
    assert paper["abstract"].count("`") % 2 == 0


def test_dates_are_in_order(paper: dict[str, Any]) -> None:
    published, listed = date.fromisoformat(paper["published"]), date.fromisoformat(paper["listed"])
    assert published <= listed + timedelta(days=1)


def test_addresses_are_https(paper: dict[str, Any]) -> None:
    for address in (paper["github"], paper["project"]):
        assert address is None or re.fullmatch(r"https://[^\s/]+(/\S*)?", address)


def test_no_control_characters(paper: dict[str, Any]) -> None:
    fields = [*paper.values(), *paper["authors"], *paper["keywords"]]
    text = "".join(field for field in fields if isinstance(field, str))
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf"}]
