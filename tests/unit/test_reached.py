"""How far a paper was read, as the library keeps it."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.entry import Entry
from reader.core.mark import Mark
from reader.core.mark_record import mark_from_record, mark_to_record
from reader.core.paper import Paper
from reader.core.reached import Reached, parse_reached
from reader.library.library import Library
from reader.service.marking import Marking

NOW = datetime(2026, 8, 21, tzinfo=UTC)
ENTRY = Entry(Paper(id="2608.00001", title="Tides"))


@pytest.mark.parametrize(
    ("reached", "text", "label"),
    [
        (Reached(62, 145, "3.2 Ablations"), "62% @145 3.2 Ablations", "62 %, 3.2 Ablations"),
        (Reached(0, 0), "0% @0", "0 %"),
        (Reached(100), "100%", "100 %"),
        (Reached(7, None, "A B"), "7% A B", "7 %, A B"),
    ],
)
def test_a_place_is_one_text(reached: Reached, text: str, label: str) -> None:
    assert str(reached) == text
    assert parse_reached(text) == reached
    assert reached.label == label


@pytest.mark.parametrize("text", [None, "", "62", "101%", "5% @x\x1b[2J", "5% @3  two", "٥%", "5% \u202eabc"])
def test_what_means_no_place(text: str | None) -> None:
    assert parse_reached(text) is None


def test_a_section_of_any_text_can_be_read_again() -> None:
    reached = Reached(5, 3, "\x1b[31m wide   " + "x" * 300)
    again = parse_reached(str(reached))
    assert again is not None
    assert (again.percent, again.block) == (5, 3)
    assert "\x1b" not in again.section


def test_it_goes_through_files() -> None:
    mark = Mark(reached="62% @145 3.2 Ablations")
    assert mark_from_record(mark_to_record(mark), NOW) == mark
    assert mark_from_record({"reached": "far"}, NOW) == Mark()


def test_the_library_keeps_it_and_it_is_no_step_to_undo(tmp_path: Path) -> None:
    with closing(Library.open(tmp_path)) as library:
        marking = Marking(library, now=lambda: NOW)
        marking.set_bookmarked([ENTRY])
        assert marking.set_reached(ENTRY, Reached(10, 4, "1 Tides"))
        assert marking.set_reached(ENTRY, Reached(10, 4, "1 Tides")) is None
        step = marking.undo()
        assert step is not None
        assert step.sentence.startswith("Bookmarked")
    with closing(Library.open(tmp_path)) as library:
        assert library.mark(ENTRY.id) == Mark(reached="10% @4 1 Tides")
