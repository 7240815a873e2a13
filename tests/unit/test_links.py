"""What names a paper: asked for, stored, and shown when nobody answers."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reader.catalog.papers import Catalogue
from reader.core.linked import Linked, Links
from reader.paths import find_paths
from reader.service.asking import Asking
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeSource, paper
from tests.unit.test_cli_command import Run, home, run

__all__ = ["home", "run"]

LINKS = Links(
    models=(Linked("model", "lab/a", "https://huggingface.co/lab/a", 3, 4, "text-generation"),),
    spaces=(Linked("space", "lab/s", "https://huggingface.co/spaces/lab/s"),),
    total_models=12,
    total_spaces=1,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Catalogue]:
    store = Catalogue(tmp_path / "catalogue.sqlite")
    yield store
    store.close()


def test_links_come_back_as_they_were_kept(store: Catalogue, tmp_path: Path) -> None:
    assert store.links("2608.00001") is None
    store.keep_links("2608.00001", Links(), NOON - timedelta(days=1))
    store.keep_links("2608.00001", LINKS, NOON)
    again = Catalogue(tmp_path / "catalogue.sqlite")
    known = again.links("2608.00001")
    assert known is not None
    assert (known.links, known.fetched_at) == (LINKS, NOON)
    again.close()


@pytest.mark.parametrize("record", ["{", "[]", "null", "{}", '{"models": 1}', '{"models": [{"x": 1}]}'])
def test_a_damaged_record_counts_as_none(store: Catalogue, record: str) -> None:
    store.keep_links("2608.00001", LINKS, NOON)
    with store.database.writing() as connection:
        connection.execute("UPDATE links SET record = ?", (record,))
    assert store.links("2608.00001") is None


def test_a_file_from_before_gets_its_place_for_links(store: Catalogue, tmp_path: Path) -> None:
    store.store_papers([paper(1)], NOON)
    store.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        connection.execute("DROP TABLE links")
    connection.close()
    again = Catalogue(tmp_path / "catalogue.sqlite")
    assert again.notice is None
    assert again.count() == 1
    assert again.links("2608.00001") is None
    again.close()


async def test_what_was_asked_is_stored_and_stays_fresh_for_a_day(store: Catalogue) -> None:
    hub = FakeSource({"": [paper(1)]})
    hub.links = LINKS
    now = NOON
    asking = Asking(store, Sources(lambda: Opened(hub, FakeSource())), lambda: now)
    assert asking.known_links("2608.00001") is None
    assert await asking.links("2608.00001") == LINKS
    known = asking.known_links("2608.00001")
    assert known is not None
    assert known.links == LINKS
    assert asking.is_fresh(known)
    now += timedelta(days=2)
    assert not asking.is_fresh(known)


def test_show_tells_what_is_stored_where_nobody_answers(run: Run) -> None:
    store = Catalogue(find_paths().catalogue)
    store.store_papers([paper(1)], NOON)
    store.keep_links("2608.00001", LINKS, NOON)
    store.close()
    result = run("show", "2608.00001", "--links", "--offline")
    assert result.code == 0
    assert "12 models" in result.out
    assert "https://huggingface.co/lab/a" in result.out
    assert "as of 2026-08-14" in result.err
