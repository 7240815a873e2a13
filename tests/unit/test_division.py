import sys
from collections.abc import Mapping

import pytest

from reader.catalog import bitmap, division, segment
from reader.core.paper import Paper
from tests.synthetic import paper

WORDS = ("graph", "Tree search", "self-supervised", "ﬁnite β-field", "量子计算", "of the", "GPT-4o")


def shelf(count: int) -> dict[int, Paper | None]:
    return {
        place: None
        if place % 11 == 5
        else paper(
            place,
            title=f"{WORDS[place % 7]} {WORDS[place % 5]} x{place}",
            abstract=" ".join(WORDS[place % 3 :]),
        )
        for place in range(0, count, 2)
    }


def decoded(rows: division.Indexed) -> dict[str, list[int | None]]:
    assert isinstance(rows, list)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    return {row[0]: [None if data is None else bitmap.decode(data) for data in row[2:]] for row in rows}


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "WORTH", 600)
    monkeypatch.setattr(division, "_cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("count", [1_200, 3_000])
def test_two_processes_build_what_one_builds(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[int] = []
    rows = segment.rows

    def counted(papers: Mapping[int, Paper | None], size: int) -> list[segment.Row]:
        here.append(len(papers))
        return rows(papers, size)

    monkeypatch.setattr(segment, "rows", counted)
    papers = shelf(count)
    assert decoded(division.indexed(papers)) == decoded(segment.indexed(papers))
    assert here == [len(papers) // 2]


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("program", ["/nowhere/python", sys.executable])
def test_what_the_second_process_cannot_do_is_done_here(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(division, "_PROGRAM", "import sys; sys.exit(1)  # {path}")
    papers = shelf(1_200)
    assert decoded(division.indexed(papers)) == decoded(segment.indexed(papers))
