"""A laid-out line as a strip of the terminal, in the styles of the theme, what was found marked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment as Painted
from rich.style import Style
from textual.strip import Strip

from reader.core.width import width
from reader.document.line import Line, Segment

LINKED = ("link", "jump", "citation", "note")
"""Styles of segments that lead somewhere."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Something in a line that leads somewhere: the number of its segment, what it is and where it leads."""

    block: int
    row: int
    segment: int
    style: str
    target: str
    text: str


def _spots_of(block: int, row: int, line: Line) -> Iterator[Spot]:
    """Yield what leads somewhere in a line."""
    for number, segment in enumerate(line.segments):
        if segment.style in LINKED and segment.target:
            yield Spot(block, row, number, segment.style, segment.target, segment.text)


def spots_in(lines: Iterable[tuple[int, int, Line]]) -> tuple[Spot, ...]:
    """Return what leads somewhere in lines, each with its block and row; what goes over two lines, once."""
    found: list[Spot] = []
    for block, row, line in lines:
        for spot in _spots_of(block, row, line):
            last = found[-1] if found else None
            goes_on = last and last.target == spot.target and (last.block, last.row + 1) == (block, row)
            if not (goes_on and spot.segment <= 1):
                found.append(spot)
    return tuple(found)


Styles = Callable[[str], Style]
"""Returns the style of a part by its name."""


def strip_of(
    line: Line,
    styles: Styles,
    marked: Sequence[tuple[int, int, bool]] = (),
    chosen: int | None = None,
    place: tuple[int, int] = (0, 0),
    window: tuple[int, int] | None = None,
    shaded: tuple[int, int, str] | None = None,
) -> Strip:
    """Return a line; `marked` are characters from and to, and whether they are the hit gone to.

    `chosen` is the segment that the next command follows; `place` is the block and row, for clicks; `shaded` are
    characters from and to, and the style of their ground. Of a line that is wider than its `window`, only the columns
    from the first to the one behind the last are returned.
    """
    painted: list[Painted] = []
    start = column = 0
    begin: int | None = None
    for number, segment in enumerate(line.segments):
        if window is not None:
            column += width(segment.text)
            if column <= window[0]:
                start += len(segment.text)
                continue
            if begin is None:
                begin = column - width(segment.text)
            elif column - width(segment.text) >= window[1]:
                break
        style = Style(meta={"spot": (*place, number)}) if segment.style in LINKED and segment.target else None
        if number == chosen:
            style = styles("chosen") + style if style else styles("chosen")
        for first, last, ground in _parts(segment, start, shaded, styles):
            text = segment.text[first:last]
            painted += _marked(text, ground + style if style else ground, start + first, marked, styles)
        start += len(segment.text)
    strip = Strip(painted)
    return strip if window is None else strip.crop(window[0] - (begin or 0), window[1] - (begin or 0))


def _parts(
    segment: Segment, start: int, shaded: tuple[int, int, str] | None, styles: Styles
) -> Iterator[tuple[int, int, Style]]:
    """Yield what of a segment, which begins at a character of its line, is shaded and what is not."""
    style, length = styles(segment.style), len(segment.text)
    if shaded is None:
        yield 0, length, style
        return
    first, last = (min(max(0, place - start), length) for place in shaded[:2])
    last = max(first, last)
    parts = ((0, first, style), (first, last, style + styles(shaded[2])), (last, length, style))
    yield from (part for part in parts if part[0] < part[1])


def _marked(
    text: str, style: Style, start: int, marked: Sequence[tuple[int, int, bool]], styles: Styles
) -> Iterator[Painted]:
    """Yield a text that begins at a character of its line in parts, those found in another style."""
    done = 0
    for first, last, is_current in marked:
        first, last = max(first - start, done), min(last - start, len(text))
        if first >= last:
            continue
        if first > done:
            yield Painted(text[done:first], style)
        yield Painted(text[first:last], style + styles("hit-here" if is_current else "hit"))
        done = last
    if done < len(text):
        yield Painted(text[done:], style)
