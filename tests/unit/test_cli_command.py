"""Every command, called in this process on a folder of its own, without a network."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.__main__ import main
from tests.command_result import Result

PAPERS = [
    {
        "id": "2608.00001",
        "title": "Streaming Attention in $O(n)$",
        "authors": [f"Ada Author{i}" for i in range(25)],
        "abstract": "We attend with $\\alpha \\le 1$. " * 20,
        "published": "2026-08-12",
        "upvotes": 7,
        "stars": 10,
        "github": "https://github.com/a/b",
    },
    {"id": "2608.00002", "title": "Robots That Ask", "upvotes": 90, "published": "2026-08-13"},
    {"id": "math/0611800", "title": "A Survey of Diffusion", "published": "2006-11-01", "stars": 5},
]


Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("PAPER_READER_HOME", str(folder))
    monkeypatch.setenv("PAPER_READER_HF_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("PAPER_READER_ARXIV_URL", "http://127.0.0.1:1")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> Result:
        code = main(argv)
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def stored(run: Run, tmp_path: Path) -> Run:
    """The commands, with three papers imported."""
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    assert run("import", str(file)).code == 0
    return run


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_help_version_and_wrong_usage(run: Run) -> None:
    assert run("--version").out.startswith("paper-reader ")
    assert "bookmark" in run("--help").out
    assert run("list", "--help").code == 0
    for wrong in (
        ["nonsense"],
        ["list", "-x"],
        ["list", "--limit", "-1"],
        ["list", "--what"],
        ["--what"],
        ["show"],
    ):
        result = run(*wrong)
        assert (result.code, result.out) == (2, "")
        assert "usage: paper-reader" in result.err
    assert "_complete" not in run("--help").out + run("nonsense").err


def test_the_sample_is_listed_and_marked_where_nothing_is_stored(run: Run) -> None:
    human = run("list", "--offline")
    assert human.code == 0
    assert "bundled sample" in human.err
    assert len(human.out.splitlines()) >= 40
    assert all(record["sample"] is True for record in run("list", "--offline", "--json").json)


def test_without_a_terminal_the_program_alone_lists(run: Run) -> None:
    assert run("--offline").out == run("list", "--offline").out
    assert run("--offline", "--view", "bookmarks").err == "Bookmarks: no papers.\n"


def test_a_list_that_is_not_stored_cannot_be_shown_offline(stored: Run) -> None:
    for options in ([], ["--date", "2026-08-14"], ["--date", "2026-08", "--json"]):
        result = stored("list", "--offline", *options)
        assert (result.code, result.out) == (1, "")
        assert "not stored" in result.err


def test_rows_show_marks_identifier_upvotes_and_plain_title(stored: Run) -> None:
    stored("bookmark", "2608.00001")
    stored("mark", "2608.00002", "--read")
    assert stored("list", "--view", "imported").out.splitlines() == [
        "● ★ 2608.00001    ▲  7  Streaming Attention in O(n)",
        "    2608.00002    ▲ 90  Robots That Ask",
        "●   math/0611800        A Survey of Diffusion",
    ]


def test_json_has_every_field(stored: Run) -> None:
    (record,) = stored("list", "--view", "all", "--filter", "robots", "--json").json
    assert record.keys() == {
        *("id", "title", "authors", "abstract", "published", "listed", "updated", "upvotes", "comments"),
        *("categories", "keywords", "summary", "organization", "submitted_by", "github", "stars"),
        *("project", "url", "pdf_url", "doi", "read", "bookmarked", "queued", "tags", "note", "score"),
    }
    assert record["score"] > 0
    assert record["abstract"] is None
    lines = stored("list", "--view", "imported", "--jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [paper["id"] for paper in PAPERS]
    assert stored("list", "--view", "bookmarks", "--json").json == []
    assert stored("list", "--view", "bookmarks", "--jsonl").out == ""


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("listed", [1, 2, 3]),
        ("listed:asc", [1, 2, 3]),
        ("listed:desc", [3, 2, 1]),
        ("upvotes", [2, 1, 3]),
        ("upvotes:asc", [1, 2, 3]),
        ("stars", [1, 3, 2]),
        ("published", [2, 1, 3]),
        ("title", [3, 2, 1]),
        ("title:desc", [1, 2, 3]),
    ],
)
def test_sorting(stored: Run, sort: str, order: list[int]) -> None:
    ids = stored("list", "--view", "imported", "--json", "--sort", sort).ids
    assert ids == [PAPERS[place - 1]["id"] for place in order]


def test_filter_and_limit(stored: Run) -> None:
    def ids(*options: str) -> list[str]:
        return stored("list", "--view", "imported", "--json", *options).ids

    assert ids("--filter", "-survey") == ["2608.00001", "2608.00002"]
    assert ids("--filter=atention") == ["2608.00001"]
    assert ids("--limit", "1") == ["2608.00001"]
    assert ids("--limit", "0") == []


def test_a_wrong_filter_is_pointed_at(stored: Run) -> None:
    for command in (["list", "--view", "all", "--filter"], ["search"], ["export", "--filter"]):
        result = stored(*command, "robots upvotes:many")
        assert (result.code, result.out) == (2, "")
        query, caret = result.err.splitlines()[-2:]
        assert query[caret.index("^") :] == "many"


@pytest.mark.parametrize("view", ["trending", "bookmarks", "all"])
def test_a_date_for_a_view_without_dates_is_wrong_usage(run: Run, view: str) -> None:
    assert run("list", "--offline", "--view", view, "--date", "2026-08-14").code == 2


@pytest.mark.parametrize(("name", "label"), [("daily", "day"), ("Weekly", "week"), ("monthly", "month")])
def test_lists_may_be_named_as_on_the_site(run: Run, name: str, label: str) -> None:
    theirs, ours = (run("list", "--offline", "--view", each, "--json") for each in (name, label))
    assert (theirs.out, theirs.err, theirs.code) == (ours.out, ours.err, ours.code)


def test_search(stored: Run) -> None:
    result = stored("search", "robots", "ask", "--json")
    assert result.ids == ["2608.00002"]
    assert stored("search", "streaming", "-attention", "--json").ids == []
    assert stored("search", "ask", "--", "-streaming").out.endswith("Robots That Ask\n")
    assert stored("search", "robots", "--wrong").code == 2
    assert stored("search", "robts").out.endswith("Robots That Ask\n")
    assert "Nothing found" in stored("search", "zebra").err


def test_search_answers_each_line_of_stdin(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"robots\r\nis:wrong x\n\n")
    result = stored("search", "-", "--limit", "2")
    assert result.code == 1
    found, wrong, everything = map(json.loads, result.out.splitlines())
    assert (found["query"], found["total"], found["papers"][0]["id"]) == ("robots", 1, "2608.00002")
    assert (wrong["query"], wrong["total"], wrong["papers"]) == ("is:wrong x", 0, [])
    assert "is:" in wrong["error"]
    assert (everything["query"], everything["total"], len(everything["papers"])) == ("", 3, 2)


def test_show(stored: Run) -> None:
    result = stored("show", "https://arxiv.org/abs/2608.00001v2")
    assert result.code == 0
    assert max(map(len, result.out.splitlines())) <= 84
    assert "α ≤ 1" in result.out
    assert "Author19 and 5 more" in result.out.replace("\n", " ")
    assert "https://github.com/a/b" in result.out
    record = stored("show", "arXiv:2608.00001", "--json").json
    assert (record["id"], len(record["authors"])) == ("2608.00001", 25)


def test_bad_and_unknown_identifiers(stored: Run) -> None:
    assert stored("show", "nonsense").code == 2
    for command in (["show"], ["bookmark"], ["mark", "--read"], ["tag", "+a"], ["note", "--offline"]):
        result = stored(*command, "2608.99999", "--offline")
        assert (result.code, result.out) == (1, "")
        assert "2608.99999" in result.err
    unknown = stored("show", "local-0123456789ab")
    assert "not among the papers stored" in unknown.err


def test_bookmarks_are_kept_also_beside_an_unknown_paper(stored: Run) -> None:
    result = stored("bookmark", "--offline", "2608.00001", "2608.99999", "2608.00002", "2608.00001")
    assert (result.code, result.out) == (1, "")
    assert "Bookmarked: 2 papers." in result.err
    assert set(stored("list", "--view", "bookmarks", "--json").ids) == {"2608.00001", "2608.00002"}
    assert "already" in stored("bookmark", "2608.00001").err
    assert stored("unbookmark", "2608.00001").code == 0
    assert stored("list", "--view", "bookmarks", "--json").ids == ["2608.00002"]


def test_read_marks(stored: Run) -> None:
    assert stored("mark", "2608.00001").code == 2
    assert stored("mark", "2608.00001", "2608.00002", "--read").code == 0
    assert stored("mark", "2608.00002", "--unread").code == 0
    assert [record["read"] for record in stored("list", "--view", "imported", "--json").json] == [1, 0, 0]


def test_tags_with_plus_and_minus(stored: Run) -> None:
    def tags() -> list[str]:
        return stored("show", "2608.00001", "--json").json["tags"]

    assert stored("tag", "2608.00001", "+hello", "+to read", "2608.00002").code == 0
    assert tags() == ["hello", "to read"]
    assert stored("tag", "-hello", "2608.00001", "+x").code == 0
    assert tags() == ["to read", "x"]
    for wrong in (["2608.00001"], ["+a"], ["2608.00001", "+"], ["2608.00001", "--a"], ["nonsense", "+a"]):
        assert stored("tag", *wrong).code == 2
    assert stored("tag", "--help").code == 0


def test_notes(stored: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored("note", "2608.00001").out == ""
    assert stored("note", "2608.00001", "two\nlines").code == 0
    assert stored("note", "2608.00001").out == "two\nlines\n"
    feed(monkeypatch, "größer\n".encode())
    assert stored("note", "2608.00001", "-").code == 0
    assert stored("note", "2608.00001").out == "größer\n"
    assert stored("note", "2608.00001", "").code == 0
    assert stored("show", "2608.00001", "--json").json["note"] is None


def test_export(stored: Run, tmp_path: Path) -> None:
    stored("bookmark", "2608.00001")
    assert "eprint = {2608.00001}" in stored("export").out
    assert stored("export", "--format", "json", "-o", "-").ids == ["2608.00001"]
    assert stored("export", "--format", "json", "--view", "imported", "--filter", "robots").ids == [
        "2608.00002"
    ]
    file = tmp_path / "kept.csv"
    assert stored("export", "-o", str(file)).out == ""
    assert file.read_text(encoding="utf-8").startswith('"id",')
    refused = stored("export", "--format", "jsonl", "-o", str(file))
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert file.read_text(encoding="utf-8").startswith('"id",')
    assert stored("export", "--format", "jsonl", "--force", "-o", str(file)).code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["id"] == "2608.00001"
    assert stored("export", "--format", "nonsense").code == 2
    assert stored("export", "-o", str(tmp_path / "none" / "x.bib")).code == 1
    assert stored("export", "--view", "trending").code == 1


def test_import_goes_on_after_a_file_that_fails(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept.json"
    file.write_text(
        json.dumps([PAPERS[0] | {"bookmarked": True, "tags": ["a"]}, {"id": "x"}]), encoding="utf-8"
    )
    result = run("import", str(tmp_path / "missing.json"), str(file))
    assert result.code == 1
    assert "missing.json" in result.err
    assert (
        "1 paper, 1 new, 1 of them with new marks of yours, 1 item skipped, which is no paper." in result.err
    )
    assert "  Item 2: The paper has no title.\n" in result.err
    assert run("list", "--view", "bookmarks", "--json").json[0]["tags"] == ["a"]
    feed(monkeypatch, json.dumps(PAPERS[1]).encode())
    assert run("import", "-", "--format", "jsonl").code == 0
    assert "2608.00002" in run("list", "--view", "imported", "--json").ids
    assert run("import", str(file), "--format", "nonsense").code == 2


def test_config_tells_settings_problems_and_no_secrets(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    home.mkdir()
    (home / "config.toml").write_text('width = 60\n\nreed_after = 3\n[keys]\nbookmark = ["B", "x"]\n')
    assert run("config", "--path").out == f"{home / 'config.toml'}\n"
    result = run("config")
    assert result.code == 0
    assert "line 3" in result.err
    for line in ("width = 60\n", "mouse = true  (default)\n", 'keys = {"bookmark" = ["B", "x"]}\n'):
        assert line in result.out
    assert "HF_TOKEN: set\n" in result.out
    assert "hf_secret" not in result.out + result.err
    assert "line 3" in run("list", "--view", "bookmarks").err


def test_fetch_without_a_network_says_what_is_kept(run: Run) -> None:
    for line in (["fetch", "--offline"], ["--offline", "fetch"]):
        result = run(*line, "--since", "2026-08-10", "--until", "2026-08-12")
        assert (result.code, result.out) == (1, "")
    assert run("fetch", "--since", "2026-08-12", "--until", "2026-08-10").code == 2


def test_a_wrong_address_of_a_service_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPER_READER_HF_URL", "huggingface")
    result = run("list")
    assert result.code == 2
    assert "PAPER_READER_HF_URL" in result.err


def test_words_for_completion(stored: Run) -> None:
    stored("tag", "2608.00001", "+safe", "+$(unsafe)")
    stored("bookmark", "2608.00001")
    assert stored("_complete", "tags").out == "$(unsafe)\t1 paper\nsafe\t1 paper\n"
    assert stored("_complete", "ids").out.startswith("2608.00001\t")


@pytest.mark.parametrize(
    "address", ["http://[", "http://[::1", "http://\x1b[31mx/", "http://℀.com", "ftp://x", "http://x y/"]
)
def test_a_service_address_that_is_none_is_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.bootstrap import program
    from reader.core.errors import UsageError

    monkeypatch.setenv("PAPER_READER_HF_URL", address)
    with pytest.raises(UsageError, match="PAPER_READER_HF_URL"), program():
        pass
