"""What every test of the terminal program starts from."""

import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.world import OLD, World, papers


@pytest.hookimpl(tryfirst=True)  # before what is slow is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count a test in other sizes than its first as slow: the usual run stays short, and `.ci/run` runs both."""
    first: dict[str, object] = {}
    for item in items:
        if isinstance(item, pytest.Function) and "size" in getattr(
            getattr(item, "callspec", None), "params", ()
        ):
            size = item.callspec.params["size"]
            if first.setdefault(item.nodeid.partition("[")[0], size) != size:
                item.add_marker(pytest.mark.slow)


@pytest.fixture
def empty_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in which nothing was fetched, and the source is unreachable."""
    monkeypatch.setenv("HOME", str(tmp_path))
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def world(empty_world: World) -> World:
    """A world with thirty papers on the trending list, fetched just now."""
    empty_world.store(papers(30))
    return empty_world


@pytest.fixture
def old_world(empty_world: World) -> World:
    """A world with twelve papers that were fetched some hours ago, and no network."""
    empty_world.store(papers(12), age=OLD)
    return empty_world


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that reached the person's browser."""
    addresses: list[str] = []

    def take(address: str, *_: object, **__: object) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", take)
    monkeypatch.setattr(webbrowser, "get", lambda *_: object())
    return addresses
