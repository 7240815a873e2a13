"""Pictures of the main states at three sizes in four themes, and of the panes."""

import pytest
from textual.pilot import Pilot

from reader.core.follow import parse_subject
from tests.snapshots.gallery import long_titles
from tests.snapshots.scene import Compare, Shot, doing, filled
from tests.ui.world import World

SIZES = {"60x20": (60, 20), "80x24": (80, 24), "120x40": (120, 40)}
AT_SIZES = [pytest.param(size, marks=() if size == "80x24" else pytest.mark.slow) for size in SIZES]
OTHERS = ("paper-light", "paper-contrast", "ansi-dark")
THEMES = ("paper-dark", *(pytest.param(theme, marks=pytest.mark.slow) for theme in OTHERS))

STATES = {
    "list": Shot(press=("j",)),
    "lines": Shot(press=("Z", "j", "x", "j")),
    "reading": Shot(press=("j", "j", "enter")),
    "filter": Shot(press=("slash",), type="attention"),
    "sidebar": Shot(press=("B", "j")),
}


@pytest.mark.parametrize("size", AT_SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_state(world: World, snap_compare: Compare, state: str, theme: str, size: str) -> None:
    services = filled(world).service()
    services.searches.keep("diffusion models", "diffusion")
    services.following.follow([parse_subject("author:mira solberg"), parse_subject("cs.CL")])
    app = world.app(theme=theme, read_after=None)

    async def step_by_step(pilot: Pilot[None]) -> None:
        for key in STATES[state].press:  # the sidebar is counted before somebody moves in it
            await doing(Shot(press=(key,)))(pilot)
        await doing(Shot(type=STATES[state].type))(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=step_by_step)


@pytest.mark.parametrize("size", [(200, 60), (90, 36), (160, 45)], ids=["200x60", "90x36", "160x45"])
def test_panes(world: World, snap_compare: Compare, size: tuple[int, int]) -> None:
    services = filled(world).service()
    services.searches.keep("diffusion models", "diffusion")
    services.following.follow([parse_subject("author:mira solberg"), parse_subject("cs.CL")])
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=size, run_before=doing(Shot(press=("j", "j"))))


@pytest.mark.parametrize("keys", [("vertical_line",), ("vertical_line", "Z"), (*["greater_than_sign"] * 3,)])
def test_sizes(world: World, snap_compare: Compare, keys: tuple[str, ...]) -> None:
    world.store(long_titles())
    app = world.app(read_after=None)
    assert snap_compare(app, terminal_size=(120, 40), run_before=doing(Shot(press=keys)))
