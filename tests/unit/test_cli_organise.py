"""The commands that bring order: ratings, the queue, tags as a whole, days, views of one's own."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.__main__ import main

IDS = ("2608.00001", "2608.00002", "2608.00003")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The commands, with three papers imported."""
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path / "home"))
    file = tmp_path / "papers.jsonl"
    file.write_text(
        "".join(json.dumps({"id": i, "title": f"Paper {i[-1]}"}) + "\n" for i in IDS), encoding="utf-8"
    )

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(["--offline", *argv])
        return code, *capsys.readouterr()

    assert run("import", str(file))[0] == 0
    return run


def listed(run: Run, view: str) -> list[str]:
    records: Any = json.loads(run("list", "--view", view, "--json")[1])
    return [record["id"] for record in records]


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def test_rate(run: Run) -> None:
    assert run("rate", *IDS[:2], "4") == (0, "", "Rated 4 of 5: 2 papers.\n")
    assert "rated 4 of 5" in run("show", IDS[0])[1]
    assert run("rate", *IDS[:2], "4")[2] == "Nothing to change: rated so already.\n"
    assert run("rate", IDS[0], "0")[2] == "Rating removed: Paper 1.\n"
    code, _, error = run("rate", IDS[0], "6")
    assert code == 2
    assert "“6” is no rating" in error


def test_queue_in_an_order(run: Run) -> None:
    assert run("queue", *IDS)[2] == "Put into the queue: 3 papers.\n"
    assert listed(run, "queue") == [*IDS]
    run("queue", IDS[2], "--first")
    assert listed(run, "queue") == [IDS[2], *IDS[:2]]
    run("queue", IDS[2], "--last")
    assert listed(run, "queue") == [*IDS]
    assert run("queue", IDS[0], "--remove")[2] == "Taken from the queue: Paper 1.\n"
    assert listed(run, "queue") == [*IDS[1:]]


def test_tags_are_listed_renamed_and_removed(run: Run) -> None:
    assert run("tags", "--json")[1] == "{}\n"
    assert run("tag", *IDS[:2], "+thesis", "+b")[2] == "Tagged thesis, b: 2 papers.\n"
    assert run("tag", IDS[0], "-b")[2] == "Tag b removed: Paper 1.\n"
    assert run("tags")[1] == "1  b\n2  thesis\n"
    assert run("tags", "--rename", "b", "thesis")[2] == "Tag “b” merged into “thesis”: Paper 2.\n"
    assert json.loads(run("tags", "--json")[1]) == {"thesis": 2}
    assert listed(run, "tag:thesis") == [IDS[0], IDS[1]] or listed(run, "tag:thesis") == [IDS[1], IDS[0]]
    assert run("tags", "--remove", "thesis")[2] == "Tag “thesis” removed: 2 papers.\n"
    code, _, error = run("tags", "--remove", "thesis")
    assert code == 1
    assert "No paper is tagged thesis" in error


def test_a_day_to_read_on(run: Run) -> None:
    assert run("mark", IDS[0], "--read-on", "2020-01-02")[2] == "To be read on Thu 2 Jan 2020: Paper 1.\n"
    assert [r["id"] for r in json.loads(run("list", "--view", "all", "--filter", "is:due", "--json")[1])] == [
        IDS[0]
    ]
    assert run("mark", IDS[0], "--read-on", "none")[2] == "No day to read it on: Paper 1.\n"
    code, _, error = run("mark", IDS[0], "--read-on", "someday")
    assert code == 2
    assert "“someday” is no day" in error


def test_views_of_what_was_done(run: Run) -> None:
    run("mark", IDS[1], "--read")
    run("bookmark", IDS[0])
    run("queue", IDS[2])
    assert listed(run, "recently-read") == [IDS[1]]
    assert sorted(listed(run, "recently-added")) == [IDS[0], IDS[2]]
    assert run("list", "--view", "tag:none", "--json")[1] == "[]\n"


@pytest.mark.parametrize(
    "command", [["bookmark", "-"], ["tag", "-", "+x"], ["rate", "-", "3"], ["queue", "-"]]
)
def test_identifiers_from_stdin(run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    feed(monkeypatch, f"{IDS[0]}\thttps://example.org\n\nhttps://arxiv.org/abs/{IDS[1]}v2\n")
    assert "2 papers" in run(*command)[2]


def test_a_line_that_names_no_paper_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, f"{IDS[0]}\nnonsense\n")
    code, _, error = run("bookmark", "-")
    assert code == 2
    assert "Line 2 of the input names no paper: “nonsense”." in error
    assert listed(run, "bookmarks") == []


def test_completion_offers_tags_as_views(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("tag", IDS[0], "+thesis", "+to cite")
    main(["_complete", "views"])
    assert capsys.readouterr().out == "tag:thesis\ntag:to cite\n"
    main(["_complete", "tags"])
    assert capsys.readouterr().out == "thesis\t1 paper\nto cite\t1 paper\n"
