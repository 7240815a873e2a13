"""A year of reading, made up: what statistics and trends are drawn from."""

import random
from datetime import timedelta

from reader.core.border import paper_from_record
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.period import Period, Span
from reader.core.view import View, ViewKind
from tests.ui.world import NOW, World

_AUTHORS = ("Mira Solberg", "Tomás Etxeberria", "Li Wen", "Adaeze Okoro", "Jonas Feld", "Ines Duarte")
_KEYWORDS = {
    "large language models": (6, 6),
    "reinforcement learning": (3, 5),
    "diffusion models": (5, 3),
    "world models": (1, 4),
    "test-time scaling": (0, 3),
    "3D Gaussian splatting": (2, 2),
    "sparse attention": (1, 2),
    "video generation": (2, 3),
}
"""How often each keyword comes before the last month, and in it."""

_CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "cs.RO", "stat.ML", "math.OC")


def a_year(world: World, *, seed: int = 7) -> None:
    """Store a year's lists, and marks as somebody makes them who reads a little less than they keep."""
    dice = random.Random(seed)
    changes = []
    number = 0
    for age in range(365, -1, -1):
        day = NOW.date() - timedelta(days=age)
        if day.weekday() > 4:
            continue
        weights = [late if age < 30 else early for early, late in _KEYWORDS.values()]
        papers = []
        for _ in range(6):
            number += 1
            names = list(dict.fromkeys(dice.choices(list(_KEYWORDS), weights, k=2)))
            record = {
                "id": f"{day:%y%m}.{number:05}",
                "title": f"Paper {number} on {names[0]}",
                "authors": dice.sample(_AUTHORS, 2),
                "published": day.isoformat(),
                "listed": day.isoformat(),
                "keywords": names,
                "categories": [dice.choice(_CATEGORIES[: 2 + number % 5])],
            }
            papers.append(paper_from_record(record))
        world.store(papers, View(ViewKind.DAY, Period(day, Span.DAY)), age=timedelta(days=age))
        moment = NOW - timedelta(days=age)
        for paper in papers[: dice.choice((0, 0, 1, 2, 3, 5))]:
            late = moment + timedelta(days=dice.choice((0, 0, 1, 9)))
            read = late if dice.random() < 0.7 and late <= NOW else None
            kept = moment if dice.random() < 0.6 else None
            changes.append(Change(paper, NO_MARK, Mark(read_at=read, bookmarked_at=kept)))
    world.library().apply([change for change in changes if change.after != NO_MARK])
