"""Counts as bars of block characters, upright in one line or lying."""

from collections.abc import Sequence

_UPRIGHT = " ▁▂▃▄▅▆▇█"
_LYING = " ▏▎▍▌▋▊▉"


def upright(counts: Sequence[int]) -> str:
    """Return one character for each count, as high as it is against the greatest; a blank for none."""
    most = max(counts, default=0)
    return "".join(_UPRIGHT[0 if count <= 0 else max(1, round(7 * count / most))] for count in counts)


def lying(count: float, most: float, width: int) -> str:
    """Return a bar as long as a count is against the greatest one, which has `width` characters."""
    eighths = round(8 * width * count / most) if most > 0 else 0
    if count > 0:
        eighths = max(1, eighths)
    return ("█" * (eighths // 8) + _LYING[eighths % 8]).rstrip()
