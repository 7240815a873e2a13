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


def main() -> None:
    """Print medians."""
    asyncio.run(_measure())


async def _measure() -> None:
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

        for name, action, goal, runs in (
            ("fill", fill, "50 ms", 5),
            ("down", down, "16 ms", RUNS),
            ("jump, all rows drawn", jump, "16 ms", RUNS),
        ):
            times = []
            for _ in range(runs):
                times.append(_seconds(action))
                await pilot.pause()
            print(
                f"{name:<22} {median(times) * 1000:7.2f} ms, at worst {max(times) * 1000:.2f} ms (goal {goal})"
            )
        times = []
        for _ in range(RUNS):
            begin = time.perf_counter()
            await pilot.press("j")
            times.append(time.perf_counter() - begin)
        print(
            f"{'key down, to idle':<22} {median(times) * 1000:7.2f} ms, the test driver's own waits included"
        )


def _paint(listed: PaperList) -> None:
    for y in range(listed.size.height):
        listed.render_line(y)


def _seconds(action: Callable[[], None]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
