"""What it costs to fill the list with 100,000 rows, and to move in it.

Goals: 50 ms to fill, 16 ms (one frame) for a row down.
"""

import asyncio
import time
from collections.abc import Callable
from statistics import median

from textual.app import App, ComposeResult

from reader.core.border import paper_from_record
from reader.core.entry import Entry
from reader.ui.widgets.paper_list import PaperList
from tests.benchmarks import Measure

ROWS, RUNS = 100_000, 50


class ListApp(App[None]):
    """Nothing but the list."""

    def get_css_variables(self) -> dict[str, str]:
        """Add the inks of the program."""
        return super().get_css_variables() | {"muted": "#888888", "faint": "#555555"}

    def compose(self) -> ComposeResult:
        """Show the list."""
        yield PaperList()


def entries(count: int) -> tuple[Entry, ...]:
    """Return rows."""
    return tuple(
        Entry(
            paper_from_record(
                {
                    "id": f"{2401 + n // 90_000}.{n % 90_000:05}",
                    "title": f"On $x^{{{n}}}$ and others",
                    "upvotes": n,
                }
            )
        )
        for n in range(count)
    )


def run() -> list[Measure]:
    """Measure in an app of nothing but the list."""
    return asyncio.run(_measure())


async def _measure() -> list[Measure]:
    rows = entries(ROWS)
    app = ListApp()
    async with app.run_test(size=(140, 45)) as pilot:
        listed = app.query_one(PaperList)
        listed.focus()

        def fill() -> None:
            listed.entries = rows

        def down() -> None:
            listed.action_cursor(1)
            _paint(listed)

        def jump() -> None:
            listed.cursor = (listed.cursor + ROWS // 3) % ROWS
            _paint(listed)

        measures = []
        for name, action, goal, runs in (
            (f"fill the list with {ROWS:,} rows", fill, 0.05, 5),
            ("cursor down, every visible row drawn", down, 0.016, RUNS),
            ("jump a third of the list, every row drawn", jump, 0.016, RUNS),
        ):
            times = []
            for _ in range(runs):
                times.append(_seconds(action))
                await pilot.pause()
            measures.append(Measure(name, median(times), goal))
        return measures


def _paint(listed: PaperList) -> None:
    for y in range(listed.size.height):
        listed.render_line(y)


def _seconds(action: Callable[[], None]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
