"""A file that this program found sound is trusted, and no other."""

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from reader.core.mark import NO_MARK, Change, Mark
from reader.core.saved_search import SavedSearch
from reader.library import examination, snapshot
from reader.library.library import Library
from reader.library.record import RULES
from reader.library.snapshot import _entries
from reader.library.storage import DurableStorage
from tests.synthetic import NOON, keep_search, paper

READ = Mark(read_at=NOON)


def fill(folder: Path) -> None:
    library = Library.open(folder, lambda: NOON)
    library.apply([Change(paper(n), NO_MARK, READ) for n in range(20)])
    library.apply(
        [Change(paper(1), READ, NO_MARK), Change(paper(2), READ, Mark(bookmarked_at=NOON, note="n"))]
    )
    library.close()


def content(folder: Path) -> Any:
    return json.loads((folder / "library.json").read_text())


def test_what_was_found_sound_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    expected = dict(Library.open(tmp_path).marks)
    assert len(expected) == 19
    looked_at: list[object] = []

    def examine(record: object) -> tuple[bool, bool]:
        looked_at.append(record)
        return True, True

    monkeypatch.setattr(examination, "_EXAMINERS", {"marks": examine, "papers": examine})
    library = Library.open(tmp_path)
    assert looked_at == []
    assert dict(library.marks) == expected
    assert len(library.marks) == 19
    assert library.papers.keys() == {paper(2).id}


def test_a_file_with_a_fault_is_looked_at_every_time_until_it_is_healed(tmp_path: Path) -> None:
    fill(tmp_path)
    assert "examined" in content(tmp_path)
    store = DurableStorage(tmp_path)
    with store.transaction():
        store.put("marks", paper(5).id, {"read_at": 5})
    store.close()
    assert "examined" not in content(tmp_path)
    for number in (10, 11):
        library = Library.open(tmp_path)
        assert "1 entry" in library.notices[0]
        assert paper(5).id not in library.marks
        library.apply([Change(paper(number), library.mark(paper(number).id), Mark(rating=1))])
        library.close()
        assert "examined" not in content(tmp_path)
    library = Library.open(tmp_path)
    library.apply([Change(paper(5), NO_MARK, READ)])
    assert library.notices == ()
    library.close()
    assert "examined" in content(tmp_path)
    assert Library.open(tmp_path).mark(paper(5).id) == READ


def test_an_edited_file_is_looked_at(tmp_path: Path) -> None:
    fill(tmp_path)
    file = tmp_path / "library.json"
    file.write_text(file.read_text().replace(f'"{paper(7).id}": {{"read_at"', f'"{paper(7).id}": {{"rating"'))
    library = Library.open(tmp_path)
    assert "1 entry" in library.notices[0]
    assert paper(7).id not in library.marks


def test_changes_of_a_program_that_examines_nothing_are_looked_at(tmp_path: Path) -> None:
    fill(tmp_path)
    library = Library.open(tmp_path)
    store = DurableStorage(tmp_path)
    with store.transaction():
        store.put("marks", paper(5).id, 7)
        store.put("marks", "2608.00099", {"read_at": "2026-08-14T09:14:03Z"})
    store.close()
    assert library.refresh()
    assert paper(5).id not in library.marks
    assert "2608.00099" in library.marks
    assert "1 entry" in library.notices[0]


@pytest.mark.parametrize("examined", [1, RULES])
def test_a_file_made_up_with_the_right_checksum_breaks_nothing(examined: int, tmp_path: Path) -> None:
    head = b'{\n  "version": 2,\n  "generation": 1,\n  "examined": %d,\n  "marks": {\n' % examined
    marks = (
        b'    "2608.00001": {"note": "\x1b[31m"},\n'
        b'    "2608.00002": nonsense,\n'
        b'    "2608.00003": %s,\n'
        % (b"[" * 100_000)
        + b'    "2608.00004": {"rating": 99},\n    "nonsense,\n    "2608.00005": {"rating": 3}\n  },\n'
    )
    papers = b'  "papers": {\n    "2608.00001": {"title": 7},\n    "2608.00002": {\n  }'
    for keyed in (marks, marks.replace(b"2608.00004", b"\x1b[2J")):
        data = head + keyed + papers
        (tmp_path / "library.json").write_bytes(data + b',\n  "sum": "%08x"\n}\n' % zlib.crc32(data))
        library = Library.open(tmp_path)
        assert all("\x1b" not in key + (mark.note or "") for key, mark in library.marks.items())
        assert all(paper.title for paper in library.papers.values())
        Library.open(tmp_path).close()


def test_papers_are_parted_when_somebody_looks_at_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    parted: list[bytes] = []

    def entries(data: bytes, start: int, stop: int) -> list[bytes]:
        parted.append(data[start + 4 : start + 10])
        return _entries(data, start, stop)

    monkeypatch.setattr(snapshot, "_entries", entries)
    library = Library.open(tmp_path)
    assert len(library.marks) == 19
    assert parted == [b'marks"']
    assert library.papers[paper(2).id].title == paper(2).title
    assert list(library.papers) == [paper(2).id]
    assert parted == [b'marks"', b"papers"]


