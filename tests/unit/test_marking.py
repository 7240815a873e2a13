import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from reader.core.errors import StorageError
from reader.core.mark import Mark
from reader.service.marking import Marking
from tests.synthetic import NOON, FakeLibrary, entry


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def marking(library: FakeLibrary) -> Marking:
    return Marking(library, lambda: NOON.replace(microsecond=5))


def test_toggling(library: FakeLibrary, marking: Marking) -> None:
    step = marking.set_read([entry(1, "T" * 80)])
    assert step is not None
    assert step.sentence == f"Marked as read: {'T' * 59}…"
    assert library.mark(entry(1).id).read_at == NOON
    marking.set_read([entry(1), entry(2)])
    assert [library.mark(entry(n).id).read for n in (1, 2)] == [True, True]
    step = marking.set_read([entry(1), entry(2), entry(1)])
    assert step is not None
    assert step.sentence == "Marked as unread: 2 papers"
    assert not library.mark(entry(1).id).read


def test_what_changes_nothing_is_no_step(library: FakeLibrary, marking: Marking) -> None:
    assert marking.set_read([entry(1)], read=False) is None
    assert marking.set_bookmarked([]) is None
    assert marking.tag([entry(1)], add=["\u200b"]) is None
    assert marking.note(entry(1), " \n") is None
    assert marking.undo() is marking.redo() is None
    marking.set_read([entry(1)], read=True)
    assert marking.set_read([entry(1)], read=True) is None


def test_undo_and_redo_any_number_of_steps(library: FakeLibrary, marking: Marking) -> None:
    states = [dict(library.marks)]
    everybody = [entry(n) for n in range(50)]
    for change in (
        lambda: marking.set_bookmarked(everybody),
        lambda: marking.tag(everybody[:9], add=["a", "b"]),
        lambda: marking.tag(everybody[:5], add=["c"], remove=["a"]),
        lambda: marking.note(everybody[0], "note"),
        lambda: marking.set_queued(everybody[:3]),
        lambda: marking.set_bookmarked(everybody[:1]),
    ):
        assert change() is not None
        states.append(dict(library.marks))
    for state in reversed(states[:-1]):
        assert marking.undo() is not None
        assert {i: m for i, m in library.marks.items() if m != Mark()} == state
    assert marking.undo() is None
    for state in states[1:]:
        assert marking.redo() is not None
        assert {i: m for i, m in library.marks.items() if m != Mark()} == {
            i: m for i, m in state.items() if m != Mark()
        }
    assert marking.redo() is None


def test_a_new_step_ends_redoing(marking: Marking) -> None:
    marking.set_read([entry(1)])
    marking.undo()
    marking.set_read([entry(3)], undoable=False)
    assert marking.redo() is not None
    marking.undo()
    marking.set_bookmarked([entry(2)])
    assert marking.redo() is None


def test_undo_leaves_alone_what_another_window_did(library: FakeLibrary, marking: Marking) -> None:
    marking.tag([entry(1)], add=["mine"])
    library.marks[entry(1).id] = Mark(tags=("mine", "theirs"), read_at=NOON)
    marking.undo()
    assert library.mark(entry(1).id) == Mark(tags=("theirs",), read_at=NOON)


def test_a_failure_changes_nothing(library: FakeLibrary, marking: Marking) -> None:
    marking.set_read([entry(1)])
    library.full = True
    for action in (lambda: marking.set_read([entry(2)]), marking.undo, lambda: marking.note(entry(1), "x")):
        with pytest.raises(StorageError):
            action()
    library.full = False
    assert marking.undo() is not None
    assert not library.mark(entry(1).id).read
    library.full = True
    with pytest.raises(StorageError):
        marking.redo()
    library.full = False
    assert marking.redo() is not None
    assert library.mark(entry(1).id).read
    assert marking.redo() is None


def test_lists_keep_the_order_in_which_papers_came(library: FakeLibrary, marking: Marking) -> None:
    everybody = [entry(n) for n in (7, 3, 5)]
    marking.set_queued(everybody[:2])
    marking.set_queued(everybody[2:])
    queued = sorted(everybody, key=lambda e: library.mark(e.id).queued_at or NOON)
    assert queued == everybody
    marking.set_bookmarked(everybody)
    kept = sorted(everybody, key=lambda e: library.mark(e.id).bookmarked_at or NOON, reverse=True)
    assert kept == everybody
    assert all((mark.queued_at or NOON) - NOON < timedelta(minutes=1) for mark in library.marks.values())


def test_imported_marks_take_nothing_away(library: FakeLibrary, marking: Marking) -> None:
    library.marks[entry(1).id] = Mark(note="mine", tags=("a",), read_at=NOON)
    later = NOON + timedelta(days=1)
    step = marking.restore(
        [(entry(1), Mark(note="theirs", tags=("b",), read_at=later, bookmarked_at=later)), (entry(2), Mark())]
    )
    assert step is not None
    assert len(step.changes) == 1
    assert library.mark(entry(1).id) == Mark(note="mine", tags=("a", "b"), read_at=NOON, bookmarked_at=later)
    assert marking.restore([(entry(2), Mark())]) is None


def test_words_of_the_person_are_cleaned(library: FakeLibrary, marking: Marking) -> None:
    marking.note(entry(1), "one\x1b[2J\n\ntwo\n")
    marking.tag([entry(1)], add=["a\nb\x00"])
    assert library.mark(entry(1).id) == Mark(note="one[2J\n\ntwo", tags=("a b",))
    marking.tag([entry(1)], remove=["a  b"])
    marking.note(entry(1), "")
    assert library.mark(entry(1).id) == Mark()


def test_many_threads_at_once(library: FakeLibrary, marking: Marking) -> None:
    barrier = threading.Barrier(8)

    def work(_: int) -> None:
        barrier.wait()
        for number in range(20):
            marking.set_read([entry(number)])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert not any(mark.read for mark in library.marks.values())  # toggled an even number of times
    while marking.undo():
        pass
    assert not any(mark.read for mark in library.marks.values())
