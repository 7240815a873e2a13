"""Sources that other packages bring."""

import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from reader.core.errors import NotFoundError, SourceError, UsageError
from reader.service.source import Opened, Sources
from reader.sources.client import Client
from reader.sources.courtesy import CourteousAsker
from reader.sources.plugin import load_plugin, plugin_names
from reader.sources.turnstile import Turnstile
from tests.fake_service import FakeService, json_answer
from tests.synthetic import FakeSource

SHELF = """
import json
from reader.core.border import paper_from_record
from reader.core.errors import NotFoundError

class Shelf:
    def __init__(self, asker):
        self._asker = asker

    async def search(self, query, limit):
        reply = await self._asker.get(query, params={"n": limit})
        return [paper_from_record(item) for item in json.loads(reply.body)]

    async def paper(self, identifier):
        raise NotFoundError("The shelf does not have it.")

    async def close(self):
        pass

class Rough(Shelf):
    async def search(self, query, limit):
        found = await super().search(query, limit)
        return [found[0]._replace(title="\\x1b[2JRough", source="arxiv/9"), None, "x", found[0]._replace(id="../x")]

    async def paper(self, identifier):
        return "no paper"

class Broken(Shelf):
    async def search(self, query, limit):
        return {}["missing"]

def closed(asker):
    raise RuntimeError("Sold out\\x1b[31m")
"""

Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return what installs a package of the entry points given."""

    def install(points: str) -> None:
        (tmp_path / "shelf_papers.py").write_text(SHELF)
        folder = tmp_path / "shelf_papers-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf-papers\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[paper_reader.sources]\n{points}\n")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "shelf_papers", raising=False)

    return install


async def test_a_package_brings_a_source(install: Install) -> None:
    install("shelf = shelf_papers:Shelf")
    assert plugin_names() == ("shelf",)
    async with FakeService(lambda _: json_answer([{"id": "2608.00001", "title": "On it"}])) as service:
        client = Client({})
        source = load_plugin("shelf", client)
        assert source is not None
        (paper,) = await source.search(service.url, 5)
        assert (paper.title, paper.source) == ("On it", "shelf")
        with pytest.raises(NotFoundError, match="The shelf does not have it"):
            await source.paper("2608.00001")
        await client.close()
    assert service.asked[0].headers["user-agent"].startswith("paper-reader/")


async def test_what_it_brings_is_cleaned(install: Install) -> None:
    install("rough = shelf_papers:Rough")
    async with FakeService(lambda _: json_answer([{"id": "2608.00001", "title": "T"}])) as service:
        client = Client({})
        source = load_plugin("rough", client)
        assert source is not None
        (paper,) = await source.search(service.url, 5)
        assert (paper.title, paper.source) == ("[2JRough", "rough")
        with pytest.raises(SourceError, match="“rough” answered with something that is not a paper"):
            await source.paper("2608.00001")
        await client.close()


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (
            "bad = shelf_papers:closed",
            r"“bad” of shelf-papers cannot be used \(RuntimeError: Sold out\[31m\)",
        ),
        ("bad = shelf_papers:Missing", "cannot be used"),
        ("bad = no_such_module:Shelf", "cannot be used"),
    ],
)
def test_a_broken_package_is_a_sentence(install: Install, point: str, words: str) -> None:
    install(point)
    with pytest.raises(SourceError, match=words):
        load_plugin("bad", Client({}))


async def test_a_failure_of_its_code_is_a_sentence(install: Install) -> None:
    install("broken = shelf_papers:Broken")
    source = load_plugin("broken", Client({}))
    assert source is not None
    with pytest.raises(SourceError, match=r"“broken” failed .* its package has to be mended"):
        await source.search("http://127.0.0.1:9", 5)


async def test_the_sources_by_name(install: Install) -> None:
    install("shelf = shelf_papers:Shelf\nzoo = shelf_papers:Shelf")
    own = FakeSource()
    client = Client({})
    sources = Sources(
        lambda: Opened(own, own, other=lambda name: load_plugin(name, client), others=plugin_names)
    )
    async with FakeService(lambda _: json_answer([])) as service:
        assert await sources.search("shelf", service.url, 5) == ()
        assert len(service.asked) == 1
    with pytest.raises(UsageError, match="There is no source “attic”; there are hf, arxiv, shelf, zoo"):
        await sources.search("attic", "x", 5)
    await sources.close()
    await client.close()


def test_nothing_is_loaded_before_it_is_asked(install: Install) -> None:
    install("shelf = shelf_papers:Shelf")
    assert load_plugin("other", Client({})) is None
    assert "shelf_papers" not in sys.modules


async def test_what_it_asks_of_arxiv_takes_its_turn(install: Install, tmp_path: Path) -> None:
    install("shelf = shelf_papers:Shelf")
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    found = json_answer([{"id": "2608.00001", "title": "On it"}])
    async with FakeService(lambda _: found) as archive, FakeService(lambda _: found) as elsewhere:
        client = Client({})
        turnstile = Turnstile(tmp_path, "arXiv", 3, sleep=sleep)
        source = load_plugin("shelf", CourteousAsker(client, turnstile, [archive.url]))
        assert source is not None
        for url in (archive.url, elsewhere.url, elsewhere.url):
            await source.search(url, 5)
        assert pauses == []
        await source.search(f"{archive.url}/api/query", 5)
        await client.close()
    assert 2 < sum(pauses) <= 3
    assert archive.connections == 2  # none of them is held open beside another process


@pytest.mark.parametrize(
    ("url", "turns"),
    [
        ("https://export.arxiv.org/api", 1),
        ("http://arxiv.org/", 1),
        ("https://notarxiv.org/", 0),
        ("http://[", 0),
    ],
)
async def test_arxivs_own_hosts_are_known(url: str, turns: int, tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path, "arXiv", 3)
    nobody = httpx.MockTransport(lambda _: httpx.Response(404, stream=httpx.ByteStream(b"")))
    asker = CourteousAsker(Client({}, transport=nobody), turnstile, ["http://127.0.0.1:9"])
    with pytest.raises(SourceError):
        await asker.get(url)
    assert (tmp_path / "arXiv.time").exists() == bool(turns)
