"""The forms of a digest: what is in them, and that nothing in a paper breaks out of them."""

import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from reader.core.digest import Digest, DigestFormat, DigestGroup, DigestItem
from reader.core.entry import Entry
from reader.export.digest.format import render
from reader.export.digest.part import first_sentences
from tests.synthetic import paper

HOSTILE = '</p><script>alert(1)</script> & "x" <img src=//e.vil> ]](javascript:a) *b* `c`'
PAPER = paper(
    1,
    "Streaming $\\alpha$ Attention",
    authors=("Ada Müller", "B. C"),
    summary="It streams.",
    upvotes=132,
    listed=date(2026, 8, 14),
    published=date(2026, 8, 12),
    categories=("cs.LG",),
    github="https://github.com/a/b",
)
ODD = paper(2, HOSTILE, authors=(HOSTILE,), abstract=HOSTILE, organization=HOSTILE)
DIGEST = Digest(
    datetime(2026, 8, 14, 9, 14, tzinfo=UTC),
    (
        DigestGroup("diffusion", (DigestItem(Entry(PAPER), ("saved search “diffusion”", "trending")),), 3),
        DigestGroup(HOSTILE, (DigestItem(Entry(ODD), (HOSTILE,)),)),
    ),
    date(2026, 8, 7),
)
EMPTY = Digest(datetime(2026, 8, 14, tzinfo=UTC), ())


class Page(HTMLParser):
    """The tags, addresses and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("form", [form for form in DigestFormat if form is not DigestFormat.ATOM])
def test_every_form_has_counts_reasons_summary_and_links(form: DigestFormat) -> None:
    text = render(DIGEST, form)
    assert re.search(r"5 new papers|\"count\": 5", text)
    for part in ("Streaming", "α" if form is not DigestFormat.JSON else "alpha", "Ada Müller", "It streams."):
        assert part in text
    for part in ("saved search “diffusion”", "trending", "132", "https://arxiv.org/abs/2608.00001"):
        assert part in text


@pytest.mark.parametrize("form", DigestFormat)
def test_a_digest_of_nothing(form: DigestFormat) -> None:
    assert re.search(r"Nothing is new|\"count\": 0|<feed", render(EMPTY, form))


def test_html_loads_nothing_and_shows_everything_as_it_is() -> None:
    text = render(DIGEST, DigestFormat.HTML)
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "link", "iframe"} & {*page.tags}
    assert all(
        address.startswith(("https://arxiv.org", "https://h", "https://g")) for address in page.addresses
    )
    assert page.words.count(HOSTILE) >= 4
    assert "url(" not in text
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text


def test_html_breaks_no_date_and_lets_long_names_break() -> None:
    lab = "The University of a Very Long Name at Some Place"
    named = DigestItem(Entry(paper(1, organization=lab, listed=date(2026, 8, 14))), ("trending",))
    text = render(Digest(DIGEST.made_at, (DigestGroup("Trending", (named,)),)), DigestFormat.HTML)
    assert '<span style="white-space:nowrap">listed 2026-08-14</span>' in text
    assert f">{lab}</span>" not in text


def test_markdown_shows_everything_as_it_is() -> None:
    page = Page(MarkdownIt().render(render(DIGEST, DigestFormat.MARKDOWN)))
    assert not {"script", "img", "code"} & {*page.tags}
    assert HOSTILE in page.words
    assert page.tags.count("li") == 2
    assert not [address for address in page.addresses if not address.startswith("https://")]


def test_json_is_what_the_commands_print_with_reasons() -> None:
    record = json.loads(render(DIGEST, DigestFormat.JSON))
    assert (record["count"], record["since"]) == (5, "2026-08-07")
    first = record["groups"][0]
    assert (first["title"], first["count"], first["papers"][0]["id"]) == ("diffusion", 4, "2608.00001")
    assert first["papers"][0]["reasons"] == ["saved search “diffusion”", "trending"]
    assert first["papers"][0]["doi"] is None


ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_atom_has_what_the_standard_asks_for() -> None:
    feed = ElementTree.fromstring(render(DIGEST, DigestFormat.ATOM).encode())
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert _MOMENT.fullmatch(element.findtext(f"{ATOM}updated", ""))
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len({*identifiers, feed.findtext(f"{ATOM}id")}) == 3
    alternates = entries[0].findall(f"{ATOM}link[@rel='alternate']")
    assert [link.get("href") for link in alternates] == ["https://arxiv.org/abs/2608.00001"]
    assert entries[1].findtext(f"{ATOM}title", "").startswith("</p><script>alert(1)</script> & ")
    assert "saved search" in entries[0].findtext(f"{ATOM}summary", "")
    again = ElementTree.fromstring(render(DIGEST, DigestFormat.ATOM).encode())
    assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == identifiers


@pytest.mark.parametrize(
    ("text", "length", "first"),
    [
        ("One. Two.", 50, "One. Two."),
        ("We attend. We stream. We do more of it.", 25, "We attend. We stream."),
        (
            "As by A. Author et al. Smith, e.g. It works. And on it goes.",
            45,
            "As by A. Author et al. Smith, e.g. It works.",
        ),
        ("no end of words in it", 10, "no end of…"),
    ],
)
def test_the_first_sentences(text: str, length: int, first: str) -> None:
    assert first_sentences(text, length) == first
