"""Thousands of random keys while data arrives: nothing raises, nothing piles up."""

import asyncio
import gc
import os
import random
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from reader.catalog.papers import Catalogue
from reader.core.errors import NotFoundError, OfflineError
from reader.core.progress import Progress, silent
from reader.core.view import ViewKind
from reader.service.exchange import Exchange
from reader.ui.app import PaperApp
from reader.ui.commands import COMMANDS
from tests.document_page import equation, page, para, section
from tests.ui.world import SMALL, WIDE, FakeLists, Window, World, key_name, papers

_LEAVING = ("quit", "quit_anywhere", "suspend")
_WORDS = 'attention coral robots -survey is:unread upvotes:>50 title:( "open quote ümlaut 🙂 [/]'
_WARMING, _KEYS, _GROWTH = 10_000, 20_000, 10 * 2**20
"""Keys after which everything was opened once and what it needs is loaded; keys then, and the memory they may add."""
_LEAVING_SECONDS = 30
"""Longest wait until every dialog is left."""


class Texts(FakeLists):
    """A source that has a whole text of each second paper besides."""

    async def html(self, identifier: str, progress: Progress = silent) -> tuple[bytes, str]:
        if identifier[-1] in "02468":
            parts = (section(number, para("By night. " * 40) + equation("x^2")) for number in range(9))
            return page("".join(parts)), f"https://arxiv.org/html/{identifier}"
        raise NotFoundError("There is no text of it.")

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        raise NotFoundError("There is no text of it.")

    pdf = text


def memory() -> int:
    """Return the bytes of memory that this process has in use."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def keys(seed: int) -> Any:
    """Yield keys without end: those of commands, words, and ways out of whatever is open."""
    chance = random.Random(seed)
    bound = [key for command in COMMANDS if command.name not in _LEAVING for key in command.keys]
    while True:
        kind = chance.random()
        if kind < 0.75:
            yield chance.choice(bound)
        elif kind < 0.85:
            yield chance.choice(
                ("escape", "enter", "tab", "shift+tab", "backspace", "delete", "space", "ctrl+z")
            )
        else:
            yield from map(key_name, chance.choice(_WORDS.split()))


async def soak(world: World, seed: int, count: int) -> list[int]:
    """Press keys while lists change, fail and arrive, in windows of all sizes; return the memory at each thousand.

    It is measured where no dialog is open.
    """
    chance = random.Random(seed + 1)
    kinds = (ViewKind.TRENDING, ViewKind.DAY, ViewKind.WEEK, ViewKind.MONTH)
    used: list[int] = []
    world.lists, world.arxiv = Texts(), Texts()
    async with world.run(WIDE, read_after=0.01) as window:
        app = window.app
        for number, key in zip(range(count), keys(seed), strict=False):
            if number % 25 == 0:
                arriving = papers(chance.randrange(60))
                answer = arriving if chance.random() < 0.8 else OfflineError("Nothing answered.")
                world.lists.answers = dict.fromkeys(kinds, answer)
                world.lists.found = world.arxiv.found = arriving[:9]
                world.lists.records = world.arxiv.records = arriving
            if number % 100 == 50:
                window.screen.action_refresh_view()
            if number % 400 == 200:
                await window.pilot.resize_terminal(
                    *chance.choice((WIDE, SMALL, (80, 24), (20, 5), (200, 60)))
                )
            await press(window.pilot, key)
            assert app.is_running, (number, key)
            if number % 1_000 == 0:
                await leave_dialogs(window)
                used.append(memory())
        await leave_dialogs(window)
        used.append(memory())
    return used


async def leave_dialogs(window: Window) -> None:
    """Go back to the lists, so that it is not what is open that is measured."""
    loop = asyncio.get_running_loop()
    end = loop.time() + _LEAVING_SECONDS  # what was decided before is kept first, each time on the disk
    while window.app.screen is not window.screen:
        assert loop.time() < end, (window.app.screen, [*window.app.workers])
        await press(window.pilot, "escape")
        await window.pilot.pause()
    await window.pilot.pause()


async def press(pilot: Pilot[None], key: str) -> None:
    """Press a key as fast as a person's keyboard repeats one: what it starts may still go on."""
    pilot.app.post_message(Key(key, character_of(key)))
    await pilot._wait_for_screen(timeout=20)


def character_of(key: str) -> str | None:
    """Return what a key types, if anything."""
    if len(key) == 1:
        return key
    try:
        return unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return " " if key == "space" else None


@pytest.fixture
def contained(world: World, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, from which nothing leads out: no browser, no editor, no file but in one folder.

    Its catalogue is a file, as a person's is, and so takes no memory of the program's.
    """
    world.catalogue.close()
    world.catalogue = Catalogue(tmp_path / "soak.sqlite")
    world.store(papers(30))
    export = Exchange.export

    def inside(self: Exchange, entries: Any, chosen: Any, path: Path, *, overwrite: bool = False) -> int:
        return export(self, entries, chosen, tmp_path / (path.name[:50] or "x"), overwrite=overwrite)

    monkeypatch.setattr(Exchange, "export", inside)

    async def stay(_: PaperApp) -> None:
        """The palette offers to quit, too."""

    monkeypatch.setattr(PaperApp, "action_quit", stay)
    monkeypatch.setattr(PaperApp, "action_suspend_process", stay)
    monkeypatch.chdir(tmp_path)
    return world


async def test_random_keys(contained: World) -> None:
    await soak(contained, 7, 500)


@pytest.mark.slow
@pytest.mark.timeout(1_500)
@pytest.mark.skipif(
    "SOAK" not in os.environ, reason="SOAK=1 presses keys for minutes, never twice in the same moment"
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read as Linux tells it")
async def test_many_random_keys_take_no_memory(contained: World) -> None:
    import pypdf  # noqa: F401 (20 MB that the first PDF loads, whenever its key comes)

    used = await soak(contained, 20, _WARMING + _KEYS)
    print([f"{each / 2**20:.1f}" for each in used])
    assert used[-1] - used[_WARMING // 1_000] < _GROWTH, [f"{each / 2**20:.0f}" for each in used]
