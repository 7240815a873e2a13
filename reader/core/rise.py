"""How counts went over time, drawn with block characters."""

from collections.abc import Sequence

Point = tuple[int, int]
"""The second of a sighting (UTC), and the count that was seen then."""

FEWEST = 3
"""Sightings from which a course can be told."""

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_SMALLEST_RISE = 8
"""A course that rises by less does not fill the whole height: one vote more is no cliff."""


def sparkline(points: Sequence[Point], width: int) -> str:
    """Return a course in one line of `width` characters, empty where too little is known of it.

    No character is as high as the line: those of lines below each other never touch.
    """
    return "".join(_EIGHTHS[level] for level in _levels(points, width, 7))


def plot(points: Sequence[Point], width: int, height: int) -> tuple[str, ...]:
    """Return a course in `height` lines of `width` characters, the first one on top; none where too little is known.

    Time runs evenly from the first to the last sighting, and the lowest count still stands above the ground.
    """
    levels = _levels(points, width, 8 * height)
    return tuple(
        "".join(_EIGHTHS[max(0, min(8, level - 8 * row))] for level in levels)
        for row in range(height - 1 if levels else -1, -1, -1)
    )


def _levels(points: Sequence[Point], width: int, highest: int) -> list[int]:
    """Return the heights of a course, from 1 to `highest`."""
    if len(points) < FEWEST or points[-1][0] <= points[0][0]:
        return []
    low, high = min(count for _, count in points), max(count for _, count in points)
    span = max(high - low, _SMALLEST_RISE)
    return [1 + round((highest - 1) * (count - low) / span) for count in _resampled(points, width)]


def _resampled(points: Sequence[Point], width: int) -> list[float]:
    """Return the counts at `width` moments of equal distance, between two sightings on a straight line."""
    first, last = points[0][0], points[-1][0]
    counts: list[float] = []
    at = 0
    for column in range(width):
        moment = first + (last - first) * column / max(1, width - 1)
        while at < len(points) - 2 and points[at + 1][0] <= moment:
            at += 1
        (began, before), (ended, after) = points[at], points[at + 1]
        part = min(1.0, (moment - began) / max(1, ended - began))
        counts.append(before + (after - before) * part)
    return counts
