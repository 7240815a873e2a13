import functools
import operator
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from reader.catalog import bitmap
from reader.catalog.index import segments_of
from reader.catalog.pack import read_pack
from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import StorageError
from reader.core.listing import Listing
from reader.core.query import parse_query
from reader.core.view import View, ViewKind
from tests.synthetic import NOON, day, paper, papers

TRENDING = View(ViewKind.TRENDING)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite"


def fill(path: Path) -> None:
    catalogue = Catalogue(path)
    listed = tuple(paper(i, abstract=f"word{i} " * 50) for i in range(300))
    catalogue.store_listing(Listing(TRENDING, listed), NOON)
    catalogue.close()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)


def drop_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("DROP TABLE listing_papers; DROP TABLE postings")
    connection.close()


DAMAGES: list[Callable[[Path], object]] = [
    lambda path: path.write_bytes(b"garbage " * 2_000),
    lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000),
    truncate,
    overwrite,
    drop_tables,
]


def test_it_stays_when_it_is_opened_again(path: Path) -> None:
    fill(path)
    catalogue = Catalogue(path)
    listing = catalogue.listing(TRENDING)
    catalogue.close()
    assert catalogue.notice is None
    assert listing is not None
    assert len(listing.papers) == 300


@pytest.mark.parametrize("damage", DAMAGES, ids=["garbage", "header", "truncated", "overwritten", "tables"])
def test_a_damaged_file_is_begun_anew(path: Path, damage: Callable[[Path], object]) -> None:
    fill(path)
    damage(path)
    catalogue = Catalogue(path)
    for _ in range(2):  # damage that shows when it is read costs one command
        with suppress(StorageError):
            catalogue.store_listing(Listing(TRENDING, papers(2)), NOON)
    assert "begun anew" in (catalogue.notice or "")
    assert catalogue.database.path == path
    assert catalogue.count() == 2
    catalogue.close()
    again = Catalogue(path)
    assert (again.notice, again.count()) == (None, 2)
    again.close()


def test_damage_found_while_reading_is_told_and_mended_in_every_thread(path: Path) -> None:
    fill(path)
    overwrite(path)
    catalogue = Catalogue(path)
    catalogue.database.notice = None

    def read(_: int) -> bool:
        try:
            catalogue.newest(10_000)
        except StorageError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read, range(8)))
        assert all(pool.map(read, range(8)))
        assert catalogue.store_papers(papers(2), NOON) == 2
        assert set(pool.map(lambda _: catalogue.count(), range(8))) == {2}
    catalogue.close()


def test_an_empty_file_is_filled(path: Path) -> None:
    path.touch()
    catalogue = Catalogue(path)
    assert catalogue.notice is None
    assert catalogue.store_papers(papers(2), NOON) == 2
    catalogue.close()


def test_another_version_is_begun_anew(path: Path) -> None:
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = -1")
    connection.close()
    catalogue = Catalogue(path)
    assert "another version" in (catalogue.notice or "")
    assert catalogue.count() == 0
    catalogue.close()


def make_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path.mkdir()
    return path


def make_file_of_the_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path.touch()
    return path / "catalogue.sqlite"


def refuse_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fill(path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    return path


@pytest.mark.parametrize("obstruct", [make_folder, make_file_of_the_folder, refuse_writing])
def test_without_a_place_it_goes_on_in_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch, obstruct: Callable[[Path, pytest.MonkeyPatch], Path]
) -> None:
    catalogue = Catalogue(obstruct(path, monkeypatch))
    assert "last until you quit" in (catalogue.notice or "")
    assert catalogue.store_listing(Listing(TRENDING, papers(2)), NOON).papers == papers(2)
    catalogue.close()
    assert path.exists()


def test_a_failure_is_a_sentence(path: Path) -> None:
    catalogue = Catalogue(path)
    with pytest.raises(StorageError, match="delete its file"), catalogue.database.reading() as connection:
        connection.execute("SELECT abs(-9223372036854775808)")
    catalogue.close()
    with pytest.raises(StorageError, match="it is closed"):
        catalogue.count()


def test_a_busy_file_is_a_sentence(path: Path) -> None:
    catalogue = Catalogue(path)
    with catalogue.database.reading() as connection:
        connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="Another window"):
        catalogue.store_papers(papers(1), NOON)
    other.close()
    assert catalogue.store_papers(papers(1), NOON) == 1
    catalogue.close()


