import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalog import bitmap

PLACES = st.sets(st.integers(0, 5_000)).map(sorted)


@given(PLACES, st.sampled_from([5_001, 60_000, 700_000]))
def test_a_stored_set_comes_back(places: list[int], size: int) -> None:
    bits = bitmap.from_places(places)
    assert list(bitmap.places(bits)) == places
    assert bitmap.decode(bitmap.encode(places, size)) == bits
    assert bitmap.decode(bitmap.encode_set(bits, size)) == bits


@given(st.lists(st.tuples(st.integers(0, 9).map(lambda n: n * 800), PLACES), max_size=5))
def test_the_union_of_stored_sets(pieces: list[tuple[int, list[int]]]) -> None:
    together = {first + place for first, places in pieces for place in places}
    stored = [(first, bitmap.encode(places, 5_001)) for first, places in pieces]
    assert bitmap.union(stored) == bitmap.from_places(together)


@given(PLACES, st.integers(0, 50))
def test_the_highest_places(places: list[int], count: int) -> None:
    assert list(bitmap.places(bitmap.highest(bitmap.from_places(places), count))) == places[-count:][:count]


@pytest.mark.parametrize("data", [b"zgarbage", b"h1"])
def test_what_is_damaged_is_said_to_be(data: bytes) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=bitmap.DAMAGE):
        bitmap.decode(data)
