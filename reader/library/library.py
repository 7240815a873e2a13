"""What the person did with papers, kept on their disk."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from reader.core.errors import StorageError
from reader.core.item import FOLLOWS, HIGHLIGHTS, SEARCHES, SENDINGS, TABLES, WATCHES, ItemChange
from reader.core.mark import NO_MARK, Change, Mark
from reader.core.paper import Paper
from reader.library.examination import MARKS, PAPERS, Examination
from reader.library.journal import decoded
from reader.library.record import (
    mark_from_record,
    paper_from_document,
    record_with_mark,
    record_with_paper,
)
from reader.library.shelf import Shelf
from reader.library.stamp import is_removed
from reader.library.storage import DurableStorage

if TYPE_CHECKING:
    from reader.core.backup import Backup
    from reader.core.follow import Follow
    from reader.core.item import Item
    from reader.core.passage import Passage
    from reader.core.saved_search import SavedSearch
    from reader.core.sending import Sending
    from reader.core.watch import Watch
    from reader.library.difference import Side
    from reader.library.table import DocumentTable


def _now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Marks and the papers they keep, in memory as they are on disk; any thread may use it."""

    def __init__(self, storage: DurableStorage, now: Callable[[], datetime] = _now) -> None:
        self._storage = storage
        self._now = now
        self._turn = threading.Lock()
        self._news = False
        self._examination = Examination()
        self._marks: Shelf[Mark] = Shelf({}, lambda _, record: mark_from_record(decoded(record)))
        self._papers: Shelf[Paper] = Shelf({}, lambda key, record: paper_from_document(key, decoded(record)))
        self._items: dict[str, Mapping[str, Item]] = {name: MappingProxyType({}) for name in TABLES}
        self._take_over()
        storage.examined = self._examination.rules_kept

    @classmethod
    def open(cls, folder: Path, now: Callable[[], datetime] = _now) -> "Library":
        """Read the library in `folder`; what is wrong with it is said by `notices` and never raised."""
        return cls(DurableStorage(folder), now)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know about their files, one sentence each."""
        faulty = self._examination.notice
        return (*self._storage.notices, faulty) if faulty else self._storage.notices

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._storage.files.folder

    @property
    def read_only(self) -> bool:
        """Whether a change could not be kept; `notices` says why."""
        return not self._storage.writable

    @property
    def marks(self) -> Mapping[str, Mark]:
        """The marks by paper id, only those of papers with one; a later change does not alter the mapping."""
        return self._marks

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The library's own copies of bookmarked, queued, tagged and annotated papers, by id."""
        return self._papers

    @property
    def searches(self) -> "Mapping[str, SavedSearch]":
        """The saved searches by name, oldest first; a later change does not alter the mapping."""
        return cast("Mapping[str, SavedSearch]", self._items[SEARCHES])

    @property
    def follows(self) -> "Mapping[str, Follow]":
        """What is followed, oldest first; a later change does not alter the mapping."""
        return cast("Mapping[str, Follow]", self._items[FOLLOWS])

    @property
    def sendings(self) -> "Mapping[str, Sending]":
        """What digests had in them, the oldest first."""
        return cast("Mapping[str, Sending]", self._items[SENDINGS])

    @property
    def watches(self) -> "Mapping[str, Watch]":
        """What is watched, by subject, oldest first."""
        return cast("Mapping[str, Watch]", self._items[WATCHES])

    @property
    def highlights(self) -> "Mapping[str, Passage]":
        """The highlighted passages of all papers by key, oldest first; a later change does not alter the mapping."""
        return cast("Mapping[str, Passage]", self._items[HIGHLIGHTS])

    def mark(self, identifier: str) -> Mark:
        """Return the mark of a paper, `NO_MARK` when it has none."""
        return self._marks.get(identifier, NO_MARK)

    def differing(self, before: Mapping[str, Mark], after: Mapping[str, Mark]) -> Iterable[str]:
        """Return the ids of all marks that may differ between what `marks` was and is."""
        return after.differing(before) if isinstance(after, Shelf) else {*before, *after}

    def marks_with(self, *fields: str) -> Mapping[str, Mark]:
        """Return all marks of which one of the fields is set, and perhaps others; quick where few are."""
        marks = self._marks
        return {identifier: marks[identifier] for identifier in marks.having(*fields)}

    def apply(self, changes: Sequence[Change | ItemChange]) -> None:
        """Keep the changes as one step; on return they are on disk, on `StorageError` none of them is.

        Blocks for a write to disk, and while another process writes.
        """
        if not changes:
            return
        with self._turn:
            try:
                with self._storage.transaction(_named(changes)):
                    for change in changes:
                        if isinstance(change, ItemChange):
                            self._keep_item(change)
                        else:
                            self._keep(change)
            finally:
                self._take_over(changes)

    def is_library(self, path: Path) -> bool:
        """Tell whether a file is a library, as another machine has one, or a journal of one; raises nothing."""
        from reader.library.conflict import looks_like_library

        return looks_like_library(path)

    def merge(self, path: Path) -> tuple[Change | ItemChange, ...]:
        """Merge the library in another file into this one, as one step, and return what changed.

        `FormatError` when the file is no library, `StorageError` when it cannot be read, or nothing can be kept.
        """
        from reader.library.difference import differences  # rare, so not loaded before

        contents = _contents(path)
        with self._turn:
            before = self._side()
            try:
                self._storage.merge(contents)
            finally:
                self._take_over()
            return tuple(differences(contents, before, self._side()))

    def preview(self, path: Path) -> tuple[Change | ItemChange, ...]:
        """Return what `merge` would change, and change nothing; raises as `merge` does."""
        from reader.library.difference import differences, side_of

        contents = _contents(path)
        return tuple(differences(contents, self._side(), side_of(self._storage.merged(contents), contents)))

    def backups(self) -> "tuple[Backup, ...]":
        """Return the kept copies of the library, newest first."""
        from reader.library.restoration import backups

        return backups(self._storage.files)

    def backup(self) -> bytes:
        """Return the library as one file, to be kept elsewhere."""
        return self._storage.present()

    def shared(self) -> bytes:
        """Return the library as one file, the same on all machines that know the same; `StorageError` for a newer one."""
        return self._storage.shared()

    def restore(self, which: int | Path) -> None:
        """Go back to a copy, by its number or in a file; what there is now is kept first. `StorageError`."""
        from reader.library.restoration import read_for_restoration, snapshot_of

        copy = (
            snapshot_of(self._storage.files, which) if isinstance(which, int) else read_for_restoration(which)
        )
        with self._turn:
            try:
                self._storage.restore(copy)
            finally:
                self._take_over()

    def refresh(self) -> bool:
        """Take over what other processes wrote, and tell whether marks changed.

        Takes microseconds when nothing was written; otherwise it reads, so it belongs off the event loop. While a
        change is being kept it returns `False` at once, and the next call sees everything, also what was taken over
        with that change.
        """
        if not self._turn.acquire(blocking=False):
            return False
        try:
            changed = self._storage.refresh() and self._take_over()
            news, self._news = self._news, False
            return changed or news
        finally:
            self._turn.release()

    def close(self) -> None:
        """Leave the files tidy; what cannot be done now waits safely for the next time."""
        with self._turn:
            self._storage.close()

    def _side(self) -> "Side":
        from reader.library.difference import Side

        return Side(self._marks, self._papers, dict(self._items))

    @cached_property
    def _tables(self) -> "Mapping[str, DocumentTable]":
        """The tables by name, to change documents; who only reads does without TinyDB."""
        from reader.library.table import DocumentTable

        return {name: DocumentTable(self._storage, name) for name in (MARKS, PAPERS, *TABLES)}

    def _keep(self, change: Change) -> None:
        marks, papers, identifier = self._tables[MARKS], self._tables[PAPERS], change.paper.id
        record = marks.document(identifier)
        mark = change.applied_to(mark_from_record(record))
        marked = record_with_mark(record, mark, self._now())
        if marked is None:
            marks.remove_document(identifier)
        else:
            marks.put(identifier, marked)
        if not mark.keeps_paper:
            papers.remove_document(identifier)
        elif change.paper.title != identifier:
            # Where only the mark was merged, nobody knows more of the paper than its identifier.
            kept = papers.document(identifier)
            papers.put(identifier, record_with_paper(identifier, kept, change.paper))

    def _keep_item(self, change: ItemChange) -> None:
        from reader.library.item import ITEM_KINDS, document_with_item

        table = self._tables[change.table]
        document = document_with_item(
            ITEM_KINDS[change.table], table.document(change.key), change.after, self._now()
        )
        if document is None:
            table.remove_document(change.key)
        else:
            table.put(change.key, document)

    def _take_over(self, own: Sequence[Change | ItemChange] = ()) -> bool:
        """Bring memory to what the storage has, and tell whether marks or items changed.

        What changed besides what is one's `own` is news, which `refresh` tells.
        """
        rules, changes = self._storage.examined_by, self._storage.take_changes()
        if own:
            known = {each.key if isinstance(each, ItemChange) else each.paper.id for each in own}
            self._news = self._news or any(documents.keys() - known for documents in changes.values())
        papers = changes.get(PAPERS)
        if papers is not None:  # to ask whether there are any would part them
            self._papers = self._papers.changed(self._examination.readable(PAPERS, papers, rules))
        changed = [self._take_over_items(name, changes[name]) for name in TABLES if name in changes]
        marks = changes.get(MARKS)
        if not marks:
            return any(changed)
        before, after = self._marks, self._marks.changed(self._examination.readable(MARKS, marks, rules))
        self._marks = after
        return any(changed) or any(before.get(identifier) != after.get(identifier) for identifier in marks)

    def _take_over_items(self, table: str, documents: Mapping[str, Any]) -> bool:
        from reader.library.item import ITEM_KINDS  # a library of marks alone does without

        before = self._items[table]
        items = dict(before)
        for key, document in documents.items():
            item = None if document is None else ITEM_KINDS[table].read(key, decoded(document))
            faulty = document is not None and item is None and not is_removed(document)
            self._examination.remember(table, key, faulty=faulty)
            if item is None:
                items.pop(key, None)
            else:
                items[key] = item
        ordered = dict(sorted(items.items(), key=lambda pair: (pair[1].created_at, pair[0])))
        self._items[table] = MappingProxyType(ordered)
        return ordered != before


def _contents(path: Path) -> dict[str, Any]:
    from reader.library.conflict import read_contents  # rare, so not loaded before

    try:
        return read_contents(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be read ({error.strerror or error}).") from error


def _named(changes: Sequence[Change | ItemChange]) -> str:
    """Return what is to be kept, as the beginning of a sentence."""
    first = changes[0]
    if isinstance(first, ItemChange):
        from reader.library.item import ITEM_KINDS

        return f"{ITEM_KINDS[first.table].title} “{first.key}”"
    return (
        f"The mark on “{first.paper.title}”" if len(changes) == 1 else f"The marks on {len(changes)} papers"
    )
