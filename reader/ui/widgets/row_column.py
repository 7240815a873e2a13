"""The columns of the list: which there are, how wide, and which of them a view needs."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from reader.core.entry import Entry
from reader.core.mark import NO_MARK

USUAL_COLUMNS = ("sign", "course", "upvotes", "stars", "date")

SPARK_WIDTH = 6
"""Columns for the course of the upvotes."""

WIDTHS = {
    "course": SPARK_WIDTH + 1,
    "comments": 5,
    "category": 9,
    "upvotes": 6,
    "stars": 6,
    "date": 7,
}
"""Columns for the figures, with the blank before them."""

_YIELDING = ("course", "category", "comments", "stars", "date", "upvotes")
"""What makes room for the title, the first one first."""

TITLE_WIDTH = 34
"""Columns that a title has before a figure stands beside it."""


_SAMPLE = 2_000
"""Papers of a long list that are looked at for figures."""


class Uses(NamedTuple):
    """What any paper of a view has, so that it gets a column."""

    note: bool = False
    tag: bool = False
    rating: bool = False
    colour: bool = False
    sign: bool = False
    upvotes: bool = False
    stars: bool = False
    date: bool = False

    def __or__(self, other: Self) -> "Uses":
        """Return what either has."""
        return Uses(*map(any, zip(self, other, strict=True)))


def uses_of(entries: Sequence[Entry]) -> Uses:
    """Return what these entries need columns for."""
    marks = [entry.mark for entry in entries if entry.mark is not NO_MARK]
    # Papers of a list are alike; marks are rare, and each one counts.
    papers = [entry.paper for entry in entries[:: 1 + len(entries) // _SAMPLE]]
    return Uses(
        note=any(mark.note for mark in marks),
        tag=any(mark.tags for mark in marks),
        rating=any(mark.rating for mark in marks),
        colour=any(mark.colour for mark in marks),
        sign=any(mark.sign for mark in marks),
        upvotes=any(paper.upvotes is not None for paper in papers),
        stars=any(paper.stars is not None for paper in papers),
        date=any(paper.published or paper.listed for paper in papers) or any(mark.read_on for mark in marks),
    )


def shown_figures(wanted: Iterable[str], uses: Uses, room: int, *, courses: bool) -> tuple[str, ...]:
    """Return the figures that stand beside a title, in the order wanted, so that the title keeps its room."""
    used = {"course": courses, "upvotes": uses.upvotes, "stars": uses.stars, "date": uses.date}
    shown = [name for name in wanted if name in WIDTHS and used.get(name, True)]
    for name in _YIELDING:
        if room - sum(WIDTHS[each] for each in shown) >= TITLE_WIDTH:
            break
        if name in shown and name != "upvotes":
            shown.remove(name)
    return tuple(shown)
