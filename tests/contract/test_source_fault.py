"""Whatever a service does, a source gives whole lists or a sentence, in bounded time and memory."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalog.papers import Catalogue
from reader.catalog.search import Search
from reader.core.errors import FormatError, OfflineError, RefusedError, SourceError
from reader.core.identifier import parse_identifier
from reader.core.listing import Listing
from reader.core.paper import Paper
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.service.reading import Reading
from reader.service.source import Opened, Sources
from reader.sources.announcement import parse_announcements
from reader.sources.answer import detail_of, markdown_of, page_of, papers_of
from reader.sources.arxiv import ArXiv
from reader.sources.atom import parse_feed
from reader.sources.client import Client
from reader.sources.huggingface import HuggingFace
from reader.sources.request import Limit, Reply
from tests.fake_service import Answer, Asked, FakeService, json_answer
from tests.synthetic import NOON, FakeLibrary, papers

Making = Callable[..., HuggingFace]
LIMIT = Limit(connect=2, read=0.5, total=1, body=4 * 2**20)
PATIENT = Limit(total=20)
VIEWS = [View(ViewKind.TRENDING), View(ViewKind.DAY), View(ViewKind.WEEK), View(ViewKind.MONTH)]


async def no_sleep(_seconds: float) -> None:
    """Wait for nothing."""


@pytest.fixture
async def source_for() -> AsyncIterator[Making]:
    """Make sources that are closed at the end."""
    sources: list[HuggingFace] = []

    def make(address: str, limit: Limit = LIMIT) -> HuggingFace:
        client = Client({address: "Hugging Face"}, limit=limit, sleep=no_sleep)
        sources.append(HuggingFace(client, address, lambda: datetime(2026, 8, 14, 16, tzinfo=UTC)))
        return sources[-1]

    yield make
    for source in sources:
        await source.close()


PACKED = gzip.compress(b"[" + b'{"paper": {}},' * 5000 + b"{}]")
BOMB = gzip.compress(b" " * 8 * 2**20)
GZIP = {"Content-Encoding": "gzip"}

FAULTS = {
    "slow drip": (Answer(b"[" * 10_000, drip=0.005), SourceError, "is too slow"),
    "silence": (Answer(b"[]", stall=True), OfflineError, "does not answer"),
    "reset": (Answer(b"[" * 1000, cut=500), SourceError, "broke before its answer was whole"),
    "no answer at all": (Answer(cut=0, headers={"Content-Length": "9"}), SourceError, "broke before"),
    "truncated gzip": (Answer(PACKED[: len(PACKED) // 2], headers=GZIP), SourceError, "broke before"),
    "gzip bomb": (Answer(BOMB, headers=GZIP), SourceError, "too large (more than 4 MB)"),
    "two gigabytes": (Answer(b" " * 2**16, repeat=2**15), SourceError, "too large (more than 4 MB)"),
    "bad json": (Answer(b'[{"paper": {"id'), SourceError, "cannot be read"),
    "deep json": (Answer(b"[" * 10**6), SourceError, "cannot be read"),
    "captive portal": (Answer(b"<html>Log in", headers={"Content-Type": "text/html"}), SourceError, "log-in page"),
    "object": (json_answer({"status": "ok", "data": []}), SourceError, "instead of a list of papers"),
    "words": (json_answer({"error": "closed\x1b[2J"}), RefusedError, "refused the request: closed[2J."),
    "only junk": (json_answer([1, None, "x"]), SourceError, "none of which is a paper"),
    "missing": (json_answer({"error": "gone"}, 404), SourceError, "does not have what was asked for"),
    "token": (json_answer({"error": "Invalid"}, 401), RefusedError, "(HTTP 401): Invalid. A token in HF_TOKEN may be"),
    "forbidden": (json_answer({"error": "no"}, 403), RefusedError, "does not let us in (HTTP 403): no."),
    "too many": (Answer(status=429), RefusedError, "still allows no more requests"),
    "long pause": (Answer(status=429, headers={"RateLimit": '"api";r=0;t=290'}), RefusedError, "try again in 5 minutes"),
    "trouble": (Answer(status=500), SourceError, "has trouble (HTTP 500)"),
    "redirect loop": (Answer(status=302, headers={"Location": "/api/daily_papers"}), SourceError, "in circles"),
    "redirect to a file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), SourceError, "not safe to follow"),
    "redirect elsewhere": (Answer(status=302, headers={"Location": "http://127.0.0.2/"}), SourceError, "not safe to follow"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_becomes_a_sentence(fault: str, source_for: Making) -> None:
    answer, kind, words = FAULTS[fault]
    async with FakeService(lambda _: answer) as service:
        source = source_for(service.url)
        with pytest.raises(kind) as caught:
            await source.listing(View(ViewKind.TRENDING))
    sentence = str(caught.value)
    assert words in sentence
    assert sentence == clean_line(sentence)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "httpx" not in sentence
    if fault not in ("words", "missing", "forbidden"):  # there the service itself has spoken
        assert "try again" in sentence or "browser" in sentence or "HF_TOKEN" in sentence


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
async def test_a_fault_on_the_second_page_loses_the_list_not_half_of_it(
    view: View, source_for: Making
) -> None:
    first = [{"paper": {"id": f"2608.{number:05}", "title": "T"}} for number in range(100)]

    def respond(asked: Asked) -> Answer:
        if "p" in asked.query:
            return Answer(b"[" * 1000, cut=500)
        return json_answer(first, Link='<?p=1>; rel="next"')

    async with FakeService(respond) as service:
        source = source_for(service.url)
        with pytest.raises(SourceError, match="broke before"):
            await source.listing(view)


# arXiv: the same faults, in its own words

ARXIV_FAULTS = {
    "bad json": "empty or broken answer",
    "deep json": "empty or broken answer",
    "captive portal": "log-in page",
    "token": "does not let us in (HTTP 401): Invalid.",
    "object": "empty or broken answer",
    "words": "empty or broken answer",
    "only junk": "empty or broken answer",
    "too many": "allows no more requests",
}
"""What is told otherwise than by Hugging Face."""


@pytest.mark.parametrize("feed", [False, True], ids=["query", "announcements"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_arxivs_faults_are_sentences_too(fault: str, feed: bool, tmp_path: Path) -> None:
    answer, kind, words = FAULTS[fault]
    async with FakeService(lambda _: answer) as service:
        client = Client({service.url: "arXiv"}, limit=LIMIT, sleep=no_sleep)
        source = ArXiv(client, tmp_path, base=service.url, feeds=service.url, gap=0.001, sleep=no_sleep)
        with pytest.raises(SourceError) as caught:
            await (source.announcements(["cs.LG"]) if feed else source.search("words", 5))
        await client.close()
        assert len(service.asked) <= 6
    sentence = str(caught.value)
    assert ARXIV_FAULTS.get(fault, words).replace("refused the request: closed[2J.", "") in sentence
    assert isinstance(caught.value, kind) or fault == "words"
    assert "Hugging Face" not in sentence
    assert (sentence, sentence[-1]) == (clean_line(sentence), ".")


# Nothing wrong is stored: what a service sent is changed here and there, and every parser gets it.

ITEMS: list[Any] = [
    {
        "paper": {
            "id": f"2608.0000{number}",
            "title": f"Paper {number}",
            "summary": "An abstract.",
            "authors": [{"name": "Ada Example", "hidden": False}],
            "publishedAt": "2026-08-12T00:00:00.000Z",
            "submittedOnDailyAt": "2026-08-14T00:00:00.000Z",
            "upvotes": number,
            "githubRepo": "https://github.com/a/b",
            "ai_keywords": ["word"],
            "organization": {"name": "lab", "fullname": "Some Lab"},
            "linkedModels": [{"id": "lab/model", "likes": 3}],
            "numTotalModels": 2,
        },
        "numComments": 2,
        "submittedBy": {"name": "ada"},
    }
    for number in range(3)
]
FEED = """<?xml version="1.0"?><feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<opensearch:totalResults>1</opensearch:totalResults><entry><id>http://arxiv.org/abs/2605.01234v2</id>
<title>A title</title><updated>2026-05-09T10:00:00Z</updated><published>2026-05-03T17:59:59Z</published>
<summary>An abstract.</summary><author><name>Ann Bee</name></author><category term="cs.AI"/>
<arxiv:primary_category term="cs.LG"/><arxiv:doi>10.1000/xyz</arxiv:doi><arxiv:comment>5 pages</arxiv:comment>
</entry></feed>"""
RSS = """<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate><item><title>A title</title><link>https://arxiv.org/abs/2604.1</link>
<description>arXiv:2604.21935v1 Announce Type: new \nAbstract: Words.</description>
<guid>oai:arXiv.org:2604.21935v1</guid><category>cs.AI</category><arxiv:announce_type>new</arxiv:announce_type>
<dc:creator>Ann Bee, Bo Cee</dc:creator></item></channel></rss>"""
RECORDED = Path(__file__).parents[3] / "shared/data"


def recorded(pattern: str) -> list[bytes]:
    """Return up to three real answers, where they are at hand."""
    files = sorted(RECORDED.glob(pattern))[:3]
    return [gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in files]


ANSWERS = [json.dumps(ITEMS).encode(), json.dumps(ITEMS[0]["paper"]).encode(), FEED.encode(), RSS.encode()]
ANSWERS += [*recorded("hf/daily/*.json.gz"), *recorded("hf/malformed/*"), *recorded("hf/other/*.json")]
ANSWERS += [*recorded("arxiv/api/*.xml"), *recorded("arxiv/rss/*.xml")]
NASTY = [
    b"",
    b"null",
    b"{}",
    b"[]",
    b'"',
    b"<",
    b">",
    b"\x00",
    b"\xff",
    b"\x1b[2J",
    b"../../etc/passwd",
    b"-1",
    b"1e999",
]
NASTY += [b"&lt;", b"</entry>", b"<item>", b"[" * 2_000, b"\\ud800", b"true", b"9" * 400, "\u202e".encode()]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return an answer with some of its bytes gone, doubled, or in the place of others."""
    body = draw(st.sampled_from(ANSWERS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = start + draw(st.sampled_from([0, 1, 5, 50, 5_000]))
        middle = draw(st.sampled_from([*NASTY, body[start:end] * 2]))
        body = body[:start] + middle + body[end:]
    return body


@given(mutated())
def test_no_parser_is_upset_by_what_it_gets(body: bytes) -> None:
    reply = Reply(200, {}, body, "https://hf.example/")
    papers: list[Paper] = []
    for parse in (papers_of, partial(page_of, listed=None), detail_of, markdown_of):
        with suppress(SourceError):
            found = parse(reply)
            papers += (
                [found[0]] if isinstance(found[0], Paper) else found[0] if isinstance(found, tuple) else []
            )
    for parse_xml in (parse_feed, parse_announcements):
        with suppress(FormatError):
            papers += parse_xml(body).papers
    for paper in papers:
        assert_safe(paper)


def assert_safe(paper: Paper) -> None:
    assert parse_identifier(paper.id) == paper.id
    assert paper.title == clean_line(paper.title)
    assert paper.title
    for text in (*paper.authors, *paper.keywords, *paper.categories, paper.organization, paper.comment):
        assert text is None or text == clean_line(text)
    for count in (paper.upvotes, paper.comments, paper.stars, paper.version):
        assert count is None or count >= 0
    for address in (paper.github, paper.project):
        assert address is None or address.startswith(("http://", "https://"))


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_stored_list_outlives_every_fault(fault: str, source_for: Making) -> None:
    """An error is never “nothing new”: what was stored before is stored after."""
    store = Catalogue(None)
    view = View(ViewKind.TRENDING)
    store.store_listing(Listing(view, papers(3)), NOON)
    async with FakeService(lambda _: FAULTS[fault][0]) as service:
        source = source_for(service.url)
        reading = Reading(
            store, Search(store.database), FakeLibrary(), Sources(lambda: Opened(source, source)), lambda: ()
        )
        with pytest.raises(SourceError):
            await reading.refresh(view)
        contents = reading.stored(view)
    assert len(contents.entries) == 3
    assert contents.fetched_at == NOON
    store.close()


async def test_one_passing_fault_is_not_even_noticed(source_for: Making) -> None:
    answers = [
        Answer(status=503),
        Answer(b"[" * 9, cut=2),
        json_answer([{"paper": {"id": "2608.00001", "title": "T"}}]),
    ]
    async with FakeService(lambda _: answers.pop(0)) as service:
        listing = await source_for(service.url).listing(View(ViewKind.TRENDING))
    assert len(listing.papers) == 1


# The same against the stand-in server, when PAPER_READER_STAND_IN names its script.

STAND_IN = Path(os.environ.get("PAPER_READER_STAND_IN", "missing"))


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    if not STAND_IN.is_file():
        pytest.skip("PAPER_READER_STAND_IN names no server")
    command = [sys.executable, str(STAND_IN), "--port", "0", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().split()[-1]
        process.terminate()


async def with_fault(address: str, fault: str) -> None:
    import httpx

    async with httpx.AsyncClient() as http:
        await http.post(f"{address}/__faults", content=fault)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("slow-drip", "too slow"),
        ("reset", "broke before"),
        ("error500", "has trouble"),
        ("error429", "still allows no more requests"),
        ("badjson", "cannot be read"),
        ("truncated", "broke before"),
        ("object", "instead of a list"),
        ("hugebody", "too large"),
        ("redirect-loop", "in circles"),
        ("redirect-file", "not safe"),
        ("html", "log-in page"),
    ],
)
async def test_the_stand_ins_faults(stand_in: str, fault: str, words: str, source_for: Making) -> None:
    await with_fault(stand_in, fault)
    limit = Limit(total=1) if fault == "slow-drip" else PATIENT  # each view takes as long
    for view in VIEWS:
        with pytest.raises(SourceError, match=words):
            await source_for(stand_in, limit).listing(view)


@pytest.mark.parametrize("fault", ["", "latency=20", "hostile", "missing", "nulls", "wrongtypes", "dupes"])
async def test_the_stand_ins_odd_papers(stand_in: str, fault: str, source_for: Making) -> None:
    await with_fault(stand_in, fault)
    for view in VIEWS:
        listing = await source_for(stand_in, PATIENT).listing(view)
        assert listing.papers
        assert len({paper.id for paper in listing.papers}) == len(listing.papers)
        assert all(paper.title == clean_line(paper.title) for paper in listing.papers)
        assert fault in ("hostile", "wrongtypes") or listing.skipped == 0
