import errno
import json
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import where
from tinydb.table import Document

from reader.core.errors import StorageError
from reader.library import disk, lock, storage
from reader.library.backup import RECENT, Backups, generations_to_keep
from reader.library.journal import Journal, Line, Tables, encode_line, load_json
from reader.library.snapshot import Snapshot, read_snapshot, snapshot_from_bytes, snapshot_to_bytes
from reader.library.state import decoded_tables
from reader.library.storage import DurableStorage
from reader.library.table import DocumentTable

ROOT = Path(__file__).parents[2]


class Killed(BaseException):
    """Stands for SIGKILL: no clean-up of ours does anything after it."""


def put(store: DurableStorage, identifier: str, document: Any, table: str = "marks") -> None:
    with store.transaction():
        store.put(table, identifier, document)


def marks(folder: Path) -> dict[str, Any]:
    return DurableStorage(folder).table("marks")


def filled(folder: Path) -> None:
    """Leave two snapshots, both with their journals in `backups/`, and a journal with two lines."""
    for generation in ("a", "b"):
        store = DurableStorage(folder)
        put(store, generation, {"note": generation})
        store.close()
    store = DurableStorage(folder)
    put(store, "c", {"note": "c"})
    put(store, "a", None)


FILLED = {"b": {"note": "b"}, "c": {"note": "c"}}


# What is written, and how


def test_a_change_is_read_again(tmp_path: Path) -> None:
    put(DurableStorage(tmp_path), "x", {"note": "ä"})
    assert marks(tmp_path) == {"x": {"note": "ä"}}


def test_nothing_is_created_by_reading(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path / "new")
    assert store.read() == {}
    store.close()
    assert not (tmp_path / "new").exists()


def test_a_missing_folder_is_created_for_its_owner_only(tmp_path: Path) -> None:
    put(DurableStorage(tmp_path / "deep" / "data"), "x", {})
    assert stat.S_IMODE((tmp_path / "deep" / "data").stat().st_mode) == 0o700


