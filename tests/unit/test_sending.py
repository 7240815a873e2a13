"""What digests had in them, as the library keeps it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from reader.core.item import SENDINGS, ItemChange
from reader.core.sending import Sending
from reader.library.library import Library

PRINTED = Sending(datetime(2026, 8, 14, 7, tzinfo=UTC), ("2608.00001", "math/0611800"))
MAILED = Sending(datetime(2026, 8, 14, 7, tzinfo=UTC), ("2608.00002",), "ada@example.org")


def keep(library: Library, *sendings: Sending) -> None:
    library.apply([ItemChange(SENDINGS, sending.key, None, sending) for sending in sendings])


def test_a_sending_outlives_the_program(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    keep(library, PRINTED, MAILED)
    library.close()
    assert list(Library.open(tmp_path).sendings.values()) == [PRINTED, MAILED]


def test_the_sendings_of_two_machines_are_all_known(tmp_path: Path) -> None:
    here, there = Library.open(tmp_path / "here"), Library.open(tmp_path / "there")
    keep(here, PRINTED)
    keep(there, MAILED)
    there.close()
    assert len(here.preview(tmp_path / "there/library.json")) == 1
    here.merge(tmp_path / "there/library.json")
    assert {*here.sendings.values()} == {PRINTED, MAILED}


def test_what_is_no_sending_is_said_and_stays(tmp_path: Path) -> None:
    faulty = {"a": 7, "b": {"created_at": "2026-08-14T09:14:03Z"}, "c": {"papers": []}}
    content = {"version": 1, "marks": {}, "papers": {}, "digests": faulty}
    (tmp_path / "library.json").write_text(json.dumps(content))
    library = Library.open(tmp_path)
    assert dict(library.sendings) == {}
    assert "3 entries" in library.notices[0]
