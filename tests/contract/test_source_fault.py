"""Whatever a service does, a source gives whole lists or a sentence, in bounded time and memory."""

import gzip
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.errors import OfflineError, RefusedError, SourceError
from reader.core.text import clean_line
from reader.core.view import View, ViewKind
from reader.sources.base import ListingSource
from reader.sources.client import Client, Limit
from reader.sources.huggingface import HuggingFace
from tests.fake_service import Answer, Asked, FakeService, json_answer

Making = Callable[..., ListingSource]
LIMIT = Limit(connect=2, read=0.5, total=1, body=4 * 2**20)
PATIENT = Limit(total=3)
VIEWS = [View(ViewKind.TRENDING), View(ViewKind.DAY), View(ViewKind.WEEK), View(ViewKind.MONTH)]


async def no_sleep(_seconds: float) -> None:
    """Wait for nothing."""


@pytest.fixture
async def source_for() -> AsyncIterator[Making]:
    """Make sources that are closed at the end."""
    sources: list[HuggingFace] = []

    def make(address: str, limit: Limit = LIMIT) -> ListingSource:
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
    for view in VIEWS:
        with pytest.raises(SourceError, match=words):
            await source_for(stand_in, PATIENT).listing(view)


@pytest.mark.parametrize("fault", ["", "latency=20", "hostile", "missing", "nulls", "wrongtypes", "dupes"])
async def test_the_stand_ins_odd_papers(stand_in: str, fault: str, source_for: Making) -> None:
    await with_fault(stand_in, fault)
    for view in VIEWS:
        listing = await source_for(stand_in, PATIENT).listing(view)
        assert listing.papers
        assert len({paper.id for paper in listing.papers}) == len(listing.papers)
        assert all(paper.title == clean_line(paper.title) for paper in listing.papers)
        assert fault in ("hostile", "wrongtypes") or listing.skipped == 0
