"""Places in an order that several windows and machines change apart: digits, compared as the text they are.

There is always room between two places, so moving one paper changes no other. A place reads like the digits after a
decimal point and never ends in 0. What nobody moved stands at the place of the time when it came in.
"""

from collections.abc import Sequence
from datetime import datetime

PLACE_LIMIT = 100
"""Longest place, in digits."""


def place_of_time(time: datetime) -> str:
    """Return the place of what came in at a time (UTC)."""
    return f"{time:%Y%m%d%H%M%S}5"


def is_place(text: str) -> bool:
    """Tell whether `text` can stand in an order."""
    return text.isascii() and text.isdigit() and len(text) <= PLACE_LIMIT and text[-1] != "0"


def places_between(low: str, high: str | None, count: int) -> tuple[str, ...] | None:
    """Return `count` ascending places above `low` (empty for the beginning) and below `high` (`None` for the end).

    `None` where there is no room, because two machines put something at the very same place.
    """
    places: list[str] = []
    for _ in range(count):
        if high is not None and low >= high:
            return None
        # At the end it stays just above the last one, so that what comes in later still comes after it.
        low = low + "5" if high is None else _middle(low, high)
        places.append(low)
    return tuple(places) if all(len(place) <= PLACE_LIMIT for place in places) else None


def new_places(count: int) -> Sequence[str]:
    """Return `count` ascending places that stand before every time."""
    digits = len(str(count))
    return [f"1{number:0{digits}}5" for number in range(count)]


def _middle(low: str, high: str) -> str:
    """Return a place between two, of which the second does not end in 0."""
    same = 0
    while (low[same] if same < len(low) else "0") == high[same]:
        same += 1
    prefix, low, high = high[:same], low[same:], high[same:]
    first, last = int(low[0]) if low else 0, int(high[0])
    if last - first > 1:
        return prefix + str((first + last) // 2)
    if len(high) > 1:
        return prefix + high[0]
    rest = low[1:]
    nines = len(rest) - len(rest.lstrip("9"))
    digit = int(rest[nines]) if nines < len(rest) else 0
    return prefix + str(first) + rest[:nines] + str((digit + 10) // 2)
