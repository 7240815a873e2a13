"""Saved searches and orders on the command line."""

import pytest

from reader.bootstrap import program
from reader.ui import app
from tests.unit.test_cli_command import Run, home, run, stored

__all__ = ["home", "run", "stored"]


def keep(**queries: str) -> None:
    with program(offline=True) as running:
        for name, query in queries.items():
            running.service.searches.keep(name, query)


def test_a_saved_search_is_a_view(stored: Run) -> None:
    keep(Robots="ask", day="survey")
    for name in ("Robots", "robots", "saved:Robots"):
        assert stored("list", "--view", name, "--json").ids == ["2608.00002"]
    assert stored("list", "--view", "saved:day", "--json").ids == ["math/0611800"]
    assert "2608.00002" in stored("export", "--view", "Robots", "--format", "json").out
    assert stored("--view", "Robots", "list", "--filter", "attention", "--json").ids == []


def test_searches_are_kept_listed_renamed_and_removed(stored: Run) -> None:
    assert "No search is saved yet" in stored("saved").err
    assert stored("saved", "Robots", "that", "ask").err == "Saved search kept: Robots.\n"
    assert stored("saved", "Robots", "that ask").err == "Nothing to change: it is kept so already.\n"
    assert stored("list", "--view", "robots", "--json").ids == ["2608.00002"]
    assert stored("saved").out == "Robots  that ask\n"
    (record,) = stored("saved", "--json").json
    assert (record["name"], record["query"], record["scope"]) == ("Robots", "that ask", None)
    assert stored("watch", "Robots").code == 0
    assert stored("saved", "Robots", "--rename", "Machines").code == 0
    assert stored("watch", "--json").json[0]["name"] == "saved:Machines"
    assert stored("saved", "Machines", "--remove").code == 0
    assert stored("saved", "--json").json == []
    gone = stored("saved", "Machines", "--remove")
    assert (gone.code, "no saved search “Machines”" in gone.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("Robots",),
        ("Robots", "upvotes:x"),
        ("Robots", "a", "--remove"),
        ("--remove",),
        ("\n", "a"),
        ("a", " "),
    ],
)
def test_what_is_no_search_is_not_kept(stored: Run, words: tuple[str, ...]) -> None:
    assert stored("saved", *words).code == 2
    assert stored("saved", "--json").json == []


def test_an_unknown_view_names_those_there_are(stored: Run) -> None:
    keep(Robots="ask")
    for command in (["list", "--view", "birds"], ["--view", "saved:birds"], ["export", "--view", "birds"]):
        result = stored(*command)
        assert (result.code, result.out) == (2, "")
        assert "no view or saved search “birds”" in result.err
        assert "trending" in result.err
        assert "Robots" in result.err


def test_a_saved_search_has_no_dates(stored: Run) -> None:
    keep(Robots="ask")
    result = stored("list", "--view", "Robots", "--date", "2026-08-14")
    assert (result.code, "“Robots” has no dates" in result.err) == (2, True)


def test_the_screen_opens_on_a_saved_search(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(Robots="ask")
    views = []
    monkeypatch.setattr("reader.cli.screen.is_possible", lambda: True)
    monkeypatch.setattr(app, "run_app", lambda _program, view, _ground: views.append(view) or 0)
    assert stored("--view", "Robots").code == 0
    assert views[0].name == "Robots"
    assert stored("--view", "birds").code == 2


def test_completion_offers_every_saved_search(stored: Run) -> None:
    keep(**{"Robots": "ask", "two words": "ask", "$(reboot)": "ask"})
    assert stored("_complete", "views").out == "$(reboot)\task\nRobots\task\ntwo words\task\n"
    assert stored("_complete", "searches").out == stored("_complete", "views").out


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("upvotes", [2, 1]),
        ("upvotes:asc", [1, 2]),
        ("stars", [1, 2]),
        ("title", [2, 1]),
        ("published", [2, 1]),
    ],
)
def test_a_search_is_sorted(stored: Run, sort: str, order: list[int]) -> None:
    ids = stored("search", "id:2608", "--sort", sort, "--json").ids
    assert ids == [f"2608.0000{number}" for number in order]


def test_relevance_belongs_to_a_search(stored: Run) -> None:
    view = ("list", "--view", "imported", "--json", "--sort")
    assert stored(*view, "relevance").code == 2
    best = stored(*view, "relevance", "--filter", "robots OR diffusion").ids
    assert stored(*view, "relevance:asc", "--filter", "robots OR diffusion").ids == best[::-1]
    assert stored(*view, "rising").code == 0


def test_typos_are_told_and_can_be_insisted_on(stored: Run) -> None:
    forgiven = stored("search", "robtos", "--json")
    assert forgiven.ids == ["2608.00002"]
    assert "these are also for “robots”" in forgiven.err
    assert stored("search", "robtos", "--exactly", "--json").ids == []
