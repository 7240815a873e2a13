"""`follow` and `unfollow` on the command line, and the view of what is new."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.test_cli_organise import Run, listed, run

__all__ = ["run"]


@pytest.fixture
def new(run: Run, tmp_path: Path) -> Run:
    """The commands, with a paper of today and an old one."""
    today = datetime.now(UTC).date()
    rows = [
        {"id": "2608.00011", "title": "New", "authors": ["Bernhard Schölkopf"], "published": str(today)},
        {
            "id": "2608.00012",
            "title": "Old",
            "authors": ["Bernhard Schölkopf"],
            "published": str(today - timedelta(days=90)),
        },
        {"id": "2608.00013", "title": "Other", "authors": ["Bernhard Schölkopf II"], "published": str(today)},
    ]
    file = tmp_path / "new.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("import", str(file))[0] == 0
    return run


def test_follow_list_and_unfollow(run: Run) -> None:
    assert run("follow")[1:] == (
        "",
        "You follow nothing yet; paper-reader follow author:NAME follows somebody.\n",
    )
    assert run("follow", "author:Yann LeCun", "cs.lg")[2] == "You follow Yann LeCun and cs.LG.\n"
    assert run("follow", "cat:cs.LG")[2] == "Nothing to change: followed so already.\n"
    assert run("follow")[1] == "author:Yann LeCun\ncat:cs.LG\n"
    assert json.loads(run("follow", "--json")[1]) == [
        {"kind": "author", "name": "Yann LeCun", "set": False},
        {"kind": "cat", "name": "cs.LG", "set": False},
    ]
    assert run("unfollow", "author:yann lecun")[2] == "You no longer follow Yann LeCun.\n"
    assert run("unfollow", "author:yann lecun")[2] == "Nothing to change: not followed.\n"
    assert run("follow")[1] == "cat:cs.LG\n"


def test_a_wrong_subject_is_said(run: Run) -> None:
    code, out, error = run("follow", "cat:cs.XX")
    assert (code, out) == (2, "")
    assert "no category of arXiv" in error
    assert run("follow", "LeCun")[0] == 2


def test_the_view_has_what_is_new_of_whole_names(new: Run) -> None:
    assert listed(new, "followed") == []
    new("follow", "author:bernhard scholkopf")
    assert listed(new, "followed") == ["2608.00011"]


def test_categories_of_the_settings_are_followed(new: Run, tmp_path: Path) -> None:
    settings = next((tmp_path / "home").rglob("config.toml"), tmp_path / "home" / "config.toml")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[arxiv]\ncategories = ["cs.LG"]\n', encoding="utf-8")
    assert new("follow")[1] == "cat:cs.LG  (config.toml)\n"
    code, _, error = new("unfollow", "cs.LG")
    assert code != 0
    assert "config.toml" in error
