"""Pictures of papers like one, of papers for the person, and of what is linked."""

import pytest

from reader.core.linked import Linked, Links
from reader.core.mark import NO_MARK, Change, Mark
from reader.ui.screens import linked
from tests.snapshots.gallery import gallery
from tests.snapshots.scene import LARGE, SMALL, USUAL, Compare, Shot, doing, filled
from tests.ui.world import NOW, World

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [LARGE, USUAL, SMALL], ids=["large", "usual", "small"])

HUB = "https://huggingface.co"
LINKS = Links(
    models=tuple(
        Linked(
            "model",
            f"harbour/driftwood-{size}",
            f"{HUB}/harbour/{size}",
            likes,
            40 * likes,
            "text-generation",
        )
        for size, likes in (("1b", 1_210), ("3b", 402), ("7b", 96))
    ),
    spaces=(
        Linked("space", "mira/driftwood", f"{HUB}/spaces/mira/driftwood", 31, None, "Try it on your texts"),
    ),
    total_models=14,
    total_spaces=1,
)


@SIZES
def test_similar(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("z", "j"))))


@SIZES
def test_similar_read(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("z", "enter"))))


@SIZES
def test_for_you(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    papers = gallery()
    filled(world).library().apply([Change(papers[8], NO_MARK, Mark(bookmarked_at=NOW))])
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("Y",))))


@SIZES
def test_for_you_without_bookmarks(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    world.store(gallery())
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("Y",))))


@SIZES
def test_linked(
    world: World, snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linked, "_PAUSE_SECONDS", 0.0)
    world.lists.records, world.lists.links = gallery(), LINKS
    app = filled(world).app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("i", "j"))))


@SIZES
def test_linked_offline(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = filled(world).app(read_after=None, offline=True)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("j", "j", "i"))))
