from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.border import (
    AUTHOR_LIMIT,
    COUNT_LIMIT,
    as_count,
    as_day,
    as_doi,
    as_lines,
    paper_from_record,
)
from reader.core.errors import FormatError
from reader.core.identifier import is_local
from reader.core.paper import Paper, paper_to_record

FULL: dict[str, Any] = {
    "id": "2608.00001",
    "title": "A Title",
    "authors": ["Wei Wang", "Wei Wang"],
    "abstract": "One.\n\nTwo.",
    "published": "2026-08-12",
    "listed": "2026-08-14",
    "updated": "2026-08-13",
    "upvotes": 3,
    "comments": 0,
    "categories": ["cs.LG", "math.CO"],
    "keywords": ["a", "b"],
    "summary": "Short.",
    "organization": "Lab",
    "submitted_by": "someone",
    "github": "https://github.com/a/b",
    "stars": 4,
    "project": "https://example.org/",
    "doi": "10.1000/x",
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_a_record_comes_back_as_it_went() -> None:
    record = paper_to_record(paper_from_record(FULL))
    assert {name: record[name] for name in FULL} == FULL
    assert record["url"] == "https://arxiv.org/abs/2608.00001"
    assert paper_from_record(record) == paper_from_record(FULL)


def test_only_identifier_and_title_are_required() -> None:
    assert paper_from_record({"id": "2608.00001", "title": "T"}) == Paper(id="2608.00001", title="T")


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"id": "2608.00001"},
        {"id": "2608.00001", "title": "\u200b"},
        {"id": "x", "title": "T"},
        {"id": 5, "title": "T"},
    ],
)
def test_what_is_no_paper(record: dict[str, Any]) -> None:
    with pytest.raises(FormatError):
        paper_from_record(record)


def test_a_paper_without_identifier_gets_a_local_one() -> None:
    assert is_local(paper_from_record({"title": "T"}).id)


@given(st.dictionaries(st.sampled_from(sorted(FULL)), JSON))
def test_values_of_a_wrong_kind_count_as_unknown(record: dict[str, Any]) -> None:
    paper = paper_from_record({**record, "id": "2608.00001", "title": "T"})
    assert paper_from_record(paper_to_record(paper)) == paper


def test_counts() -> None:
    assert [as_count(value) for value in (0, 5.0, COUNT_LIMIT)] == [0, 5, COUNT_LIMIT]
    wrong = (-1, True, "5", None, float("nan"), float("inf"), 10**400, COUNT_LIMIT * 2)
    assert [as_count(value) for value in wrong] == [None] * len(wrong)


def test_days_and_names() -> None:
    assert as_day("2026-08-14T23:59:00.000Z") == date(2026, 8, 14)
    assert as_day("2026-02-30") is as_day(20260814) is None
    assert as_doi("https://doi.org/10.1000/x(1)") == as_doi("doi: 10.1000/x(1)") == "10.1000/x(1)"
    assert as_doi("10.1000/a b") is None
    assert as_lines("text", 5) == as_lines({"a": 1}, 5) == ()
    assert as_lines(["a", 1, "", "a", "b"], 5) == ("a", "b")
    assert (
        len(paper_from_record({**FULL, "authors": [f"n{i}" for i in range(AUTHOR_LIMIT + 5)]}).authors)
        == AUTHOR_LIMIT
    )


def test_unsafe_addresses_and_categories_are_dropped() -> None:
    paper = paper_from_record(
        {**FULL, "github": "javascript:x", "project": "-x", "categories": ["a'b", "cs.LG"]}
    )
    assert (paper.github, paper.project, paper.categories) == (None, None, ("cs.LG",))


def test_a_sample_says_so() -> None:
    sample = paper_from_record(FULL, sample=True)
    assert sample.sample
    assert paper_from_record(paper_to_record(sample)).sample
