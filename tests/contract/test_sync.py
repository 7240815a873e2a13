"""`sync` over a real git repository and a real WebDAV server: several machines, in any order, some of them offline."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.core.errors import StorageError, SyncError
from reader.core.mark import Change, Mark
from reader.core.paper import Paper
from reader.core.sync import Joined
from reader.library.library import Library
from reader.service.syncing import Place, Syncing
from reader.sync.git import BRANCH, GitPlace
from reader.sync.webdav import DavPlace
from tests.dav_server import PASSWORD, USER, dav_server

NOW = datetime(2026, 8, 21, 9, tzinfo=UTC)
OTHER = "0123456789abcdef"
"""The name of a machine that is none of ours."""


def git(*words: str, content: bytes = b"", folder: Path) -> str:
    identity = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=folder, input=content, capture_output=True, check=True, env=os.environ | identity
    )
    return done.stdout.decode().strip()


@dataclass
class Meeting:
    """Where machines meet: how to reach it, and how to put a file there as another machine would."""

    kind: str
    root: Path
    reach: Callable[[Path], Place]

    def names(self) -> list[str]:
        if self.kind == "webdav":
            return sorted(path.name for path in (self.root / "machines").iterdir())
        return git("ls-tree", "--name-only", f"{BRANCH}:machines", folder=self.root).split()

    def put(self, name: str, content: bytes, mode: str = "100644") -> None:
        if self.kind == "webdav":
            (self.root / "machines").mkdir(exist_ok=True)
            (self.root / "machines" / name).write_bytes(content)
            return
        blob = git("hash-object", "-w", "--stdin", content=content, folder=self.root)
        known = subprocess.run(
            ["git", "ls-tree", "-z", f"{BRANCH}:machines"], cwd=self.root, capture_output=True, check=False
        ).stdout
        entry = f"{mode} blob {blob}\t{name}\0".encode()
        files = git("mktree", "-z", content=known + entry, folder=self.root)
        tree = git("mktree", content=f"040000 tree {files}\tmachines\n".encode(), folder=self.root)
        git("update-ref", f"refs/heads/{BRANCH}", git("commit-tree", tree, "-m", "x", folder=self.root), folder=self.root)  # fmt: skip


@pytest.fixture(params=["git", "webdav", "webdav-digest"])
def meeting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Meeting]:
    root = tmp_path / "meeting place"
    root.mkdir()
    if request.param == "git":
        git("init", "--quiet", "--bare", ".", folder=root)
        yield Meeting("git", root, lambda folder: GitPlace(str(root), folder / "git"))
        return
    with dav_server(root, digest=request.param == "webdav-digest") as address:
        yield Meeting("webdav", root, lambda _: DavPlace(address, USER, lambda: PASSWORD))


class Machine:
    """One machine with a library of its own."""

    def __init__(self, folder: Path, meeting: Meeting) -> None:
        self.now = NOW
        self.folder = folder
        self.library = Library.open(folder / "data", lambda: self.now)
        self.place = meeting.reach(folder)
        self.syncing = Syncing(self.library, self.place, folder / "sync", nullcontext, lambda: self.now)

    def mark(self, number: int, minutes: int = 0, **fields: object) -> None:
        """Change the mark of a paper, some minutes after the beginning."""
        self.now = NOW + timedelta(minutes=minutes)
        paper = Paper(id=f"2608.{number:05}", title=f"Paper {number}")
        self.library.apply([Change(paper, self.library.mark(paper.id), Mark(**fields))])  # type: ignore[arg-type]

    def join(self) -> Joined:
        return self.syncing.join()

    def notes(self) -> dict[str, str | None]:
        return {identifier[-1]: mark.note for identifier, mark in self.library.marks.items()}


@pytest.fixture
def machines(tmp_path: Path, meeting: Meeting) -> Iterator[tuple[Machine, Machine, Machine]]:
    made = tuple(Machine(tmp_path / name, meeting) for name in "abc")
    yield made  # type: ignore[misc]
    for machine in made:
        machine.library.close()


def test_machines_become_one(machines: tuple[Machine, Machine, Machine], meeting: Meeting) -> None:
    a, b, c = machines
    a.mark(1, note="from a")
    b.mark(2, note="from b")
    assert a.join() == Joined(0, 0, True)
    assert b.join() == Joined(1, 1, True)
    assert c.join() == Joined(2, 2, True)  # a's and b's have one of them each
    assert a.join() == Joined(2, 1, True)
    assert a.notes() == b.notes() == c.notes() == {"1": "from a", "2": "from b"}
    assert len(meeting.names()) == 3
    for machine in machines:  # all know the same, and say it in the same bytes
        machine.join()
        assert machine.library.shared() == a.library.shared()
        assert not machine.join().written


def test_both_changed_the_same_while_apart(machines: tuple[Machine, Machine, Machine]) -> None:
    a, b, _ = machines
    a.mark(1, note="first", tags=("x",))
    for machine in (a, b):
        machine.join()
    a.mark(1, 5, note="of a", tags=("x", "a"))
    b.mark(1, 9, note="of b", tags=("x", "b"))
    a.mark(2, 6, note="going")
    for machine in (a, b, a):
        machine.join()
    b.mark(2, 10)  # removed there
    for machine in (b, a):
        machine.join()
    for machine in (a, b):
        assert machine.notes() == {"1": "of b"}
        assert machine.library.mark("2608.00001").tags == ("x", "a", "b")


def test_two_at_the_same_moment(machines: tuple[Machine, Machine, Machine], meeting: Meeting) -> None:
    a, b, _ = machines
    a.join()
    a.mark(1, note="a")
    b.mark(2, note="b")
    real = b.place.look

    def look() -> object:
        found = real()
        a.join()  # between b's look and b's writing
        return found

    b.place.look = look  # type: ignore[method-assign, assignment]
    assert b.join().written
    b.place.look = real  # type: ignore[method-assign]
    b.join()
    assert b.notes() == {"1": "a", "2": "b"}
    assert len(meeting.names()) == 2


def test_many_at_once(tmp_path: Path, meeting: Meeting) -> None:
    machines = [Machine(tmp_path / f"m{number}", meeting) for number in range(4)]
    for number, machine in enumerate(machines):
        machine.mark(number, note=str(number))
    failures: list[BaseException] = []

    def join(machine: Machine) -> None:
        try:
            machine.join()
        except SyncError as error:
            failures.append(error)

    threads = [threading.Thread(target=join, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for machine in machines:
        machine.join()
    assert all(len(machine.notes()) == 4 for machine in machines[-1:])
    assert len(meeting.names()) == 4
    for machine in machines:
        machine.library.close()


def test_offline_and_later(machines: tuple[Machine, Machine, Machine], meeting: Meeting) -> None:
    a, b, _ = machines
    a.mark(1, note="a")
    away = meeting.root.with_name("away")
    if meeting.kind == "git":
        meeting.root.rename(away)
    else:
        b.syncing = Syncing(
            b.library, DavPlace("http://127.0.0.1:9/papers", patience=1), b.folder / "sync", nullcontext
        )
    broken = a if meeting.kind == "git" else b
    with pytest.raises(SyncError, match="cannot be reached"):
        broken.join()
    assert "cannot be reached" in broken.syncing.state().problems[0]
    assert broken.syncing.state().waiting
    if meeting.kind == "git":
        away.rename(meeting.root)
    for machine in (a, Machine(b.folder, meeting)):
        assert machine.join().written
    assert a.syncing.state().problems == ()
    assert not a.syncing.state().waiting
    a.mark(2, 3, note="more")
    assert a.syncing.state().waiting


def test_what_is_there_and_is_no_library(
    machines: tuple[Machine, Machine, Machine], meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, _ = machines
    b.mark(2, note="b")
    b.join()
    a.mark(1, note="a")
    monkeypatch.setattr("reader.service.syncing.SIZE_LIMIT", 100_000)
    hostile = {
        "1" * 16: b"{",
        "2" * 16: b"[" * 50_000,
        "3" * 16: b"",
        "4" * 16: b'{"version": 99, "marks": {}}',
        "5" * 16: b'{"version": 2, "note": "' + b"x" * 100_000 + b'"}',
        "6" * 16: b"\xff\xfe\x00",
    }
    for name, content in hostile.items():
        meeting.put(f"{name}.json", content)
    meeting.put("..evil", b"x")
    meeting.put("README", b"x")
    joined = a.join()
    assert a.notes() == {"1": "a", "2": "b"}
    assert joined.written
    assert "2 things are no files of this program" in joined.problems[0]
    assert len(joined.problems) == 7
    for name, problem in zip(hostile, joined.problems[1:], strict=True):
        assert name in problem
        assert problem.count("\n") == 0
    assert "newer paper-reader" in joined.problems[4]
    assert "larger than" in joined.problems[5]
    assert {"README", "..evil", f"{'1' * 16}.json"} < {*meeting.names()}


def test_links_and_paths_in_a_repository(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    git("init", "--quiet", "--bare", ".", folder=root)
    meeting = Meeting("git", root, lambda folder: GitPlace(str(root), folder / "git"))
    (tmp_path / "secret.json").write_bytes(b'{"version": 2, "marks": {"2608.00009": {"note": "secret"}}}')
    meeting.put(f"{OTHER}.json", str(tmp_path / "secret.json").encode(), mode="120000")
    meeting.put("..", b"x")
    meeting.put(".git", b"x")
    machine = Machine(tmp_path / "a", meeting)
    machine.mark(1, note="a")
    joined = machine.join()
    assert machine.notes() == {"1": "a"}
    assert joined.written
    assert len(joined.problems) == 1
    assert len(meeting.names()) == 4
    machine.library.close()


def test_a_library_that_was_lost_comes_back(
    machines: tuple[Machine, Machine, Machine], meeting: Meeting
) -> None:
    a, *_ = machines
    a.mark(1, note="a")
    a.join()
    a.library.close()
    for path in (a.folder / "data").rglob("*.*"):
        path.unlink()
    again = Machine(a.folder, meeting)
    assert again.notes() == {}
    assert again.join().changes == 1
    assert again.notes() == {"1": "a"}
    again.library.close()


def test_other_content_of_the_repository_stays(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    git("init", "--quiet", "--bare", str(root), folder=tmp_path)
    blob = git("hash-object", "-w", "--stdin", content=b"mine", folder=root)
    tree = git("mktree", content=f"100644 blob {blob}\tREADME\n".encode(), folder=root)
    commit = git("commit-tree", tree, "-m", "x", folder=root)
    for branch in (BRANCH, "main"):
        git("update-ref", f"refs/heads/{branch}", commit, folder=root)
    machine = Machine(
        tmp_path / "a", Meeting("git", root, lambda folder: GitPlace(str(root), folder / "git"))
    )
    machine.join()
    assert git("ls-tree", "--name-only", BRANCH, folder=root).split() == ["README", "machines"]
    assert git("rev-parse", "main", folder=root) == commit
    assert git("rev-list", "--count", BRANCH, folder=root) == "2"
    machine.library.close()


def test_a_branch_too_full_to_be_seen_whole_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "meeting.git"
    git("init", "--quiet", "--bare", str(root), folder=tmp_path)
    meeting = Meeting("git", root, lambda folder: GitPlace(str(root), folder / "git"))
    machine = Machine(tmp_path / "a", meeting)
    meeting.put("notes.txt", b"mine")
    monkeypatch.setattr("reader.sync.git._LISTING_LIMIT", 60)
    with pytest.raises(SyncError, match="too many files"):
        machine.join()
    monkeypatch.undo()
    machine.join()
    assert "notes.txt" in meeting.names()
    machine.library.close()


def test_hooks_and_variables_of_others_do_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    root = tmp_path / "repository"
    with monkeypatch.context() as clean:
        clean.delenv("GIT_DIR")
        clean.delenv("GIT_INDEX_FILE")
        git("init", "--quiet", "--bare", str(root), folder=tmp_path)
    machine = Machine(
        tmp_path / "a", Meeting("git", root, lambda folder: GitPlace(str(root), folder / "git"))
    )
    assert machine.join().written
    assert not (tmp_path / "elsewhere").exists()
    machine.library.close()


def test_git_gets_the_password_in_no_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(
        f'#!/bin/sh\necho "$*" >> {tmp_path}/arguments\n'
        f'case "$*" in *ls-remote*) echo "$READER_USER:$READER_SECRET:$GIT_ALLOW_PROTOCOL" >> {tmp_path}/secret;'
        ' echo "fatal: Authentication failed" >&2; exit 128 ;; esac\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    place = GitPlace("https://example.org/papers.git", tmp_path / "git", "ada", lambda: PASSWORD)
    with pytest.raises(SyncError, match="Authentication failed") as told:
        place.look()
    assert PASSWORD not in str(told.value)
    assert (tmp_path / "secret").read_text() == f"ada:{PASSWORD}:https\n"
    arguments = (tmp_path / "arguments").read_text()
    assert PASSWORD not in arguments
    assert "credential.https://example.org.helper=" in arguments


def test_a_wrong_password_and_a_wrong_folder(tmp_path: Path) -> None:
    with dav_server(tmp_path) as address:
        with pytest.raises(SyncError, match="user or the password is wrong") as told:
            DavPlace(address, USER, lambda: "wrong one").look()
        assert "wrong one" not in str(told.value)
        with pytest.raises(SyncError, match="wrong"):
            DavPlace(address).look()
        with pytest.raises(SyncError, match="no such folder"):
            DavPlace(f"{address}/deep/er", USER, lambda: PASSWORD).look()
    with dav_server(tmp_path, digest=True) as address, pytest.raises(SyncError, match="password is wrong"):
        DavPlace(address, USER, lambda: "wrong one").look()
    with pytest.raises(SyncError, match="cannot be reached"):
        DavPlace(address, USER, lambda: PASSWORD, patience=1).look()


def test_a_place_that_keeps_nothing(
    machines: tuple[Machine, Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, *_ = machines
    a.mark(1, note="a")

    def full(*_: object) -> None:
        raise SyncError("It is full.")

    monkeypatch.setattr(a.place, "write", full)
    with pytest.raises(SyncError, match="full"):
        a.join()
    assert a.notes() == {"1": "a"}
    monkeypatch.undo()
    assert a.join().written


def test_the_folder_for_what_is_known_cannot_be_written(
    machines: tuple[Machine, Machine, Machine],
) -> None:
    a, *_ = machines
    a.folder.mkdir(exist_ok=True)
    (a.folder / "sync").write_text("a file")
    with pytest.raises(StorageError, match="could not be written"):
        a.join()
