"""`doctor`: it sees what is wrong, tells no secret, alters nothing, and works where the program does not."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pexpect
import pytest

from reader.catalog import health
from reader.catalog.papers import Catalogue
from reader.cli.terminal import look_at_terminal
from reader.sources.reach import Reaching
from tests.unit.test_cli_command import Run, home, run, stored

__all__ = ["home", "run", "stored"]

ROOT = Path(__file__).parents[2]
EXTRAS = {*tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]} - {
    "test"
}
Contents = dict[Path, tuple[bytes, int]]


def contents(folder: Path) -> Contents:
    """Return every file with its time of change."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def examined(run: Run, *options: str) -> tuple[int, dict[str, Any]]:
    result = run("doctor", "--offline", "--json", *options)
    return result.code, result.json


def test_all_is_well(stored: Run, home: Path) -> None:
    stored("bookmark", "2608.00001")
    stored("follow", "cs.LG")
    before = contents(home)
    code, report = examined(stored)
    assert (code, report["fine"], report["problems"]) == (0, True, [])
    assert contents(home) == before
    assert report["library"]["condition"] == "fine"
    assert [report["library"][name] for name in ("marks", "papers", "searches", "follows")] == [1, 1, 0, 1]
    assert (report["catalogue"]["papers"], report["catalogue"]["unindexed"]) == (3, 0)
    assert report["catalogue"]["checked"] is True
    (folder,) = report["folders"]
    assert folder["size"] == sum(len(content) for content, _ in before.values())
    assert report["versions"]["textual"]
    assert report["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {each["name"] for each in report["extras"]} == EXTRAS
    assert {each["reached"] for each in report["sources"]} == {None}
    human = stored("doctor", "--offline")
    assert (human.code, human.err) == (0, "")
    assert "All is well" in human.out


def test_nothing_is_there_yet_and_nothing_is_made(run: Run, home: Path) -> None:
    code, report = examined(run)
    assert (code, report["library"]["condition"], report["catalogue"]["condition"]) == (0, "absent", "absent")
    assert not home.exists()


def damage_library(home: Path) -> None:
    text = (home / "library.json").read_text()
    (home / "library.json").write_text(text[: len(text) // 2])


def damage_catalogue(home: Path) -> None:
    with (home / "catalogue.sqlite").open("r+b") as file:
        file.seek(0, os.SEEK_END)
        size = file.tell()
        for place in range(4096, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 512)


def replace_catalogue(home: Path) -> None:
    (home / "catalogue.sqlite").write_bytes(b"no database at all" * 1000)


def wrong_settings(home: Path) -> None:
    (home / "config.toml").write_text("width = 60\nreed_after = 3\n")


def later_library(home: Path) -> None:
    (home / "library.json").write_text('{"version": 99, "marks": {}}')


def later_catalogue(home: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(home / "catalogue.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")


def faulty_mark(home: Path) -> None:
    (home / "library.json").write_text('{"version": 2, "marks": {"2608.00001": {"tags": 7}}, "papers": {}}')
    (home / "library.journal").unlink(missing_ok=True)


def conflict_copy(home: Path) -> None:
    (home / "library.sync-conflict-20260814.json").write_bytes((home / "library.json").read_bytes())


def folder_for_a_catalogue(home: Path) -> None:
    (home / "catalogue.sqlite").unlink()
    (home / "catalogue.sqlite").mkdir()


@pytest.mark.parametrize(
    ("damage", "part", "condition", "says"),
    [
        (damage_library, "library", "damaged", "library.json could not be read"),
        (later_library, "library", "newer", "newer paper-reader"),
        (faulty_mark, "library", "fine", "1 entry of library.json"),
        (conflict_copy, "library", "fine", "another machine changed"),
        (damage_catalogue, "catalogue", "damaged", "damaged"),
        (replace_catalogue, "catalogue", "damaged", "damaged"),
        (later_catalogue, "catalogue", "newer", "newer program"),
        (folder_for_a_catalogue, "catalogue", "damaged", "is no file"),
        (wrong_settings, "settings", None, "line 2"),
    ],
)
def test_what_is_wrong_is_named_and_left_alone(
    stored: Run, home: Path, damage: Callable[[Path], None], part: str, condition: str | None, says: str
) -> None:
    stored("bookmark", "2608.00001")
    damage(home)
    before = contents(home)
    code, report = examined(stored)
    assert contents(home) == before
    assert (code, report["fine"]) == (1, False)
    assert any(says in problem for problem in report["problems"])
    assert report[part].get("condition") == condition
    human = stored("doctor", "--offline")
    assert human.code == 1
    assert says in human.out


def test_a_catalogue_that_another_window_writes_to_is_read(stored: Run, home: Path) -> None:
    catalogue = Catalogue(home / "catalogue.sqlite")
    try:
        with catalogue.database.writing():
            code, report = examined(stored)
    finally:
        catalogue.close()
    assert (code, report["catalogue"]["papers"]) == (0, 3)


def test_a_large_catalogue_does_not_take_long(
    stored: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_STEPS", 1)
    found = health.examine(home / "catalogue.sqlite", seconds=-1)
    assert (found.condition, found.papers, found.checked) == ("fine", 3, False)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be written to here")
def test_folders_that_cannot_be_written_to_are_named(stored: Run, home: Path) -> None:
    home.chmod(0o500)
    try:
        code, report = examined(stored)
    finally:
        home.chmod(0o700)
    assert (code, report["folders"][0]["writable"]) == (1, False)


def test_a_folder_that_may_not_be_written_to_is_a_problem(
    stored: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK and real(path, mode))
    code, report = examined(stored)
    assert (code, report["folders"][0]["writable"]) == (1, False)
    assert any("cannot be written to" in problem for problem in report["problems"])


def test_no_secret_is_told_and_home_is_short(
    stored: Run, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("PAPER_READER_MAIL_PASSWORD", "swordfish")
    monkeypatch.setenv("PAPER_READER_SYNC_PASSWORD", "swordfish")
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:lovelace@proxy:1")
    monkeypatch.setenv("PAPER_READER_HF_URL", "https://ada:lovelace@example.org")
    (home / "config.toml").write_text('theme = 7\nwidth = "swordfish"\n[mail]\npassword = "swordfish"\n')
    for options in (["--json"], []):
        result = stored("doctor", "--offline", *options)
        assert result.code == 1
        assert "PAPER_READER_HF_URL is no web address" in result.out
        for secret in ("hf_secret", "swordfish", "lovelace", str(tmp_path)):
            assert secret not in result.out + result.err
    report = stored("doctor", "--offline", "--json").json
    assert report["environment"]["HF_TOKEN"] == "set"
    assert report["environment"]["PAPER_READER_SYNC_PASSWORD"] == "set"
    assert report["settings"]["path"] == "~/home/config.toml"


def test_without_a_home_folder_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPER_READER_HOME", "~nobody-at-all/x")
    code, report = examined(run)
    assert (code, report["folders"], report["library"]) == (1, [], None)
    assert "PAPER_READER_HOME" in report["problems"][0]


def test_it_works_in_the_environment_of_cron(stored: Run, home: Path) -> None:
    environment = {"PAPER_READER_HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "reader", "doctor", "--offline"],
        env=environment | {"PYTHONIOENCODING": "ascii"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
        start_new_session=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"All is well" in done.stdout


class Service(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        time.sleep(3 if self.path.startswith("/slow") else 0)
        status, location = {"/busy/": (503, ""), "/away/": (302, "http://login.example/")}.get(
            self.path, (404, "")
        )
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_services_are_asked_all_at_once_in_bounded_time(service: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        began = time.monotonic()
        asked = [("well", service), ("closed", closed)]
        asked += [(name, f"{service}/{name}") for name in ("slow", "slower", "busy", "away")]
        found = {each.name: each for each in Reaching(asked, seconds=1.5).results()}
    assert time.monotonic() - began < 2.5
    assert (found["well"].status, found["well"].problem) == (404, None)
    assert found["well"].seconds is not None
    for name, says in (
        ("closed", "refused"),
        ("slow", "did not answer within"),
        ("slower", "did not answer within"),
        ("busy", "HTTP 503"),
        ("away", "log-in page"),
    ):
        assert says in (found[name].problem or ""), name


def test_a_service_that_is_silent_is_a_problem_unless_offline(
    stored: Run, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPER_READER_HF_URL", service)
    monkeypatch.setenv("PAPER_READER_ARXIV_URL", f"{service}/busy")
    result = stored("doctor", "--json")
    assert result.code == 1
    assert [each["reached"] for each in result.json["sources"]] == [True, False]  # one address is asked once
    assert "HTTP 503" in result.json["problems"][0]
    assert stored("doctor", "--offline").code == 0


def at_a_terminal(answer: str | None, **environment: str) -> dict[str, Any]:
    """Return what it finds at a terminal that answers so."""
    code = (
        "import json; from dataclasses import asdict; from reader.cli.terminal import look_at_terminal;"
        "print(json.dumps(asdict(look_at_terminal())))"
    )
    known = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "PATH": "/nowhere"}
    child = pexpect.spawn(
        sys.executable,
        ["-c", code],
        env=known | environment,  # type: ignore[arg-type]
        dimensions=(30, 90),
        timeout=120,
        echo=False,
    )
    child.expect_exact("\x1b[c")
    if answer is not None:
        child.send(answer)
    child.expect(rb"\{.*\}")
    found: dict[str, Any] = json.loads(child.match.group())
    child.expect(pexpect.EOF)
    child.close()
    return found


def test_the_terminal_is_asked_what_it_can_do() -> None:
    found = at_a_terminal("\x1b[1;3R\x1b_Gi=31;OK\x1b\\\x1b[?62;22;52c", COLORTERM="truecolor")
    assert (found["colours"], found["images"], found["clipboard"]) == ("truecolor", "kitty", "osc52")
    assert (found["emoji_width"], found["columns"], found["rows"]) == (2, 90, 30)
    other = at_a_terminal("\x1b[1;2R\x1b[?62;4c")
    assert (other["colours"], other["images"], other["emoji_width"]) == ("256", "sixel", 1)
    plain = at_a_terminal("\x1b[1;3R\x1b[?1;2c")
    assert plain["images"] == "none"


def test_a_terminal_that_says_nothing_is_not_waited_for_long() -> None:
    began = time.monotonic()
    found = at_a_terminal(None)
    assert time.monotonic() - began < 10
    assert (found["images"], found["clipboard"], found["emoji_width"]) == (None, "none", None)


def test_what_is_no_terminal_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("reader.cli.terminal._asked", lambda: pytest.fail("asked"))
    found = look_at_terminal()
    assert (found.interactive, found.columns, found.colours) == (False, None, "16")


def test_the_folder_of_pdfs_is_looked_at_where_it_is_another_one(
    stored: Run, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "pdfs"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-")
    (home / "config.toml").write_text(f'[pdf]\nfolder = "{folder}"\n')
    code, report = examined(stored)
    assert code == 0
    assert [(each["name"], each["size"]) for each in report["folders"]][1:] == [("pdfs", 5)]
