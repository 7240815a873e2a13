"""What is exported comes back: from JSON and CSV all of it, from bibliographies what a bibliography says."""

import gzip
import io
import json
import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.core.border import paper_from_record
from reader.core.entry import Entry
from reader.core.mark import COLOURS, RATINGS, Mark
from reader.core.paper import Paper
from reader.core.prose import plain
from reader.core.text import clean_block, clean_line, clean_note
from reader.export.format import FORMATS
from reader.export.name import parse_name, plain_name
from reader.sources.file import read_stream
from reader.sources.records import Imported

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "shared" / "data"
WHOLE = ("json", "jsonl", "csv")
BIBLIOGRAPHIES = ("bibtex", "ris", "csl-json")
SPECIALS = r"&%$#_{}~^\ "


def came_back(entries: Sequence[Entry], name: str) -> list[Imported]:
    content = FORMATS[name].render(entries).encode()
    return list(read_stream(io.BytesIO(content), "f", name, NOW))  # type: ignore[arg-type]


def shown(text: str | None) -> str:
    """Return what a person reads, with typewriter quotes and dashes for the printed ones, as BibTeX has them."""
    text = unicodedata.normalize("NFKC", plain(text or ""))
    for sign, typed in (("’", "'"), ("‘", "'"), ("`", "'"), ("“", '"'), ("”", '"'), ("''", '"')):
        text = text.replace(sign, typed)
    return " ".join(text.split())


def person(name: str) -> tuple[str, ...]:
    """Return the parts of a name: “Bach, Ann” is “Ann Bach”."""
    known = parse_name(plain_name(name))
    return tuple(shown(part) for part in (known.given, known.particle, known.family, known.suffix))


def told(paper: Paper) -> dict[str, Any]:
    """Return what a bibliography says of a paper, as a person reads it."""
    return {
        "title": shown(paper.title),
        "authors": [person(name) for name in paper.authors],
        "abstract": shown(paper.abstract),
        "doi": paper.doi,
        "url": paper.url,
        "categories": paper.categories,
        "keywords": [shown(keyword) for keyword in paper.keywords],
        "published": paper.published,
    }


def check(entries: Sequence[Entry], name: str) -> None:
    back = came_back(entries, name)
    assert len(back) == len(entries)
    for entry, item in zip(entries, back, strict=True):
        assert item.paper.id == entry.id
        assert told(item.paper) == told(entry.paper), entry.id


def papers_of_lists() -> Iterator[dict[str, Any]]:
    for path in sorted((DATA / "hf" / "daily").glob("*.json.gz")):
        for item in json.loads(gzip.decompress(path.read_bytes())):
            paper = item["paper"]
            yield {
                "id": paper["id"],
                "title": paper["title"],
                "authors": [author["name"] for author in paper["authors"]],
                "abstract": paper["summary"],
                "published": paper["publishedAt"],
                "keywords": paper.get("ai_keywords"),
            }


def papers_of_corpus() -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / "corpus" / "arxiv-100k.jsonl.gz") as file:
        for number, line in enumerate(file):
            if number % 25 == 0:
                yield json.loads(line)


