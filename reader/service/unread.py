"""What is unread: in each list, in what the person keeps, by tag, and by what is followed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.core.errors import ReaderError
from reader.core.follow import reasons
from reader.core.view import View, ViewKind
from reader.service.following import Following
from reader.service.marking import Marking
from reader.service.reading import Reading


@dataclass(frozen=True, slots=True)
class UnreadCounts:
    """How many papers are unread; what could not be read is not there."""

    views: Mapping[ViewKind, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    """By tag."""
    follows: Mapping[str, int] = field(default_factory=dict)
    """By the key of what is followed."""


def count_unread(reading: Reading, marking: Marking, following: Following) -> UnreadCounts:
    """Count what is unread; it reads the stored lists, and blocks meanwhile."""
    marks = marking.marks
    unread = [mark for mark in marks.values() if not mark.read]
    views = {
        ViewKind.BOOKMARKS: sum(mark.bookmarked for mark in unread),
        ViewKind.QUEUE: sum(mark.place is not None for mark in unread),
    }
    for kind in (ViewKind.TRENDING, ViewKind.DAY, ViewKind.WEEK, ViewKind.MONTH, ViewKind.ARXIV):
        try:
            listed = reading.stored(View(kind))
        except ReaderError:  # the view itself says it when it is shown
            continue
        if not listed.sample:
            views[kind] = sum(not entry.mark.read for entry in listed.entries)
    follows: Counter[str] = Counter()
    if followed := following.all:
        new = [paper for paper in reading.followed.papers() if not _is_read(paper.id, marking)]
        views[ViewKind.FOLLOWED] = len(new)
        follows.update(subject.key for paper in new for subject in reasons(paper, followed))
    tags = Counter(tag for mark in unread for tag in mark.tags)
    return UnreadCounts(views, dict(tags), dict(follows))


def _is_read(identifier: str, marking: Marking) -> bool:
    mark = marking.marks.get(identifier)
    return mark is not None and mark.read