def test_two_processes_begin_and_write_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.catalog.papers import Catalogue;"
        "from tests.synthetic import NOON, paper; number = int(sys.argv[2]);"
        "catalogue = Catalogue(Path(sys.argv[1]));"
        "[catalogue.store_papers([paper(number * 100 + i, f'word{i}')], NOON) for i in range(30)];"
        "print(catalogue.notice); catalogue.close()"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(number)], stdout=subprocess.PIPE, text=True
        )
        for number in range(3)
    ]
    assert [process.communicate(timeout=120)[0].strip() for process in running] == ["None"] * 3
    catalogue = Catalogue(path)
    assert catalogue.count() == 90
    check_index(catalogue)
    catalogue.close()


def test_storing_again_does_not_grow_the_index(path: Path) -> None:
    catalogue = Catalogue(path)
    for title in ("first title", "first title", "second title"):
        catalogue.store_papers([paper(1, title, abstract="abstract")], NOON, imported=True)
        check_index(catalogue)
    with catalogue.database.reading() as connection:
        (part,) = segments_of(connection)
        assert read_pack(connection, part.key).terms == ["abstract", "second", "title"]
    catalogue.close()


def test_a_paper_that_left_a_list_is_known_to_have_stood_there(path: Path) -> None:
    catalogue = Catalogue(path)
    catalogue.store_listing(Listing(day("2026-08-14"), papers(2)), NOON)
    catalogue.store_listing(Listing(day("2026-08-14"), papers(1)), NOON)
    assert catalogue.lists_of(papers(2)[1].id) == ((ViewKind.DAY, "2026-08-14"),)
    catalogue.close()


def test_a_list_with_unreadable_items_does_not_replace_a_whole_one(path: Path) -> None:
    catalogue = Catalogue(path)
    view, whole = day("2026-08-14"), papers(5)
    catalogue.store_listing(Listing(view, whole), NOON)
    kept = catalogue.store_listing(Listing(view, (whole[3], whole[1]), skipped=2), NOON)
    assert [paper.id for paper in kept.papers] == [whole[n].id for n in (3, 1, 0, 2)]
    assert kept.skipped == 2
    kept = catalogue.store_listing(Listing(view, whole[:2]), NOON)
    assert kept.papers == whole[:2]


def test_texts_are_cleaned_when_they_are_read_from_the_disk(path: Path) -> None:
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE papers SET record = replace(record, 'Paper 1', '\\u001b[2JPaper 1')")
    connection.commit()
    connection.close()
    catalogue = Catalogue(path)
    assert catalogue.papers([paper(1).id])[0].title == "[2JPaper 1"
    catalogue.close()


@pytest.mark.parametrize("record", ["", "{", "[]", "5", '{"id": "x"}'])
def test_a_damaged_record_is_left_out_until_it_is_fetched_again(path: Path, record: str) -> None:
    fill(path)
    catalogue = Catalogue(path)
    with catalogue.database.writing() as connection:
        connection.execute("UPDATE papers SET record = ? WHERE id = ?", (record, paper(1).id))
    assert catalogue.papers([paper(1).id, paper(2).id])[0].title == "Paper 2"
    catalogue.store_papers([paper(1)], NOON)
    assert catalogue.papers([paper(1).id]) == (paper(1),)
    catalogue.close()


def test_text_that_is_no_text_counts_as_damage(path: Path) -> None:
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE papers SET record = CAST(x'ff22' AS TEXT)")
    connection.commit()
    connection.close()
    catalogue = Catalogue(path)
    with pytest.raises(StorageError, match="begun anew"):
        catalogue.newest(10)
    assert catalogue.newest(10) == ()
    catalogue.close()


def check_index(catalogue: Catalogue) -> None:
    """Every stored paper is told by one segment, and found by its words."""
    with catalogue.database.reading() as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM papers")]
        live = [segment.live for segment in segments_of(connection)]
    assert sum(papers.bit_count() for papers in live) == len(keys)
    assert functools.reduce(operator.or_, live, 0) == bitmap.from_places(keys)
    search = Search(catalogue.database)
    for stored in catalogue.newest(10):
        found = search.find(parse_query(f'title:"{stored.title}"'), lambda _: ())
        assert stored.id in found.ids
