"""How much a person likes a paper, judged by what they did with it."""

import math
from datetime import datetime

from reader.core.mark import Mark

_BOOKMARKED, _QUEUED, _NOTED, _TAGGED, _OPENED, _READ = 1.0, 0.5, 0.5, 0.3, 0.3, 0.2
"""What counts for a paper: kept, put into the queue, with a note, tagged, its whole text opened, its abstract read."""

_RATINGS = {5: 1.0, 4: 0.7, 3: 0.2, 2: -0.5, 1: -1.0}
"""What a rating adds; one of the lowest two stands for all: it was not liked."""

_HALF_LIFE_DAYS = 60.0
"""Days after which it counts half as much: interests change."""

_LEAST = 0.1
"""What is left of it after years."""

_UNDATED = 0.5
"""What is left of it where nobody knows since when."""


def liking(mark: Mark) -> float:
    """Return how much a paper is liked: 0 for not at all as far as is known, below 0 for a bad rating."""
    rating = _RATINGS.get(mark.rating or 0, 0.0)
    if rating < 0:
        return rating
    deeds = (
        (mark.bookmarked, _BOOKMARKED),
        (mark.queued, _QUEUED),
        (mark.note, _NOTED),
        (mark.tags, _TAGGED),
        (mark.reached, _OPENED),
        (mark.read, _READ),
    )
    return rating + sum(worth for deed, worth in deeds if deed)


def recency(mark: Mark, now: datetime) -> float:
    """Return the part from 0 to 1 that the mark still counts, by when the person last did something with the paper."""
    last = max(filter(None, (mark.bookmarked_at, mark.queued_at, mark.read_at)), default=None)
    if last is None:
        return _UNDATED
    days = max(0.0, (now - last).total_seconds() / 86_400)
    return max(_LEAST, math.exp2(-days / _HALF_LIFE_DAYS))
