from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.place import PLACE_LIMIT, is_place, new_places, place_of_time, places_between

PLACES = st.text("0123456789", min_size=1, max_size=30).map(lambda digits: digits + "5")


@settings(deadline=None)
@given(PLACES, PLACES, st.integers(1, 5))
def test_there_is_room_between_any_two(one: str, two: str, count: int) -> None:
    low, high = sorted((one, two))
    for bottom, top in ((low, high), ("", low)):
        places = places_between(bottom, top, count)
        if bottom == top:
            assert places is None
            continue
        assert places is not None
        assert all(is_place(place) for place in places)
        assert sorted({bottom, *places, top}) == [bottom, *places, top]


def test_many_moves_to_the_front_until_there_is_no_room() -> None:
    first = place_of_time(datetime(2026, 8, 14, tzinfo=UTC))
    moves = 0
    while found := places_between("", first, 1):
        assert found[0] < first
        first = found[0]
        moves += 1
    assert moves > 100


def test_what_comes_in_later_stands_after_what_was_moved_to_the_end() -> None:
    now = datetime(2026, 8, 14, tzinfo=UTC)
    (last,) = places_between(place_of_time(now), None, 1) or ("",)
    assert place_of_time(now) < last < place_of_time(now + timedelta(seconds=1))


def test_new_places_ascend_and_stand_before_every_time() -> None:
    places = new_places(1_234)
    assert sorted(places) == list(places)
    assert all(is_place(place) for place in places)
    assert places[-1] < place_of_time(datetime(2000, 1, 1, tzinfo=UTC))


def test_what_is_no_place() -> None:
    assert not any(map(is_place, ("10", "a", "-1", "٣", "5" * (PLACE_LIMIT + 1))))
