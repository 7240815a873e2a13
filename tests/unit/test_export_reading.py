import csv
import io
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from reader.core.entry import Entry, entry_to_record
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.export import html, markdown, table

HOSTILE = (
    "*star* _under_ [link](https://x) `code` <b>bold</b>",
    "# heading",
    "1. list",
    "- item",
    "a | b &lt; ==mark== ~a",
    "[/] [link=https://x]click[/link]",
    "![image](https://x/y.png)",
    '"><script>alert(1)</script>',
    "<https://example.org> trailing \\",
)
PAPER = Paper(
    id="1706.03762",
    title=r"G\"odel's $\alpha$",
    authors=tuple(f"Author{'ABCDEFGHIJ'[n]} Name" for n in range(10)),
    published=date(2017, 6, 12),
    listed=date(2017, 6, 13),
    abstract="First.\n\nSecond 1 < 2.",
    github="https://github.com/x/y",
)
ENTRY = Entry(PAPER, Mark(tags=("nlp", "to read"), note="Read\n# twice"))


def rendered_markdown(text: str) -> str:
    """Return what a Markdown reader shows, as text."""
    page = MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text)
    return shown_text(page)


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data


def parsed(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    parser.close()
    return parser


def shown_text(page: str) -> str:
    return " ".join(parsed(page).text.split())


def test_markdown_shows_everything() -> None:
    text = rendered_markdown(markdown.render([ENTRY]))
    assert "Gödel's α" in text
    assert "AuthorA Name" in text
    assert "AuthorH Name and 2 more" in text
    assert "AuthorI" not in text
    assert "published 2017-06-12 · listed 2017-06-13 · arXiv:1706.03762" in text
    assert "Tags: nlp, to read" in text
    assert "Note: Read # twice" in text
    assert "First. Second 1 < 2." in text


def test_markdown_is_one_list_item_for_each_paper_with_the_title_as_link() -> None:
    page = parsed(MarkdownIt("commonmark").render(markdown.render([ENTRY, ENTRY])))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("ul") == 1
    assert tags.count("li") == 2
    assert tags.count("blockquote") == 2
    assert tags.count("h1") == 0
    assert {attributes["href"] for tag, attributes in page.tags if tag == "a"} == {
        "https://arxiv.org/abs/1706.03762"
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text_as_it_is(text: str) -> None:
    paper = Paper(id="local-0123456789ab", title=text, authors=(text,), abstract=text)
    page = (
        MarkdownIt("commonmark")
        .enable("table")
        .enable("strikethrough")
        .render(markdown.render([Entry(paper, Mark(tags=(text,), note=text))]))
    )
    assert shown_text(page).count(text) >= 3
    assert {tag for tag, _ in parsed(page).tags} <= {"ul", "li", "p", "blockquote", "br"}


@pytest.mark.parametrize("text", [r"\* ~~gone~~ \\", "#a %%b%% $c$", "+ a", "> a", "12) a", "--- a", "=== a"])
def test_markdown_escapes_every_sign(text: str) -> None:
    page = MarkdownIt("commonmark").enable("strikethrough").render("x\n\n" + markdown.escape(text))
    assert [tag for tag, _ in parsed(page).tags] == ["p", "p"]
    assert shown_text(page) == f"x {text}"


def test_a_markdown_link_survives_brackets_and_parentheses() -> None:
    page = parsed(MarkdownIt("commonmark").render(markdown.link("a]b", "https://x.org/(y)_z_?a=1&copy=2")))
    assert page.tags[1] == ("a", {"href": "https://x.org/(y)_z_?a=1&copy=2"})
    assert page.text.strip() == "a]b"
    assert markdown.link("a", "javascript:alert(1)") == "a"


def test_html_shows_everything_and_loads_nothing() -> None:
    page = parsed(html.render([ENTRY]))
    assert "Gödel's α" in page.text
    assert "AuthorH Name and 2 more" in page.text
    assert "Read\n# twice" in page.text
    assert "Second 1 < 2." in page.text
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert "url(" not in html.render([ENTRY])
    assert "prefers-color-scheme: dark" in html.render([ENTRY])
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert len(links) == 4
    assert {attributes["rel"] for attributes in links} == {"noopener noreferrer"}
    assert all(str(attributes["href"]).startswith("https://") for attributes in links)


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_hostile_text_as_it_is(text: str) -> None:
    plain = html.render(
        [Entry(Paper(id="local-0123456789ab", title="x", authors=("x",)), Mark(tags=("x",), note="x"))]
    )
    paper = Paper(id="local-0123456789ab", title=text, authors=(text,), project="javascript:alert(1)")
    page = parsed(html.render([Entry(paper, Mark(tags=(text,), note=text))]))
    assert page.tags == parsed(plain).tags[: len(page.tags)] or "javascript" not in str(page.tags)
    assert page.text.count(text) >= 2
    assert "a" not in {tag for tag, _ in page.tags}


@pytest.mark.parametrize("render", [markdown.render, html.render, table.render])
def test_a_sample_says_so(render: object) -> None:
    assert "sample summary" in render(
        [Entry(Paper(id="1706.03762", title="T", abstract="Ours.", sample=True))]
    )  # type: ignore[operator]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_every_field_but_the_score() -> None:
    row = rows(table.render([ENTRY]))[0]
    assert {name for name in entry_to_record(ENTRY) if name != "score"} | {"read_at", "queued_at"} <= set(row)
    assert row["authors"].startswith("AuthorA Name; AuthorB Name")
    assert row["tags"] == "nlp; to read"
    assert row["note"] == "Read\n# twice"
    assert (row["read"], row["upvotes"], row["published"]) == ("no", "", "2017-06-12")


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "'=1", "''-1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_table_runs_no_formula(text: str) -> None:
    row = rows(
        table.render(
            [Entry(Paper(id="1706.03762", title=text, authors=(text,)), Mark(tags=(text,), note=text))]
        )
    )[0]
    assert [row[name] for name in ("title", "authors", "tags", "note")] == [f"'{text}"] * 4


def test_a_table_keeps_quotes_commas_and_line_breaks_in_their_cell() -> None:
    text = table.render([Entry(Paper(id="1706.03762", title='a "b", c'), Mark(note="x\ny"))])
    assert '"a ""b"", c"' in text
    assert "\r" not in text
    assert rows(text)[0]["note"] == "x\ny"


def test_an_empty_list() -> None:
    assert markdown.render([]) == "\n"
    assert len(table.render([]).splitlines()) == 1
    assert "0 papers" in html.render([])


def test_many_authors_fold() -> None:
    paper = Paper(id="1706.03762", title="T", authors=tuple(f"N{n}" for n in range(664)))
    assert re.search(r"N7 and 656 more", markdown.render([Entry(paper)]))
    assert "N7 and 656 more" in html.render([Entry(paper)])
