"""`schedule`, with stand-ins for crontab, systemctl and launchctl that keep what they are given in a folder."""

import io
import os
import plistlib
import shlex
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from reader.core.errors import ProgramError
from reader.core.schedule import Plan
from reader.schedule.cron import Cron, cron_line
from reader.schedule.launchd import LABEL, Launchd
from reader.schedule.systemd import SERVICE, TIMER, command, quoted
from tests.unit.test_cli_command import Run, home, run

__all__ = ["home", "run"]

CRONTAB = """\
table="$FAKES/table"
case "$1" in
-l) test -e "$table" || { echo "no crontab for ada" >&2; exit 1; }; cat "$table" ;;
-r) rm "$table" ;;
-) test ! -e "$FAKES/full" || { echo "No space left on device" >&2; exit 1; }; cat > "$table" ;;
esac
"""
SYSTEMCTL = """\
shift
echo "$*" >> "$FAKES/said"
test ! -e "$FAKES/bad" || { test "$1" != enable || { echo "Failed to enable." >&2; exit 1; }; }
case "$1" in
show-environment) test ! -e "$FAKES/absent" ;;
show) echo "Tue 2026-08-25 07:00:00 UTC" ;;
esac
"""
FOREIGN = b"MAILTO=ada@example.org\n# mine\n*/5 * * * * /usr/bin/true 100\\%\n"


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of stand-ins, first on PATH."""
    folder = tmp_path / "fakes"
    folder.mkdir()
    monkeypatch.setenv("FAKES", str(folder))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        (folder / name).write_text(f"#!/bin/sh\n{text}")
        (folder / name).chmod(0o755)
    return folder


def units(name: str) -> Path:
    return Path.home() / ".config" / "systemd" / "user" / name


def test_cron_keeps_what_is_not_ours(run: Run, fakes: Path) -> None:
    table = fakes / "table"
    table.write_bytes(FOREIGN)
    done = run("schedule", "install", "--with", "cron", "--at", "6:30", "--yes")
    assert done.code == 0
    assert table.read_bytes().startswith(FOREIGN)
    line = table.read_text().splitlines()[4]
    assert line.startswith("30 6 * * * PAPER_READER_HOME=")
    assert line.endswith("-m reader fetch --quiet")
    assert line in done.out
    table.write_bytes(table.read_bytes() + b"# after\n")
    run("schedule", "install", "digest --to ada@example.org", "--with", "cron", "--yes")
    assert table.read_bytes().startswith(FOREIGN)
    assert table.read_bytes().endswith(b"# after\n")
    assert table.read_text().count("paper-reader schedule remove") == 1
    assert "digest --to ada@example.org --quiet" in run("schedule", "status", "--with", "cron").out
    assert run("schedule", "remove").code == 0
    assert table.read_bytes() == FOREIGN + b"# after\n"


def test_a_crontab_of_ours_alone_goes_with_it(run: Run, fakes: Path) -> None:
    run("schedule", "install", "--with", "cron", "--yes")
    assert (fakes / "table").exists()
    run("schedule", "remove", "--with", "cron")
    assert not (fakes / "table").exists()
    assert "Nothing was scheduled" in run("schedule", "remove").err


def test_lines_that_somebody_changed_are_left_alone(run: Run, fakes: Path) -> None:
    run("schedule", "install", "--with", "cron", "--yes")
    changed = (fakes / "table").read_bytes().replace(b"# <<<", b"0 1 * * * mine\n# <<<")
    (fakes / "table").write_bytes(changed)
    for deed in ("install", "remove", "status"):
        done = run("schedule", deed, "--with", "cron", "--yes")
        assert (done.code, "changed by hand" in done.err) == (1, True)
    assert (fakes / "table").read_bytes() == changed


def test_a_crontab_that_cannot_be_written(run: Run, fakes: Path) -> None:
    (fakes / "full").touch()
    done = run("schedule", "install", "--with", "cron", "--yes")
    assert done.code == 1
    assert "No space left on device" in done.err


def test_the_shell_gets_every_name_as_it_is() -> None:
    words = ('/o\'dd 100% "$HOME" `x`/paper-reader', "digest", "--view", "a; b & c\\%")
    line = cron_line(Plan(time(7, 5), words, {"PAPER_READER_HOME": "/50% of it"}))
    assert line.startswith("5 7 * * * ")
    given = line.removeprefix("5 7 * * * ")
    assert given.replace(r"\%", "").count("%") == 0
    # As cron does: what is escaped becomes a percent sign, then a shell reads the rest.
    shell = given.replace(r"\%", "%")
    assert shlex.split(shell) == ["PAPER_READER_HOME=/50% of it", *words]
    for bad in ("a\nb", "x" * 2000):
        with pytest.raises(ProgramError):
            cron_line(Plan(time(7), (bad,)))


def test_what_jobs_call_is_found_and_nothing_in_a_relative_folder(
    run: Run, fakes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([str(fakes), "/usr/bin", "", "bin", "/bin", "/usr/bin"]))
    assert run("schedule", "install", "--yes").code == 0
    assert f'Environment="PATH={fakes}:/usr/bin:/bin"\n' in units(SERVICE).read_text()


def test_a_search_path_too_long_for_cron_is_left_out() -> None:
    plan = Plan(time(7), ("/p",), {"PAPER_READER_HOME": "/x", "PATH": ":".join(["/a/folder"] * 200)})
    assert cron_line(plan) == "0 7 * * * PAPER_READER_HOME=/x /p"
    assert "PATH=/bin " in cron_line(Plan(time(7), ("/p",), {"PATH": "/bin"}))


def test_systemd_units(run: Run, fakes: Path) -> None:
    done = run("schedule", "install", "fetch", "digest --to ada@example.org", "sync", "--yes")
    assert done.code == 0, done.err
    service, timer = units(SERVICE).read_text(), units(TIMER).read_text()
    assert '"schedule" "run" "fetch --quiet" "digest --to ada@example.org --quiet" "sync --quiet"' in service
    assert 'Environment="PAPER_READER_HOME=' in service
    assert "OnCalendar=*-*-* 07:00:00\n" in timer
    assert "Persistent=true\n" in timer
    assert "    ExecStart=" in done.out
    said = (fakes / "said").read_text().splitlines()
    assert [words for words in said if words != "show-environment"] == [
        "daemon-reload", f"enable {TIMER}", f"restart {TIMER}",
    ]  # fmt: skip
    (status,) = run("schedule", "status", "--json").json
    assert (status["method"], status["active"], status["next"]) == (
        "systemd", True, "Tue 2026-08-25 07:00:00 UTC",
    )  # fmt: skip
    assert run("schedule", "remove").code == 0
    assert not units(SERVICE).exists()
    assert not units(TIMER).exists()
    assert f"disable --now {TIMER}" in (fakes / "said").read_text()
    assert run("schedule", "status", "--json").json == []


def test_a_timer_that_cannot_be_started_leaves_nothing(run: Run, fakes: Path) -> None:
    (fakes / "bad").touch()
    done = run("schedule", "install", "--yes")
    assert (done.code, "Failed to enable" in done.err) == (1, True)
    assert not units(SERVICE).exists()


def test_units_of_somebody_else_stay(run: Run, fakes: Path) -> None:
    units(TIMER).parent.mkdir(parents=True)
    units(TIMER).write_text("[Timer]\n")
    for deed in ("install", "remove"):
        done = run("schedule", deed, "--yes")
        assert (done.code, "left alone" in done.err) == (1, True)
    assert units(TIMER).read_text() == "[Timer]\n"
    assert not units(SERVICE).exists()


def test_words_of_a_unit() -> None:
    assert quoted('100% "a\\b"') == r'"100%% \"a\\b\""'
    assert command(("/a b/p", "$HOME")) == '"/a b/p" "$$HOME"'
    assert command(("/a$b/p", "x")) == '"/usr/bin/env" "/a$$b/p" "x"'
    with pytest.raises(ProgramError):
        quoted("a\nb")


def test_the_best_there_is_and_never_two(run: Run, fakes: Path) -> None:
    (fakes / "absent").touch()
    assert run("schedule", "install", "--yes").code == 0
    assert (fakes / "table").exists()
    (fakes / "absent").unlink()
    assert "taken away" in run("schedule", "install", "--yes").err
    assert units(TIMER).exists()
    assert not (fakes / "table").exists()
    assert run("schedule", "install", "--with", "launchd", "--yes").code == 2


def test_it_is_shown_and_asked_first(run: Run, fakes: Path) -> None:
    done = run("schedule", "install", "--with", "cron")
    assert (done.code, "Add --yes" in done.err) == (2, True)
    assert "0 7 * * *" in done.out
    assert not (fakes / "table").exists()


@pytest.mark.parametrize(
    "words",
    [("list",), ("fetch --since never",), ("fetch --bogus",), ("'",), ("--at", "24:00"), ("--at", "7")],
)
def test_wrong_jobs_and_times(run: Run, fakes: Path, words: tuple[str, ...]) -> None:
    assert run("schedule", "install", *words, "--yes").code == 2
    assert not (fakes / "said").exists()


def test_jobs_run_one_after_the_other(home: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "reader", "schedule", "run", "fetch", "digest --offline -o d.txt"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"PAPER_READER_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "cannot be reached" in ran.stderr
    assert (tmp_path / "d.txt").exists()


def test_launchd(monkeypatch: pytest.MonkeyPatch, fakes: Path) -> None:
    (fakes / "launchctl").write_text('#!/bin/sh\necho "$*" >> "$FAKES/said"\n')
    (fakes / "launchctl").chmod(0o755)
    agent = Launchd()
    agent.install(Plan(time(7, 5), ("/a b/paper-reader", "fetch", "&<"), {"PAPER_READER_HOME": "/x"}))
    path = Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    values = plistlib.loads(path.read_bytes())
    assert values["ProgramArguments"] == ["/a b/paper-reader", "fetch", "&<"]
    assert values["StartCalendarInterval"] == {"Hour": 7, "Minute": 5}
    assert agent.status() is not None
    assert agent.remove() == (str(path),)
    assert "bootstrap gui/" in (fakes / "said").read_text()
    assert (agent.status(), agent.remove()) == (None, ())


def test_cron_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not Cron().is_possible()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_the_answer_counts(
    run: Run, fakes: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("reader.cli.schedule.can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert run("schedule", "install", "--with", "cron").code == code
    assert (fakes / "table").exists() == (code == 0)
