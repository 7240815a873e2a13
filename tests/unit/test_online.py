"""Asking every source at once."""

import asyncio
import threading

import pytest

from reader.core.errors import OfflineError, QueryError, StorageError
from reader.core.paper import Paper
from reader.core.query import All, Flag, Term, parse_query
from reader.service import thread
from reader.service.online import Answer, Online, conditions, is_question, merged, question
from reader.service.source import Opened, Sources
from tests.synthetic import FakeSource, paper


class World:
    """Two sources, and what is kept of their answers."""

    def __init__(self) -> None:
        self.hub, self.arxiv = FakeSource({"": [paper(1, "coral")]}), FakeSource({"": [paper(2, "coral")]})
        self.kept: list[Paper] = []
        self.online = Online(Sources(lambda: Opened(self.hub, self.arxiv)), self.kept.extend)

    async def ask(self, text: str) -> list[tuple[Answer, ...]]:
        return [answers async for answers in self.online.ask(text)]


async def test_answers_come_one_after_the_other_in_the_order_of_the_sources() -> None:
    world = World()
    first, both = await world.ask("coral")
    assert len(first) == 1
    assert [(answer.source, [p.id for p in answer.papers]) for answer in both] == [
        ("hf", [paper(1).id]),
        ("arxiv", [paper(2).id]),
    ]
    assert {p.id for p in world.kept} == {paper(1).id, paper(2).id}


async def test_a_question_is_asked_once_unless_somebody_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    world, asked = World(), []

    async def search(query: str, limit: int) -> tuple[Paper, ...]:
        asked.append(query)
        raise OfflineError("Nothing answered.")

    with monkeypatch.context() as patched:
        patched.setattr(world.arxiv, "search", search)
        failed = (await world.ask("coral"))[-1]
        assert isinstance(failed[1].error, OfflineError)
        assert not world.online.knows("coral")
        await world.ask("coral")
    assert asked == ["coral", "coral"]
    await world.ask("coral")
    assert world.online.knows(" CORAL ")
    assert len(await world.ask("Coral")) == 1


async def test_papers_that_cannot_be_kept_are_shown_all_the_same() -> None:
    world = World()

    def keep(papers: object) -> None:
        raise StorageError("The disk is full.")

    world.online = Online(Sources(lambda: Opened(world.hub, world.arxiv)), keep)
    answer = (await world.ask("coral"))[-1][0]
    assert answer.papers == (paper(1, "coral"),)
    assert str(answer.unkept) == "The disk is full."
    assert not world.online.knows("coral")


async def test_ending_the_iteration_ends_the_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    world, ended = World(), asyncio.Event()

    async def search(query: str, limit: int) -> tuple[Paper, ...]:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ()

    monkeypatch.setattr(world.arxiv, "search", search)
    asked = world.online.ask("coral")
    await anext(asked)
    await asked.aclose()
    assert ended.is_set()


@pytest.mark.parametrize(
    ("text", "hub", "arxiv"),
    [
        ("coral reefs", "coral reefs", "coral reefs"),
        ("title:coral is:unread upvotes:>5", "coral", "ti:coral"),
        ('"coral reefs" -survey tag:thesis', '"coral reefs"', '"coral reefs"'),
        ("https://arxiv.org/abs/1706.03762v2", "1706.03762", "1706.03762"),
        ("is:unread", "", ""),
    ],
)
def test_each_source_is_asked_what_it_understands(text: str, hub: str, arxiv: str) -> None:
    assert question("hf", text) == hub
    assert question("arxiv", text) == arxiv


def test_a_wrong_query_is_no_question() -> None:
    with pytest.raises(QueryError):
        question("hf", "is:bogus")


def test_papers_of_all_sources_take_turns_and_stand_once() -> None:
    hub = Answer("hf", (paper(1, upvotes=3), paper(2)))
    arxiv = Answer("arxiv", (paper(3), paper(1, abstract="Known."), paper(4)))
    papers, origins = merged([hub, arxiv])
    assert [p.id[-1] for p in papers] == ["1", "3", "2", "4"]
    assert (papers[0].upvotes, papers[0].abstract) == (3, "Known.")
    assert [*origins.values()] == ["both", "arxiv", "hf", "arxiv"]


async def test_or_is_another_question_than_the_word() -> None:
    world = World()
    await world.ask("coral OR reefs")
    assert not world.online.knows("coral or reefs")
    assert world.online.knows("coral OR reefs is:unread")


def test_a_query_of_conditions_asks_nobody() -> None:
    assert not is_question("is:unread tag:thesis -survey upvotes:>5")
    assert is_question("tag:thesis coral")


def test_plain_words_are_left_to_the_sources_and_all_else_holds() -> None:
    assert conditions(parse_query("coral reefs ")) == All((All(()), All(())))
    assert conditions(parse_query("coral is:read ")) == All((All(()), Flag("is", "read")))
    denied = parse_query("-survey ")
    assert conditions(denied) == denied
    assert isinstance(conditions(parse_query("author:doe ")), Term)


async def test_a_store_that_is_busy_is_told_while_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "_PATIENCE_SECONDS", 0.0)
    told, said = threading.Event(), list[str]()

    def tell(sentence: str) -> None:
        said.append(sentence)
        told.set()

    assert await thread.storing(tell, told.wait, 10)
    assert "another window" in said[0]


async def test_work_that_waits_is_dropped_for_newer_work() -> None:
    latest, begun, gate, done = thread.Latest(), threading.Event(), threading.Event(), list[int]()

    def first() -> None:
        begun.set()
        assert gate.wait(10)
        done.append(1)

    tasks = [asyncio.create_task(latest(first))]
    assert await asyncio.to_thread(begun.wait, 10)
    tasks += [asyncio.create_task(latest(lambda number=number: done.append(number))) for number in (2, 3)]
    with pytest.raises(thread.OutdatedError):
        await tasks[1]
    gate.set()
    await tasks[2]
    assert done == [1, 3]
