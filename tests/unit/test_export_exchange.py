import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reader.core.border import paper_from_record
from reader.core.entry import Entry, entry_to_record
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.export import csl, record, ris
from reader.export.citation import CITATIONS, apa, markdown_link
from reader.export.format import FORMATS, format_for_path

ATTENTION = Paper(
    id="1706.03762",
    title=r"Attention \& $\alpha$",
    authors=("Ashish Vaswani", "Laurens van der Maaten", "Hal Daumé III", "DreamX Team"),
    published=date(2017, 6, 12),
    listed=date(2017, 6, 13),
    abstract="One.\n\nTwo.",
    upvotes=3,
    categories=("cs.CL",),
    keywords=("attention",),
    doi="10.1234/x",
)
LOCAL = Paper(id="local-0123456789ab", title="Only a Title")
OLD = Paper(id="math/0611800", title="Groups", authors=("Plato",))
SAMPLE = Paper(id="1810.04805", title="BERT", authors=("A B",), abstract="Ours.", sample=True)
HOSTILE = Paper(
    id="2608.01234",
    title="</script>=1+1 [/] \\input{x} ER -",
    authors=tuple(f"Ann{n} Lee, <b>" for n in range(664)),
    abstract='"quotes" } { $\n\nTY - BOOK',
)
ENTRIES = [
    Entry(
        ATTENTION,
        Mark(tags=("nlp", "a; b"), note="Line\nTY  - BOOK", read_at=datetime(2026, 1, 1, tzinfo=UTC)),
    ),
    *map(Entry, (LOCAL, OLD, SAMPLE, HOSTILE)),
]


def test_the_table_of_formats() -> None:
    assert list(FORMATS) == [
        "bibtex",
        "ris",
        "csl-json",
        "markdown",
        "obsidian",
        "html",
        "csv",
        "json",
        "jsonl",
    ]
    assert all(
        name == each.name and each.title and each.suffix[:1] == "." * (each.notes is None)
        for name, each in FORMATS.items()
    )
    assert len({each.suffix for each in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("entries", [ENTRIES, ENTRIES[:1], []], ids=["many", "one", "none"])
def test_every_format_ends_its_lines_with_one_line_feed(name: str, entries: list[Entry]) -> None:
    text = FORMATS[name].render(entries)
    assert "\r" not in text
    assert text == (text.rstrip("\n") + "\n" if entries or name != "jsonl" else "")
    text.encode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.bib", "bibtex"),
        ("a.RIS", "ris"),
        ("a.csl.json", "csl-json"),
        ("a.json", "json"),
        ("a.jsonl", "jsonl"),
        ("b.d/a.md", "markdown"),
        ("a.html", "html"),
        ("a.csv", "csv"),
    ],
)
def test_a_path_tells_its_format(path: str, name: str) -> None:
    assert format_for_path(Path(path)) is FORMATS[name]


def test_an_unknown_suffix_is_no_format() -> None:
    assert format_for_path(Path("a.docx")) is None
    assert format_for_path(Path("bib")) is None


