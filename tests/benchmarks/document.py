"""Whole papers: how soon the first screen stands, what scrolling costs, and how fast words are found in them.

The page has sixty sections, and formulas as LaTeXML writes them, with all their MathML.
"""

import random
import resource
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from reader.core.document import Cell, Document, Inline, Paragraph, Table
from reader.core.math_display import Row, display
from reader.core.passage import Passage
from reader.core.prose import parse_prose
from reader.document.anchoring import find_passages, quoted
from reader.document.finding import Finder
from reader.document.flow import Flow
from reader.document.latexml import parse_latexml
from reader.document.line import formula
from reader.document.picture import raster
from reader.document.script import Script
from reader.ui.widgets.artwork import CELL, half_blocks
from tests.benchmarks import Measure, timed
from tests.document_page import png, thesis

_COLUMNS, _ROWS = 84, 45
_PAGES = 1_000
_ABSTRACT = (
    r"We show that $\mathcal{O}(\sqrt{C_\Phi/m})$ steps do, with $\frac{\alpha}{\beta^2} \le \sum_{i=1}^n x_i^2$ and"
    r" $\|f\|_{C(B_n)} := \max\limits_{x\in B_n}|f(x)|$, where $\mathbb{E}[X_t \mid X_0] = \int_0^1 e^{-st} ds$ holds. "
) * 8


def run() -> Iterable[Measure]:
    """Yield the measures, with the limits that hold for a reader who waits."""
    page = thesis(60)
    parse_latexml(page)  # the package is loaded once

    def opened() -> None:
        _clear()
        _screen(Flow(parse_latexml(page), _COLUMNS), 0)

    yield timed(f"{len(page) / 1e6:.1f} MB, 60 sections: parsed and the first screen", opened, limit=0.150)
    large = parse_latexml(thesis(600, with_mathml=False))
    yield timed("600 sections: laid out from the middle", lambda: _middle(large), limit=0.050)
    yield from _scrolled(large)
    finder = Finder(large)
    for words in ("g", "gradient of the", "no such words at all"):
        yield timed(f"find “{words}” in 600 sections", lambda words=words: finder.find(words), limit=0.020)  # type: ignore[misc]
    yield timed("600 sections made ready for finding, once", lambda: Finder(large), times=3)
    script = Script(_words())
    for manner, changed, limit in (("as they were", 0, 0.050), ("all of them changed", 9, None)):
        passages = _passages(script, changed)
        yield timed(
            f"50 highlights found again in 300 pages, {manner}",
            lambda passages=passages: find_passages(script, passages),  # type: ignore[misc]
            limit=limit,
        )
    yield timed("one abstract with 32 formulas drawn", _abstract, limit=0.005)
    yield timed("one page of displayed mathematics drawn", _displays, limit=0.016)
    large_table = Document((_table(1_000, 100),))
    yield timed(
        "a table of 1,000 x 100: the first screen",
        lambda: _screen(Flow(large_table, _COLUMNS), 0),
        limit=0.100,
    )
    picture = png(1_200, 800)
    yield timed("a figure of 1,200 x 800 pixels drawn, beside the screen", lambda: _figure(picture))


def _words() -> Document:
    """Return about 300 pages of words that mean nothing."""
    chance = random.Random(7)
    known = ["".join(chance.choices("aeioumnrst", k=chance.randint(2, 9))) for _ in range(5_000)]
    texts = (" ".join(chance.choices(known, k=110)) for _ in range(1_200))
    return Document(tuple(Paragraph((Inline(text),)) for text in texts))


def _passages(script: Script, changed: int = 0) -> list[Passage]:
    """Return highlights from all over a text; of each so many words one is another, none where it is 0."""
    found: list[Passage] = []
    for number in range(50):
        start = number * len(script.text) // 50
        words, before, after = quoted(script, script.stretch(start, start + 300))
        parts = words.split(" ")
        if changed:
            parts[::changed] = ["otherwise"] * len(parts[::changed])
        now = datetime(2026, 8, 21, tzinfo=UTC)
        quote = " ".join(parts).strip()
        found.append(
            Passage(key=str(number), paper="p", quote=quote, created_at=now, before=before, after=after)
        )
    return found


def _screen(flow: Flow, place: int) -> int:
    lines = 0
    for _, _, line in flow.lines_from(place):
        lines += len(line.segments) >= 0
        if lines == _ROWS:
            break
    return lines


def _middle(document: Document) -> None:
    flow = Flow(document, _COLUMNS)
    place, _ = flow.place_of(flow.height // 2)
    _screen(flow, place)


def _scrolled(document: Document) -> Iterable[Measure]:
    """Yield the longest frame of scrolling a thousand pages down and up, and the memory that it took."""
    flow = Flow(document, _COLUMNS)
    place = row = 0
    step = _ROWS
    frames: list[float] = []
    peak = 0.0
    for page in range(_PAGES):
        if page == _PAGES // 2:
            peak = _memory()
        started = time.perf_counter()
        before = (place, row)
        place, row = flow.moved(place, row, step)
        if (place, row) == before:
            step = -step
        _screen(flow, place)
        frames.append(time.perf_counter() - started)
    frames.sort()
    yield Measure(f"scrolling {_PAGES:,} pages: the median frame", frames[_PAGES // 2], 0.016)
    yield Measure(f"scrolling {_PAGES:,} pages: 99 of 100 frames", frames[_PAGES * 99 // 100], 0.016)
    yield Measure("the second 500 pages need more memory", _memory() - peak, 4.0, unit="MB")


def _abstract() -> None:
    parse_prose(_ABSTRACT)


def _displays() -> None:
    display.cache_clear()
    for number in range(6):
        display(
            (Row((rf"\sum_{{k=1}}^{{n}} \frac{{a_k}}{{k!}} \left(\frac{{x}}{{{number}}}\right)^k",), "1"),),
            80,
        )


def _clear() -> None:
    display.cache_clear()
    formula.cache_clear()


def _table(rows: int, columns: int) -> Table:
    cells = [Cell((Inline(f"{number / 7:.2f}"),)) for number in range(columns)]
    return Table((tuple(cells),) * rows, 1)


def _figure(picture: bytes) -> None:
    half_blocks(raster(picture, _COLUMNS, _ROWS - 4, CELL))


def _memory() -> float:
    """Return the most memory that this process has needed, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
