"""What is new in several views as groups: each paper once, with all that it is there for, the best first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reader.core.digest import DigestGroup, DigestItem
from reader.core.entry import Entry
from reader.core.view import View


@dataclass(frozen=True, slots=True)
class Found:
    """What one view has that is new."""

    view: View
    entries: tuple[Entry, ...]
    reason: Callable[[Entry], str]


def grouped(found: Sequence[Found], limit: int) -> Iterable[DigestGroup]:
    """Yield the views that have something new, each paper in the first one that has it."""
    reasons: dict[str, list[str]] = {}
    for each in found:
        for entry in each.entries:
            reasons.setdefault(entry.id, []).append(each.reason(entry))
    placed: set[str] = set()
    for each in found:
        new = sorted((entry for entry in each.entries if entry.id not in placed), key=_rank(reasons))
        placed.update(entry.id for entry in new)
        if new:
            items = tuple(DigestItem(entry, tuple(reasons[entry.id])) for entry in new[:limit])
            yield DigestGroup(_title(each.view), items, len(new) - len(items))


def _rank(reasons: Mapping[str, Sequence[str]]) -> Callable[[Entry], tuple[int, int, int]]:
    """Return a key by which the papers with most reasons come first, then the most upvoted, then the newest."""
    return lambda entry: (
        -len(reasons[entry.id]),
        -(entry.paper.upvotes or 0),
        -day_of(entry).toordinal(),
    )


def _title(view: View) -> str:
    return f"{view.title}: {view.period.label}" if view.period else view.title


def day_of(entry: Entry) -> date:
    """Return the last day that a paper carries, by which it is new or not."""
    return max(filter(None, (entry.paper.listed, entry.paper.published)), default=date.min)
