"""The index against a simple model of it: papers as sets of words, whatever was stored, changed and merged."""

import random
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from reader.catalog import document, index, neighbourhood, phrase, segment
from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import StorageError
from reader.core.fold import words
from reader.core.paper import Paper
from reader.core.query import parse_query
from reader.service.indexing import Indexing
from tests.synthetic import NOON, paper

WORDS = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "graph",
    "graphs",
    "net",
    "networks",
    "deep",
    "deeper",
    "wave",
    "model",
    "models",
    "tree",
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    yield catalogue
    catalogue.close()


def invented(number: int, chance: random.Random) -> Paper:
    return paper(
        number,
        " ".join(chance.choices(WORDS, k=3)),
        abstract=" ".join(chance.choices(WORDS, k=6)),
        authors=(" ".join(chance.choices(WORDS, k=2)),),
        upvotes=chance.choice([None, 0, 3, 70]),
    )


def texts(one: Paper) -> list[list[str]]:
    return [words(one.title), words(one.abstract or ""), *map(words, one.authors)]


def found(search: Search, query: str) -> set[str]:
    answer = search.find(parse_query(query), lambda _: (), exactly=True)
    assert answer.total == len(answer.ids) == len(set(answer.ids))
    return set(answer.ids)


def check(search: Search, stored: dict[str, Paper]) -> None:
    for word in WORDS:
        assert found(search, f"{word} ") == {
            i for i, one in stored.items() if any(word in text for text in texts(one))
        }
        assert found(search, word[:2]) == {
            i for i, one in stored.items() if any(w.startswith(word[:2]) for text in texts(one) for w in text)
        }
    for first, second in pairwise(WORDS):
        assert found(search, f'"{first} {second}"') == {
            i for i, one in stored.items() if any((first, second) in pairwise(text) for text in texts(one))
        }
        assert found(search, f"title:{first} -{second} ") == {
            i
            for i, one in stored.items()
            if first in words(one.title) and not any(second in text for text in texts(one))
        }
    assert found(search, "upvotes:>=3") == {i for i, one in stored.items() if (one.upvotes or 0) >= 3}


@pytest.fixture(params=[0, 5, segment.MOST_PAPERS], ids=["in rows", "both", "packed"])
def most_packed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(segment, "MOST_PAPERS", request.param)
    return int(request.param)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("most_packed")
