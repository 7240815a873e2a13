"""A whole paper in the terminal: how soon it stands after the key, and what a frame of scrolling in it costs.

Goals: 150 ms to open a kept paper of sixty sections, 16 ms for each frame, 20 ms for each letter that is sought.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from textual.pilot import Pilot

from reader.ui.screens.whole_text import TextScreen
from tests.benchmarks import Measure
from tests.document_page import thesis
from tests.ui.world import World, first_ids, papers

_SIZE = (140, 45)
_OPENED, _FRAMES = 5, 200


def run() -> list[Measure]:
    """Measure in the whole program."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            return asyncio.run(_measure(world))
        finally:
            world.close()


async def _measure(world: World) -> list[Measure]:
    world.store(papers(30))
    (identifier,) = first_ids(1)
    world.keep_text(identifier, thesis(60))
    async with world.run(_SIZE) as window:
        opened = []
        for _ in range(_OPENED):
            begun = time.perf_counter()
            window.screen.parts.tasks.perform("text")
            screen = await _shown(window.pilot)
            _paint(screen)
            opened.append(time.perf_counter() - begun)
            await window.settle()
            await window.press("escape")
        window.screen.parts.tasks.perform("text")
        screen = await _shown(window.pilot)
        await window.settle()
        sought = "the gradient of a small"
        letters = [sought[:end] for end in range(1, len(sought) + 1)]
        return [
            Measure("open a kept paper of 60 sections, the first time", opened[0], None),
            Measure("the same, again: the median", median(opened[1:]), 0.15),
            *await _frames(screen, window.pilot, "a line down", lambda: screen.action_lines(1)),
            *await _frames(screen, window.pilot, "a page down", lambda: _page(screen)),
            *await _frames(screen, window.pilot, "a letter sought", lambda: _seek(screen, letters)),
        ]


def _seek(screen: TextScreen, letters: list[str]) -> None:
    letters.append(letters.pop(0))
    screen.seek(letters[-1])


def _page(screen: TextScreen) -> None:
    """Go a page down, from the top again after the end."""
    if screen.view.percent == 100:
        screen.action_top()
    screen.action_pages(1)


async def _frames(
    screen: TextScreen, pilot: Pilot[None], name: str, act: Callable[[], None]
) -> list[Measure]:
    times = []
    for number in range(_FRAMES):
        begun = time.perf_counter()
        act()
        _paint(screen)
        times.append(time.perf_counter() - begun)
        if number % 20 == 0:
            await pilot.pause()
    times.sort()
    limit = 0.02 if "letter" in name else 0.016
    return [
        Measure(f"{name}, every visible line drawn: the median", median(times), limit),
        Measure(f"{name}: 95 of 100", times[len(times) * 95 // 100], limit),
    ]


async def _shown(pilot: Pilot[None]) -> TextScreen:
    """Wait until the text stands."""
    app = pilot.app
    while True:
        screen = app.screen
        if isinstance(screen, TextScreen) and screen.query("#text") and screen.view.lines:
            return screen
        await asyncio.sleep(0.001)


def _paint(screen: TextScreen) -> None:
    for y in range(screen.view.size.height):
        screen.view.render_line(y)
