"""Bibliographies as Zotero, Better BibTeX and others write them."""

import io
import json
from datetime import UTC, date, datetime

import pytest

from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.sources.file import ImportFile, read_stream
from reader.sources.records import Imported

NOW = datetime(2026, 8, 21, 9, 14, tzinfo=UTC)
COFFEE = Paper(
    id="1706.03762",
    title="Coffee Is All You Need",
    authors=("Ann van der Bee", "Ocean Lab"),
    abstract="We drink it.",
    published=date(2017, 6, 12),
    categories=("cs.CL",),
    doi="10.48550/arXiv.1706.03762",
)
BETTER_BIBTEX = r"""
@online{bee2017coffee,
  title = {Coffee {{Is All You Need}}}, author = {van der Bee, Ann and {Ocean Lab}}, date = {2017-06-12},
  eprint = {1706.03762}, eprinttype = {arXiv}, eprintclass = {cs.CL}, doi = {10.48550/arXiv.1706.03762},
  url = {http://arxiv.org/abs/1706.03762}, abstract = {We drink it.}, pubstate = {prepublished}, keywords = {reading},
  file = {/home/ann/Zotero/storage/X/Bee.pdf;/home/ann/Zotero/storage/Y/1706.html}
}"""
ZOTERO_RIS = """TY  - GEN
TI  - Coffee Is All You Need
AU  - van der Bee, Ann
AU  - Ocean Lab
AB  - We drink it.
DA  - 2017/06/12/
PY  - 2017
DO  - 10.48550/arXiv.1706.03762
DP  - arXiv.org
PB  - arXiv
M1  - arXiv:1706.03762
UR  - http://arxiv.org/abs/1706.03762
KW  - cs.CL
KW  - reading
ER  -\x20
"""
ZOTERO_CSL = """[{"id": "http://zotero.org/users/1/items/ABC", "type": "article", "title": "Coffee <i>Is All</i> You Need",
"author": [{"family": "Bee", "given": "Ann", "non-dropping-particle": "van der"}, {"literal": "Ocean Lab"}],
"issued": {"date-parts": [["2017", 6, 12]]}, "abstract": "We drink it.", "publisher": "arXiv", "keyword": "cs.CL, reading",
"DOI": "10.48550/arXiv.1706.03762", "note": "arXiv:1706.03762 [cs]", "number": "arXiv:1706.03762"}]"""
ZOTERO_CSV = (
    '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Abstract Note","Date","Extra","Manual Tags",'
    '"Automatic Tags"\n"ABC","preprint","2017","van der Bee, Ann; Ocean Lab","Coffee Is All You Need",'
    '"10.48550/arXiv.1706.03762","http://arxiv.org/abs/1706.03762","We drink it.","2017-06-12",'
    '"arXiv:1706.03762 [cs]","reading","cs.CL"\n'
)


def read(text: str, name: str = "f", chosen: str | None = None) -> ImportFile:
    return read_stream(io.BytesIO(text.encode()), name, chosen, NOW)


@pytest.mark.parametrize(
    "text", [BETTER_BIBTEX, ZOTERO_RIS, ZOTERO_CSL, ZOTERO_CSV], ids=["bib", "ris", "csl", "csv"]
)
def test_what_zotero_exports(text: str) -> None:
    assert list(read(text)) == [Imported(COFFEE, Mark(bookmarked_at=NOW, tags=("reading",)), secondary=True)]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ('[{"type": "article", "title": "T", "note": "Extra\\neprint: 1706.03762"}]', "1706.03762"),
        ('[{"type": "article", "title": "T", "note": "arXiv:hep-th/9901001"}]', "hep-th/9901001"),
        ('[{"type": "article", "title": "T", "URL": "https://arxiv.org/pdf/1706.03762v2"}]', "1706.03762"),
        ('[{"type": "article-journal", "title": "T", "note": "PMID: 1234567", "author": []}]', "local-"),
        ("TY  - JOUR\nTI  - T\nAN  - 1234567\nER  - \n", "local-"),
        ('title,year,url\nT,2020,"https://arxiv.org/abs/1706.03762"\n', "1706.03762"),
        ("title;year;arxiv id\nT;2020;1706.03762\n", "1706.03762"),
    ],
)
def test_the_identifier_is_found(text: str, identifier: str) -> None:
    (item,) = read(text)
    assert item.paper.id.startswith(identifier)


