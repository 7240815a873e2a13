"""BibTeX and RIS."""

from datetime import UTC, date, datetime

import pytest

from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.sources.bibliography import read_bibtex, read_ris
from reader.sources.records import Imported

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)


def papers(text: str) -> list[Paper]:
    return [item.paper for item in read_bibtex(text, NOW) if isinstance(item, Imported)]


def paper(fields: str) -> Paper:
    (only,) = papers(f"@article{{key, title={{T}}, {fields} }}")
    return only


def test_an_entry_becomes_a_bookmark_with_tags() -> None:
    text = r"""
    % Some words before it, even an address such as me@example.org
    @Article{ bee2017coffee,
      title  = {{Coffee} Is All You {N}eed: {\"U}ber $\alpha_{1}$ \& More},
      author = "Bee, Ann and {van den} Berg, Jos{\'e} and K{\"o}nig, Jr., K. and Plain Name and others",
      eprint = {1706.03762v5}, archivePrefix = {arXiv}, primaryClass = {cs.CL},
      year   = 2017, month = jun # "~12",
      doi    = {https://doi.org/10.1000/x\_y}, keywords = {coffee, deep reading; coffee},
      abstract = {One {two}.},
    }
    """
    assert list(read_bibtex(text, NOW)) == [
        Imported(
            Paper(
                id="1706.03762",
                title="Coffee Is All You Need: Über $\\alpha_{1}$ & More",
                authors=("Ann Bee", "José van den Berg", "K. König Jr.", "Plain Name"),
                abstract="One two.",
                published=date(2017, 6, 12),
                categories=("cs.CL",),
                doi="10.1000/x_y",
            ),
            Mark(bookmarked_at=NOW, tags=("coffee", "deep reading")),
            secondary=True,
        )
    ]


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("eprint={hep-th/9901001}", "hep-th/9901001"),
        ("eprint={9901001}, primaryClass={hep-th}", "hep-th/9901001"),
        ("journal={arXiv preprint arXiv:1706.03762}", "1706.03762"),
        ("journal={CoRR}, volume={abs/1810.04805}", "1810.04805"),
        ("url={https://arxiv.org/pdf/1706.03762v2.pdf}", "1706.03762"),
        ("doi={10.48550/arXiv.1706.03762}", "1706.03762"),
        ("howpublished={\\url{https://arxiv.org/abs/1706.03762}}", "1706.03762"),
        ("eprint={1234567}, eprinttype={pubmed}", "local-"),
        ("year={2020}", "local-"),
    ],
)
def test_the_arxiv_identifier_is_found_where_people_put_it(fields: str, identifier: str) -> None:
    assert paper(fields).id.startswith(identifier)


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("year={2020}", date(2020, 1, 1)),
        ("year=2020, month={February}", date(2020, 2, 1)),
        ("date={2020-05-12}", date(2020, 5, 12)),
        ("date={2020-05}", date(2020, 5, 1)),
        ("year={in press}", None),
        ("year=2020, month=13", date(2020, 1, 1)),
    ],
)
def test_dates(fields: str, day: date | None) -> None:
    assert paper(fields).published == day


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"{\'E}va \v{C}ern\'a", "Éva Černá"),
        (r"S{\o}ren {\AA}ngstr\"{o}m", "Søren Ångström"),
        (r"Gau{\ss}, C.~F.", "C. F. Gauß"),
        (r"Mart{\'\i}nez, A", "A Martínez"),
        (r"\c{C}elik, \.{I}", "İ Çelik"),
        ("{The Big Collaboration}", "The Big Collaboration"),
    ],
)
def test_latex_in_names(written: str, name: str) -> None:
    assert paper(f"author={{{written}}}").authors == (name,)


def test_strings_comments_and_parentheses() -> None:
    text = '@string{w = "Words"} @comment{@article{no, title={No}}} @preamble{"x"} @misc(k, title = "Two " # w # { {m}ore})'
    assert [paper.title for paper in papers(text)] == ["Two Words more"]


def test_a_missing_brace_costs_no_other_entry() -> None:
    text = "@misc{a, title={A}}\n@misc{b,\n title={B,\n year={2001}\n\n@misc{c, title={C}}\n@misc{d, title={D"
    found = papers(text)
    assert [paper.title for paper in found] == ["A", "B", "C", "D"]
    assert found[1].published == date(2001, 1, 1)


def test_entries_without_title_are_named() -> None:
    (problem,) = read_bibtex("@misc{a, year=2000}", NOW)
    assert str(problem) == "Entry 1 (a): The paper has no title."


def test_ris() -> None:
    text = """TY  - JOUR
TI  - A Title That
  Goes On
AU  - Bee, Ann
A1  - König, K., Jr
PY  - 2020/05/12/
UR  - https://arxiv.org/abs/2005.01234v2
UR  - https://github.com/bee/coffee
KW  - coffee
KW  - reading
AB  - Some words.
DO  - 10.1000/xyz
ER  -\x20

TY  - BOOK
ER  -
TY  - CONF
T1  - Second
Y1  - 2019
"""
    first, second = read_ris(text.replace("\n", "\r\n"), NOW)
    assert isinstance(second, Imported)
    assert first == Imported(
        Paper(
            id="2005.01234",
            title="A Title That Goes On",
            authors=("Ann Bee", "K. König Jr"),
            abstract="Some words.",
            published=date(2020, 5, 12),
            github="https://github.com/bee/coffee",
            doi="10.1000/xyz",
        ),
        Mark(bookmarked_at=NOW, tags=("coffee", "reading")),
        secondary=True,
    )
    assert second.paper.title == "Second"
    assert second.paper.id.startswith("local-")


def test_strings_made_of_strings_do_not_grow_without_end() -> None:
    layers = "\n".join(f"@string{{a{n} = " + " # ".join([f"a{n - 1}"] * 8) + "}" for n in range(1, 13))
    text = f'@string{{a0 = "{"x" * 10}"}}\n{layers}\n@article{{k, title = a12, author = {{A B}}}}\n@misc{{m, title = {{A Good One}}}}'
    found = [item.paper.title for item in read_bibtex(text, NOW) if isinstance(item, Imported)]
    assert found == ["A Good One"]
