from reader.core.mark import NO_MARK, Change, Mark
from tests.synthetic import NOON, paper


def test_a_change_leaves_alone_what_another_window_changed() -> None:
    before = Mark(tags=("a", "b"))
    change = Change(paper(), before, Mark(read_at=NOON, tags=("b", "c")))
    current = Mark(bookmarked_at=NOON, tags=("b", "a", "d"), note="n")
    after = change.applied_to(current)
    assert after == Mark(read_at=NOON, bookmarked_at=NOON, tags=("b", "d", "c"), note="n")
    assert set(change.reversed.applied_to(after).tags) == {"a", "b", "d"}
    assert change.reversed.applied_to(after).read_at is None


def test_the_states() -> None:
    mark = Mark(read_at=NOON, bookmarked_at=NOON, queued_at=NOON)
    assert (mark.read, mark.bookmarked, mark.queued) == (True, True, True)
    assert not (NO_MARK.read)
    assert not (NO_MARK.bookmarked)
    assert not (NO_MARK.queued)
