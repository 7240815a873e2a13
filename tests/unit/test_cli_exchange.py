"""`export` and `import` with all they can be told, called in this process on a folder of their own."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.__main__ import main
from tests.command_result import Result
from tests.unit.test_foreign_file import BETTER_BIBTEX, HUB_PAPER, ZOTERO_CSL, ZOTERO_CSV, ZOTERO_RIS

COFFEE = {
    "id": "1706.03762",
    "title": "Coffee & Tea",
    "authors": ["Ann Bee", "Bo Cee"],
    "published": "2017-06-12",
    "bookmarked": True,
    "tags": ["thesis"],
    "note": "=1+1",
}
OTHER = {"id": "2608.01234", "title": "Robots", "bookmarked": True}


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The commands, without a network; `stdin` is what is piped into them."""
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PAPER_READER_HF_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("PAPER_READER_ARXIV_URL", "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)

    def run(*argv: str, stdin: str = "") -> Result:
        piped = io.BufferedReader(io.BytesIO(stdin.encode()))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(piped, encoding="utf-8"))
        code = main(argv)
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def kept(run: Run) -> Run:
    """The commands, with two bookmarks."""
    assert run("import", "-", stdin=json.dumps([COFFEE, OTHER])).code == 0
    return run


def bookmarks(run: Run) -> list[str]:
    return [json.loads(line)["id"] for line in run("list", "--view", "bookmarks", "--jsonl").out.splitlines()]


def test_every_format_is_written_by_the_name_of_its_file(kept: Run, tmp_path: Path) -> None:
    for name, begin in {
        "a.bib": "@misc{",
        "a.ris": "TY  - ",
        "a.csl.json": '[\n  {\n    "id": "',
        "a.md": "- [Coffee",
        "a.html": "<!doctype html>",
        "a.csv": '"id",',
        "a.json": '[\n  {\n    "id": "1706.03762"',
        "a.jsonl": '{"id": "1706.03762"',
    }.items():
        assert kept("export", "-o", name).err == f"2 papers written to {name}.\n"
        assert (tmp_path / name).read_text().lower().startswith(begin.lower())


def test_notes_for_obsidian_keep_what_the_person_wrote(kept: Run, tmp_path: Path) -> None:
    assert kept("export", "--format", "obsidian", "-o", "notes").code == 0
    (file,) = (tmp_path / "notes").glob("* (1706.03762).md")
    assert len(list(file.parent.iterdir())) == 2
    assert 'tags: ["thesis"]' in file.read_text()
    file.write_text(file.read_text() + "My own words.\n")
    kept("tag", "1706.03762", "+later")
    assert kept("export", "--format", "obsidian", "-o", "notes").code == 0
    assert '"later"' in file.read_text()
    assert file.read_text().endswith("My own words.\n")


def test_a_template_writes_markdown(kept: Run, tmp_path: Path) -> None:
    (tmp_path / "t").write_text("{{title}} [@{{key|raw}}]\n{{#note}}> {{note}}\n{{/note}}")
    written = kept("export", "--format", "markdown", "--template", "t")
    assert written.out == "Coffee \\& Tea [@bee2017coffee]\n> \\=1+1\nRobots [@anonymous2026robots]\n"
    assert kept("export", "--format", "bibtex", "--template", "t").code == 2
    (tmp_path / "t").write_text("\n{{nonsense}}")
    wrong = kept("export", "--format", "markdown", "--template", "t")
    assert (wrong.code, "line 2" in wrong.err) == (1, True)
    assert kept("export", "--format", "markdown", "--template", "none").code == 1


def test_a_byte_order_mark_is_for_tables(kept: Run, tmp_path: Path) -> None:
    assert kept("export", "--bom", "-o", "a.csv").code == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b'\xef\xbb\xbf"id",')
    assert kept("export", "--bom", "-o", "a.bib").code == 2
    assert not (tmp_path / "a.bib").exists()
    assert bookmarks(kept) == ["1706.03762", "2608.01234"]
    again = kept("import", "a.csv", "--dry-run")
    assert again.err == "a.csv: 2 to keep. Nothing was changed.\n"