@pytest.fixture(scope="module")
def real() -> tuple[Entry, ...]:
    if not DATA.exists():
        pytest.skip("the recorded papers are not here")
    records = [*papers_of_lists(), *papers_of_corpus()]
    papers = {record["id"]: paper_from_record(record) for record in records}
    return tuple(map(Entry, papers.values()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ris", "csl-json"])
def test_thousands_of_real_papers_come_back_as_they_are_read(real: tuple[Entry, ...], name: str) -> None:
    back = [item.paper for item in came_back(real, name)]
    for entry, paper in zip(real, back, strict=True):
        written, read = told(entry.paper), told(paper)
        for field in ("title", "abstract"):
            written[field] = " ".join(plain(getattr(entry.paper, field) or "").split())
            read[field] = " ".join((getattr(paper, field) or "").split())
        assert (paper.id, read) == (entry.id, written)


@pytest.mark.slow
def test_thousands_of_real_papers_come_back_from_bibtex(real: tuple[Entry, ...]) -> None:
    assert len(real) > 8_000
    back = [item.paper for item in came_back(real, "bibtex")]
    differing: Counter[str] = Counter()
    for entry, paper in zip(real, back, strict=True):
        written, read = told(entry.paper), told(paper)
        assert paper.id == entry.id
        differing.update(field for field in written if written[field] != read[field])
    # Commands that lost their backslash or were the authors' own: what they meant is a guess, here and there.
    assert set(differing) <= {"title", "abstract"}
    assert differing["title"] < 0.001 * len(real)
    assert differing["abstract"] < 0.015 * len(real)


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_thousands_of_real_papers_come_back_whole(real: tuple[Entry, ...], name: str) -> None:
    chance = random.Random(7)
    entries = [Entry(entry.paper._replace(**seldom_told(chance)), a_mark(chance)) for entry in real]
    assert [(item.paper, item.mark) for item in came_back(entries, name)] == [
        (e.paper, e.mark) for e in entries
    ]


def seldom_told(chance: random.Random) -> dict[str, Any]:
    return {
        "version": chance.choice([None, 1, 12]),
        "comment": chance.choice([None, "12 pages; 3 figures, “accepted”", "=1+1", "'", "-"]),
        "journal_ref": chance.choice([None, "Phys. Rev. D 12 (2026), 1; Erratum"]),
        "withdrawn": chance.choice([None, True, False]),
        "upvotes": chance.choice([None, 0, 2**53]),
    }


def a_mark(chance: random.Random) -> Mark:
    def moment() -> datetime | None:
        return datetime(2026, 1, 1, chance.randrange(24), 5, 7, tzinfo=UTC) if chance.random() < 0.5 else None

    tags = tuple(chance.sample(["to read", "a; b", "=1+1", "'", "c,d", "ä\\"], chance.randrange(4)))
    note = chance.choice([None, "=cmd|' /C calc'!A0", "'+1\n\n  two", '"quoted", too'])
    return Mark(
        read_at=moment(),
        bookmarked_at=moment(),
        queued_at=moment(),
        position=chance.choice([None, "05", "123456789"]),
        tags=tags,
        note=note,
        rating=chance.choice([None, *RATINGS]),
        read_on=chance.choice([None, date(2026, 2, 28)]),
        colour=chance.choice([None, *COLOURS]),
        sign=chance.choice([None, "!", "=", "-", "@", "'", "★"]),
    )


SYNTHETIC = (
    {"title": f"All of {SPECIALS}in a title", "authors": ["A. B", "Ann Lee"]},
    {"title": r"Learning $\mathcal{O}(n)$ Schedules in $\mathbb{R}^{d_k}$", "authors": ["Łukasz Kaiser"]},
    {
        "title": "Gödel, Erdős & Łódź: α ≤ π², 50 % of “all” – it’s…",
        "authors": ["Éva Černá", "Søren Ångström"],
    },
    {"title": r"Fig.~1 of \emph{R\&D} for $200k", "authors": ["Jean-Paul B. Sartre", "Hal Daumé III"]},
    {
        "title": "DINO",
        "authors": ["Laurens van der Maaten", "Guy Van den Broeck", "Maria de la Cruz", "王 小明"],
    },
    {"title": "T", "authors": ["OpenAI", "NVIDIA", "Inclusion AI", "Qwen Team", "DeepSeek-AI", "A, B, C, D"]},
    {"title": "T", "authors": ["Alice and Bob Inc", "The Event Horizon Telescope", "Plato", "others"]},
    {"title": "Many", "authors": [f"Ann B. Lee{'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(664)]},
    {"title": "T", "abstract": "One with 5% braces.\n\nTwo ~100 \\ours{} x^2 $x_1$.", "authors": ["A Bee"]},
    {"title": "T", "categories": ["cs.CL", "hep-th", "math.AG"], "keywords": ["a, b", "c; d", "e f", "g_h"]},
    {"title": "T", "doi": "10.1234/a_b(c)<d>%e", "published": "2017-06-12"},
)


@pytest.mark.parametrize("name", [*BIBLIOGRAPHIES, *WHOLE])
@pytest.mark.parametrize("fields", SYNTHETIC, ids=range(len(SYNTHETIC)))
def test_what_is_hard_comes_back(fields: dict[str, Any], name: str) -> None:
    record = {"id": "2608.01234", "published": "2026-08-01", "authors": ["A Bee"]} | fields
    check([Entry(paper_from_record(record))], name)


@pytest.mark.parametrize("name", [*BIBLIOGRAPHIES, *WHOLE])
def test_a_paper_without_an_identifier_keeps_its_local_one(name: str) -> None:
    entry = Entry(paper_from_record({"title": r"G\"odel's $\alpha$ & more", "authors": ["A Bee"]}))
    assert [item.paper.id for item in came_back([entry], name)] == [entry.id]


@pytest.mark.parametrize("name", [*BIBLIOGRAPHIES, "csv", "json"])
def test_tags_and_notes_come_back(name: str) -> None:
    mark = Mark(bookmarked_at=NOW, tags=("to read", "a, b", "c; d", "50%_{x}"), note="Mine & only")
    (item,) = came_back([Entry(Paper(id="2608.01234", title="T"), mark)], name)
    assert (item.mark.tags, item.mark.note) == (mark.tags, mark.note)


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "csv"])
def test_paragraphs_come_back(name: str) -> None:
    (item,) = came_back([Entry(Paper(id="2608.01234", title="T", abstract="One.\n\nTwo."))], name)
    assert item.paper.abstract == "One.\n\nTwo."


@pytest.mark.parametrize("name", [*BIBLIOGRAPHIES, "csv"])
def test_a_sample_stays_one(name: str) -> None:
    sample = Paper(id="2608.01234", title="T", abstract="Ours.", sample=True)
    (item,) = came_back([Entry(sample)], name)
    assert item.paper.sample
    assert item.paper.abstract == "Ours."


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "ab$\\{}~^_%&#'\"`-,;=+@ \n[]()<>|é", max_size=40
)
LINE = ANY.map(clean_line).filter(bool)
MOMENT = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@st.composite
def entries(draw: Callable[[Any], Any]) -> Entry:
    paper = paper_from_record(
        {
            "id": draw(st.sampled_from(["2608.01234", "math/0611800"])),
            "title": draw(LINE),
            "authors": draw(st.lists(LINE, max_size=4)),
            "abstract": draw(ANY),
            "keywords": draw(st.lists(LINE, max_size=3)),
            "published": draw(st.dates(date(1991, 1, 1), date(2090, 1, 1))).isoformat(),
            "upvotes": draw(st.none() | st.integers(0, 2**53)),
        }
    )
    mark = Mark(
        read_at=draw(MOMENT),
        bookmarked_at=draw(MOMENT),
        queued_at=draw(MOMENT),
        tags=tuple(dict.fromkeys(draw(st.lists(LINE, max_size=3)))),
        note=clean_note(draw(ANY)) or None,
    )
    return Entry(paper, mark)


@settings(max_examples=150, deadline=None)
@given(entries())
@pytest.mark.parametrize("name", WHOLE)
def test_any_text_comes_back_whole(name: str, entry: Entry) -> None:
    (item,) = came_back([entry], name)
    assert (item.paper, item.mark) == (entry.paper, entry.mark)


@settings(max_examples=150, deadline=None)
@given(entries())
@pytest.mark.parametrize("name", ["ris", "csl-json"])
def test_any_text_comes_back_as_it_is_read(name: str, entry: Entry) -> None:
    (item,) = came_back([entry], name)
    paper = item.paper
    assert paper.title == clean_line(plain(entry.paper.title) or entry.paper.title)
    assert " ".join((paper.abstract or "").split()) == " ".join(
        clean_block(plain(entry.paper.abstract or "")).split()
    )
    assert paper.published == entry.paper.published
    assert paper.id == entry.id


@settings(max_examples=200, deadline=None)
@given(entries())
def test_any_text_written_as_bibtex_and_read_is_written_the_same_again(entry: Entry) -> None:
    # Letters of other alphabets in mathematics are set as text, which is not taken apart again.
    assume(all(text.isascii() or "$" not in text for text in (entry.paper.title, entry.paper.abstract or "")))
    # A title such as `{}` shows nothing, and BibTeX has no entries without one.
    assume(shown(entry.paper.title))
    (first,) = came_back([entry], "bibtex")
    (second,) = came_back([Entry(first.paper, first.mark)], "bibtex")
    for field in ("title", "abstract", "keywords", "published"):
        assert told(second.paper)[field] == told(first.paper)[field]
    assert second.mark == first.mark
    assert (second.paper.id, second.paper.published) == (entry.id, entry.paper.published)
