"""Merging is the same in every order: checked with contents of every shape that JSON allows."""

import copy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.merge import merge, merge_documents
from reader.library.stamp import changed_document

TIMES = st.sampled_from(
    [
        "2026-08-14T09:14:03Z",
        "2026-08-14T09:14:03.000001Z",
        "2026-08-14T11:14:03+02:00",
        "2026-08-14T09:14:04Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "yesterday",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b", "ä"]) | TIMES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=3,
)
TAG = st.sampled_from("abc")
NAMES = st.sampled_from(["read_at", "note", "tags", "rating", "mood", "unreadable", "changed"])
CHANGED = st.fixed_dictionaries(
    {},
    optional={
        "read_at": TIMES,
        "note": TIMES | JSON,
        "mood": TIMES,
        "tags": st.dictionaries(TAG, TIMES, max_size=3),
    },
)
MARK = st.fixed_dictionaries(
    {},
    optional={
        "read_at": TIMES,
        "note": st.sampled_from(["x", "y", "long"]),
        "tags": st.lists(TAG, max_size=3),
        "mood": JSON,
        "changed": CHANGED,
    },
)
DOCUMENTS = MARK | st.dictionaries(NAMES, JSON, max_size=3) | JSON
CONTENTS = st.dictionaries(
    st.sampled_from(["marks", "papers", "shape"]),
    st.dictionaries(st.sampled_from("xyz"), DOCUMENTS, max_size=2) | JSON,
    max_size=3,
)
EARLY, LATE = "2026-08-14T09:00:00Z", "2026-08-14T10:00:00Z"


def text(value: Any) -> str:
    """Return something in which 1 and true differ."""
    return repr(value)


@settings(max_examples=200, deadline=None)
@given(CONTENTS, CONTENTS)
def test_it_is_commutative(a: dict[str, Any], b: dict[str, Any]) -> None:
    before = copy.deepcopy((a, b))
    assert text(merge(a, b)) == text(merge(b, a))
    assert (a, b) == before


@settings(max_examples=200, deadline=None)
@given(CONTENTS, CONTENTS, CONTENTS)
def test_it_is_associative(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> None:
    assert text(merge(merge(a, b), c)) == text(merge(a, merge(b, c)))


@settings(max_examples=200, deadline=None)
@given(CONTENTS, CONTENTS)
def test_it_is_idempotent(a: dict[str, Any], b: dict[str, Any]) -> None:
    merged = merge(a, b)
    assert text(merge(merged, merged)) == text(merged)
    assert text(merge(merged, a)) == text(merge(b, merged)) == text(merged)


@settings(deadline=None)
@given(MARK, MARK)
def test_nothing_unknown_is_lost(a: dict[str, Any], b: dict[str, Any]) -> None:
    merged = merge_documents(a | {"theirs": 1}, b | {"ours": [2]})
    assert (merged["theirs"], merged["ours"]) == (1, [2])
    assert {*a.get("tags", []), *b.get("tags", [])} - set(merged.get("tags", [])) <= {
        *a.get("changed", {}).get("tags", {}),
        *b.get("changed", {}).get("tags", {}),
    }


def test_the_newest_field_wins() -> None:
    ours = {"note": "ours", "rating": 1, "changed": {"note": LATE, "rating": EARLY}}
    theirs = {"note": "theirs, and longer", "rating": 5, "changed": {"note": EARLY, "rating": LATE}}
    assert merge_documents(ours, theirs) == {
        "note": "ours",
        "rating": 5,
        "changed": {"note": LATE, "rating": LATE},
    }


def test_what_was_removed_stays_removed_unless_it_was_set_later() -> None:
    kept, removed = (
        {"read_at": EARLY, "bookmarked_at": LATE},
        {"changed": {"read_at": LATE, "bookmarked_at": EARLY}},
    )
    assert merge_documents(kept, removed) == {"bookmarked_at": LATE, "changed": {"read_at": LATE}}


def test_tags_are_united_and_a_removed_one_stays_away() -> None:
    ours = {"tags": ["a", "b"], "changed": {"tags": {"a": EARLY, "b": EARLY}}}
    theirs = {"tags": ["c", "a"], "changed": {"tags": {"a": EARLY, "c": EARLY, "b": LATE}}}
    merged = merge_documents(ours, theirs)
    assert merged == {"tags": ["a", "c"], "changed": {"tags": {"a": EARLY, "c": EARLY, "b": LATE}}}
    again = {"tags": ["b"], "changed": {"tags": {"b": "2026-08-14T11:00:00Z"}}}
    assert merge_documents(merged, again)["tags"] == ["a", "c", "b"]


def test_without_times_what_says_more_wins() -> None:
    assert merge_documents({"title": "A", "upvotes": 99}, {"title": "Another", "upvotes": 132}) == {
        "title": "Another",
        "upvotes": 132,
    }


FIELDS = st.fixed_dictionaries(
    {
        "read_at": st.none() | st.just("2026-08-14T09:14:03Z"),
        "note": st.none() | st.sampled_from(["x", "a longer note"]),
        "tags": st.none() | st.lists(TAG, min_size=1, unique=True),
    }
)
CLOCK = st.datetimes(datetime(2026, 8, 14), datetime(2026, 8, 15), timezones=st.just(UTC))
EDITS = st.lists(st.tuples(FIELDS, CLOCK), max_size=4)


def edited(document: Any, edits: list[tuple[dict[str, Any], datetime]]) -> Any:
    """Return a document after some edits, by a clock that jumps as it likes."""
    for fields, now in edits:
        document = changed_document(document, fields, now)
    return document


@settings(max_examples=200, deadline=None)
@given(EDITS, EDITS, EDITS, FIELDS, CLOCK)
def test_who_has_seen_everything_has_the_last_word(
    common: Any, ours: Any, theirs: Any, last: dict[str, Any], now: datetime
) -> None:
    base = edited(None, common)
    one, other = edited(base, ours), edited(base, theirs)
    seen = merge_documents(one, other)
    final = changed_document(seen, last, now)
    for old in (base, one, other, seen):
        merged = merge_documents(old, final) or {}
        assert {name: value for name, value in last.items() if value is not None} == {
            name: merged[name] for name in last if name in merged
        }


@settings(deadline=None)
@given(EDITS)
def test_documents_of_this_program_are_settled(edits: Any) -> None:
    document = edited(None, edits)
    assert merge_documents(document, document) == document
