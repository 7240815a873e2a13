"""Our own JSON and JSON Lines."""

import json
from datetime import UTC, datetime

import pytest

from reader.core.entry import Entry, entry_to_record
from reader.core.errors import FormatError
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.sources.records import Imported, imported, parse_document, parse_lines

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)


def test_what_the_commands_print_comes_back_with_its_marks() -> None:
    paper = Paper(id="2608.01234", title="A Title", authors=("A. Bee",), abstract="One.\n\nTwo.", upvotes=3)
    mark = Mark(read_at=NOW, bookmarked_at=NOW, queued_at=NOW, tags=("thesis", "to cite"), note="line\n  two")
    record = json.loads(json.dumps(entry_to_record(Entry(paper, mark))))
    assert imported(record, NOW) == Imported(paper, mark)


def test_marks_of_wrong_types_count_as_unset() -> None:
    record = {"title": "T", "read": "yes", "bookmarked": 1, "queued": None, "tags": "abc", "note": ["x"]}
    assert imported(record, NOW).mark == Mark()


@pytest.mark.parametrize("text", ['[{"title": "T"}]', '{"papers": [{"title": "T"}]}', '{"title": "T"}'])
def test_the_three_shapes_of_a_document(text: str) -> None:
    assert list(parse_document(text, "f")) == [{"title": "T"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"title":\n oops}]', "“f.json” is not valid JSON: .* line 2, column 2"),
        ("[" * 100_000, "too deep"),
        ("[" + "9" * 5_000 + "]", "number too long"),
        ('{"a": 1}', "holds no papers"),
    ],
    ids=["syntax", "depth", "number", "shape"],
)
def test_a_document_that_cannot_be_read_is_explained(text: str, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        list(parse_document(text, "f.json"))


def test_bad_lines_are_told_and_blank_ones_nothing() -> None:
    lines = [b'{"title": "A"}\r', b"", b"{oops", b"\xff", None, b"[" * 100_000, b'{"title": "B"}']
    first, *bad, last = parse_lines(lines, "f", 11)
    assert (first, last) == ({"title": "A"}, {"title": "B"})
    assert all(isinstance(problem, FormatError) for problem in bad)
    assert [str(problem)[:23] for problem in bad] == [
        "Line 13 is not valid JS",
        "Line 14 is not UTF-8 te",
        "Line 15 is too long to ",
        "Line 16 holds JSON too ",
    ]


def test_a_file_of_bad_lines_only_names_the_first() -> None:
    with pytest.raises(FormatError, match=r"No line of “f\.jsonl” .* Line 2 is not valid JSON: .* column 2"):
        list(parse_lines([b"", b"{oops", b"{worse"], "f.jsonl"))
    assert len(list(parse_lines([b"{oops"], "f.jsonl", 2))) == 1


@pytest.mark.parametrize(
    "item", [1, None, [], {}, {"title": ""}, {"id": "x", "title": "T"}, {"title": "T", "paper": {}}]
)
def test_what_is_no_paper_is_refused(item: object) -> None:
    with pytest.raises(FormatError):
        imported(item, NOW)
