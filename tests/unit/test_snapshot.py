"""arXiv's metadata snapshot."""

import re
from datetime import date
from typing import Any

import pytest

from reader.core.border import paper_from_stored
from reader.core.errors import FormatError
from reader.core.paper import Paper, paper_to_stored
from reader.sources import snapshot
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
        version=2,
        comment="5 pages",
        source="arxiv/2",
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
        id="1406.7250",
        title="T",
        authors=("A", "B"),
        categories=("cs.LG",),
        published=date(2014, 6, 27),
        source="arxiv",
    )


@pytest.mark.parametrize("versions", [None, [], [{}], [{"created": "nonsense"}], [{"created": 3}], "x"])
def test_a_broken_date_counts_as_unknown(versions: object) -> None:
    assert paper_from_snapshot(LINE | {"versions": versions}).published is None


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("Mon, 2 Apr 2007 19:18:42 GMT", date(2007, 4, 2)),
        ("Fri, 31 Dec 1999 23:59:59 GMT", date(1999, 12, 31)),
        ("Fri, 31 Dec 1999 23:59:59 -0500", date(2000, 1, 1)),
        ("Thu, 29 Feb 2024 00:00:00 +0100", date(2024, 2, 28)),
        ("Thu, 30 Feb 2024 00:00:00 GMT", None),
        ("Thu, 29 Feb 2024 24:00:00 GMT", None),
        ("Mon, 2 Apr 0007 19:18:42 GMT", date(2007, 4, 2)),
        ("Mon, 2 Apr 99999 19:18:42 GMT", None),
        ("2007-04-02", None),
    ],
)
def test_the_first_day_in_utc(created: str, day: date | None, monkeypatch: pytest.MonkeyPatch) -> None:
    line = LINE | {"versions": [{"created": created}]}
    assert paper_from_snapshot(line).published == day
    monkeypatch.setattr(snapshot, "_UTC_DATE", re.compile("never"))
    assert paper_from_snapshot(line).published == day


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("0704.0001", "0704.0001"),
        ("1501.00001v3", "1501.00001"),
        ("math.CA/0611800", "math/0611800"),
        ("cond-mat/9901001", "cond-mat/9901001"),
        (" 2608.00001\n", "2608.00001"),
    ],
)
def test_identifiers_of_every_age(identifier: str, expected: str) -> None:
    assert paper_from_snapshot(LINE | {"id": identifier}).id == expected


@pytest.mark.parametrize(
    "value", [3, 1e400, {"a": "b"}, [[[]]], "\0\ud800", ["\x1b[2J", 5, None], True, "", []]
)
@pytest.mark.parametrize(
    "field", ["authors", "authors_parsed", "categories", "abstract", "update_date", "versions", "doi"]
)
def test_values_of_a_wrong_kind_cost_only_themselves(field: str, value: object) -> None:
    paper = paper_from_snapshot(LINE | {field: value})
    assert (paper.id, paper.title) == ("hep-th/9901001", "A title in two lines with $\\alpha$")
    assert paper_from_stored(paper_to_stored(paper)) == paper


@pytest.mark.slow
@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    "unit", [" ", "\\'{ ", "\\u ", "(", ")", "$", " and ", ", ", "\\'", "\n", "{", "--", "~"]
)
def test_a_megabyte_of_nonsense_takes_no_quadratic_time(unit: str) -> None:
    for nonsense in (unit * (1_000_000 // len(unit)), "\\'{" + unit * 300_000, "\\u" + unit * 300_000 + "x"):
        paper_from_snapshot(
            LINE | {"authors": nonsense, "abstract": nonsense, "versions": [{"created": nonsense}]}
        )
        paper_from_snapshot(LINE | {"authors_parsed": [[nonsense, "", ""]], "categories": nonsense})


def test_a_withdrawn_paper_is_one_too() -> None:
    line = LINE | {"abstract": "  This paper has been withdrawn.\n", "comments": "withdrawn", "versions": []}
    assert paper_from_snapshot(line).abstract == "This paper has been withdrawn."


@pytest.mark.parametrize(
    "line", [None, {}, {"title": "T", "versions": []}, LINE | {"id": "no id"}, LINE | {"title": 1}]
)
def test_what_is_no_paper_is_refused(line: object) -> None:
    with pytest.raises(FormatError):
        paper_from_snapshot(line)