def test_reads_are_copies(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    put(store, "x", {"tags": ["one"]})
    store.read()["marks"]["x"]["tags"].append("two")
    assert store.read() == {"marks": {"x": {"tags": ["one"]}}}


def test_only_the_change_is_written_as_one_line(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    with store.transaction():
        for number in range(100):
            store.put("marks", str(number), {"note": "a word"})
    before = (tmp_path / "library.journal").stat().st_size
    tables = store.read()
    tables["marks"]["7"]["note"] = "changed"
    del tables["marks"]["8"]
    store.write(tables)
    lines = (tmp_path / "library.journal").read_text().splitlines()
    assert len(lines) == 2
    assert json.loads(lines[1])["changes"] == {"marks": {"7": {"note": "changed"}, "8": None}}
    assert (tmp_path / "library.journal").stat().st_size - before < 200
    assert not (tmp_path / "library.json").exists()


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    put(store, "x", {"note": "a"})
    put(store, "x", {"note": "a"})
    assert Journal(tmp_path / "library.journal").advance() == [Line(0, {"marks": {"x": {"note": "a"}}})]


def test_the_table_speaks_tinydb(tmp_path: Path) -> None:
    table = DocumentTable(DurableStorage(tmp_path), "marks")
    table.insert(Document({"note": "a"}, doc_id="x"))  # type: ignore[arg-type]
    table.upsert(Document({"note": "b", "tags": ["t"]}, doc_id="y"))  # type: ignore[arg-type]
    assert [found.doc_id for found in table.search(where("note") == "b")] == ["y"]  # type: ignore[comparison-overlap]
    table.update({"note": "c"}, where("note") == "a")
    table.remove(doc_ids=["y"])  # type: ignore[list-item]
    table.put("z", {"note": "d"})
    table.remove_document("nothing")
    assert table.document("x") == {"note": "c"}
    assert marks(tmp_path) == {"x": {"note": "c"}, "z": {"note": "d"}}


def test_a_table_update_begins_with_what_others_wrote(tmp_path: Path) -> None:
    ours, others = DurableStorage(tmp_path), DurableStorage(tmp_path)
    put(others, "x", {"note": "a"})
    DocumentTable(ours, "marks").update({"rating": 5}, where("note") == "a")
    assert marks(tmp_path) == {"x": {"note": "a", "rating": 5}}


def test_a_failed_step_changes_nothing(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    put(store, "x", {"note": "a"})

    def fail() -> None:
        with store.transaction():
            store.put("marks", "x", None)
            store.put("marks", "y", {"note": "b"})
            raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        fail()
    assert store.table("marks") == marks(tmp_path) == {"x": {"note": "a"}}


def test_the_journal_is_flushed_before_the_change_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    if not Path("/proc/self/fd").exists():
        pytest.skip("needs /proc")
    store = DurableStorage(tmp_path)
    monkeypatch.setattr(os, "fsync", fsync)
    put(store, "x", {})
    assert flushed == [str(tmp_path / "library.journal"), str(tmp_path)]
    put(store, "y", {})
    assert flushed[2:] == [str(tmp_path / "library.journal")]


def test_the_snapshot_is_readable_json_in_a_stable_order(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    put(store, "2608.2", {"read_at": "2026-08-14T09:14:03Z"})
    put(store, "2608.1", {"note": "ä\n" * 100, "tags": ["t"]})
    store.close()
    text = (tmp_path / "library.json").read_text()
    assert json.loads(text)["version"] == 2
    assert text.splitlines()[1:3] == ['  "version": 2,', '  "generation": 1,']
    assert '    "2608.2": {"read_at": "2026-08-14T09:14:03Z"}\n' in text
    assert text.index("2608.1") < text.index("2608.2")
    assert '      "tags": ["t"]\n' in text
    assert "ä" in text
    assert not (tmp_path / "library.journal").exists()


# Torn and damaged journals


def test_a_line_torn_anywhere_is_dropped_and_the_next_one_kept(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    put(store, "x", {"note": "a"})
    first = (tmp_path / "library.journal").read_bytes()
    put(store, "y", {"note": "b"})
    whole = (tmp_path / "library.journal").read_bytes()
    for size in range(len(first), len(whole)):
        (tmp_path / "library.journal").write_bytes(whole[:size])
        torn = DurableStorage(tmp_path)
        assert torn.table("marks") == {"x": {"note": "a"}}
        put(torn, "z", {"note": "c"})
        assert marks(tmp_path) == {"x": {"note": "a"}, "z": {"note": "c"}}
        assert torn.notices == ()


def test_a_damaged_line_in_the_middle_costs_only_itself(tmp_path: Path) -> None:
    store = DurableStorage(tmp_path)
    for name in "abc":
        put(store, name, {"note": name})
    journal = tmp_path / "library.journal"
    data = journal.read_bytes()
    journal.write_bytes(data.replace(b'{"note": "b"}', b'{"note": "?"}'))
    damaged = DurableStorage(tmp_path)
    assert sorted(damaged.table("marks")) == ["a", "c"]
    assert "1 line of library.journal" in damaged.notices[0]
    put(damaged, "d", {})
    damaged.close()
    assert sorted(marks(tmp_path)) == ["a", "c", "d"]
    assert b'{"note": "?"}' in (tmp_path / "backups" / "library-000000.journal").read_bytes()


def test_zeros_left_by_a_power_loss_are_no_change(tmp_path: Path) -> None:
    put(DurableStorage(tmp_path), "x", {})
    with (tmp_path / "library.journal").open("ab") as file:
        file.write(b"\0" * 500)
    store = DurableStorage(tmp_path)
    put(store, "y", {})
    assert sorted(marks(tmp_path)) == ["x", "y"]


# Compaction


def test_the_previous_snapshot_and_its_journal_are_kept(tmp_path: Path) -> None:
    filled(tmp_path)
    assert sorted(os.listdir(tmp_path / "backups")) == [
        "library-000000.journal",
        "library-000001.journal",
        "library-000001.json",
    ]
    kept = json.loads((tmp_path / "backups" / "library-000001.json").read_text())
    assert kept["marks"] == {"a": {"note": "a"}}


def test_a_thousand_changes_do_not_write_a_thousand_snapshots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    real = disk.write_aside

    def write_aside(path: Path, data: bytes) -> None:
        written.append(path)
        real(path, data)

    monkeypatch.setattr(disk, "write_aside", write_aside)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(storage, "JOURNAL_LINES", 400)
    store = DurableStorage(tmp_path)
    for number in range(1000):
        put(store, "x", {"note": str(number)})
    assert len(written) == 2
    assert marks(tmp_path) == {"x": {"note": "999"}}


def test_a_journal_of_many_bytes_is_folded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "JOURNAL_BYTES", 1_000)
    put(DurableStorage(tmp_path), "x", {"note": "a" * 2_000})
    assert (tmp_path / "library.json").exists()
    assert not (tmp_path / "library.journal").exists()


def test_only_who_wrote_folds(tmp_path: Path) -> None:
    put(DurableStorage(tmp_path), "x", {})
    DurableStorage(tmp_path).close()
    assert not (tmp_path / "library.json").exists()


@contextmanager
def killed_at(step: int) -> Iterator[list[str]]:
    """Let this process die, as it were, before its file operation number `step`."""
    done: list[str] = []
    real = {
        name: getattr(os, name)
        for name in ("write", "fsync", "link", "replace", "rename", "open", "ftruncate")
    }

    def dying(name: str) -> Callable[..., Any]:
        def operation(*arguments: Any, **options: Any) -> Any:
            if len(done) >= step:
                raise Killed(name)
            done.append(name)
            return real[name](*arguments, **options)

        return operation

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(os, name, dying(name))
        yield done


def survivors(tmp_path: Path, prepare: Callable[[Path], None], act: Callable[[Path], None]) -> Iterator[Path]:
    """Yield a folder for each step of `act` at which it was killed."""
    for step in range(200):
        folder = tmp_path / str(step)
        prepare(folder)
        try:
            with killed_at(step):
                act(folder)
        except Killed:
            yield folder
            continue
        assert step > 3
        return


def test_a_kill_at_any_step_of_a_compaction_loses_nothing(tmp_path: Path) -> None:
    def act(folder: Path) -> None:
        store = DurableStorage(folder)
        put(store, "d", {"note": "d"})
        reached.append(folder)
        store.close()

    reached: list[Path] = []
    kills = 0
    for folder in survivors(tmp_path, filled, act):
        kept = FILLED | ({"d": {"note": "d"}} if folder in reached else {})
        after = DurableStorage(folder)
        assert kept.items() <= after.table("marks").items() <= (FILLED | {"d": {"note": "d"}}).items()
        assert after.notices == ()
        put(after, "e", {"note": "e"})
        after.close()
        assert marks(folder).keys() >= kept.keys() | {"e"}
        assert not (folder / "library.journal").exists()
        kills += folder in reached
    assert kills > 8


def test_a_kill_at_any_step_of_a_recovery_loses_nothing(tmp_path: Path) -> None:
    def damage(folder: Path) -> None:
        filled(folder)
        (folder / "library.json").write_bytes(b"{")

    kills = 0
    for folder in survivors(tmp_path, damage, lambda folder: DurableStorage(folder).close()):
        assert marks(folder) == FILLED
        assert len(list(folder.glob("library.damaged-*.json"))) == 1
        kills += 1
    assert kills > 8


def test_a_damaged_snapshot_with_a_journal_that_was_not_yet_moved(tmp_path: Path) -> None:
    filled(tmp_path)
    store = DurableStorage(tmp_path)
    put(store, "d", {"note": "d"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backups, "keep_journal", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "broken")))
        store.close()
    assert (tmp_path / "library.journal").exists()
    (tmp_path / "library.json").write_bytes(b"")
    assert marks(tmp_path) == FILLED | {"d": {"note": "d"}}


def test_without_hard_links_the_backup_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    filled(tmp_path)
    assert Backups(tmp_path / "backups").snapshots()[0][0] == 1
    assert marks(tmp_path) == FILLED


def test_the_newest_and_the_last_of_each_week_are_kept() -> None:
    first = date(2026, 1, 5)
    runs = [(number, first + timedelta(days=number // 2)) for number in range(100)]
    kept = generations_to_keep(runs)
    assert kept >= set(range(100 - RECENT, 100))
    assert {13, 27, 41} <= kept
    assert len(kept) < 18


def test_old_generations_are_removed(tmp_path: Path) -> None:
    for number in range(2 * RECENT):
        store = DurableStorage(tmp_path)
        put(store, str(number), {})
        store.close()
    assert len(Backups(tmp_path / "backups").snapshots()) < RECENT + 2
    (tmp_path / "library.json").unlink()
    assert len(marks(tmp_path)) == 2 * RECENT


def test_one_long_run_does_not_push_the_runs_before_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(RECENT):
        store = DurableStorage(tmp_path)
        put(store, str(number), {})
        store.close()
    backups = Backups(tmp_path / "backups")
    before = {generation for generation, _ in backups.snapshots()}
    monkeypatch.setattr(storage, "JOURNAL_LINES", 0)
    store = DurableStorage(tmp_path)
    for number in range(3 * RECENT):
        put(store, f"long {number}", {})
    store.close()
    kept = {generation for generation, _ in backups.snapshots()}
    assert kept >= before
    assert len(kept) <= 2 * RECENT + 1
    (tmp_path / "library.json").write_bytes(b"{")
    assert len(marks(tmp_path)) == 4 * RECENT
    for number in range(2 * RECENT):
        store = DurableStorage(tmp_path)
        put(store, f"later {number}", {})
        store.close()
    assert len(backups.snapshots()) <= RECENT + 2


# Damage


DAMAGES: dict[str, bytes] = {
    "half a file": b'{\n  "version": 1,\n  "marks": {"b": {"no',
    "an empty file": b"",
    "blanks": b" \n\n",
    "zeros": b"\0" * 4096,
    "binary": bytes(range(256)),
    "a list": b"[1, 2]",
    "a number": b"7",
    "no version": b'{"marks": {}, "papers": {}}',
    "a wrong version": b'{"version": "1", "marks": {}, "papers": {}}',
    "marks of a wrong type": b'{"version": 1, "marks": [], "papers": {}}',
    "papers of a wrong type": b'{"version": 1, "marks": {}, "papers": "none"}',
    "a conflict": b'<<<<<<< ours\n{"version": 1}\n=======\n{"version": 1\n>>>>>>> theirs\n',
    "depth": b"[" * 200_000,
}


@pytest.mark.parametrize("data", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_set_aside_and_everything_restored(tmp_path: Path, data: bytes) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").write_bytes(data)
    store = DurableStorage(tmp_path)
    assert store.table("marks") == FILLED
    (aside,) = tmp_path.glob("library.damaged-????????-??????.json")
    assert aside.read_bytes() == data
    (notice,) = store.notices
    assert aside.name in notice
    assert "with 3 changes" in notice
    assert "2 marks and 0 papers" in notice
    put(store, "d", {})
    assert marks(tmp_path) == FILLED | {"d": {}}
    assert DurableStorage(tmp_path).notices == ()


def test_a_folder_in_the_file_s_place_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").unlink()
    (tmp_path / "library.json").mkdir()
    (tmp_path / "library.json" / "mine").touch()
    store = DurableStorage(tmp_path)
    assert store.table("marks") == FILLED
    (aside,) = tmp_path.glob("library.damaged-*.json")
    assert (aside / "mine").exists()
    assert "a folder" in store.notices[0]


def test_a_missing_file_is_restored(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").unlink()
    store = DurableStorage(tmp_path)
    assert store.table("marks") == FILLED
    assert "missing" in store.notices[0]


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").write_bytes(b"")
    (tmp_path / "backups" / "library-000001.json").write_bytes(b"{")
    store = DurableStorage(tmp_path)
    assert store.table("marks") == FILLED
    assert "rebuilt from the journal of 4 changes:" in store.notices[0]


def test_a_gap_between_the_copies_is_admitted(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").write_bytes(b"")
    (tmp_path / "backups" / "library-000001.journal").unlink()
    store = DurableStorage(tmp_path)
    assert store.table("marks") == {"c": {"note": "c"}}
    assert "that could be found" in store.notices[0]


def test_damage_without_any_copy_starts_empty_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_bytes(b"{")
    store = DurableStorage(tmp_path)
    assert store.read() == {}
    assert "starts empty" in store.notices[0]
    put(store, "x", {})
    assert marks(tmp_path) == {"x": {}}


def test_damage_while_running_is_found(tmp_path: Path) -> None:
    filled(tmp_path)
    store = DurableStorage(tmp_path)
    (tmp_path / "library.json").write_bytes(b"")
    put(store, "d", {})
    assert marks(tmp_path) == FILLED | {"d": {}}
    assert "is empty" in store.notices[0]


def test_damage_in_a_read_only_folder_is_read_from_the_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    (tmp_path / "library.json").write_bytes(b"{")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", read_only_open)
        store = DurableStorage(tmp_path)
        assert store.take_changes()["marks"] == FILLED
        assert not store.writable
        assert not any("exchanged" in notice for notice in store.notices)
        with pytest.raises(StorageError, match="could not be kept"):
            put(store, "d", {})
        assert not store.refresh()
    assert (tmp_path / "library.json").read_bytes() == b"{"
    put(store, "d", {})
    assert marks(tmp_path) == FILLED | {"d": {}}


def test_an_unreadable_file_is_no_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)

    def forbidden(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(disk, "read_file", forbidden)
    store = DurableStorage(tmp_path)
    assert not store.writable
    assert "Permission denied" in store.notices[0]
    with pytest.raises(StorageError, match="Permission denied"):
        put(store, "d", {})
    store.close()
    monkeypatch.undo()
    assert marks(tmp_path) == FILLED


def test_a_folder_in_the_journal_s_place_stops_writing_only(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "library.journal").unlink()
    (tmp_path / "library.journal").mkdir()
    store = DurableStorage(tmp_path)
    assert sorted(store.table("marks")) == ["a", "b"]
    assert "library.journal cannot be read" in store.notices[0]
    with pytest.raises(StorageError, match="journal"):
        put(store, "d", {})


# Other versions and other hands


def test_a_newer_version_is_shown_but_never_written(tmp_path: Path) -> None:
    data = b'{"version": 3, "marks": {"x": {"stars": 5}}, "papers": {}, "shape": []}'
    (tmp_path / "library.json").write_bytes(data)
    store = DurableStorage(tmp_path)
    assert store.table("marks") == {"x": {"stars": 5}}
    assert "newer paper-reader" in store.notices[0]
    assert not store.writable
    with pytest.raises(StorageError, match="Update paper-reader"):
        put(store, "y", {})
    store.close()
    assert (tmp_path / "library.json").read_bytes() == data
    assert not (tmp_path / "library.journal").exists()


def test_unknown_keys_are_carried_along(tmp_path: Path) -> None:
    content = {
        "version": 2,
        "generation": 4,
        "marks": {"x": {"rating": 5}, "y": "nonsense", "z": 7},
        "papers": {},
        "searches": {"s": {"query": "a"}},
        "owner": "me",
        "list": [1],
    }
    (tmp_path / "library.json").write_text(json.dumps(content))
    store = DurableStorage(tmp_path)
    put(store, "w", {})
    store.close()
    written = json.loads((tmp_path / "library.json").read_text())
    content["marks"]["w"] = {}  # type: ignore[index]
    assert written.pop("absorbed")
    assert written.pop("sum")
    assert written == content | {"generation": 5}


def test_numbers_and_text_that_json_cannot_carry_survive(tmp_path: Path) -> None:
    text = '{"version": 2, "generation": -1, "marks": {"x": {"a": %s, "b": 1e999, "c": NaN, "d": "\\ud800"}}}'
    (tmp_path / "library.json").write_text(text % ("9" * 5_000))
    store = DurableStorage(tmp_path)
    put(store, "y", {})
    store.close()
    written = json.loads((tmp_path / "library.json").read_text())
    assert written["marks"]["x"] == {"a": "9" * 5_000, "b": "1e999", "c": "NaN", "d": "\ud800"}
    assert written["generation"] == 1


def test_entries_named_twice_are_put_together(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(
        '{"version": 1, "marks": {"x": {"note": "a", "rating": 1}, "x": {"note": "b"}, "y": {}}, "marks": {"z": {}}}'
    )
    store = DurableStorage(tmp_path)
    assert store.table("marks") == {"x": {"note": "b", "rating": 1}, "y": {}, "z": {}}
    assert "twice" in store.notices[0]


def test_braces_in_text_are_no_repetition() -> None:
    snapshot = Snapshot(
        tables={"marks": {"x": {"note": 'a ": { b'}}, "papers": {"y": {"abstract": "{" * 300}}}
    )
    again = snapshot_from_bytes(snapshot_to_bytes(snapshot))
    assert (decoded_tables(again.tables), again.repeated) == (snapshot.tables, ())


def test_an_edited_file_without_repetitions_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = {"note": "2026-08-14T09:14:03Z", "tags": {"a": "2026-08-14T09:14:03Z"}}
    tables: Tables = {"marks": {"x": {"tags": ["a"], "note": "n", "changed": times}}, "papers": {}}
    data = snapshot_to_bytes(Snapshot(tables=tables)).replace(b'"generation": ', b'"generation":  ')
    parsed = []

    def load(text: str, **options: Any) -> Any:
        parsed.append(text)
        return load_json(text, **options)

    monkeypatch.setattr("reader.library.snapshot.load_json", load)
    assert snapshot_from_bytes(data).tables == tables
    assert len(parsed) == 1


AWKWARD = {
    "": 1,
    'a": b': {"x": 'y": {'},
    "ä\n": {},
    "\ud800": {"note": "\ud800"},
    "z": ["\n  }", {"a": {"b": 1}}],
}


@pytest.mark.parametrize("key", AWKWARD)
def test_a_file_is_the_same_whether_it_is_as_written_or_edited(key: str) -> None:
    tables: Tables = {"marks": {"x": {"note": "n" * 300, "tags": ["a"]}, key: AWKWARD[key]}, "papers": {}}
    extras = {"list": [1, "\n    "], "text": '": {'}
    for content in (tables, tables | {"empty": {}}, tables | {'na"me': {"a": {}}}):
        data = snapshot_to_bytes(Snapshot(tables=content, extras=extras, examined=1))
        # A person's edit takes the trust away that the checksum gives.
        for text in (data, data.replace(b'"generation": 0', b'"generation":  0')):
            again = snapshot_from_bytes(text)
            assert decoded_tables(again.tables) == content
            assert content.items() <= json.loads(text).items()
            assert again.extras == extras
            assert again.checksum == json.loads(data)["sum"]


def test_documents_are_decoded_when_they_are_looked_at() -> None:
    data = snapshot_to_bytes(Snapshot(tables={"marks": {"x": {"note": "a"}, "y": {"note": "b"}}}))
    assert snapshot_from_bytes(data).tables["marks"] == {
        "x": b'x": {"note": "a"},',
        "y": b'y": {"note": "b"},',
    }
    assert snapshot_to_bytes(snapshot_from_bytes(data)) == data
    assert snapshot_from_bytes(data.replace(b'"a"', b'"c"')).tables["marks"]["x"] == {"note": "c"}


def test_a_snapshot_exchanged_by_hand_gets_what_was_changed_here(tmp_path: Path) -> None:
    filled(tmp_path)
    for generation in (1, 9):
        (tmp_path / "library.json").write_bytes(
            snapshot_to_bytes(
                Snapshot(tables={"marks": {"from": {"note": "elsewhere"}}}, generation=generation)
            )
        )
        store = DurableStorage(tmp_path)
        assert sorted(store.table("marks")) == ["c", "from"]
        assert "exchanged" in store.notices[0]
    put(store, "d", {})
    assert sorted(marks(tmp_path)) == ["c", "d", "from"]
    assert DurableStorage(tmp_path).notices == ()


# Failing disks


def read_only_open(path: Any, flags: int, *arguments: Any, real: Any = os.open, **options: Any) -> int:
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise OSError(errno.EROFS, "Read-only file system", str(path))
    return int(real(path, flags, *arguments, **options))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
@pytest.mark.parametrize("operation", ["write", "fsync"])
@pytest.mark.parametrize("cut", [True, False], ids=["tail cut", "tail left"])
def test_a_full_or_broken_disk_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, operation: str, cut: bool
) -> None:
    store = DurableStorage(tmp_path)
    put(store, "x", {"note": "a"})
    real_write = os.write
    written = 0

    def write(descriptor: int, data: Any) -> int:
        nonlocal written
        if written:
            raise OSError(code, os.strerror(code))
        written = real_write(descriptor, bytes(data)[:20])
        return written

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, operation, write if operation == "write" else fail)
        if not cut:
            patch.setattr(os, "ftruncate", fail)
        with pytest.raises(StorageError, match="could not be kept") as raised:
            put(store, "y", {"note": "b"})
    assert ("no space" in str(raised.value)) == (code != errno.EIO)
    assert store.table("marks") == {"x": {"note": "a"}}
    put(store, "z", {"note": "c"})
    # A line that was written but not flushed may come back; nothing else may.
    assert marks(tmp_path).keys() - {"y"} == {"x", "z"}
    if cut or operation == "write":
        assert "y" not in marks(tmp_path)
    assert DurableStorage(tmp_path).notices == ()


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_read_only_folder_is_said_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(os, "open", read_only_open)
    monkeypatch.setattr(os, "access", lambda *_: False)
    store = DurableStorage(tmp_path)
    assert not store.writable
    assert "cannot be written to" in store.notices[0]
    with pytest.raises(StorageError, match="cannot be written to"):
        put(store, "d", {})
    assert store.table("marks") == FILLED
    store.close()


def test_a_file_in_the_folder_s_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    store = DurableStorage(tmp_path / "data")
    assert not store.writable
    with pytest.raises(StorageError, match="could not be kept"):
        put(store, "x", {})
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_real_limit_on_the_size_of_files(tmp_path: Path) -> None:
    script = """
        import resource, sys
        from pathlib import Path
        from reader.core.errors import StorageError
        from reader.library.storage import DurableStorage
        store = DurableStorage(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY))
        kept = 0
        try:
            for number in range(1_000):
                with store.transaction():
                    store.put("marks", str(number), {"note": "a note"})
                kept += 1
        except StorageError as error:
            assert "no space" in str(error), error
        assert len(store.table("marks")) == kept
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with store.transaction():
            store.put("marks", "last", {})
        print(kept)
    """
    kept = int(run(script, tmp_path))
    assert 10 < kept < 100
    assert marks(tmp_path).keys() == {*map(str, range(kept)), "last"}


def test_a_failed_compaction_leaves_the_change_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_aside", full)
    monkeypatch.setattr(storage, "JOURNAL_LINES", 3)
    store = DurableStorage(tmp_path)
    for number in range(20):
        put(store, str(number), {})
    store.close()
    assert len(marks(tmp_path)) == 20


# Several processes


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout


def test_changes_of_others_are_seen(tmp_path: Path) -> None:
    filled(tmp_path)
    ours, others = DurableStorage(tmp_path), DurableStorage(tmp_path)
    ours.take_changes()
    assert not ours.refresh()
    put(others, "d", {})
    put(others, "b", None)
    assert ours.refresh()
    assert ours.take_changes() == {"marks": {"d": {}, "b": None}}
    others.close()
    put(others, "e", {})
    assert ours.refresh()
    assert ours.take_changes() == {"marks": {"e": {}}}
    assert not ours.refresh()


def test_a_reader_is_not_confused_by_a_compaction_between_its_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    others = DurableStorage(tmp_path)
    put(others, "x", {})
    real = read_snapshot

    def interrupted(path: Path) -> Snapshot:
        monkeypatch.undo()
        snapshot = real(path)
        others.close()
        put(others, "y", {})
        return snapshot

    monkeypatch.setattr("reader.library.state.read_snapshot", interrupted)
    store = DurableStorage(tmp_path)
    assert store.table("marks") == FILLED | {"x": {}, "y": {}}
    assert store.notices == ()


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "library.json").symlink_to(tmp_path / "repository" / "papers.json")
    for name in ("x", "y"):
        store = DurableStorage(tmp_path / "data")
        put(store, name, {})
        store.close()
    assert (tmp_path / "data" / "library.json").is_symlink()
    assert sorted(json.loads((tmp_path / "repository" / "papers.json").read_text())["marks"]) == ["x", "y"]


@pytest.mark.parametrize("target", ["folder", "/dev/zero"])
def test_a_link_to_what_is_no_file_is_set_aside_and_not_what_it_leads_to(tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    data = tmp_path / "data"
    filled(data)
    (data / "library.json").unlink()
    (data / "library.json").symlink_to(tmp_path / target)
    assert marks(data) == FILLED
    assert (tmp_path / target).exists()
    (aside,) = data.glob("library.damaged-*.json")
    assert aside.is_symlink()
    put(DurableStorage(data), "d", {})
    assert marks(data) == FILLED | {"d": {}}


def test_a_line_exchanged_by_a_failed_writer_is_noticed(tmp_path: Path) -> None:
    ours = DurableStorage(tmp_path)
    put(ours, "x", {"note": "1"})
    (tmp_path / "library.journal").write_bytes(
        encode_line(Line(0, {"marks": {"x": {"note": "2"}}})) + encode_line(Line(0, {"marks": {"y": {}}}))
    )
    assert ours.refresh()
    assert ours.table("marks") == {"x": {"note": "2"}, "y": {}}


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from reader.library import storage
        storage.JOURNAL_LINES = 30
        store = storage.DurableStorage(Path(sys.argv[1]))
        for number in range(50):
            with store.transaction():
                store.put("marks", f"{sys.argv[2]}-{number}", {})
                shared = store.document("marks", "shared") or {"count": 0}
                store.put("marks", "shared", {"count": shared["count"] + 1})
        store.close()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    processes = [subprocess.Popen([*command, str(number)], cwd=ROOT) for number in range(4)]
    assert [process.wait(60) for process in processes] == [0] * 4
    found = marks(tmp_path)
    assert found.pop("shared") == {"count": 200}
    assert len(found) == 200


def test_a_busy_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(lock, "PATIENCE", 0.02)
    store = DurableStorage(tmp_path)
    with FileLock(tmp_path / "library.lock"), pytest.raises(StorageError, match="Another paper-reader"):
        in_thread(lambda: put(store, "x", {}))
    put(store, "x", {})
    assert marks(tmp_path) == {"x": {}}


def in_thread(act: Callable[[], None]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSYS, "no"), OSError(errno.ENOLCK, "no"), NotImplementedError()]
)
def test_without_locks_it_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    import filelock

    def acquire(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(filelock.BaseFileLock, "acquire", acquire)
    store = DurableStorage(tmp_path)
    put(store, "x", {})
    put(store, "y", {})
    assert "without locks" in store.notices[0]
    assert len(marks(tmp_path)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs flock")
def test_no_stand_in_for_a_lock_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def flock(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", flock)
    store = DurableStorage(tmp_path)
    put(store, "x", {})
    assert "without locks" in store.notices[0]
    put(DurableStorage(tmp_path), "y", {})
    assert len(marks(tmp_path)) == 2


def test_reading_does_not_load_the_lock(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from reader.library.library import Library
        Library.open(Path(sys.argv[1])).close()
        print("filelock" in sys.modules)
    """
    assert run(script, tmp_path).strip() == "False"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_the_place_of_the_library_is_set_aside(tmp_path: Path) -> None:
    from reader.library.library import Library

    os.mkfifo(tmp_path / "library.json")
    library = Library.open(tmp_path)
    assert "library.json" in library.notices[0]
    assert not library.marks
    library.close()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links cannot be told from files")
def test_a_linked_journal_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    (tmp_path / "library.journal").symlink_to(victim)
    with pytest.raises(OSError, match=r".+"):
        disk.append(tmp_path / "library.journal", b"line\n", 0)
    assert victim.read_text() == "precious\n"


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()


def put_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


PLACES = ["library.journal", "library.lock", "library.json.new", "backups", "backups/library-000002.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.timeout(100)
@pytest.mark.parametrize("place", [put_pipe, put_folder, put_device], ids=["pipe", "folder", "device"])
@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_is_said_and_never_waited_for(
    tmp_path: Path, name: str, place: Callable[[Path], None]
) -> None:
    filled(tmp_path)
    target = tmp_path / name
    if target.is_dir():
        if place is put_folder:
            pytest.skip("it is one")
        target.rename(tmp_path / "elsewhere")
    target.unlink(missing_ok=True)
    place(target)
    store = DurableStorage(tmp_path)
    assert store.table("marks").items() >= {"b": {"note": "b"}}.items()
    kept = name not in ("library.journal", "library.lock")
    if kept:
        put(store, "d", {"note": "d"})
    else:
        with pytest.raises(
            StorageError, match=f"{name}.* it is a (pipe or a device|folder|link)|cannot be read"
        ):
            put(store, "d", {"note": "d"})
    store.close()
    told = " ".join(store.notices)
    assert Path(name).name in told or name.startswith("backups/")
    assert ("d" in marks(tmp_path)) == kept


def test_a_fold_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_aside", full)
    monkeypatch.setattr(storage, "JOURNAL_LINES", 1)
    store = DurableStorage(tmp_path)
    put(store, "x", {})
    assert store.notices == ()
    put(store, "y", {})
    (told,) = store.notices
    assert "No space left on device" in told
    assert "safe in library.journal" in told
    closing = DurableStorage(tmp_path)
    put(closing, "z", {})
    closing.close()
    assert "safe in library.journal" in closing.notices[0]
    assert len(marks(tmp_path)) == 3
