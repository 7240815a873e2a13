"""What only a source knows."""

from collections.abc import Iterator

import pytest

from reader.catalog.papers import Catalogue
from reader.core.errors import NotFoundError, OfflineError
from reader.core.linked import Links
from reader.service.asking import Asking
from reader.service.source import Opened, Sources
from tests.synthetic import NOON, FakeSource, paper


class World:
    def __init__(self) -> None:
        self.store = Catalogue(None)
        self.hub, self.archive = FakeSource(), FakeSource()
        sources = Sources(lambda: Opened(self.hub, self.archive))
        self.asking = Asking(self.store, sources, lambda: NOON)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.store.close()


async def test_papers_are_completed_from_arxiv_together_and_once(world: World) -> None:
    listed = [paper(number, upvotes=number, source="hf") for number in range(3)]
    world.store.store_papers(listed, NOON)
    world.archive.lists[""] = [
        paper(
            number,
            "From arXiv",
            abstract="Whole.",
            categories=("cs.LG",),
            doi="10.1000/x",
            version=1,
            source="arxiv/1",
        )
        for number in range(2)
    ]
    names = [one.id for one in listed]
    completed = await world.asking.complete([*names, "local-0123456789ab"])
    assert [one.categories for one in completed] == [("cs.LG",), ("cs.LG",), ()]
    assert [one.upvotes for one in completed] == [0, 1, 2]
    assert world.archive.asked == [",".join(names)]
    await world.asking.complete(names[:2])
    assert len(world.archive.asked) == 1
    await world.asking.complete(["2608.00000", "2608.00099"])
    assert world.archive.asked[1] == "2608.00099"
    world.archive.lists[""] = [paper(0, categories=("cs.LG",), version=2, source="arxiv/2")]
    (newer,) = await world.asking.complete(names[:1], again=names[:1])
    assert (newer.version, newer.revised) == (2, NOON.date())


async def test_links_texts_and_what_somebody_submitted(world: World) -> None:
    world.hub.lists = {"": [paper(1, upvotes=9)], "akhaliq": [paper(2)]}
    world.hub.links = Links(total_models=3)
    assert (await world.asking.links("2608.00001")).total_models == 3
    assert world.store.papers(["2608.00001"])[0].upvotes == 9
    assert await world.asking.text("2608.00001") == "# Paper 1"
    assert [one.id for one in await world.asking.submitter("akhaliq")] == ["2608.00002"]
    assert world.store.count() == 2
    with pytest.raises(NotFoundError):
        await world.asking.links("2608.00077")


async def test_what_is_stored_is_given_when_nothing_is_missing_offline(world: World) -> None:
    whole = paper(1, abstract="A.", categories=("cs.LG",), version=2, source="arxiv/2")
    world.store.store_papers([whole], NOON)
    world.archive.lists["x"] = OfflineError("gone")
    assert await world.asking.complete([whole.id]) == (whole,)
    assert world.archive.asked == []