def test_a_format_is_loaded_when_it_renders() -> None:
    code = (
        "import sys, reader.export.format; print([m for m in sys.modules if m.startswith('reader.export.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "['reader.export.format']"


def test_json_reads_back() -> None:
    objects = json.loads(record.render_array(ENTRIES))
    assert [
        entry_to_record(entry).items() <= each.items() for entry, each in zip(ENTRIES, objects, strict=True)
    ]
    assert objects[0]["read_at"] == "2026-01-01T00:00:00Z"
    assert objects[1]["read_at"] is None
    assert [paper_from_record(each) for each in objects] == [entry.paper for entry in ENTRIES]
    assert "Daumé" in record.render_array(ENTRIES)


def test_json_lines_read_back() -> None:
    lines = record.render_lines(ENTRIES).splitlines()
    assert [paper_from_record(json.loads(line)) for line in lines] == [entry.paper for entry in ENTRIES]
    assert record.render_lines([]) == ""


def test_ris() -> None:
    assert ris.render(ENTRIES[:1]) == (
        "TY  - UNPB\n"
        "ID  - vaswani2017attention\n"
        "TI  - Attention & α\n"
        "AU  - Vaswani, Ashish\n"
        "AU  - van der Maaten, Laurens\n"
        "AU  - Daumé, Hal, III\n"
        "AU  - DreamX Team,\n"
        "PY  - 2017\n"
        "DA  - 2017/06/12\n"
        "PB  - arXiv\n"
        "AN  - arXiv:1706.03762\n"
        "DO  - 10.1234/x\n"
        "UR  - https://arxiv.org/abs/1706.03762\n"
        "L1  - https://arxiv.org/pdf/1706.03762\n"
        "KW  - nlp\n"
        "KW  - a; b\n"
        "KW  - cs.CL\n"
        "KW  - topic: attention\n"
        "N1  - Line TY - BOOK\n"
        "AB  - One. Two.\n"
        "ER  - \n"
    )


def test_hostile_text_begins_no_reference_in_ris() -> None:
    lines = ris.render(ENTRIES).split("\n")
    assert sum(line.startswith("TY  - ") for line in lines) == len(ENTRIES)
    assert sum(line.startswith("ER  - ") for line in lines) == len(ENTRIES)
    assert "AB  - (sample summary) Ours." in lines


def test_csl() -> None:
    items = json.loads(csl.render(ENTRIES))
    assert items[0] == {
        "id": "vaswani2017attention",
        "type": "article",
        "title": "Attention & α",
        "author": [
            {"family": "Vaswani", "given": "Ashish"},
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"family": "Daumé", "given": "Hal", "suffix": "III"},
            {"literal": "DreamX Team"},
        ],
        "issued": {"date-parts": [[2017, 6, 12]]},
        "abstract": "One.\n\nTwo.",
        "publisher": "arXiv",
        "number": "arXiv:1706.03762",
        "genre": "Preprint",
        "DOI": "10.1234/x",
        "URL": "https://arxiv.org/abs/1706.03762",
        "keyword": "nlp, a\\; b, cs.CL, topic: attention",
        "annote": "Line\nTY  - BOOK",
    }
    assert items[1] == {
        "id": "anonymousnodateonly",
        "type": "article",
        "title": "Only a Title",
        "number": "local-0123456789ab",
    }
    assert items[2]["issued"] == {"date-parts": [[2006]]}
    assert items[3]["abstract"] == "(sample summary) Ours."
    assert len(items[4]["author"]) == 664


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        (
            ATTENTION,
            "Vaswani, A., van der Maaten, L., Daumé, H., III, & DreamX Team. (2017). Attention & α (arXiv:1706.03762)."
            " arXiv. https://doi.org/10.48550/arXiv.1706.03762",
        ),
        (LOCAL, "Only a Title. (n.d.)."),
        (
            Paper(id="2608.01234", title="Why?", authors=("Jean-Paul B. Sartre",)),
            "Sartre, J.-P. B. (2026). Why? (arXiv:2608.01234). arXiv. https://doi.org/10.48550/arXiv.2608.01234",
        ),
        (
            OLD,
            "Plato. (2006). Groups (arXiv:math/0611800). arXiv. https://doi.org/10.48550/arXiv.math/0611800",
        ),
        (
            Paper(id="local-0123456789ab", title="Why?", authors=("A Bee", "Inclusion AI"), doi="10.1234/x"),
            "Bee, A., & Inclusion AI. (n.d.). Why? https://doi.org/10.1234/x",
        ),
    ],
    ids=lambda value: value.id if isinstance(value, Paper) else "",
)
def test_a_sentence(paper: Paper, sentence: str) -> None:
    assert apa(paper) == sentence


def many(count: int) -> Paper:
    return Paper(
        id="2608.01234", title="T", authors=tuple(f"Ann Lee{chr(97 + n % 26)}" for n in range(count))
    )


@pytest.mark.parametrize(
    ("count", "end", "names"),
    [
        (20, "Lees, A., & Leet, A. (2026).", 20),
        (21, "Lees, A., . . . Leeu, A. (2026).", 20),
        (664, "Lees, A., . . . Leen, A. (2026).", 20),
    ],
)
def test_a_sentence_names_twenty_authors_or_the_first_nineteen_and_the_last(
    count: int, end: str, names: int
) -> None:
    sentence = apa(many(count))
    assert end in sentence
    assert sentence.count("Lee") == names


def test_the_table_of_citations() -> None:
    assert list(CITATIONS) == ["bibtex", "sentence", "markdown", "id", "url"]
    texts = {name: each.render(ATTENTION) for name, each in CITATIONS.items()}
    assert str(texts["bibtex"]).startswith("@misc{vaswani2017attention,\n")
    assert texts["sentence"] == apa(ATTENTION)
    assert texts["markdown"] == "[Attention \\& α](https://arxiv.org/abs/1706.03762)"
    assert texts["id"] == "1706.03762"
    assert texts["url"] == "https://arxiv.org/abs/1706.03762"


def test_what_a_local_paper_lacks_is_not_made_up() -> None:
    assert CITATIONS["id"].render(LOCAL) is None
    assert CITATIONS["url"].render(LOCAL) is None
    assert markdown_link(LOCAL) == "Only a Title"
