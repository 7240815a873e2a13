from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.entry import Entry
from reader.core.errors import UsageError
from reader.core.mark import Mark
from reader.core.view import ViewKind
from reader.library.library import Library
from reader.service.marking import Marking, Step
from reader.service.organising import Organising
from reader.service.saving import Searches
from reader.service.tally import Tally
from tests.synthetic import NOON, entry

FOUR = [entry(number) for number in (1, 2, 3, 4)]
ONE, TWO, THREE, LAST = FOUR


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path, lambda: NOON)


@pytest.fixture
def marking(library: Library) -> Marking:
    return Marking(library, lambda: NOON)


@pytest.fixture
def organising(marking: Marking) -> Organising:
    return Organising(marking)


def numbers(organising: Organising) -> list[int]:
    return [int(identifier[-1]) for identifier in organising.queue()]


def test_ratings_days_colours_and_signs(library: Library, organising: Organising) -> None:
    day = date(2026, 9, 1)
    steps = [
        organising.rate([ONE], 4),
        organising.plan([ONE, TWO], day),
        organising.colour([ONE], "red"),
        organising.sign([ONE], " ! "),
    ]
    assert [step.sentence for step in steps if step] == [
        "Rated 4 of 5: Paper 1",
        "To be read on Tue 1 Sep 2026: 2 papers",
        "Marked red: Paper 1",
        "Marked !: Paper 1",
    ]
    assert library.mark(ONE.id) == Mark(rating=4, read_on=day, colour="red", sign="!")
    assert organising.rate([ONE], 4) is None
    organising.rate([ONE], None)
    organising.plan(FOUR, None)
    organising.colour([ONE], None)
    organising.sign([ONE], "")
    assert dict(library.marks) == {}


def test_what_is_no_rating_colour_or_sign_is_refused(organising: Organising) -> None:
    for act in (
        lambda: organising.rate([ONE], 6),
        lambda: organising.rate([ONE], 0),
        lambda: organising.colour([ONE], "mauve"),
        lambda: organising.sign([ONE], "ab"),
        lambda: organising.sign([ONE], "\x1b"),
        lambda: organising.rename_tag("a", " "),
    ):
        with pytest.raises(UsageError):
            act()


def test_the_queue_is_moved(organising: Organising, marking: Marking) -> None:
    marking.set_queued(FOUR)
    assert numbers(organising) == [1, 2, 3, 4]
    for entries, by, expected in (
        ([LAST], -1, [1, 2, 4, 3]),
        ([LAST], -9, [4, 1, 2, 3]),
        ([LAST, TWO], 1, [1, 4, 2, 3]),
        ([ONE], 9, [4, 2, 3, 1]),
    ):
        assert organising.move(entries, by)
        assert numbers(organising) == expected
    assert organising.move([ONE], 1) is organising.move([LAST], -1) is organising.move([entry(9)], 1) is None
    assert organising.move_to([THREE], 1)
    assert numbers(organising) == [4, 3, 2, 1]


def test_a_move_changes_one_paper_only_and_is_undone(
    library: Library, organising: Organising, marking: Marking
) -> None:
    marking.set_queued(FOUR)
    before = dict(library.marks)
    step = organising.move([ONE], 2)
    assert step is not None
    assert [change.paper.id for change in step.changes] == [ONE.id]
    assert numbers(organising) == [2, 3, 1, 4]
    marking.undo()
    assert dict(library.marks) == before
    marking.redo()
    assert numbers(organising) == [2, 3, 1, 4]


def test_what_is_queued_again_stands_at_the_end(organising: Organising, marking: Marking) -> None:
    marking.set_queued(FOUR)
    organising.move([LAST], -9)
    organising.move([ONE], 9)
    marking.set_queued([LAST], False)
    marking.set_queued([LAST], True)
    assert numbers(organising) == [2, 3, 1, 4]


def test_two_papers_that_two_machines_put_at_one_place_are_parted(
    library: Library, organising: Organising, marking: Marking
) -> None:
    marking.set_queued(FOUR)
    marking.change("Moved", [ONE, TWO, THREE], lambda mark: Mark(queued_at=mark.queued_at, position="15"))
    assert organising.move([LAST], -3)
    assert organising.move([LAST], 1)
    assert numbers(organising) == [1, 4, 2, 3]
    places = [library.mark(identifier).place for identifier in organising.queue()]
    assert len(set(places)) == 4
    later = Marking(library, lambda: NOON + timedelta(days=1))
    later.set_queued([entry(5)])
    assert numbers(organising) == [1, 4, 2, 3, 5]


def test_a_tag_is_renamed_on_every_paper(library: Library, organising: Organising, marking: Marking) -> None:
    marking.tag(FOUR[:3], add=["a"])
    marking.tag([TWO], add=["b"])
    marking.tag([LAST], add=["b"])
    assert organising.tags() == {"a": 3, "b": 2}
    before = dict(library.marks)
    step = organising.rename_tag("a", " b ")
    assert step is not None
    assert step.sentence == "Tag “a” merged into “b”: 3 papers"
    assert organising.tags() == {"b": 4}
    assert library.mark(TWO.id).tags == ("b",)
    marking.undo()
    assert dict(library.marks) == before
    marking.redo()
    assert organising.tags() == {"b": 4}
    assert organising.rename_tag("nothing", "x") is organising.rename_tag("b", "b") is None
    assert organising.remove_tag("b")
    assert organising.tags() == {}
    assert dict(library.papers) == {}


