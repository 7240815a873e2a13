"""`--plain`: one fact a line, in words."""

import re
from datetime import UTC, date, datetime

import pytest

from reader.__main__ import main
from reader.cli.plain import plain_list, plain_paper, spoken
from reader.core.border import paper_from_record
from reader.core.entry import Entry
from reader.core.mark import Mark

RECORD = {
    "id": "2608.00001",
    "title": "Streaming $\\mathcal{O}(n^2)$ Attention",
    "authors": [f"Ada Author{n}" for n in range(30)],
    "abstract": "We attend.\n\nTwice,\nat least.",
    "published": "2026-08-12",
    "upvotes": 1200,
    "github": "https://github.com/a/b",
}
NOW = datetime(2026, 8, 21, tzinfo=UTC)
MARK = Mark(
    read_at=NOW,
    bookmarked_at=NOW,
    rating=4,
    tags=("thesis", "to read"),
    read_on=date(2026, 12, 24),
    note="A\nB",
)
ENTRY = Entry(paper_from_record(RECORD), MARK)


@pytest.mark.parametrize("lines", [[*plain_paper(ENTRY)], [*plain_list([ENTRY])][1:-1]])
def test_each_line_is_a_fact_with_its_name_and_no_signs(lines: list[str]) -> None:
    assert all(re.match(r"[A-Z][\w ,]*: \S", line) for line in lines)
    assert not re.search(r"[●★▲◆›✎│─╭·]", "".join(lines))
    assert "State: read, bookmarked" in lines
    assert "Rating: 4 of 5" in lines
    assert "Tags: thesis, to read" in lines
    assert "Title: Streaming O(n²) Attention" in lines


def test_a_paper_says_everything() -> None:
    lines = [*plain_paper(ENTRY, "Ada Author1")]
    assert "Abstract: We attend. Twice, at least." in lines
    assert "Note: A B" in lines
    assert "Upvotes: 1200" in lines
    assert "You follow: Ada Author1" in lines
    assert "Code: https://github.com/a/b" in lines
    assert "and 10 more" in next(line for line in lines if line.startswith("Authors"))


def test_papers_of_a_list_are_counted_and_parted_by_blank_lines() -> None:
    lines = [*plain_list([ENTRY, ENTRY])]
    assert lines[0] == "Paper 1 of 2"
    assert lines[lines.index("") + 1] == "Paper 2 of 2"


@pytest.mark.parametrize(
    ("text", "said"), [("𝓛 and ℝ", "L and R"), ("𝐱²", "x²"), ("α ≤ β", "α ≤ β"), ("ℏ", "ħ"), ("№ 1", "№ 1")]
)
def test_mathematical_letters_are_letters(text: str, said: str) -> None:
    assert spoken(text) == said


@pytest.mark.parametrize("command", [("list",), ("search", "attention"), ("show", "1706.03762")])
def test_commands_take_it_but_not_with_json(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--plain", "--json"]) == 2
    assert "--plain" in capsys.readouterr().err


def test_the_list_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--offline", "--plain", "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Paper 1 of 2\nTitle: ")
    identifier = re.search("Identifier: (.*)", out)
    assert identifier is not None
    main(["show", identifier[1], "--offline", "--plain"])
