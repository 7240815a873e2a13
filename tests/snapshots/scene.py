"""What a picture shows: the papers, the size of the window, and what is done before it is taken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from textual.pilot import Pilot

from reader.core.mark import NO_MARK, Change, Mark
from reader.core.view import View
from tests.snapshots.gallery import gallery
from tests.ui.world import NOW, TRENDING, Window, World

Compare = Callable[..., bool]
LARGE, USUAL, SMALL = (140, 45), (80, 24), (60, 20)


def filled(world: World, age: timedelta = timedelta(0)) -> World:
    """Store the gallery, with marks."""
    papers = gallery()
    world.store(papers, age=age)
    marks = {
        1: Mark(read_at=NOW),
        2: Mark(read_at=NOW, bookmarked_at=NOW, note="Compare with the calculus of last year."),
        4: Mark(bookmarked_at=NOW, tags=("thesis", "diffusion")),
        6: Mark(queued_at=NOW),
        9: Mark(read_at=NOW),
    }
    world.library().apply([Change(papers[i], NO_MARK, mark) for i, mark in marks.items()])
    return world


@dataclass(frozen=True)
class Shot:
    """A picture: its size, what is pressed and typed before it is taken, and how the program is started."""

    size: tuple[int, int] = LARGE
    press: tuple[str, ...] = ()
    type: str = ""
    theme: str = "paper-dark"
    view: View = TRENDING
    offline: bool = False


def doing(shot: Shot) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what is done before a picture is taken."""

    async def act(pilot: Pilot[None]) -> None:
        window = Window(pilot)
        await window.settle()
        if shot.press:
            await window.press(*shot.press)
        if shot.type:
            await window.type(shot.type)
        for box in pilot.app.screen.query("Input, TextArea"):
            box.cursor_blink = False  # type: ignore[attr-defined]
        await window.settle()
        assert pilot.app.is_running  # a picture of a crash would be blank

    return act
