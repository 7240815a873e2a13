"""What scripts rely on: identifiers from stdin, colours, the place of options, exit codes, lists that stream."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.cli.command import COMMANDS
from reader.cli.syntax import actions_of, parsers
from tests.unit.test_cli_command import Run, feed, home, run, stored

__all__ = ["home", "run", "stored"]

FIRST, SECOND, OLD = "2608.00001", "2608.00002", "math/0611800"


COMMANDS_WITH_IDENTIFIERS = (
    (["bookmark", "-"], "Bookmarked: 2 papers"),
    (["unbookmark", "-"], "not bookmarked"),
    (["mark", "-", "--read"], "Marked as read: 2 papers"),
    (["rate", "-", "3"], "Rated 3 of 5: 2 papers"),
    (["queue", "-"], "Put into the queue: 2 papers"),
    (["tag", "-", "+a"], "Tagged a: 2 papers"),
    (["note", "-", "Hm."], "Survey of Diffusion"),
    (["show", "-"], "Survey of Diffusion"),
    (["export", "-"], "Survey of Diffusion"),
)
INPUTS = (
    f"{FIRST}\tA title\n\n{OLD}\n",
    f'{{"id": "{FIRST}"}}\n{{"id": "{OLD}", "x": 1}}\n',
    json.dumps([{"id": FIRST}, OLD]),
)


@pytest.mark.parametrize("content", INPUTS, ids=["lines", "jsonl", "json"])
@pytest.mark.parametrize(("command", "says"), COMMANDS_WITH_IDENTIFIERS)
def test_every_command_takes_identifiers_from_stdin(
    stored: Run, command: list[str], says: str, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, content.encode())
    result = stored(*command)
    assert result.code == 0
    assert says in result.err + result.out


@pytest.mark.parametrize(
    ("content", "about"),
    [
        ("nonsense\n", "Line 1 of the input names no paper"),
        (f"{FIRST}\n{{broken\n", "Line 2 of the input begins as JSON"),
        ("[broken", "The input begins as JSON"),
        ('[{"title": "x"}]', "no paper with the “id”"),
    ],
)
def test_input_that_names_no_papers_changes_nothing(
    stored: Run, content: str, about: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in ("bookmark", "show", "export"):
        feed(monkeypatch, content.encode())
        result = stored(command, "-")
        assert (result.code, result.out) == (2, "")
        assert about in result.err
    assert stored("list", "--view", "bookmarks", "--json").json == []


def test_every_command_with_identifiers_was_looked_at() -> None:
    takes = {name for name, _, parser in parsers() if any(a.metavar == "ID" for a in actions_of(parser))}
    assert takes == {"read", "pdf", "similar", *(command[0] for command, _ in COMMANDS_WITH_IDENTIFIERS)}


def test_show_prints_one_object_or_several(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(stored("show", FIRST, "--json").out)["id"] == FIRST
    both = stored("show", FIRST, SECOND, "--json")
    assert [record["id"] for record in json.loads(both.out)] == [FIRST, SECOND]
    lines = stored("show", FIRST, SECOND, "--jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [FIRST, SECOND]
    feed(monkeypatch, FIRST.encode())
    assert [record["id"] for record in json.loads(stored("show", "-", "--json").out)] == [FIRST]
    assert stored("show", FIRST, SECOND).out.count("arxiv.org/abs") == 2


def test_notes_of_several_papers(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stored("note", FIRST, "Read it.")
    feed(monkeypatch, f"{FIRST}\n{SECOND}\n".encode())
    result = stored("note", "-")
    assert (result.out, result.err) == (f"{FIRST}\nRead it.\n\n", f"{SECOND} has no note.\n")
    assert stored("note", "-", "-").code == 2


def test_whole_papers_from_stdin_offline(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, f"{FIRST}\n{SECOND}\n".encode())
    result = stored("read", "-", "--offline")
    assert result.code == 1
    assert FIRST in result.err
    assert SECOND in result.err


@pytest.mark.parametrize("place", ["before", "behind"])
def test_colours_are_as_the_person_wants(stored: Run, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def styled(*options: str) -> bool:
        command = ["list", "--view", "imported"]
        line = [*options, *command] if place == "before" else [*command, *options]
        return "\x1b[" in stored(*line).out

    assert not styled()
    assert styled("--color", "always")
    assert not styled()  # it lasts for one run
    monkeypatch.setenv("NO_COLOR", "1")
    assert not styled("--color", "auto")
    assert styled("--color=always")
    monkeypatch.setattr("reader.cli.output.is_terminal", lambda _: True)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    assert styled()
    assert not styled("--color", "never")
    assert stored("list", "--color", "purple").code == 2


def test_a_digest_in_colours_for_a_pipe(stored: Run) -> None:
    plain = stored("digest", "--offline", "--view", "imported", "--since", "2000-01-01")
    bright = stored("digest", "--offline", "--view", "imported", "--since", "2000-01-01", "--color", "always")
    assert "\x1b[" in bright.out
    assert "\x1b[" not in plain.out


def test_every_command_knows_color_and_tells_its_exit_codes() -> None:
    for name, _, parser in parsers():
        assert any("--color" in action.option_strings for action in actions_of(parser)), name
        assert "Exit codes:" in (parser.epilog or ""), name


def test_offline_stands_before_and_behind_a_command() -> None:
    networked = {"list", "search", "show", "read", "fetch", "import", "export", "digest", "doctor"}
    marking = {"bookmark", "unbookmark", "mark", "rate", "queue", "tag", "note"}
    takes = {
        name
        for name, _, parser in parsers()
        if any("--offline" in action.option_strings for action in actions_of(parser))
    }
    assert takes >= networked | marking | {""}
    assert {command.name for command in COMMANDS} >= networked | marking


def test_offline_behind_the_command(stored: Run) -> None:
    assert stored("export", "--offline", FIRST).code == 0
    assert stored("unbookmark", FIRST, "--offline").code == 0
    assert stored("fetch", "--offline", "--since", "2026-08-10", "--until", "2026-08-11").code == 1


def test_a_streamed_list_is_the_list(stored: Run) -> None:
    for view in ("all", "imported"):
        whole = [
            record["id"] for record in stored("list", "--view", view, "--sort", "listed:desc", "--json").json
        ]
        streamed: Any = [
            json.loads(line)["id"] for line in stored("list", "--view", view, "--jsonl").out.split("\n")[:-1]
        ]
        assert streamed == whole[::-1]
        assert stored("list", "--view", view, "--json").ids == streamed
        assert stored("list", "--view", view, "--json", "--limit", "2").ids == streamed[:2]
        assert stored("list", "--view", view, "--json", "--limit", "0").ids == []


def test_the_first_lines_come_before_all_are_read(
    stored: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from reader.catalog.papers import Catalogue

    lines = [{"id": f"2501.{number:05}", "title": f"Paper {number}"} for number in range(1, 400)]
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    stored("import", str(file))
    written: list[str] = []
    read: list[int] = []
    records = Catalogue._records

    def counted(self: Catalogue, keys: list[int]) -> object:
        read.append(len(written))
        return records(self, keys)

    monkeypatch.setattr(Catalogue, "_records", counted)
    monkeypatch.setattr("reader.cli.entry.write", written.append)
    stored("list", "--view", "all", "--jsonl")
    assert len(read) == 4
    assert read[0] == 0 < read[1] < read[3]


def test_a_reader_that_leaves_ends_a_long_list_quietly(stored: Run, home: Path) -> None:
    code = "import sys; sys.argv[1:] = ['list', '--view', 'imported', '--jsonl']; from reader.__main__ import main; sys.exit(main())"
    command = f'"{sys.executable}" -c "{code}" | head -n 1'
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == FIRST


def test_the_version_is_that_of_the_installation(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    (folder / "paper_reader-7.8.9.dist-info").mkdir(parents=True)
    (folder / "paper_reader-7.8.9.dist-info" / "METADATA").write_text("Name: paper-reader\nVersion: 7.8.9\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "missing"), str(folder), *sys.path])
    assert run("--version").out == "paper-reader 7.8.9\n"
    from reader.cli.version import NAME, version_of

    assert version_of(NAME) == "7.8.9"
    assert run("--version", "list").out == "paper-reader 7.8.9\n"
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert "not installed" in run("--version").out
