from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.entry import Entry
from reader.core.mark import Mark
from reader.library.library import Library
from reader.service.marking import Marking
from reader.service.triage import Decision, Triage, undecided
from reader.ui.widgets.progress import progress_content, said, spoken_time, summary_content
from tests.ui.world import NOW, papers


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path)
    yield library
    library.close()


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def triage(library: Library, seconds: list[float]) -> Triage:
    return Triage(Marking(library), [Entry(paper) for paper in papers(4)], lambda: seconds[0])


def test_each_decision_is_kept(triage: Triage, library: Library) -> None:
    for decision in (Decision.KEEP, Decision.LATER, Decision.DISMISS, Decision.SKIP):
        triage.decide(decision)
    marks = [library.mark(entry.id) for entry in triage.entries]
    assert marks[0].bookmarked
    assert not marks[0].read
    assert marks[1].queued
    assert marks[2].read
    assert marks[3] == Mark()
    assert triage.entry is None
    assert triage.decide(Decision.KEEP) is None


def test_stepping_back_takes_back_what_was_decided(triage: Triage, library: Library) -> None:
    triage.decide(Decision.KEEP)
    triage.decide(Decision.SKIP)
    assert triage.step_back() is not None
    assert library.mark("2608.00000").bookmarked
    triage.step_back()
    assert not library.mark("2608.00000").bookmarked
    assert triage.entry == triage.entries[0]
    assert triage.step_back() is None


def test_stepping_back_leaves_alone_what_else_was_done(library: Library) -> None:
    marking = Marking(library)
    entries = [Entry(paper) for paper in papers(2)]
    triage = Triage(marking, entries)
    triage.decide(Decision.DISMISS)
    marking.set_bookmarked([entries[1]], True)
    triage.step_back()
    assert not library.mark(entries[0].id).read
    assert library.mark(entries[1].id).bookmarked
    undone = marking.undo()
    assert undone is not None
    assert undone.sentence.startswith("Bookmarked")


def test_what_was_decided_before_is_left_out() -> None:
    marks = [Mark(), Mark(read_at=NOW), Mark(bookmarked_at=NOW), Mark(queued_at=NOW), Mark(tags=("a",))]
    entries = [Entry(paper, mark) for paper, mark in zip(papers(5), marks, strict=True)]
    assert undecided(entries) == (entries[0], entries[4])


def test_the_clock_stops_at_the_last_paper(triage: Triage, seconds: list[float]) -> None:
    for second in (10, 20, 30, 125):
        seconds[0] = second
        triage.decide(Decision.DISMISS)
    seconds[0] = 999
    assert triage.seconds == 125
    assert "4 papers in 2 min 5 s, 31 s for each" in str(summary_content(triage, 60))


def test_progress_fits_and_says_where_one_is(triage: Triage) -> None:
    triage.decide(Decision.KEEP)
    for width in (20, 40, 58, 78, 198):
        line = progress_content("A [very] long title of a list of papers", triage, width)
        assert "2 of 4" in line.plain
        assert "★ 1" in line.plain
        assert line.cell_length <= max(width, 30)
    assert "━" in progress_content("Trending", triage, 78).plain


def test_what_came_of_it_is_said(triage: Triage) -> None:
    assert said(triage) == "Nothing decided, nothing changed"
    triage.decide(Decision.KEEP)
    triage.decide(Decision.LATER)
    assert said(triage) == "Gone through 2 of 4 papers: 1 kept, 1 for later"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0 s"), (59, "59 s"), (60, "1 min"), (125, "2 min 5 s"), (4200, "1 h 10 min")]
)
def test_time_as_people_say_it(seconds: float, text: str) -> None:
    assert spoken_time(seconds) == text
