"""What `search` explains, and an index that has to be rebuilt first."""

import json

import pytest

from reader.catalog import index, segment
from tests.unit.test_cli_command import Run, home, run, stored

__all__ = ["home", "run", "stored"]


def test_it_explains_why_a_paper_stands_where_it_does(stored: Run) -> None:
    result = stored("search", "--explain", "robots", "ask")
    first = result.out.splitlines()[:2]
    assert "2608.00002" in first[0]
    assert "score 0.8" in first[1]
    assert "all words are in the title" in first[1]
    assert "“robots” in title" in first[1]
    assert "+12 a short title" in first[1]


def test_a_correction_is_part_of_the_explanation(stored: Run) -> None:
    (record,) = json.loads(stored("search", "--explain", "--json", "robtos").out)
    assert record["explanation"][0] == "a word had to be corrected: after all papers without"
    assert any("“robtos” misspelt in title" in reason for reason in record["explanation"])
    assert "explanation" not in json.loads(stored("search", "--json", "robots").out)[0]


def test_an_older_index_is_rebuilt_first_and_it_is_said(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "VERSION", segment.VERSION + 1)
    result = stored("search", "robots", "--json")
    assert "Rebuilding the search index for" in result.err
    assert len(json.loads(result.out)) == 1
    assert "Rebuilding" not in stored("search", "robots").err
