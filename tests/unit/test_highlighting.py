"""Highlights as the library keeps them: on disk, undone, merged, and what is none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.core.errors import StorageError, UsageError
from reader.core.item import HIGHLIGHTS
from reader.core.passage import CONTEXT, QUOTE_LIMIT, Passage
from reader.library.library import Library
from reader.library.merge import merge
from reader.service.highlighting import Highlighting, brief
from reader.service.marking import Marking
from tests.synthetic import NOON, FakeLibrary

PAPER = "2608.00001"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)

    def later(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


def highlighting(library: Library | FakeLibrary, clock: Clock | None = None) -> Highlighting:
    return Highlighting(Marking(library, lambda: clock.now if clock else NOON))


def written(folder: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((folder / "library.json").read_text())[HIGHLIGHTS]
    return found


def only(highlights: Highlighting) -> Passage:
    (passage,) = highlights.all.values()
    return passage


def test_a_highlight_outlives_the_program_and_can_be_read_in_the_file(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    step = highlighting(library).keep(
        PAPER,
        " The tide\nrose. ",
        before="x" * 70,
        after="y" * 70,
        section="2 Model",
        version=3,
        note="Why?\n",
    )
    assert step is not None
    assert step.sentence == "Highlighted: The tide rose."
    library.close()
    passage = only(highlighting(Library.open(tmp_path)))
    assert passage == Passage(
        key=passage.key,
        paper=PAPER,
        quote="The tide\nrose.",
        created_at=NOON,
        before="x" * CONTEXT,
        after="y" * CONTEXT,
        section="2 Model",
        version=3,
        note="Why?",
    )
    (document,) = written(tmp_path).values()
    assert (document["quote"], document["note"]) == ("The tide\nrose.", "Why?")


@pytest.mark.parametrize("real", [True, False])
def test_every_step_is_undone_and_done_again(tmp_path: Path, real: bool) -> None:
    library = Library.open(tmp_path) if real else FakeLibrary()
    marking = Marking(library, lambda: NOON)
    highlights = Highlighting(marking)
    states = [dict(highlights.all)]
    highlights.keep(PAPER, "The tide rose.")
    key = only(highlights).key
    states.append(dict(highlights.all))
    highlights.annotate(key, "Why?")
    states.append(dict(highlights.all))
    highlights.remove(key)
    assert [bool(state) for state in (*states, highlights.all)] == [False, True, True, False]
    for state in reversed(states):
        assert marking.undo()
        assert dict(highlights.all) == state
    for state in states[1:]:
        assert marking.redo()
        assert dict(highlights.all) == state
    assert marking.redo()
    assert not highlights.all


def test_what_changes_nothing_is_no_step() -> None:
    highlights = highlighting(FakeLibrary())
    highlights.keep(PAPER, "The tide rose.", note="Why?")
    key = only(highlights).key
    assert highlights.annotate(key, " Why?".strip()) is None
    assert highlights.annotate("nothing", "x") is None
    assert highlights.remove("nothing") is None


@pytest.mark.parametrize("quote", [" \n", "\x1b", "x" * (QUOTE_LIMIT + 1)])
def test_no_words_and_too_many_are_refused(quote: str) -> None:
    with pytest.raises(UsageError):
        highlighting(FakeLibrary()).keep(PAPER, quote)


def test_highlights_belong_to_their_papers() -> None:
    highlights = highlighting(FakeLibrary())
    highlights.keep(PAPER, "One.")
    highlights.keep("2608.00002", "Two.")
    highlights.keep(PAPER, "Three.")
    assert [passage.quote for passage in highlights.of(PAPER)] == ["One.", "Three."]


def test_another_window_sees_a_highlight(tmp_path: Path) -> None:
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    highlighting(second).keep(PAPER, "The tide rose.")
    assert first.refresh()
    key = only(highlighting(first)).key
    highlighting(first).annotate(key, "Here")
    assert second.refresh()
    highlighting(second).remove(key)
    assert first.refresh()
    assert not first.highlights


def test_a_highlight_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    highlights = highlighting(Library.open(tmp_path / "data"))
    with pytest.raises(StorageError, match=r"The highlight “2608\.00001 .*” could not be kept"):
        highlights.keep(PAPER, "The tide rose.")
    assert not highlights.all


def test_two_machines_highlight_together(tmp_path: Path) -> None:
    here, there = Library.open(tmp_path / "here"), Library.open(tmp_path / "there")
    highlighting(here).keep(PAPER, "One.")
    highlighting(there).keep(PAPER, "Two.")
    highlighting(there).keep(PAPER, "One.")
    there.close()
    assert len(here.preview(tmp_path / "there/library.json")) == 1
    marking = Marking(here, lambda: NOON)
    assert marking.merge(tmp_path / "there/library.json")
    assert [passage.quote for passage in here.highlights.values()] == ["One.", "Two."]
    marking.undo()
    assert [passage.quote for passage in here.highlights.values()] == ["One."]


@pytest.mark.parametrize("removed_last", [True, False])
def test_of_a_removal_and_a_change_made_apart_the_later_one_counts(
    tmp_path: Path, removed_last: bool
) -> None:
    clock = Clock()
    tables = []
    for machine in ("one", "two"):
        library = Library.open(tmp_path / machine, lambda: clock.now)
        highlighting(library, clock).keep(PAPER, "The tide rose.", section="2 Model")
        library.close()
    for machine in ("two", "one") if removed_last else ("one", "two"):
        clock.later(60)
        library = Library.open(tmp_path / machine, lambda: clock.now)
        highlights = highlighting(library, clock)
        if machine == "one":
            highlights.remove(only(highlights).key)
        else:
            highlights.annotate(only(highlights).key, "Why?")
        library.close()
        tables.append({HIGHLIGHTS: written(tmp_path / machine)})
    merged = merge(*tables)
    assert merged == merge(*reversed(tables))
    (tmp_path / "both").mkdir()
    (tmp_path / "both/library.json").write_text(json.dumps({"version": 1, **merged}))
    library = Library.open(tmp_path / "both")
    assert library.notices == ()
    found = [(passage.quote, passage.section, passage.note) for passage in library.highlights.values()]
    assert found == ([] if removed_last else [("The tide rose.", "2 Model", "Why?")])


def test_of_two_notes_written_apart_the_later_one_counts(tmp_path: Path) -> None:
    clock = Clock()
    highlighting(Library.open(tmp_path / "one", lambda: clock.now), clock).keep(PAPER, "The tide rose.")
    with_one = Library.open(tmp_path / "one", lambda: clock.now)
    (tmp_path / "copy.json").write_bytes(with_one.backup())
    other = Library.open(tmp_path / "two", lambda: clock.now)
    other.merge(tmp_path / "copy.json")
    key = only(highlighting(other)).key
    for library, note in ((with_one, "first"), (other, "second")):
        clock.later(60)
        highlighting(library, clock).annotate(key, note)
    (tmp_path / "copy.json").write_bytes(other.backup())
    with_one.merge(tmp_path / "copy.json")
    assert only(highlighting(with_one)).note == "second"


def test_a_backup_has_the_highlights(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "one")
    highlighting(library).keep(PAPER, "The tide rose.", note="Why?")
    (tmp_path / "copy.json").write_bytes(library.backup())
    empty = Library.open(tmp_path / "two")
    empty.restore(tmp_path / "copy.json")
    assert dict(empty.highlights) == dict(library.highlights)


def test_what_is_no_highlight_is_said_and_stays(tmp_path: Path) -> None:
    moment = "2026-08-14T12:00:00Z"
    good = {"paper": PAPER, "quote": "x\x1b[2J", "created_at": moment, "note": 7, "colour": "blue"}
    faulty = {
        "a": 7,
        "b": {"paper": PAPER, "quote": "x"},
        "c": {"paper": "nonsense", "quote": "x", "created_at": moment},
        "d": {"paper": PAPER, "quote": " ", "created_at": moment},
    }
    (tmp_path / "library.json").write_text(
        json.dumps({"version": 1, "marks": {}, "papers": {}, HIGHLIGHTS: {**faulty, "e": good}})
    )
    library = Library.open(tmp_path)
    passage = only(highlighting(library))
    assert (passage.quote, passage.note, passage.version) == ("x[2J", None, None)
    assert "4 entries" in library.notices[0]
    highlighting(library).annotate("e", "Mine")
    library.close()
    table = written(tmp_path)
    assert {name: table[name] for name in faulty} == faulty
    assert (table["e"]["colour"], table["e"]["note"]) == ("blue", "Mine")


def test_a_long_passage_is_named_by_its_beginning() -> None:
    assert brief("a\n" * 100, 5) == "a a…"
    assert brief("a\nb", 5) == "a b"
