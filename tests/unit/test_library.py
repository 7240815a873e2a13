import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import StorageError
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.library import shelf
from reader.library.library import Library
from tests.synthetic import paper

NOW = datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC)
PAPER = Paper(
    id="2608.01234",
    title="Streaming Attention",
    authors=("A. Researcher", "B. Colleague"),
    abstract="An abstract.\n\nOf two paragraphs.",
    published=date(2026, 8, 10),
    upvotes=132,
    categories=("cs.LG",),
)
OTHER = Paper(id="math/0611800", title="A Calculus")
READ, KEPT = Mark(read_at=NOW), Mark(bookmarked_at=NOW)


def change(library: Library, after: Mark, paper: Paper = PAPER) -> None:
    library.apply([Change(paper, library.mark(paper.id), after)])


def written(folder: Path) -> Any:
    return json.loads((folder / "library.json").read_text())


def write(folder: Path, **tables: Any) -> None:
    (folder / "library.json").write_text(json.dumps({"version": 1, "marks": {}, "papers": {}} | tables))


def test_an_empty_library(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "new")
    assert (dict(library.marks), dict(library.papers), library.notices) == ({}, {}, ())
    assert library.mark(PAPER.id) is NO_MARK
    assert not library.read_only
    assert not library.refresh()
    library.close()


