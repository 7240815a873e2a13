"""The views that no source is asked for: what the person keeps, has read or tagged, and everything stored."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from reader.core.errors import StorageError
from reader.core.mark import Mark
from reader.core.paper import Paper
from reader.core.view import View, ViewKind
from reader.service.contents import LOCAL_LIMIT
from reader.service.known import Known
from reader.service.personal import RECENT_LIMIT, added_at, tagged_at
from reader.service.port import MarkStore, PaperStore


class LocalViews:
    """Lists the papers of local views."""

    def __init__(self, store: PaperStore, library: MarkStore, known: Known) -> None:
        self._store = store
        self._library = library
        self._known = known

    def papers(self, view: View, limit: int) -> Sequence[Paper]:
        """Return the first `limit` papers of a local view."""
        # What the person keeps is shown whole, however much it is, unless only its first rows are asked for.
        few = limit if 0 <= limit < LOCAL_LIMIT else None
        recent = min(few or RECENT_LIMIT, RECENT_LIMIT)
        match view.kind:
            case ViewKind.BOOKMARKS:
                return self._kept(lambda mark: mark.bookmarked_at, "bookmarked_at", limit=few)
            case ViewKind.QUEUE:
                return self._kept(lambda mark: mark.place, "queued_at", newest_first=False, limit=few)
            case ViewKind.READ:
                return self._kept(lambda mark: mark.read_at, "read_at", limit=recent)
            case ViewKind.ADDED:
                return self._kept(added_at, "bookmarked_at", "queued_at", limit=recent)
            case ViewKind.TAG:
                return self._kept(tagged_at(view.name), "tags", limit=few)
            case ViewKind.IMPORTED:
                return self._store.newest(limit, imported=True)
            case _:
                # The first rows shall be quick, so only where there would be none they wait for what is kept.
                if few and (first := self._store.newest(few)):
                    return first
                with suppress(StorageError):  # then it shows what is stored
                    self._known.store_kept()
                return self._store.newest(limit)

    def _kept(
        self,
        when: Callable[[Mark], datetime | str | None],
        *fields: str,
        newest_first: bool = True,
        limit: int | None = None,
    ) -> list[Paper]:
        """Return the papers that `when` gives a moment, by it; the marks of others lack the `fields`."""
        marks = self._library.marks_with(*fields)
        moments = {i: moment for i, mark in marks.items() if (moment := when(mark)) is not None}
        order = sorted(sorted(moments), key=moments.__getitem__, reverse=newest_first)[:limit]
        known = {paper.id: paper for paper in self._store.papers(order)}
        kept = self._library.papers
        return [paper for i in order if (paper := known.get(i) or kept.get(i)) is not None]
