"""Highlights in what is exported and shown, and back from JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reader.core.entry import Entry
from reader.core.paper import Paper
from reader.core.passage import Passage, passage_key
from reader.core.passage_record import passage_to_record, passages_from_record
from reader.export import markdown
from reader.export.note import notes
from reader.export.record import full_record
from reader.export.template import Template
from reader.library.library import Library
from reader.service.highlighting import Highlighting
from reader.service.marking import Marking
from tests.unit.test_cli_organise import IDS, Run, run

__all__ = ["run"]

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)
QUOTE = "Gulls *rest* on the wall.\n1. They leave at dawn."
PASSAGE = Passage(
    key=passage_key(IDS[0], QUOTE, NOW),
    paper=IDS[0],
    quote=QUOTE,
    created_at=NOW,
    before="In the harbour.",
    after="Nobody knows why.",
    section="2 Gulls & walls",
    version=3,
    note="Why?\n# Ask Ida <b>",
)
ENTRY = Entry(Paper(id=IDS[0], title="Gulls"), highlights=(PASSAGE, PASSAGE._replace(note=None, section="")))


@pytest.mark.parametrize(
    "render",
    [lambda: markdown.render([ENTRY]), lambda: next(iter(notes([ENTRY]))).text],
    ids=["list", "note"],
)
def test_markdown_has_block_quotes_with_notes_and_sections(render: Callable[[], str]) -> None:
    page = MarkdownIt("commonmark").render(render())
    assert page.count("<blockquote>") == 2
    assert "<p>Gulls *rest* on the wall.</p>\n<p>1. They leave at dawn.</p>\n</blockquote>" in page
    assert "Why?<br />\n# Ask Ida &lt;b&gt; — <em>2 Gulls &amp; walls</em></p>" in page


def test_a_template_can_have_them() -> None:
    template = Template("{{#highlights}}\n{{highlights|raw}}\n{{/highlights}}\n", "t")
    assert template.render([ENTRY]).startswith("> Gulls \\*rest\\* on the wall.\n>\n> 1\\. They leave")
    assert template.render([ENTRY._replace(highlights=())]).strip() == ""


def test_json_gives_them_back() -> None:
    record = json.loads(json.dumps(full_record(ENTRY)))
    assert passages_from_record(record["highlights"], IDS[0])[0] == PASSAGE
    assert full_record(ENTRY._replace(highlights=()))["highlights"] == []


def test_untrusted_highlights_are_cleaned() -> None:
    good = passage_to_record(PASSAGE) | {"quote": "x\x1b[2J", "note": 7, "version": "3", "section": ["x"]}
    bad = [None, 7, {}, good | {"quote": " "}, good | {"created_at": "yesterday"}]
    (passage,) = passages_from_record([*bad, good], IDS[0])
    assert (passage.quote, passage.note, passage.version, passage.section) == ("x[2J", None, None, "")
    assert passages_from_record({"quote": "x"}, IDS[0]) == ()


@pytest.fixture
def highlighted(run: Run, tmp_path: Path) -> Run:
    """The commands, with a paper that has a highlight and no mark."""
    library = Library.open(tmp_path / "home")
    Highlighting(Marking(library, lambda: NOW)).keep(
        IDS[0], "Gulls rest.", note="Why?", section="2 Gulls", version=3
    )
    library.close()
    return run


def test_show_lists_highlights(highlighted: Run) -> None:
    shown = highlighted("show", IDS[0])[1]
    assert "Highlights\n┃ Gulls rest.\n  Why?\n  2 Gulls · version 3\n" in shown
    assert "Highlights" not in highlighted("show", IDS[1])[1]
    (record,) = json.loads(highlighted("show", IDS[0], "--json")[1])["highlights"]
    assert (record["quote"], record["note"], record["section"]) == ("Gulls rest.", "Why?", "2 Gulls")
    assert json.loads(highlighted("show", IDS[1], "--json")[1])["highlights"] == []


def test_papers_are_found_by_their_highlights(highlighted: Run) -> None:
    for query, expected in (
        ("has:highlight", IDS[:1]),
        ("-has:highlight", IDS[1:]),
        ("note:why", IDS[:1]),
        ("note:no", ()),
    ):
        found = json.loads(highlighted("list", "--view", "all", "--filter", query, "--json")[1])
        assert sorted(record["id"] for record in found) == [*expected]


def test_export_has_highlights(highlighted: Run, tmp_path: Path) -> None:
    assert "> Gulls rest." in highlighted("export", "--format", "markdown", IDS[0])[1]
    highlighted("export", "--format", "obsidian", IDS[0], "-o", str(tmp_path / "notes"))
    (note,) = (tmp_path / "notes").glob("*.md")
    assert "## Highlights\n\n> Gulls rest.\n\nWhy? — *2 Gulls*\n" in note.read_text(encoding="utf-8")


def test_what_is_exported_as_json_is_imported_elsewhere(
    highlighted: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "out.json")
    highlighted("export", IDS[0], IDS[1], "-o", file)
    before = dict(Library.open(tmp_path / "home").highlights)
    assert "nothing new" in highlighted("import", file, "--dry-run")[1]
    monkeypatch.setenv("PAPER_READER_HOME", str(tmp_path / "other"))
    assert "1 highlight" in highlighted("import", file, "--dry-run")[1]
    for _ in range(2):
        assert highlighted("import", file)[0] == 0
        assert dict(Library.open(tmp_path / "other").highlights) == before


def test_a_library_of_another_machine_is_previewed_and_merged(highlighted: Run, tmp_path: Path) -> None:
    other = Library.open(tmp_path / "other")
    Highlighting(Marking(other, lambda: NOW)).keep(IDS[1], "Tides rise.")
    other.close()
    file = str(tmp_path / "other/library.json")
    assert "(highlight)" in highlighted("import", file, "--dry-run")[1]
    assert highlighted("import", file)[0] == 0
    assert "Tides rise." in highlighted("show", IDS[1])[1]