def test_chosen_papers_and_a_filter(kept: Run) -> None:
    assert "Robots" in (chosen := kept("export", "2608.01234").out)
    assert "Coffee" not in chosen
    assert "Robots" not in kept("export", "--filter", "tag:thesis").out
    assert kept("export", "2608.01234", "--filter", "x").code == 2
    assert kept("export", "2608.09999").code == 1


def test_a_dry_run_tells_what_would_not_be_taken_over(kept: Run) -> None:
    kept("rate", "1706.03762", "4")
    other = COFFEE | {"note": "another", "rating": 2, "tags": ["thesis", "x"]}
    planned = kept("import", "-", "--dry-run", stdin=json.dumps([other]))
    assert "(+x, note stays as it is, rating stays as it is)" in planned.out
    kept("import", "-", stdin=json.dumps([other]))
    shown = json.loads(kept("show", "1706.03762", "--json").out)
    assert (shown["note"], shown["tags"]) == ("=1+1", ["thesis", "x"])


@pytest.mark.parametrize(
    "text", [BETTER_BIBTEX, ZOTERO_RIS, ZOTERO_CSL, ZOTERO_CSV], ids=["bibtex", "ris", "csl-json", "csv"]
)
def test_bibliographies_come_through_a_pipe(run: Run, text: str) -> None:
    planned = run("import", "-", "--dry-run", stdin=text)
    assert planned.out.startswith("add       1706.03762  Coffee Is All You Need")
    assert "(bookmark, +reading)" in planned.out
    assert planned.err == "standard input: 1 to add. Nothing was changed.\n"
    assert bookmarks(run) == []
    assert run("import", "-", stdin=text).code == 0
    assert bookmarks(run) == ["1706.03762"]


def test_what_hugging_face_prints_comes_through_a_pipe(run: Run) -> None:
    assert run("import", "-", stdin=json.dumps([HUB_PAPER])).code == 0
    assert json.loads(run("show", HUB_PAPER["id"], "--json").out)["abstract"] == "We drink it."


def test_identifiers_come_through_a_pipe_and_unknown_ones_are_named(kept: Run) -> None:
    kept("unbookmark", "1706.03762")
    listed = "https://arxiv.org/abs/1706.03762\n2401.00001 # unknown\nnonsense\n"
    planned = kept("import", "-", "--format", "ids", "--dry-run", stdin=listed)
    assert [line.split()[0] for line in planned.out.splitlines()] == ["merge", "look", "skip"]
    assert "“nonsense” is no arXiv identifier" in planned.out
    taken = kept("import", "-", "--format", "ids", "--offline", stdin=listed)
    assert taken.code == 0
    assert "2401.00001: not stored" in taken.err
    assert bookmarks(kept) == ["1706.03762", "2608.01234"]


def test_the_library_of_another_machine_is_merged(kept: Run, tmp_path: Path) -> None:
    kept("backup", "other.json")
    shutil.rmtree(tmp_path / "home")
    kept("import", "-", stdin=json.dumps({"id": "2608.00009", "title": "Mine", "bookmarked": True}))
    planned = kept("import", "other.json", "--dry-run")
    assert planned.out.splitlines() == [
        "add       1706.03762  Coffee & Tea    (bookmark, +thesis, note)",
        "add       2608.01234  Robots    (bookmark)",
    ]
    assert planned.err == "other.json: 2 to add. Nothing was changed.\n"
    assert bookmarks(kept) == ["2608.00009"]
    assert kept("import", "other.json").err == "other.json: Merged: 2 changes.\n"
    assert set(bookmarks(kept)) == {"1706.03762", "2608.00009", "2608.01234"}
    again = kept("import", "-", stdin=(tmp_path / "other.json").read_text())
    assert again.err == "standard input: nothing that is not known here.\n"
    assert kept("show", "1706.03762", "--json").out  # the library's own copy, without a catalogue


def test_half_a_library_is_no_library_and_costs_nothing(kept: Run, tmp_path: Path) -> None:
    kept("backup", "other.json")
    whole = (tmp_path / "other.json").read_text()
    (tmp_path / "half.json").write_text(whole[: len(whole) // 2])
    broken = kept("import", "half.json")
    assert (broken.code, "is not valid JSON" in broken.err) == (1, True)
    newer = kept("import", "-", stdin=whole.replace('"version": 2', '"version": 99'))
    assert (newer.code, "newer paper-reader" in newer.err) == (1, True)
    assert len(bookmarks(kept)) == 2