def test_papers_stand_behind_all_other_tables(tmp_path: Path) -> None:
    fill(tmp_path)
    library = Library.open(tmp_path, lambda: NOON)
    keep_search(library, SavedSearch("tides", "tide", NOON))
    library.close()
    assert snapshot._LATE_LAST == RULES  # to be raised together
    tables = [name for name, value in content(tmp_path).items() if isinstance(value, dict)]
    assert tables[-1] == "papers"
    assert {"marks", "searches"} <= set(tables)
    again = Library.open(tmp_path)
    assert again.searches["tides"].query == "tide"
    assert again.papers.keys() == {paper(2).id}


def test_papers_before_another_table_are_read_whoever_examined_them(tmp_path: Path) -> None:
    data = b'{\n  "version": 2,\n  "generation": 1,\n  "examined": %d,\n  "marks": {},\n' % RULES
    data += b'  "papers": {\n    "2608.00002": {"title": "T"}\n  },\n'
    data += b'  "tags": {\n    "2608.00003": {"title": "a tag"}\n  }'
    (tmp_path / "library.json").write_bytes(data + b',\n  "sum": "%08x"\n}\n' % zlib.crc32(data))
    assert Library.open(tmp_path).papers.keys() == {"2608.00002"}


def test_papers_that_nobody_looked_at_are_written_as_they_were(tmp_path: Path) -> None:
    fill(tmp_path)
    before = content(tmp_path)["papers"]
    library = Library.open(tmp_path, lambda: NOON)
    library.apply([Change(paper(3), READ, NO_MARK)])
    library.close()
    assert content(tmp_path)["papers"] == before
    assert Library.open(tmp_path).papers.keys() == before.keys()


def test_odd_keys_of_trusted_papers_are_not_shown_and_not_lost(tmp_path: Path) -> None:
    odd = (
        b'    "2608.0\x1b[2J": {"title": "T"},\n    "a\\u001bb": {"title": "T"},\n    "\xff": {"title": "T"}'
    )
    data = b'{\n  "version": 2,\n  "generation": 1,\n  "examined": %d,\n  "marks": {},\n' % RULES
    data += b'  "papers": {\n' + odd + b',\n    "2608.00002": {"title": "T"}\n  }'
    (tmp_path / "library.json").write_bytes(data + b',\n  "sum": "%08x"\n}\n' % zlib.crc32(data))
    library = Library.open(tmp_path)
    assert library.papers.keys() == {"2608.00002"}
    library.apply([Change(paper(3), NO_MARK, READ)])
    library.close()
    written = (tmp_path / "library.json").read_bytes()
    assert all(line.strip(b",") in written for line in odd.split(b"\n"))


def made_up(folder: Path, papers: bytes) -> None:
    """Write a library with a right checksum that claims to be sound."""
    data = b'{\n  "version": 2,\n  "generation": 1,\n  "examined": %d,\n  "marks": {},\n' % RULES
    data += b'  "papers": {\n' + papers + b"  }"
    (folder / "library.json").write_bytes(data + b',\n  "sum": "%08x"\n}\n' % zlib.crc32(data))


def test_keys_with_escapes_are_told_apart_and_read(tmp_path: Path) -> None:
    made_up(
        tmp_path,
        b'    "10.1/a\\"1": {"title": "A"},\n    "10.1/a\\"2": {"title": "B"},\n'
        b'    "2608.0\\u0031234": {"title": "C"}\n',
    )
    library = Library.open(tmp_path)
    assert library.papers.keys() == {"2608.01234"}
    assert "2 entries" in library.notices[0]
    library.apply([Change(paper(3), NO_MARK, READ)])
    library.close()
    assert content(tmp_path)["papers"].keys() == {'10.1/a"1', '10.1/a"2', "2608.01234"}


@pytest.mark.parametrize("papers", [b"", b"junk\n", b'    "junk\n', b'    "2608.00001"\n'])
def test_tables_of_no_documents_break_nothing(papers: bytes, tmp_path: Path) -> None:
    made_up(tmp_path, papers)
    library = Library.open(tmp_path)
    assert all(title.title for title in library.papers.values())
    library.apply([Change(paper(3), NO_MARK, Mark(bookmarked_at=NOON))])
    library.close()
    assert paper(3).id in Library.open(tmp_path).papers


def test_odd_keys_of_what_was_removed_elsewhere_are_not_lost(tmp_path: Path) -> None:
    removed = {f'2509.a"{n}': {"changed": {"title": "2026-08-01T00:00:00Z"}} for n in (1, 2)}
    many = {f"2608.{n:05}": {"title": f"T{n}", "abstract": "A" * 2_000} for n in range(600)}
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"version": 2, "generation": 1, "marks": {}, "papers": many | removed}))
    folder = tmp_path / "mine"
    fill(folder)
    library = Library.open(folder, lambda: NOON)
    library.merge(other)
    for _ in range(2):
        library.close()
        library = Library.open(folder, lambda: NOON)
        library.apply([Change(paper(7), library.mark(paper(7).id), Mark(bookmarked_at=NOON))])
        library.apply([Change(paper(7), library.mark(paper(7).id), READ)])
    library.close()
    assert content(folder)["papers"].keys() >= removed.keys()
    assert b'2509.a\\"1' in library.shared()
