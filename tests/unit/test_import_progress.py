"""Papers of a file and how far it was read are kept together, or neither is."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.catalog.import_progress import ImportStore, Kept
from reader.catalog.papers import Catalogue
from reader.core.errors import BusyError, StorageError
from reader.core.file_place import Place
from reader.core.paper import Paper
from tests.synthetic import NOON, paper, papers

PLACE = Place(123, 5, 3, 2, ("Line 1 is odd.", "Line 2 is odd."))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    yield catalogue
    catalogue.close()


@pytest.fixture
def imports(catalogue: Catalogue) -> ImportStore:
    return ImportStore(catalogue)


def test_a_place_is_known_until_the_end_of_the_file(imports: ImportStore, catalogue: Catalogue) -> None:
    assert imports.place("f") is None
    assert imports.keep(papers(3), NOON, "f", PLACE) == Kept(added=3)
    assert imports.place("f") == PLACE
    assert imports.place("other") is None
    assert imports.keep([], NOON, "f") == Kept()
    assert imports.place("f") is None
    assert catalogue.count() == 3
    assert len(catalogue.newest(9, imported=True)) == 3


def test_what_is_new_and_what_is_changed(imports: ImportStore) -> None:
    imports.keep([paper(1), paper(2, abstract="Old.")], NOON)
    given = [paper(1), paper(2, abstract="New."), paper(2), paper(3), paper(3, "Again")]
    assert imports.keep(given, NOON) == Kept(added=1, changed=1)


def test_a_full_disk_keeps_neither(imports: ImportStore, catalogue: Catalogue) -> None:
    imports.keep([paper(1)], NOON, "f", PLACE)
    with catalogue.database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    many = [paper(n, abstract=f"Words {n} " * 100) for n in range(2, 200)]
    with pytest.raises(StorageError, match="disk is full"):
        imports.keep(many, NOON, "f", Place(999))
    assert (imports.place("f"), catalogue.count()) == (PLACE, 1)
    with catalogue.database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    imports.keep(many, NOON, "f", Place(999))
    assert (imports.place("f"), catalogue.count()) == (Place(999), 199)


def test_what_fails_in_the_middle_keeps_neither(imports: ImportStore, catalogue: Catalogue) -> None:
    broken: list[Paper] = [paper(1), None]  # type: ignore[list-item]
    with pytest.raises(AttributeError):
        imports.keep(broken, NOON, "f", PLACE)
    assert (imports.place("f"), catalogue.count()) == (None, 0)


def test_another_writer_is_told_soon(imports: ImportStore, catalogue: Catalogue) -> None:
    assert catalogue.database.path
    other = sqlite3.connect(catalogue.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begin = time.monotonic()
    with pytest.raises(BusyError):
        imports.keep([paper(1)], NOON, "f", PLACE)
    assert time.monotonic() - begin < 5
    other.execute("ROLLBACK")
    other.close()
    assert imports.keep([paper(1)], NOON, "f", PLACE) == Kept(added=1)
