"""Invented papers, lists, sources and a library held in memory."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reader.core.backup import Backup
from reader.core.entry import Entry
from reader.core.errors import NotFoundError, StorageError
from reader.core.follow import Follow
from reader.core.item import SEARCHES, SENDINGS, ItemChange
from reader.core.linked import Links
from reader.core.listing import Listing
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.core.passage import Passage
from reader.core.period import Period, Span
from reader.core.progress import Progress, silent
from reader.core.saved_search import SavedSearch
from reader.core.sending import Sending
from reader.core.view import View, ViewKind
from reader.core.watch import Watch
from reader.library.library import Library

NOON = datetime(2026, 8, 14, 12, tzinfo=UTC)
"""A Friday."""


def paper(number: int = 1, title: str | None = None, **fields: Any) -> Paper:
    """Return an invented paper; `number` makes its identifier."""
    return Paper(id=f"2608.{number:05}", title=title or f"Paper {number}", **fields)


def papers(count: int) -> tuple[Paper, ...]:
    """Return invented papers, the most upvoted first."""
    return tuple(paper(number, upvotes=count - number) for number in range(count))


def day(text: str) -> View:
    """Return the view of one day, such as `2026-08-14`."""
    return View(ViewKind.DAY, Period(date.fromisoformat(text), Span.DAY))


def entry(number: int = 1, title: str | None = None, **fields: Any) -> Entry:
    """Return an invented paper that nothing was done with."""
    return Entry(paper(number, title, **fields))


class FakeSource:
    """Answers from `lists` (by the period's key, "" for none), or raises what stands there."""

    def __init__(self, lists: Mapping[str, Sequence[Paper] | Exception] | None = None) -> None:
        self.lists: dict[str, Sequence[Paper] | Exception] = dict(lists or {})
        self.asked: list[str] = []
        self.links = Links()
        self.before: Callable[[], Any] | None = None
        """Awaited before each answer."""

    async def listing(self, view: View, progress: Progress = silent) -> Listing:
        """Return the list of a view."""
        key = view.period.key if view.period else ""
        self.asked.append(key)
        if self.before:
            await self.before()
        answer = self.lists.get(key, ())
        if isinstance(answer, Exception):
            raise answer
        return Listing(view, tuple(answer))

    async def paper(self, identifier: str) -> Paper:
        """Return one paper of any list."""
        for answer in self.lists.values():
            for found in answer if not isinstance(answer, Exception) else ():
                if found.id == identifier:
                    return found
        raise NotFoundError("It is not there.")

    async def search(self, query: str, limit: int) -> tuple[Paper, ...]:
        """Return the papers whose title holds the query."""
        everything = (
            p for answer in self.lists.values() if not isinstance(answer, Exception) for p in answer
        )
        return tuple(p for p in everything if query in p.title)[:limit]

    async def category(
        self,
        name: str,
        since: date | None = None,
        until: date | None = None,
        limit: int = 2_000,
        progress: Progress = silent,
    ) -> tuple[Paper, ...]:
        """Return the papers of a category."""
        self.asked.append(f"{name} {since} {until}")
        answer = self.lists.get(name, ())
        if isinstance(answer, Exception):
            raise answer
        return tuple(answer)[:limit]

    async def count(self, name: str, since: date | None, until: date | None) -> int:
        """Return how many papers a category has."""
        return len(await self.category(name, since, until))

    async def papers(self, identifiers: Sequence[str], progress: Progress = silent) -> tuple[Paper, ...]:
        """Return the papers of any list."""
        self.asked.append(",".join(identifiers))
        lists = (answer for answer in self.lists.values() if not isinstance(answer, Exception))
        return tuple(found for answer in lists for found in answer if found.id in identifiers)

    async def detail(self, identifier: str) -> tuple[Paper, Links]:
        """Return a paper and what was made of it."""
        return await self.paper(identifier), self.links

    async def text(self, identifier: str, progress: Progress = silent) -> str:
        """Return a whole paper."""
        return f"# {(await self.paper(identifier)).title}"

    async def submitter(self, name: str, progress: Progress = silent) -> tuple[Paper, ...]:
        """Return what somebody submitted."""
        return tuple(self.lists.get(name, ()))  # type: ignore[arg-type]

    async def probe(self) -> None:
        """Fail like the list of the probe."""
        self.asked.append("probe")
        if isinstance(answer := self.lists.get("probe"), Exception):
            raise answer

    async def close(self) -> None:
        """Do nothing."""


class FakeLibrary:
    """A library in memory; `full` makes each change fail."""

    def __init__(self) -> None:
        self.marks: dict[str, Mark] = {}
        self.papers: dict[str, Paper] = {}
        self.searches: dict[str, SavedSearch] = {}
        self.follows: dict[str, Follow] = {}
        self.sendings: dict[str, Sending] = {}
        self.watches: dict[str, Watch] = {}
        self.highlights: dict[str, Passage] = {}
        self.notices: tuple[str, ...] = ()
        self.full = False

    def mark(self, identifier: str) -> Mark:
        """Return the mark of a paper."""
        return self.marks.get(identifier, NO_MARK)

    def marks_with(self, *fields: str) -> Mapping[str, Mark]:
        """Return the marks, of which some have such a field."""
        return self.marks

    def differing(self, before: Mapping[str, Mark], after: Mapping[str, Mark]) -> set[str]:
        """Every mark may be another one."""
        return {*before, *after}

    def apply(self, changes: Sequence[Change | ItemChange]) -> None:
        """Keep changes."""
        if self.full:
            raise StorageError("The disk is full.")
        for change in changes:
            if isinstance(change, ItemChange):
                name = {SEARCHES: "searches", SENDINGS: "sendings"}.get(change.table, change.table)
                items = {key: item for key, item in getattr(self, name).items() if key != change.key}
                setattr(self, name, items | ({change.key: change.after} if change.after else {}))
                continue
            self.marks[change.paper.id] = change.applied_to(self.mark(change.paper.id))
            self.papers[change.paper.id] = change.paper

    def refresh(self) -> bool:
        """Nobody else changes it."""
        return False

    def is_library(self, path: Path) -> bool:
        """No file is another library."""
        return False

    def merge(self, path: Path) -> tuple[Change | ItemChange, ...]:
        """There is nothing to merge."""
        return ()

    def preview(self, path: Path) -> tuple[Change | ItemChange, ...]:
        """There is nothing to merge."""
        return ()

    def backups(self) -> tuple[Backup, ...]:
        """There are no copies."""
        return ()

    def backup(self) -> bytes:
        """There is no file."""
        return b""

    def shared(self) -> bytes:
        """There is no file."""
        return b""

    def restore(self, which: int | Path) -> None:
        """There is nothing to go back to."""


def keep_search(library: Library, search: SavedSearch) -> None:
    """Keep a saved search."""
    library.apply([ItemChange(SEARCHES, search.name, library.searches.get(search.name), search)])