def test_it_tells_what_is_stored_whatever_was_changed_and_merged(
    catalogue: Catalogue, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_FAN", 3)
    chance = random.Random(seed)
    stored: dict[str, Paper] = {}
    search = Search(catalogue.database)
    for _ in range(25):
        some = [invented(chance.randrange(60), chance) for _ in range(chance.choice([1, 1, 2, 9]))]
        catalogue.store_papers(some, NOON)
        for one in some:
            stored[one.id] = stored[one.id].merged_with(one) if one.id in stored else one
    check(search, stored)
    with catalogue.database.reading() as connection:
        parts = index.segments_of(connection)
        assert sum(part.live.bit_count() for part in parts) == len(stored)
        assert len(parts) < 12
        for table in ("postings", "packs", "vocabulary"):
            (orphans,) = connection.execute(
                f"SELECT count(*) FROM {table} WHERE segment NOT IN (SELECT key FROM segments)"
            ).fetchone()
            assert orphans == 0


@pytest.mark.usefixtures("most_packed")
def test_parts_far_apart_are_merged_too(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that is stored again gets into a new part beside papers with much larger keys."""
    catalogue.store_papers([paper(i, f"word{i}") for i in range(300)], NOON)
    monkeypatch.setattr(index, "_FAN", 2)
    for number in (1, 299, 7, 150):
        catalogue.store_papers([paper(number, f"renamed{number} now")], NOON)
    search = Search(catalogue.database)
    assert len(found(search, "now ")) == 4
    assert found(search, "renamed7 ") == {paper(7).id}
    assert paper(7).id not in found(search, "word7 ")
    assert found(search, "word8 ") == {paper(8).id}


def test_an_index_of_another_version_is_built_anew_while_it_answers(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.store_papers([paper(i, f"old word{i}") for i in range(30)], NOON)
    monkeypatch.setattr(index, "VERSION", segment.VERSION + 1)
    indexing = Indexing(catalogue)
    search = Search(catalogue.database)
    assert indexing.pending() == 30
    assert catalogue.index_some(10) == 20  # killed here, it goes on at the next start
    assert len(found(search, "old ")) == 30
    reports: list[tuple[int, int]] = []
    indexing.complete(lambda done, pending: reports.append((done, pending)))
    assert reports == [(0, 20)]
    assert indexing.pending() == 0
    assert len(found(search, "old ")) == 30


@pytest.mark.usefixtures("most_packed")
def test_a_phrase_that_is_being_typed_is_told_by_the_index_alone(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (phrase, neighbourhood):
        monkeypatch.setattr(module, "MOST_READ", 0)
    catalogue.store_papers([paper(i, f"A line{i} that goes on") for i in range(20)], NOON)
    catalogue.store_papers([paper(20, "Learning on lines"), paper(21, "On linear maps")], NOON)
    search = Search(catalogue.database)
    assert found(search, '"on line') == {paper(20).id, paper(21).id}
    assert found(search, '"on linea') == {paper(21).id}
    monkeypatch.setattr(neighbourhood, "_MOST_BEGUN", 3)  # now too many words begin so
    assert len(found(Search(catalogue.database), '"on line')) == 22


def test_phrases_are_found_in_what_another_version_indexed(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(segment, "TURNED", document.TURNED[::-1])
        catalogue.store_papers(
            [paper(1, "An old word on line"), paper(2, "A word old as the line on it")], NOON
        )
    monkeypatch.setattr(index, "VERSION", segment.VERSION + 1)
    catalogue.store_papers([paper(3, "New, an old word on line")], NOON)
    search = Search(catalogue.database)
    for query in ('"old word"', '"on line"', '"word on l', "on-line"):
        assert found(search, query) == {paper(1).id, paper(3).id}


def test_a_store_of_the_version_before_keeps_its_papers(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(path)
    catalogue.store_papers([paper(1, "Kept")], NOON)
    catalogue.close()
    connection = sqlite3.connect(path)
    for table in ("segments", "postings", "packs", "vocabulary", "numbers", "index_changes"):
        connection.execute(f"DROP TABLE {table}")
    connection.executescript(
        "CREATE VIRTUAL TABLE word_index USING fts5 (title); CREATE TABLE paper_words (key INTEGER);"
        "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word_index, row); CREATE TABLE word_changes (count);"
        "PRAGMA user_version = 1"
    )
    connection.close()
    catalogue = Catalogue(path)
    assert catalogue.notice is None
    assert catalogue.papers([paper(1).id])[0].title == "Kept"
    Indexing(catalogue).complete(lambda _done, _pending: None)
    assert found(Search(catalogue.database), "kept ") == {paper(1).id}
    catalogue.close()


def test_a_damaged_record_does_not_stop_the_indexing(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.store_papers([paper(1, "First"), paper(2, "Second")], NOON)
    with catalogue.database.writing() as connection:
        connection.execute("UPDATE papers SET record = '{' WHERE id = ?", (paper(1).id,))
    monkeypatch.setattr(index, "VERSION", segment.VERSION + 1)
    Indexing(catalogue).complete(lambda _done, _pending: None)
    assert Indexing(catalogue).pending() == 0
    assert found(Search(catalogue.database), "second ") == {paper(2).id}


@pytest.mark.parametrize("record", ["{", "[]", "3", '{"title": 3, "keywords": [1, "first words"]}'])
def test_a_phrase_is_not_found_in_a_damaged_record(catalogue: Catalogue, record: str) -> None:
    catalogue.store_papers([paper(1, "First words"), paper(2, "The first words")], NOON)
    with catalogue.database.writing() as connection:
        connection.execute("UPDATE papers SET record = ? WHERE id = ?", (record, paper(1).id))
    assert found(Search(catalogue.database), '"first words"') == {paper(2).id}


def test_a_damaged_index_costs_no_papers(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "MOST_PAPERS", 0)
    catalogue.store_papers([paper(i, "Common title") for i in range(400)], NOON)
    with catalogue.database.writing() as connection:
        connection.execute("UPDATE postings SET title = x'7a0000' WHERE term = 'common'")
    search = Search(catalogue.database)
    with pytest.raises(StorageError, match="the papers are not"):
        found(search, "common ")
    assert catalogue.count() == 400
    Indexing(catalogue).complete(lambda _done, _pending: None)
    assert len(found(search, "common ")) == 400


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(path)
    catalogue.store_papers([paper(1, "Kept")], NOON)
    with catalogue.database.writing() as connection:
        connection.execute("PRAGMA user_version = 99")
    catalogue.close()
    newer = Catalogue(path)
    assert "newer version" in (newer.notice or "")
    assert newer.count() == 0
    newer.store_papers([paper(2)], NOON)
    newer.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT id FROM papers").fetchall() == [(paper(1).id,)]
    connection.close()
