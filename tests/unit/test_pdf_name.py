"""Names of PDF files: readable, and safe wherever they come to lie."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.kept_pdf import NO_PDF_SETTINGS
from reader.core.paper import Paper
from reader.core.pdf_name import FIELDS, LIMIT, file_name, identifier_in, name_problem

ID = "2608.01234"
STANDARD = NO_PDF_SETTINGS.name


def last_word(author: str, _: str | None) -> str:
    return author.split()[-1] if author else ""


def named(title: str, template: str = STANDARD, *authors: str, identifier: str = ID, **options: bool) -> str:
    paper = Paper(id=identifier, title=title, authors=authors, published=date(2025, 1, 2))
    return file_name(template, identifier, paper, last_word, **options)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Attention", "Solberg 2025 - Attention (2608.01234).pdf"),
        ("Fast: $\\mathcal{O}(n)$ I/O", "Solberg 2025 - Fast - 𝒪(n) I-O (2608.01234).pdf"),
        ("../../x", "Solberg 2025 - x (2608.01234).pdf"),
        ('Who? "Me" <me> a|b *\x00\n', "Solberg 2025 - Who 'Me' (me) a-b (2608.01234).pdf"),
        ("", "Solberg 2025 (2608.01234).pdf"),
    ],
)
def test_the_standard_name_is_readable(title: str, name: str) -> None:
    assert named(title, STANDARD, "Mira Solberg", "Li Wen") == name


def test_what_is_not_known_leaves_no_trace() -> None:
    assert file_name(STANDARD, ID) == "2026 (2608.01234).pdf"
    assert file_name(STANDARD, "math/0611800") == "2006 (math-0611800).pdf"
    assert file_name("{year}", "hep-th/9901001") == "1999.pdf"
    assert named("", "{title}") == f"{ID}.pdf"


@pytest.mark.parametrize(
    "title", ["CON", "nul", "com1.txt", "LPT9", "aux . tar", "CONOUT$", "nul." + "a" * 300]
)
def test_no_name_is_a_device_of_windows(title: str) -> None:
    name = named(title, "{title}.pdf")
    assert name.startswith("_")
    assert len(name.encode()) <= LIMIT


def test_authors() -> None:
    assert named("T", "{authors} {title}", "A One", "B Two") == "One, Two T.pdf"
    assert named("T", "{authors} {title}", "A One", "B Two", "C Three", "D Four") == "One et al T.pdf"


@pytest.mark.parametrize(
    "title", ["W" * 500, "漢字" * 200, "q\u0323\u0307" * 200, "two words " * 60, "🚀" * 90]
)
@pytest.mark.parametrize("template", [STANDARD, "{title} {id}", "{authors}{title}{title} [{id}]"])
def test_a_long_title_is_cut_and_the_identifier_is_not(title: str, template: str) -> None:
    name = named(title, template, "Y" * 400, "Z" * 400)
    assert LIMIT - 30 < len(name.encode()) <= LIMIT
    assert ID in name
    shown = name.partition("(2608")[0].partition(" 2608")[0].partition("[2608")[0]
    assert unicodedata.is_normalized("NFC", shown)
    if "\u0323" in title:
        assert "q\u0323 " not in name  # a letter lost no mark


def test_two_papers_are_told_apart_by_the_identifier() -> None:
    assert named("T", "{title}.pdf", distinct=True) == "T (2608.01234).pdf"
    assert named("W" * 300, "{title}", distinct=True).endswith("W (2608.01234).pdf")
    assert named("T", "{id} {title}", distinct=True) == "2608.01234 T.pdf"


@given(
    title=st.text(st.characters(), max_size=300),
    author=st.text(st.characters(), max_size=120),
    fields=st.lists(st.sampled_from([*FIELDS, "- ", ".", " "]), min_size=1, max_size=6),
)
def test_any_name_is_safe(title: str, author: str, fields: list[str]) -> None:
    template = "".join(f"{{{part}}}" if part in FIELDS else part for part in fields)
    if name_problem(template):
        return
    name = named(title, template, author)
    stem = name.removesuffix(".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= LIMIT
    assert stem == stem.strip(" .")
    assert name.isprintable()
    assert not set('<>:"/\\|?*') & set(name)
    assert ".." not in name


@pytest.mark.parametrize(
    "template",
    [
        "",
        "paper",
        "{name}",
        "{title",
        "{{title}}",
        "{year}/{title}",
        "..\\{id}",
        "{id}\n",
        "{id}:",
        "{id}" * 7,
        "{id}" + "x" * 61,
    ],
)
def test_a_wrong_template_is_told(template: str) -> None:
    assert name_problem(template)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        (f"Solberg 2025 - 1234.56789 times (x) ({ID}).pdf", ID),
        (f"{ID}v3.PDF", ID),
        ("Old (hep-th-9901001).pdf", "hep-th/9901001"),
        ("2026 - Report.pdf", None),
        ("x2608.01234y.pdf", None),
        (f"{ID}.txt", None),
        (ID, None),
    ],
)
def test_the_identifier_is_found_in_a_name(name: str, identifier: str | None) -> None:
    assert identifier_in(name) == identifier
