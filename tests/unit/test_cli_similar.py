"""`similar` and `list --view for-you` on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.test_cli_command import Run, home, run

__all__ = ["home", "run"]

TITLES = (
    "Diffusion for images",
    "Images by diffusion",
    "Diffusion of heat",
    "Songs of birds",
    "Songs of $\\alpha$ birds",
)


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The commands, with papers of today."""
    today = datetime.now(UTC).date().isoformat()
    rows = [{"id": f"2608.0000{n}", "title": title, "published": today} for n, title in enumerate(TITLES)]
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("import", str(file)).code == 0
    return run


def test_similar_papers_with_reasons(filled: Run) -> None:
    result = filled("similar", "arxiv.org/abs/2608.00000", "--json")
    found = json.loads(result.out)
    assert [paper["id"] for paper in found] == ["2608.00001", "2608.00002"]
    assert {*found[0]["explanation"]} == {"images", "diffusion"}
    assert found[0]["score"] > found[1]["score"] > 0
    assert [json.loads(line) for line in filled("similar", "2608.00000", "--jsonl").out.splitlines()] == found
    assert filled("similar", "2608.00000", "--limit", "1", "--json").ids == ["2608.00001"]
    lines = filled("similar", "2608.00003").out.splitlines()
    assert "Songs of α birds" in lines[0]
    assert "because of" in lines[1]
    assert "songs" in lines[1]


def test_nothing_similar_and_nothing_known_is_said(filled: Run, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text('{"id": "2608.00009", "title": "Zebras"}', encoding="utf-8")
    run("import", str(file))
    result = filled("similar", "2608.00009")
    assert (result.code, result.out, result.err) == (0, "", "Nothing stored is like “Zebras”.\n")
    result = filled("similar", "2608.00077", "--offline", "--json")
    assert (result.code, result.out) == (1, "")
    assert "2608.00077: not stored, and not looked up" in result.err
    assert filled("similar", "birds").code == 2


def test_for_you_is_honest_then_explains(filled: Run) -> None:
    result = filled("list", "--view", "for-you", "--json")
    assert (result.code, result.out) == (0, "[]\n")
    assert "bookmark a few papers first" in result.err
    filled("bookmark", "2608.00000", "2608.00001", "--offline")
    filled("rate", "2608.00000", "5", "--offline")
    result = filled("list", "--view", "for-you", "--json")
    assert result.ids == ["2608.00002"]
    assert json.loads(result.out)[0]["explanation"] == ["diffusion"]
    assert "because of diffusion" in filled("list", "--view", "for-you").out
    assert filled("list", "--view", "for-you", "--filter", "birds", "--json").ids == []
