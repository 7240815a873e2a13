"""Pieces of a drawn formula: rows of text of one width, of which one is the line on which the others stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.width import width

AREA: Final = 40_000
"""Most characters of a drawn formula."""

# By bracket: alone, then top, filling, middle, bottom of one that is several rows high.
_TALL: Final = {
    "(": "⎛⎜⎜⎝",
    ")": "⎞⎟⎟⎠",
    "[": "⎡⎢⎢⎣",
    "]": "⎤⎥⎥⎦",
    "{": "⎧⎪⎨⎩",
    "}": "⎫⎪⎬⎭",
    "⌈": "⎡⎢⎢⎢",
    "⌉": "⎤⎥⎥⎥",
    "⌊": "⎢⎢⎢⎣",
    "⌋": "⎥⎥⎥⎦",
    "|": "││││",
    "‖": "‖‖‖‖",
    "⟦": "⟦⟦⟦⟦",
    "⟧": "⟧⟧⟧⟧",
    "⟨": "╱│⟨╲",
    "⟩": "╲│⟩╱",
    "↑": "↑││↑",
    "↓": "│││↓",
    "/": "╱╱╱╱",
}
TALL_BRACKETS: Final = frozenset(_TALL)


class TooLargeError(Exception):
    """A formula that would be drawn too large to be read."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of one width, in columns; row `base` is the line of the formula around it.

    A `tall` one makes the brackets around it grow.
    """

    rows: tuple[str, ...]
    base: int
    width: int
    tall: bool = False

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def above(self) -> int:
        """The rows above the base."""
        return self.base

    @property
    def below(self) -> int:
        """The rows below the base."""
        return len(self.rows) - 1 - self.base


EMPTY: Final = Box(("",), 0, 0)


def line(text: str) -> Box:
    """Return a box of one row."""
    return Box((text,), 0, width(text))


def beside(boxes: Sequence[Box]) -> Box:
    """Return boxes next to each other, their bases on one line."""
    if len(boxes) == 1:
        return boxes[0]
    above = max((box.above for box in boxes), default=0)
    below = max((box.below for box in boxes), default=0)
    total = sum(box.width for box in boxes)
    _check(total, above + below + 1)
    columns = [_heightened(box, above, below) for box in boxes]
    rows = tuple("".join(parts) for parts in zip(*columns, strict=True)) or ("",)
    return Box(rows, above, total, any(box.tall for box in boxes))


def _heightened(box: Box, above: int, below: int) -> tuple[str, ...]:
    blank = " " * box.width
    return (blank,) * (above - box.above) + box.rows + (blank,) * (below - box.below)


def stacked(boxes: Sequence[Box], base: int, align: str = "center", *, tall: bool = False) -> Box:
    """Return boxes one below the other; the base of the one at index `base` is that of the whole."""
    widest = max(box.width for box in boxes)
    _check(widest, sum(box.height for box in boxes))
    rows = tuple(row for box in boxes for row in padded(box, widest, align).rows)
    return Box(rows, sum(box.height for box in boxes[:base]) + boxes[base].base, widest, tall)


def padded(box: Box, columns: int, align: str = "center") -> Box:
    """Return a box widened to some columns."""
    room = columns - box.width
    if room <= 0:
        return box
    left = {"left": 0, "right": room}.get(align, room // 2)
    before, after = " " * left, " " * (room - left)
    return Box(tuple(before + row + after for row in box.rows), box.base, columns, box.tall)


def fraction(top: Box, bottom: Box) -> Box:
    """Return one box over another, with a bar between them."""
    bar = line("─" * max(top.width, bottom.width))
    return stacked((top, bar, bottom), 1, tall=True)


def bracket(sign: str, above: int, below: int) -> Box:
    """Return a bracket that reaches some rows above and below its base."""
    height = above + below + 1
    shape = _TALL.get(sign)
    if height == 1 or shape is None:
        return line(sign)
    top, filling, middle, bottom = tuple(shape)
    if height == 2:
        if sign in "{}":
            top, bottom = ("⎰", "⎱") if sign == "{" else ("⎱", "⎰")
        rows = [top, bottom]
    else:
        rows = [top, *[filling] * (height - 2), bottom]
        if middle != filling:
            rows[min(max(1, above), height - 2)] = middle
    return Box(tuple(rows), above, width(sign), tall=True)


def root(content: Box, degree: str) -> Box:
    """Return a box under the sign of a root."""
    rows = [" ┌" + "─" * (content.width + 1)]
    rows += [" │" + row + " " for row in content.rows]
    rows[-1] = "╲│" + content.rows[-1] + " "
    inner = Box(tuple(rows), content.base + 1, content.width + 3, tall=True)
    if not degree:
        return inner
    sign = line(degree)
    raised = Box((sign.rows[0], *[" " * sign.width] * content.below), 0, sign.width)
    return beside((Box(raised.rows, 0, sign.width), inner))


def scripts(base: Box, lower: Box | None, upper: Box | None) -> Box:
    """Return a box with others at its right: above it and below it, or beside its ends where it is high."""
    widest = max(lower.width if lower else 0, upper.width if upper else 0)
    reach = 1 if base.height == 1 else 0  # beside the ends of what is high, above and below what is not
    top = upper.height - (1 - reach) if upper else 0
    bottom = lower.height - (1 - reach) if lower else 0
    rows = [" " * widest] * (base.height + top + bottom)
    if upper:
        rows[: upper.height] = padded(upper, widest, "left").rows
    if lower:
        rows[len(rows) - lower.height :] = padded(lower, widest, "left").rows
    column = Box(tuple(rows), top + base.base, widest)
    return beside((base, column))


def integral(sign: str, lower: Box | None, upper: Box | None) -> Box:
    """Return an integral sign with its limits at its ends."""
    if sign != "∫":
        return scripts(line(sign), lower, upper)
    tall = Box(("⌠", "⎮", "⌡"), 1, 1, tall=True)
    return scripts(tall, lower, upper)


def grid(cells: Sequence[Sequence[Box]], aligns: str, gap: int = 2) -> Box:
    """Return boxes in rows and columns; `aligns` has a letter (l, c, r) for each column, the last one going on."""
    count = max(len(row) for row in cells)
    widths = [max((row[i].width for row in cells if i < len(row)), default=0) for i in range(count)]
    _check(sum(widths) + gap * count, len(cells))
    names = {"l": "left", "r": "right"}
    space = line(" " * gap)
    lines: list[Box] = []
    for row in cells:
        parts: list[Box] = []
        for place in range(count):
            align = names.get(aligns[min(place, len(aligns) - 1)], "center")
            box = row[place] if place < len(row) else EMPTY
            parts += [space] * (place > 0) + [padded(box, widths[place], align)]
        lines.append(beside(parts))
    airy = any(box.height > 2 for box in lines[1:]) or any(box.height > 2 for box in lines[:-1])
    spaced: list[Box] = []
    for box in lines:
        spaced += [line("")] * (airy and bool(spaced)) + [box]
    whole = stacked(spaced, 0, "left", tall=len(lines) > 1)
    return Box(whole.rows, (whole.height - 1) // 2, whole.width, whole.tall)


def _check(columns: int, rows: int) -> None:
    if columns * rows > AREA:
        raise TooLargeError
