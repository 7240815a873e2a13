"""Notes in a folder: safe names, and what is the person's stays."""

import os
from pathlib import Path

import pytest

from reader.core.entry import Entry
from reader.core.errors import FormatError, StorageError, UsageError
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.export.format import FORMATS
from reader.export.note import MARKER, notes
from reader.service.note_folder import write_notes

PAPER = Paper(
    id="math/0611800", title='A: "B" / $\\alpha$ <c>? CON.', authors=("Ann Bee",), abstract="x\n\ny"
)
ENTRY = Entry(PAPER, Mark(tags=("to read", "2026"), note="Mine."))
NAME = "A B α c CON (math-0611800).md"


def written(folder: Path, *entries: Entry) -> Path:
    write_notes(folder, notes(entries or (ENTRY,)))
    return folder / NAME


def test_a_note_has_front_matter_and_the_paper(tmp_path: Path) -> None:
    text = written(tmp_path).read_text(encoding="utf-8")
    assert text.startswith(
        '---\nid: "math/0611800"\ntitle: "A: \\"B\\" / α <c>? CON."\nauthors: ["Ann Bee"]\n'
    )
    assert 'tags: ["to-read", "t2026"]\n' in text
    assert "## Abstract\n\nx\n\ny\n\n## Note\n\nMine.\n" in text
    assert text.endswith(f"\n{MARKER}\n")


@pytest.mark.parametrize(
    "title", ["..", "a" * 500, "é" * 500, "NUL", "/etc/passwd", "a\\b|c*", " . ", "[[x]]#^"]
)
def test_a_name_is_good_on_every_file_system(title: str) -> None:
    (note,) = notes([Entry(Paper(id="2608.01234", title=title))])
    assert note.name.endswith(" (2608.01234).md")
    assert len(note.name.encode()) <= 143
    assert not set(note.name) & set('/\\:*?"<>|#^[]')
    assert note.name[0] not in ". "


def test_what_is_the_persons_stays(tmp_path: Path) -> None:
    path = written(tmp_path)
    mine = (
        path.read_bytes().replace(b"citekey:", b"status: done\nlinks:\n  - one\ncitekey:")
        + b"\r\nMy text\r\n"
    )
    path.write_bytes(mine)
    renamed = Entry(Paper(id=PAPER.id, title="New title", authors=("Ann Bee",)))
    written(tmp_path, renamed)
    assert os.listdir(tmp_path) == [NAME]
    text = path.read_bytes().decode()
    assert 'title: "New title"\n' in text
    assert 'status: done\nlinks:\n  - one\ntags: ["to-read", "t2026"]\n---\n' in text
    assert text.endswith(f"{MARKER}\n\r\nMy text\r\n")


def test_a_note_that_says_nothing_new_is_not_touched(tmp_path: Path) -> None:
    path = written(tmp_path)
    os.utime(path, (1, 1))
    written(tmp_path)
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("content", [b"no marker", b"\xff\xfe"])
def test_a_note_of_another_kind_is_left_and_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    other = Entry(Paper(id="2608.01234", title="Other"))
    with pytest.raises(StorageError, match=r"left as they are.* 1 other"):
        written(tmp_path, ENTRY, other)
    assert (tmp_path / NAME).read_bytes() == content
    assert len(os.listdir(tmp_path)) == 2


def test_the_marker_in_somebody_elses_text_is_no_marker(tmp_path: Path) -> None:
    entry = Entry(PAPER, Mark(note=f"a\n{MARKER}\nb"))
    path = written(tmp_path, entry)
    path.write_text(path.read_text(encoding="utf-8") + "mine", encoding="utf-8")
    written(tmp_path, entry)
    assert path.read_text(encoding="utf-8").count("mine") == 1
    assert path.read_text(encoding="utf-8").count(MARKER) == 1


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="is a file"):
        written(tmp_path / "file")
    with pytest.raises(StorageError, match="does not exist"):
        written(tmp_path / "none" / "notes")


def test_a_template(tmp_path: Path) -> None:
    template = "## {{title}}\n{{#note}}\nNote: {{note|raw}}{{#doi}} {{doi}}{{/doi}}\n{{/note}}\n{{^doi}}no doi{{/doi}} {{tags|yaml}}"
    form = FORMATS["markdown"].with_template(template, "t.md")
    assert form.render([ENTRY]) == '## A: "B" / α \\<c\\>? CON.\nNote: Mine.\nno doi ["to read", "2026"]\n'
    folder = FORMATS["obsidian"].with_template(template, "t.md")
    assert folder.notes is not None
    assert next(iter(folder.notes([ENTRY]))).text.endswith(f'"2026"]\n\n{MARKER}\n')


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{{titel}}", "t.md, line 2: there is no field “titel”; known are id, title"),
        ("{{#note}}", "line 1: the section “note” has no end"),
        ("\n\n {{/note}}", "line 3: .* was not begun"),
        ("{{#note}}{{/doi}}", "line 1: .* was not begun"),
        ("{{title", "no “}}” in its line"),
        ("{{title|x}}", "“x” is no form"),
        ("{{__class__.x}}", "is no field"),
        ("{{#note}}" * 40, "more than 20 sections"),
    ],
)
def test_an_error_in_a_template_names_the_line(template: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        FORMATS["markdown"].with_template(template, "t.md")


def test_options_that_do_not_fit_a_format_are_refused() -> None:
    assert FORMATS["csv"].with_byte_order_mark().render([]).startswith("\ufeff")
    with pytest.raises(UsageError, match="for CSV"):
        FORMATS["bibtex"].with_byte_order_mark()
    with pytest.raises(UsageError, match="no templates"):
        FORMATS["bibtex"].with_template("", "t")