HUB_PAPER = {
    "id": "2608.01234",
    "authors": [{"name": "Ann Bee", "hidden": False}, {"name": "Bo Cee", "user": {"username": "bo"}}],
    "published_at": "2026-08-12T17:59:58+00:00",
    "title": "Coffee",
    "summary": "We drink it.",
    "upvotes": 7,
    "discussion_id": "66",
    "comments": 2,
    "submitted_at": "2026-08-13T01:02:03+00:00",
    "submitted_by": {"username": "cy", "fullname": "Cy Dee"},
    "ai_summary": "Coffee helps.",
    "ai_keywords": ["coffee"],
    "organization": {"name": "lab", "fullname": "The Lab"},
    "project_page": "https://example.org/",
    "github_repo": "https://github.com/a/b",
    "github_stars": 3,
    "submitted_by_name": "Cy Dee",
}
API_ITEM = {
    "paper": {
        "id": "2608.01234",
        "authors": [{"name": "Ann Bee"}, {"name": "Bo Cee"}],
        "publishedAt": "2026-08-12T17:59:58.000Z",
        "submittedOnDailyBy": {"user": "cy", "fullname": "Cy Dee"},
        "title": "Coffee",
        "summary": "We drink it.",
        "upvotes": 7,
        "ai_summary": "Coffee helps.",
        "ai_keywords": ["coffee"],
        "organization": {"name": "lab", "fullname": "The Lab"},
        "projectPage": "https://example.org/",
        "githubRepo": "https://github.com/a/b",
        "githubStars": 3,
    },
    "publishedAt": "2026-08-12T13:59:58.000Z",
    "title": "Coffee",
    "summary": "We drink it.",
    "numComments": 2,
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([HUB_PAPER]),
        json.dumps(HUB_PAPER, indent=2),
        json.dumps([API_ITEM], indent=2),
        json.dumps(API_ITEM),
        json.dumps(API_ITEM) + "\n" + json.dumps(API_ITEM | {"paper": {}}),
    ],
    ids=["hf papers ls", "hf papers info", "api list", "api item", "lines"],
)
def test_papers_as_hugging_face_gives_them(text: str) -> None:
    (item,) = read(text, "papers.json")
    assert item == Imported(
        Paper(
            id="2608.01234",
            title="Coffee",
            authors=("Ann Bee", "Bo Cee"),
            abstract="We drink it.",
            published=date(2026, 8, 12),
            upvotes=7,
            comments=2,
            keywords=("coffee",),
            summary="Coffee helps.",
            organization="The Lab",
            submitted_by="Cy Dee",
            github="https://github.com/a/b",
            stars=3,
            project="https://example.org/",
            source="hf",
        )
    )


def test_the_reason_of_what_is_skipped() -> None:
    file = read("title,year,doi\n,2020,x\nT,2020,y\n", "a.csv")
    assert [item.paper.title for item in file] == ["T"]
    assert (file.skipped, file.problems) == (1, ("Line 2: The paper has no title.",))


def test_a_list_of_identifiers_and_addresses() -> None:
    file = read(
        "# to read\n1706.03762, arXiv:1810.04805v2 # twice\nhttps://hf.co/papers/2608.01234\nnonsense\n",
        chosen="ids",
    )
    assert [item.paper.id for item in file] == ["1706.03762", "1810.04805", "2608.01234"]
    assert file.problems == ("Line 4: “nonsense” is no arXiv identifier.",)
    assert all(item.only_named and item.mark.bookmarked for item in read("1706.03762"))
