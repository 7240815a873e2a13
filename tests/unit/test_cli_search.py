"""What `search` explains, and an index that has to be rebuilt first."""

import json

import pytest

from reader.catalog import index, segment
from reader.core.errors import BusyError
from reader.core.view import View
from reader.service.contents import Contents
from reader.service.reading import Reading
from tests.synthetic import entry
from tests.unit.test_cli_command import Run, feed, home, run, stored

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


def test_words_to_leave_out_stand_where_they_were_typed(stored: Run) -> None:
    both = ("robots", "OR", "attention")
    assert set(stored("search", *both, "--json").ids) == {"2608.00001", "2608.00002"}
    assert stored("search", "robots", "-ask", "OR", "attention", "--json").ids == ["2608.00001"]
    assert stored("search", "-robots", "OR", "attention", "--json", "--limit", "9").ids == [
        "2608.00001",
        "math/0611800",
    ]
    assert stored("search", "--json", "-diffusion").ids == ["2608.00002", "2608.00001"]
    assert stored("search", "robots", "--what").code == 2
    assert stored("search", "-h").out.startswith("usage")


def test_corrections_are_part_of_each_line(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"robtos\nrobots\nis:bogus\n")
    lines = [json.loads(line) for line in stored("search", "-").out.splitlines()]
    assert [line["corrections"] for line in lines] == [{"robtos": "robots"}, {}, {}]


def test_a_paper_that_is_not_stored_can_be_looked_up(stored: Run) -> None:
    assert "`paper-reader show 1706.03762` looks it up" in stored("search", "1706.03762").err


def test_a_source_is_not_asked_for_conditions(stored: Run) -> None:
    result = stored("search", "--remote", "arxiv", "tag:secretproject")
    assert (result.code, result.out) == (2, "")
    assert "nothing in this query that arXiv could be asked" in result.err


def test_a_filter_tells_typos_and_can_insist(stored: Run) -> None:
    view = ("list", "--view", "imported", "--json", "--filter", "robtos")
    assert "for “robots”" in stored(*view).err
    assert stored(*view, "--exactly").ids == []


def test_a_list_that_could_not_be_kept_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = BusyError("Another window is busy storing papers; try again in a moment.")

    async def refresh(self: object, view: View, **_: object) -> Contents:
        return Contents(view, (entry(1, "Corals"),), unkept=busy)

    monkeypatch.setattr(Reading, "refresh", refresh)
    result = run("list", "--json")
    assert (result.code, result.ids) == (0, [entry(1).id])
    assert f"could not be kept. {busy}" in result.err