def test_a_mark_is_in_memory_and_on_disk(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    mark = Mark(
        read_at=NOW,
        bookmarked_at=NOW,
        queued_at=NOW,
        position="15",
        tags=("thesis", "a thing to do"),
        note="One\n\n- two",
        rating=5,
        read_on=date(2026, 9, 1),
        colour="red",
        sign="‡",
    )
    change(library, mark)
    for opened in (library, Library.open(tmp_path)):
        assert dict(opened.marks) == {PAPER.id: mark}
        assert dict(opened.papers) == {PAPER.id: PAPER}
        assert opened.mark(PAPER.id) == mark


def test_only_set_fields_are_written_and_times_are_in_utc(tmp_path: Path) -> None:
    library = Library.open(tmp_path, lambda: NOW)
    berlin = timezone(timedelta(hours=2))
    change(library, Mark(read_at=datetime(2026, 8, 14, 11, 14, 3, 999, tzinfo=berlin)))
    change(library, Mark(bookmarked_at=NOW, tags=("thesis",)), OTHER)
    library.close()
    content = written(tmp_path)
    assert content["marks"] == {
        "2608.01234": {"read_at": "2026-08-14T09:14:03Z"},
        "math/0611800": {
            "bookmarked_at": "2026-08-14T09:14:03Z",
            "tags": ["thesis"],
            "changed": {"tags": {"thesis": "2026-08-14T09:14:03Z"}},
        },
    }
    assert content["papers"]["math/0611800"]["title"] == "A Calculus"
    assert None not in content["papers"]["math/0611800"].values()
    assert library.mark(PAPER.id) == READ


@pytest.mark.parametrize(
    "mark",
    [KEPT, Mark(queued_at=NOW), Mark(tags=("a",)), Mark(note="a"), Mark(rating=1), Mark(colour="red")],
    ids=["bookmark", "queue", "tag", "note", "rating", "colour"],
)
def test_a_paper_is_kept_as_long_as_its_mark_keeps_it(tmp_path: Path, mark: Mark) -> None:
    library = Library.open(tmp_path)
    change(library, mark._replace(read_at=NOW))
    assert dict(Library.open(tmp_path).papers) == {PAPER.id: PAPER}
    change(library, READ)
    assert dict(library.papers) == dict(Library.open(tmp_path).papers) == {}
    assert dict(Library.open(tmp_path).marks) == {PAPER.id: READ}


def test_an_empty_mark_leaves_only_when_it_was_emptied(tmp_path: Path) -> None:
    library = Library.open(tmp_path, lambda: NOW)
    change(library, KEPT._replace(read_at=NOW))
    change(library, NO_MARK)
    assert PAPER.id not in library.marks
    library.close()
    removed = {"read_at": "2026-08-14T09:14:03.000001Z", "bookmarked_at": "2026-08-14T09:14:03.000001Z"}
    assert written(tmp_path)["marks"] == {PAPER.id: {"changed": removed}}
    assert written(tmp_path)["papers"] == {}
    assert dict(Library.open(tmp_path).marks) == {}


def test_the_kept_paper_learns_and_forgets_nothing(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    change(library, KEPT)
    change(library, KEPT._replace(read_at=NOW), Paper(id=PAPER.id, title=PAPER.title, upvotes=200))
    assert dict(Library.open(tmp_path).papers) == {PAPER.id: PAPER._replace(upvotes=200)}


def test_two_windows_lose_nothing(tmp_path: Path) -> None:
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    first.apply([Change(PAPER, NO_MARK, READ)])
    second.apply([Change(PAPER, NO_MARK, Mark(tags=("b",)))])
    first.apply([Change(PAPER, READ, READ._replace(tags=("a",), bookmarked_at=NOW))])
    expected = Mark(read_at=NOW, bookmarked_at=NOW, tags=("b", "a"))
    assert first.mark(PAPER.id) == Library.open(tmp_path).mark(PAPER.id) == expected


def test_changes_of_another_window_are_taken_over(tmp_path: Path) -> None:
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    change(second, KEPT)
    assert first.mark(PAPER.id) == NO_MARK
    assert first.refresh()
    assert dict(first.marks) == {PAPER.id: KEPT}
    assert dict(first.papers) == {PAPER.id: PAPER}
    assert not first.refresh()
    second.close()
    assert not first.refresh()
    change(second, READ)
    assert first.refresh()
    assert dict(first.marks) == {PAPER.id: READ}


def test_what_another_window_did_before_a_change_of_ones_own_is_news(tmp_path: Path) -> None:
    ours, theirs = Library.open(tmp_path), Library.open(tmp_path)
    change(ours, KEPT)
    assert not ours.refresh()
    change(theirs, READ, OTHER)
    change(ours, NO_MARK)
    assert ours.refresh()
    assert not ours.refresh()


def test_many_changes_are_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(tmp_path)
    library.apply([])
    assert list(tmp_path.iterdir()) == []
    library.apply([Change(paper, NO_MARK, KEPT) for paper in (PAPER, OTHER)])
    assert (tmp_path / "library.journal").read_bytes().count(b"\n") == 1
    library.apply([Change(PAPER, KEPT, READ), Change(PAPER, READ, READ._replace(tags=("a",)))])
    assert Library.open(tmp_path).mark(PAPER.id) == READ._replace(tags=("a",))


def test_a_change_and_its_reverse(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    step = Change(PAPER, NO_MARK, KEPT._replace(tags=("a",), note="b"))
    library.apply([step])
    library.apply([step.reversed])
    assert dict(library.marks) == dict(Library.open(tmp_path).marks) == {}


def test_a_change_that_cannot_be_kept_leaves_memory_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path)
    change(library, KEPT)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(
            StorageError, match="The mark on “Streaming Attention” could not be kept: there is no"
        ):
            change(library, READ)
        with pytest.raises(StorageError, match="The marks on 2 papers"):
            library.apply([Change(PAPER, KEPT, READ), Change(OTHER, NO_MARK, READ)])
        library.close()
    assert dict(library.marks) == {PAPER.id: KEPT}
    assert dict(library.papers) == {PAPER.id: PAPER}
    change(library, READ)
    assert dict(Library.open(tmp_path).marks) == {PAPER.id: READ}


def test_a_mapping_once_given_does_not_change(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    change(library, READ)
    marks, papers = library.marks, library.papers
    change(library, KEPT)
    change(library, READ, OTHER)
    assert dict(marks) == {PAPER.id: READ}
    assert (dict(papers), len(library.marks)) == ({}, 2)


def test_many_small_changes_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(shelf, "_NEWER_LIMIT", 5)
    library = Library.open(tmp_path)
    expected: dict[str, Mark] = {}
    for number in range(60):
        paper = Paper(id=f"2608.{number % 17:05}", title="A title")
        mark = NO_MARK if number % 5 == 4 else Mark(note=str(number))
        change(library, mark, paper)
        expected[paper.id] = mark
        expected = {identifier: mark for identifier, mark in expected.items() if mark != NO_MARK}
        assert dict(library.marks) == expected
        assert len(library.marks) == len(library.papers) == len(expected)
        assert (paper.id in library.marks) == (mark != NO_MARK)
    assert dict(Library.open(tmp_path).marks) == expected


def test_threads_take_turns(tmp_path: Path) -> None:
    library = Library.open(tmp_path)

    def act(number: int) -> None:
        library.apply([Change(PAPER, NO_MARK, Mark(tags=(f"tag {number}",)))])
        library.refresh()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))
    assert sorted(library.mark(PAPER.id).tags) == sorted(f"tag {number}" for number in range(40))
    assert Library.open(tmp_path).mark(PAPER.id) == library.mark(PAPER.id)


# When what was changed


def clock(*minutes: float) -> Callable[[], datetime]:
    moments = iter(minutes)
    return lambda: NOW + timedelta(minutes=next(moments))


def test_each_field_and_each_tag_has_a_time(tmp_path: Path) -> None:
    library = Library.open(tmp_path, clock(0, 5, 10, 10))
    change(library, Mark(read_at=NOW, tags=("a", "b"), rating=3))
    change(library, Mark(read_at=NOW, tags=("b",), rating=3, note="n"))
    change(library, Mark(tags=("b",), rating=4, note="n"))
    change(library, Mark(tags=("b", "a"), rating=4))
    library.close()
    assert written(tmp_path)["marks"][PAPER.id] == {
        "tags": ["b", "a"],
        "rating": 4,
        "changed": {
            "tags": {"a": "2026-08-14T09:24:03Z", "b": "2026-08-14T09:14:03.000001Z"},
            "rating": "2026-08-14T09:24:03Z",
            "note": "2026-08-14T09:24:03Z",
            "read_at": "2026-08-14T09:24:03Z",
        },
    }


def test_a_later_change_is_the_newer_one_though_the_clock_runs_back(tmp_path: Path) -> None:
    library = Library.open(tmp_path, clock(0, -99, -50_000, -100_000))
    for rating in (1, 2, 3):
        change(library, Mark(rating=rating))
    change(library, NO_MARK)
    library.close()
    assert written(tmp_path)["marks"][PAPER.id]["changed"] == {"rating": "2026-08-14T09:14:03.000003Z"}


def test_a_time_far_ahead_is_no_end_of_all_changes(tmp_path: Path) -> None:
    changed = {"rating": "9999-12-31T23:59:59.999999Z", "note": 5}
    write(tmp_path, marks={PAPER.id: {"rating": 1, "changed": changed}})
    library = Library.open(tmp_path, lambda: NOW)
    change(library, Mark(rating=2))
    library.close()
    assert written(tmp_path)["marks"][PAPER.id]["changed"]["rating"] == "2026-08-14T09:14:03Z"


# The file is a border


def test_text_from_the_file_is_cleaned(tmp_path: Path) -> None:
    write(
        tmp_path,
        marks={"2608.01234": {"tags": ["a\x1b[31m\n b"], "note": "one\x1b]0;x\x07\n two\u202e"}},
        papers={"2608.01234": {"title": "A\x1b[2J\ttitle", "github": "javascript:x", "upvotes": "many"}},
    )
    library = Library.open(tmp_path)
    assert library.mark("2608.01234") == Mark(tags=("a[31m b",), note="one]0;x\n two")
    assert dict(library.papers) == {"2608.01234": Paper(id="2608.01234", title="A[2J title")}
    assert library.notices == ()


def test_text_of_the_person_is_cleaned_before_it_is_written(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    change(library, Mark(tags=(" a\x1b ", "a", ""), note="b\x00\n"))
    assert library.mark(PAPER.id) == Mark(tags=("a",), note="b")
    library.close()
    mark = written(tmp_path)["marks"][PAPER.id]
    assert (mark["tags"], mark["note"], list(mark["changed"]["tags"])) == (["a"], "b", ["a"])


FAULTY_MARKS: dict[str, Any] = {
    "2608.00001": "read",
    "2608.00002": 7,
    "2608.00003": ["read_at"],
    "2608.00004": {"read_at": 5},
    "2608.00005": {"read_at": "yesterday"},
    "2608.00006": {"note": {}},
    "2608.00007": {"tags": "thesis"},
    "2608.00008": {"read_at": "2026-02-31T00:00:00Z"},
    "2608.00009": {"read_at": "0001-01-01T00:00:00+14:00"},
    "2608.00010": True,
    "2608.00011": {"rating": True},
    "2608.00012": {"rating": 6},
    "2608.00013": {"rating": "9" * 5_000},
    "2608.00014": {"read_on": "tomorrow"},
    "2608.00015": {"position": "10"},
    "2608.00016": {"colour": "\x1b[31m"},
    "2608.00017": {"sign": "\u202e"},
    "2608.00018": {"changed": 5},
    "2608.01234v2": {"read_at": "2026-08-14T09:14:03Z"},
    "\x1b[31m": {"read_at": "2026-08-14T09:14:03Z"},
    "": {},
}


def test_entries_of_wrong_types_are_skipped_but_stay_in_the_file(tmp_path: Path) -> None:
    papers: dict[str, Any] = {"2608.00001": [], "2608.00002": {"title": 5}, "2608.00003": {"title": "\x1b"}}
    write(tmp_path, marks=FAULTY_MARKS, papers=papers)
    library = Library.open(tmp_path, lambda: NOW)
    assert (dict(library.marks), dict(library.papers)) == ({}, {})
    (notice,) = library.notices
    assert notice.startswith(f"{len(FAULTY_MARKS) + 3} entries of library.json could not be read in full")
    assert "\x1b" not in notice
    change(library, READ)
    library.close()
    assert written(tmp_path)["marks"] == FAULTY_MARKS | {PAPER.id: {"read_at": "2026-08-14T09:14:03Z"}}
    assert written(tmp_path)["papers"] == papers


def test_one_faulty_field_does_not_cost_the_others(tmp_path: Path) -> None:
    mark = {"read_at": 5, "tags": ["a", 7], "bookmarked_at": "2026-08-14T11:14:03.5+02:00", "mood": 4}
    write(tmp_path, marks={PAPER.id: mark})
    library = Library.open(tmp_path)
    assert library.mark(PAPER.id) == Mark(tags=("a",), bookmarked_at=NOW.replace(microsecond=500_000))
    assert "marks 2608.01234" in library.notices[0]
    change(library, library.mark(PAPER.id)._replace(note="new"))
    library.close()
    found = written(tmp_path)["marks"][PAPER.id]
    assert found.pop("changed").keys() == {"tags", "note"}
    assert found == mark | {"note": "new"}


def test_a_faulty_entry_is_healed_by_a_mark_and_not_lost(tmp_path: Path) -> None:
    write(tmp_path, marks={PAPER.id: "read"}, papers={PAPER.id: 5})
    library = Library.open(tmp_path)
    change(library, KEPT)
    assert library.notices == ()
    library.close()
    assert written(tmp_path)["marks"][PAPER.id]["unreadable"] == "read"
    assert written(tmp_path)["papers"][PAPER.id]["unreadable"] == 5
    assert dict(Library.open(tmp_path).papers) == {PAPER.id: PAPER}


def test_what_a_newer_program_wrote_beside_a_mark_stays(tmp_path: Path) -> None:
    write(tmp_path, marks={PAPER.id: {"mood": 4}}, papers={PAPER.id: {"title": "x", "venue": "y"}})
    library = Library.open(tmp_path)
    assert dict(library.marks) == {}
    change(library, KEPT)
    assert Library.open(tmp_path).papers[PAPER.id] == PAPER
    change(library, KEPT._replace(read_at=NOW))
    library.close()
    assert written(tmp_path)["papers"][PAPER.id]["venue"] == "y"
    change(library, NO_MARK)
    library.close()
    assert written(tmp_path)["marks"][PAPER.id]["mood"] == 4
    assert written(tmp_path)["marks"][PAPER.id].keys() == {"mood", "changed"}


def test_the_place_in_the_file_says_which_paper_it_is(tmp_path: Path) -> None:
    write(tmp_path, papers={"2608.01234": {"id": "2608.99999", "title": "x"}})
    assert Library.open(tmp_path).papers["2608.01234"].id == "2608.01234"


def test_every_field_of_a_paper_comes_back(tmp_path: Path) -> None:
    paper = Paper(
        id="local-0123456789ab",
        title="Ünïcode “title”",
        authors=tuple(f"Author {number}" for number in range(664)),
        abstract="a\n\nb",
        published=date(2026, 8, 1),
        listed=date(2026, 8, 2),
        updated=date(2026, 8, 3),
        upvotes=0,
        comments=3,
        categories=("cs.CL", "cs.LG"),
        keywords=("k",),
        summary="s",
        organization="o",
        submitted_by="p",
        github="https://github.com/a/b",
        stars=9,
        project="https://example.org/",
        doi="10.1000/182",
        version=2,
        comment="12 pages",
        journal_ref="A Journal 1 (2026)",
        withdrawn=False,
        sample=True,
    )
    told = {*Paper._fields} - {"revised", "source", "others"}
    assert all(getattr(paper, name) not in (None, (), "") for name in told)
    library = Library.open(tmp_path)
    change(library, KEPT, paper)
    library.close()
    assert dict(Library.open(tmp_path).papers) == {paper.id: paper}


def test_a_newer_version_is_read_only(tmp_path: Path) -> None:
    write(tmp_path, version=99, marks={PAPER.id: {"read_at": "2026-08-14T09:14:03Z", "mood": "good"}})
    library = Library.open(tmp_path)
    assert library.read_only
    assert library.mark(PAPER.id) == READ
    assert "format 99" in library.notices[0]
    with pytest.raises(StorageError, match="newer"):
        change(library, KEPT)
    assert library.mark(PAPER.id) == READ


def test_a_damaged_file_is_told_and_the_marks_are_there(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    change(library, KEPT)
    library.close()
    (tmp_path / "library.json").write_text("{")
    again = Library.open(tmp_path)
    assert dict(again.marks) == {PAPER.id: KEPT}
    assert "library.damaged-" in again.notices[0]
    assert not again.read_only


def test_marks_are_found_by_their_fields_whether_decoded_or_not(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    for number, mark in enumerate(
        (KEPT, READ, Mark(tags=("a",), note='"bookmarked_at": '), Mark(queued_at=NOW))
    ):
        change(library, mark, paper(number))
    library.close()
    again = Library.open(tmp_path)
    for each in (library, again):
        assert {*each.marks_with("bookmarked_at")} == {paper(0).id}
        assert {*each.marks_with("queued_at", "tags")} == {paper(2).id, paper(3).id}
    change(again, NO_MARK, paper(0))
    change(again, KEPT, paper(1))
    found = again.marks_with("bookmarked_at")
    assert {identifier for identifier, mark in found.items() if mark.bookmarked} == {paper(1).id}
    write(tmp_path, marks={paper(5).id: {"tags": ["x"]}, paper(6).id: 7, paper(7).id: {"note": "n"}})
    assert {*Library.open(tmp_path).marks_with("tags")} == {paper(5).id}
