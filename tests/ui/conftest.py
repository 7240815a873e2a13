"""What every test of the terminal program starts from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.world import World, papers


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
