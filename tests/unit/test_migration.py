import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.core.mark import Mark
from reader.core.saved_search import SavedSearch
from reader.library.library import Library
from reader.library.migration import STEPS, migrated
from reader.library.snapshot import VERSION
from tests.synthetic import keep_search, paper

DATA = Path(__file__).parents[1] / "data" / "library"
READ, KEPT, QUEUED = (
    datetime(2026, 8, 14, 9, 14, 3, tzinfo=UTC),
    datetime(2026, 8, 15, 10, tzinfo=UTC),
    datetime(2026, 8, 16, 8, tzinfo=UTC),
)
MARKS = {
    "2608.00001": Mark(read_at=READ),
    "2608.00002": Mark(read_at=READ, bookmarked_at=KEPT, tags=("thesis", "a"), note="One"),
    "2608.00003": Mark(tags=("undated",)),
    "math/0611800": Mark(queued_at=QUEUED),
}


def content(version: int) -> Any:
    return json.loads((DATA / f"version-{version}.json").read_text())


def test_there_is_a_file_of_every_version_and_a_step_from_each_but_the_last() -> None:
    assert {path.stem for path in DATA.glob("version-*.json")} == {f"version-{n + 1}" for n in range(VERSION)}
    assert set(STEPS) == set(range(1, VERSION))


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_every_version_is_read_and_written_in_the_present_one(tmp_path: Path, version: int) -> None:
    shutil.copy(DATA / f"version-{version}.json", tmp_path / "library.json")
    library = Library.open(tmp_path)
    marks = MARKS
    if version > 1:
        more = Mark(
            queued_at=QUEUED, position="15", rating=4, read_on=date(2026, 9, 1), colour="red", sign="!"
        )
        marks = MARKS | {"math/0611800": more}
    assert dict(library.marks) == marks
    assert library.papers.keys() == {"2608.00002", "2608.00003", "math/0611800"}
    assert library.searches["diffusion"] == SavedSearch("diffusion", "diffusion year:2026", READ, "month")
    assert not library.read_only
    before = library.mark("2608.00009")
    keep_search(library, SavedSearch("new", "x", READ))
    library.close()
    written = json.loads((tmp_path / "library.json").read_text())
    assert written["version"] == VERSION
    assert (written["owner"], written["marks"]["2608.00004"]) == ("me", 5)
    assert written["papers"]["2608.00002"]["venue"] == "somewhere"
    again = Library.open(tmp_path)
    assert dict(again.marks) == marks
    assert again.mark("2608.00009") == before
    kept = [json.loads(path.read_text())["version"] for path in (tmp_path / "backups").glob("*.json")]
    assert version in kept


def test_a_step_is_pure_and_leaves_newer_documents_as_they_are() -> None:
    tables = {"marks": content(1)["marks"]}
    once = migrated(tables, 1)
    assert tables == {"marks": content(1)["marks"]}
    assert once["marks"]["2608.00002"] == content(2)["marks"]["2608.00002"]
    assert migrated(once, 1) == once
    assert migrated(content(2), VERSION) == content(2)
    newer = {name: content(2)[name] for name in ("marks", "papers")}
    assert migrated(newer, 1) == newer


def test_a_journal_of_an_older_version_without_a_snapshot(tmp_path: Path) -> None:
    from reader.library.journal import Line, encode_line

    mark = {"bookmarked_at": "2026-08-14T09:14:03Z", "tags": ["a"]}
    line = Line(0, {"marks": {paper().id: mark}})
    (tmp_path / "library.journal").write_bytes(encode_line(line))
    library = Library.open(tmp_path)
    assert library.mark(paper().id) == Mark(bookmarked_at=READ, tags=("a",))
    keep_search(library, SavedSearch("new", "x", READ))
    library.close()
    document = json.loads((tmp_path / "library.json").read_text())["marks"][paper().id]
    assert document["changed"] == {"tags": {"a": "2026-08-14T09:14:03Z"}}
