"""arXiv's metadata snapshot."""

from datetime import date
from typing import Any

import pytest

from reader.core.errors import FormatError
from reader.core.paper import Paper
from reader.sources.snapshot import is_snapshot_item, paper_from_snapshot

LINE: dict[str, Any] = {
    "id": "hep-th/9901001",
    "submitter": "Somebody",
    "authors": "Ren\\'e Beispiel (One Lab, (Sometown)), C. Bal\\'azs and {\\L}ukasz K.",
    "title": "A  title in\n  two lines with $\\alpha$",
    "comments": "5 pages",
    "journal-ref": None,
    "doi": "10.1000/one 10.1000/two",
    "categories": "hep-th gr-qc",
    "abstract": "  One\ntwo.\n",
    "versions": [{"version": "v1", "created": "Mon, 4 Jan 1999 23:30:00 -0500"}, {"version": "v2"}],
    "update_date": "2008-11-13",
}


def test_a_line_becomes_a_paper() -> None:
    assert is_snapshot_item(LINE)
    assert paper_from_snapshot(LINE) == Paper(
        id="hep-th/9901001",
        title="A title in two lines with $\\alpha$",
        authors=("René Beispiel", "C. Balázs", "Łukasz K."),
        abstract="One two.",
        published=date(1999, 1, 5),
        updated=date(2008, 11, 13),
        categories=("hep-th", "gr-qc"),
        doi="10.1000/one",
    )


def test_parsed_authors_are_preferred() -> None:
    parsed = [["Beispiel", 'J\\"org', ""], ["King", "M. L.", "Jr"], ["Team", "", ""], "junk", [None, 3]]
    assert paper_from_snapshot(LINE | {"authors_parsed": parsed}).authors == (
        "Jörg Beispiel",
        "M. L. King Jr",
        "Team",
    )


def test_lists_and_a_plain_date_do_as_well() -> None:
    line = {
        "id": "1406.7250",
        "title": "T",
        "authors": ["A", "B"],
        "categories": ["cs.LG"],
        "published": "2014-06-27",
    }
    assert not is_snapshot_item(line)
    assert paper_from_snapshot(line) == Paper(
        id="1406.7250", title="T", authors=("A", "B"), categories=("cs.LG",), published=date(2014, 6, 27)
    )


@pytest.mark.parametrize("versions", [None, [], [{}], [{"created": "nonsense"}], [{"created": 3}], "x"])
def test_a_broken_date_counts_as_unknown(versions: object) -> None:
    assert paper_from_snapshot(LINE | {"versions": versions}).published is None


@pytest.mark.parametrize(
    "line", [None, {}, {"title": "T", "versions": []}, LINE | {"id": "no id"}, LINE | {"title": 1}]
)
def test_what_is_no_paper_is_refused(line: object) -> None:
    with pytest.raises(FormatError):
        paper_from_snapshot(line)
