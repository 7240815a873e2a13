"""Hugging Face in full: what people made of a paper, its text, and who submitted what."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from reader.core.errors import NotFoundError, RefusedError, SourceError, UsageError
from reader.core.linked import Linked, Links
from reader.sources.client import Client
from reader.sources.huggingface import HuggingFace
from reader.sources.repository import links_from_item
from tests.fake_service import Answer, Asked, FakeService, json_answer

PAPER: dict[str, Any] = {
    "id": "2608.00001",
    "title": "A paper",
    "linkedModels": [
        {"id": "lab/model", "likes": 5, "downloads": 70, "pipeline_tag": "text-generation", "gated": "auto"},
        {"id": "lab/model", "likes": 6},
    ],
    "numTotalModels": 41,
    "linkedDatasets": [{"id": "lab/data", "likes": 0}],
    "numTotalDatasets": 1,
    "linkedSpaces": [{"id": "lab/demo", "emoji": "🔥", "shortDescription": "Try\x1b[2J it"}],
    "numTotalSpaces": 1,
}


@asynccontextmanager
async def served(respond: Callable[[Asked], Answer]) -> AsyncIterator[tuple[FakeService, HuggingFace]]:
    async def no_sleep(_seconds: float) -> None:
        pass

    async with FakeService(respond) as service:
        source = HuggingFace(Client({service.url: "Hugging Face"}, sleep=no_sleep), service.url)
        try:
            yield service, source
        finally:
            await source.close()


async def test_the_repositories_of_a_paper_with_their_totals() -> None:
    async with served(lambda _: json_answer(PAPER)) as (service, source):
        paper, links = await source.detail("2608.00001v3")
    assert service.asked[0].path == "/api/papers/2608.00001"
    assert (paper.id, paper.source) == ("2608.00001", "hf")
    base = "https://huggingface.co"
    assert links == Links(
        models=(Linked("model", "lab/model", f"{base}/lab/model", 6),),
        datasets=(Linked("dataset", "lab/data", f"{base}/datasets/lab/data", 0),),
        spaces=(Linked("space", "lab/demo", f"{base}/spaces/lab/demo", note="Try[2J it"),),
        total_models=41,
        total_datasets=1,
        total_spaces=1,
    )


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"linkedModels": None, "numTotalModels": "41", "linkedSpaces": {"id": "x"}},
        {
            "linkedModels": [
                None,
                5,
                {"id": None},
                {"id": "../../etc"},
                {"id": "a/b/c"},
                {"id": "javascript:x"},
            ]
        },
        {"numTotalDatasets": -1},
    ],
)
def test_what_is_no_repository_is_left_out(item: dict[str, Any]) -> None:
    assert links_from_item(item) == Links()


def test_a_total_is_never_less_than_what_is_shown() -> None:
    assert links_from_item({"linkedModels": [{"id": "a/b"}], "numTotalModels": 0}).total_models == 1


async def test_another_paper_than_the_one_asked_for_is_refused() -> None:
    async with served(lambda _: json_answer(PAPER | {"id": "2608.00002"})) as (_, source):
        with pytest.raises(SourceError, match="another paper than the one asked for"):
            await source.paper("2608.00001")


async def test_a_text_is_asked_for_as_markdown() -> None:
    answer = Answer("# Ünïcode".encode(), headers={"Content-Type": "text/markdown"})
    async with served(lambda _: answer) as (service, source):
        assert await source.text("2608.00001") == "# Ünïcode"
    assert service.asked[0].path == "/papers/2608.00001.md"
    assert service.asked[0].headers["accept"] == "text/markdown"


@pytest.mark.parametrize("answer", [json_answer({"error": "no"}, 404), Answer(b" \n")])
async def test_a_paper_without_a_text_says_so(answer: Answer) -> None:
    async with served(lambda _: answer) as (_, source):
        with pytest.raises(NotFoundError, match=r"has no text of 2608\.00001; arXiv's PDF may do"):
            await source.text("2608.00001")


@pytest.mark.parametrize(
    "answer", [Answer(b"<!DOCTYPE html>"), Answer(b"x", headers={"Content-Type": "text/html; charset=utf-8"})]
)
async def test_a_log_in_page_is_no_text(answer: Answer) -> None:
    async with served(lambda _: answer) as (_, source):
        with pytest.raises(SourceError, match="log-in page"):
            await source.text("2608.00001")


async def test_what_somebody_submitted_comes_in_pages() -> None:
    def respond(asked: Asked) -> Answer:
        page = int(asked.query.get("p", 0))
        link = {"Link": '</api/daily_papers?submitter=akhaliq&limit=100&p=1>; rel="next"'} if not page else {}
        return json_answer([{"paper": {"id": f"2608.0000{page}", "title": "T"}}], **link)

    async with served(respond) as (service, source):
        papers = await source.submitter("@akhaliq")
    assert [paper.id for paper in papers] == ["2608.00000", "2608.00001"]
    assert [asked.query["submitter"] for asked in service.asked] == ["akhaliq", "akhaliq"]


@pytest.mark.parametrize("login", ["", "a b", "../x", "a&b=c", "x" * 200])
async def test_what_is_no_login_is_not_asked_for(login: str) -> None:
    async with served(lambda _: json_answer([])) as (service, source):
        with pytest.raises(UsageError, match="is no login"):
            await source.submitter(login)
    assert service.asked == []


async def test_searches_have_a_limit_of_their_own() -> None:
    used_up = {"RateLimit": '"search";r=0;t=250'}
    async with served(lambda _: json_answer([], **used_up)) as (service, source):
        await source.search("words", 5)
        with pytest.raises(RefusedError, match="Hugging Face allows no more requests for now"):
            await source.search("other words", 5)
        assert await source.submitter("akhaliq") == ()
    assert len(service.asked) == 2


async def test_a_probe_asks_for_as_little_as_can_be() -> None:
    async with served(lambda _: json_answer([])) as (service, source):
        await source.probe()
    assert [asked.query for asked in service.asked] == [{"limit": "1"}]


def test_the_paper_above_is_what_the_service_sends() -> None:
    assert json.loads(json.dumps(PAPER)) == PAPER