def test_saved_searches_follow_a_renamed_tag(organising: Organising, marking: Marking) -> None:
    searches = Searches(marking)
    searches.keep("one", "tag:deep-work (robots OR -TAG:“Deep Work”) tag:deep")
    searches.keep("two", "deep work tag:deep-works")
    marking.tag(FOUR[:2], add=["Deep work", "deep"])
    step = organising.rename_tag("Deep work", "focus: long")
    assert step is not None
    assert step.sentence == "Tag “Deep work” renamed to “focus: long”: 2 papers"
    assert searches.all["one"].query == 'tag:"focus long" (robots OR -TAG:"focus long") tag:deep'
    assert searches.all["two"].query == "deep work tag:deep-works"
    marking.undo()
    assert searches.all["one"].query == "tag:deep-work (robots OR -TAG:“Deep Work”) tag:deep"
    marking.redo()
    assert "focus" in searches.all["one"].query


def test_everything_is_undone_and_done_again(
    tmp_path: Path, library: Library, organising: Organising, marking: Marking
) -> None:
    acts: list[Callable[[], Step | None]] = [
        lambda: marking.set_queued(FOUR),
        lambda: organising.rate(FOUR, 5),
        lambda: organising.move([ONE], 2),
        lambda: marking.tag(FOUR, add=["a", "b"]),
        lambda: organising.rename_tag("a", "b"),
        lambda: organising.plan([TWO], date(2026, 9, 1)),
        lambda: marking.note(TWO, "note"),
        lambda: marking.set_queued([ONE]),
        lambda: organising.remove_tag("b"),
        lambda: organising.colour([Entry(ONE.paper)], "blue"),
    ]
    states = [dict(library.marks)]
    for act in acts:
        assert act() is not None
        states.append(dict(library.marks))
    for state in reversed(states[:-1]):
        assert marking.undo()
        assert dict(library.marks) == state
    for state in states[1:]:
        assert marking.redo()
        assert dict(library.marks) == dict(Library.open(tmp_path).marks) == state


def test_counts_of_views_and_tags(organising: Organising, marking: Marking) -> None:
    marking.set_bookmarked([ONE, TWO])
    marking.set_queued([TWO, THREE])
    marking.set_read([THREE])
    marking.tag([ONE, LAST], add=["b"])
    marking.tag([ONE], add=["A"])
    organising.plan([TWO, THREE], date(2026, 1, 1))
    counts = organising.counts(date(2026, 1, 1))
    assert counts.views == {
        ViewKind.BOOKMARKS: 2,
        ViewKind.QUEUE: 2,
        ViewKind.READ: 1,
        ViewKind.ADDED: 3,
    }
    assert [*counts.tags.items()] == [("A", 1), ("b", 2)]
    assert counts.due == 1


def test_a_step_can_be_quoted(organising: Organising, marking: Marking) -> None:
    kept, tagged = marking.set_bookmarked([ONE]), marking.tag([ONE], add=["x: y"])
    renamed = organising.rename_tag("x: y", "z")
    assert kept is not None
    assert kept.quoted == "“Bookmarked”: Paper 1"
    assert tagged is not None
    assert tagged.quoted == "“Tagged x: y”: Paper 1"
    assert renamed is not None
    assert renamed.quoted == "“Tag ‘x: y’ renamed to ‘z’”: Paper 1"
    assert Step("Saved search kept: coral", ()).quoted == "“Saved search kept: coral”"


def test_tagging_says_what_was_added_and_taken_away(marking: Marking) -> None:
    said = [
        marking.tag([ONE], add=["a", "b"]),
        marking.tag([ONE], remove=["a"]),
        marking.tag([ONE], add=["c"], remove=["b"]),
        marking.tag([ONE], add=["d"], remove=["b"]),
    ]
    assert [step.sentence for step in said if step] == [
        "Tagged a, b: Paper 1",
        "Tag a removed: Paper 1",
        "Tagged c; tag b removed: Paper 1",
        "Tagged d: Paper 1",
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["b", "q", "r", "t", "p", "undo", "other"]), st.integers(0, 3)), max_size=25
    )
)
def test_counts_follow_every_change(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("library")
    library, other = Library.open(folder), Library.open(folder)
    marking = Marking(library, lambda: NOON)
    organising = Organising(marking)
    for kind, number in steps:
        papers = FOUR[number:]
        match kind:
            case "b":
                marking.set_bookmarked(papers)
            case "q":
                marking.set_queued(papers)
            case "r":
                marking.set_read(papers)
            case "t":
                marking.tag(papers, add=["a"], remove=["b"])
            case "p":
                organising.plan(papers, date(2026, 1, 1 + number))
            case "undo":
                marking.undo()
            case _:
                Marking(other).tag(papers, add=["b"], remove=["a"])
                library.refresh()
        anew = Organising(Marking(Library.open(folder)))
        assert organising.counts(date(2026, 1, 2)) == anew.counts(date(2026, 1, 2))
        assert organising.queue() == anew.queue()


def test_counting_again_looks_only_at_what_changed(
    library: Library, organising: Organising, marking: Marking, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking.set_bookmarked([entry(number) for number in range(1, 100)])
    organising.counts(date(2026, 1, 1))
    looked_at: list[str] = []
    real = Tally._move

    def move(tally: Tally, identifier: str, before: Mark, after: Mark) -> None:
        looked_at.append(identifier)
        real(tally, identifier, before, after)

    monkeypatch.setattr(Tally, "_move", move)
    marking.set_queued([ONE])
    assert organising.counts(date(2026, 1, 1)).views[ViewKind.QUEUE] == 1
    assert organising.queue() == (ONE.id,)
    assert looked_at == [ONE.id]
