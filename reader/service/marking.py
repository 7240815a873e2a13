"""Change what the person did with papers, on disk before it is acknowledged, and take it back."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.entry import Entry
from reader.core.item import HIGHLIGHTS, ItemChange
from reader.core.mark import Change, Mark
from reader.core.paper import Paper
from reader.core.reached import Reached
from reader.core.text import clean_line, clean_note

if TYPE_CHECKING:
    from reader.core.follow import Follow
    from reader.core.passage import Passage
    from reader.core.saved_search import SavedSearch
    from reader.service.port import MarkStore


class Step(NamedTuple):
    """What one command of the person changed, with a sentence that says so."""

    sentence: str
    changes: tuple[Change | ItemChange, ...]
    about: str = ""
    """The end of the sentence: the paper, or how many."""

    @property
    def quoted(self) -> str:
        """The sentence as something that is spoken of: `“Bookmarked”: A Calculus of Prompts`."""
        deed = self.sentence.removesuffix(f": {self.about}").replace("“", "‘").replace("”", "’")
        return f"“{deed}”: {self.about}" if self.about else f"“{deed}”"


class Marking:
    """The use cases that change the library; every method blocks until the change is on disk, or raises `StorageError`.

    Safe to call from several threads: steps happen one after the other.
    """

    def __init__(self, library: "MarkStore", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._library = library
        self._now = now
        self._guard = threading.Lock()
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._latest = datetime.min.replace(tzinfo=UTC)

    def set_read(
        self, entries: Sequence[Entry], read: bool | None = None, *, undoable: bool = True
    ) -> Step | None:
        """Mark as read or unread; `None` toggles: all become read unless all are."""
        return self._set("read_at", entries, read, ("Marked as read", "Marked as unread"), undoable)

    def set_bookmarked(self, entries: Sequence[Entry], kept: bool | None = None) -> Step | None:
        """Bookmark or remove bookmarks; `None` toggles."""
        return self._set("bookmarked_at", entries, kept, ("Bookmarked", "Bookmark removed"))

    def set_queued(self, entries: Sequence[Entry], queued: bool | None = None) -> Step | None:
        """Put into the reading queue or take out of it; `None` toggles."""
        return self._set("queued_at", entries, queued, ("Put into the queue", "Taken from the queue"))

    def tag(
        self, entries: Sequence[Entry], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Step | None:
        """Add and remove tags."""
        added = tuple(tag for name in add if (tag := clean_line(name, 100)))
        removed = {clean_line(name, 100) for name in remove}

        def retagged(mark: Mark) -> Mark:
            tags = dict.fromkeys((*mark.tags, *added))
            return mark._replace(tags=tuple(tag for tag in tags if tag not in removed))

        with self._guard:
            known = {tag for entry in entries for tag in self._library.mark(entry.id).tags}
            return self._change(_tag_sentence(added, removed & known), entries, retagged)

    def note(self, entry: Entry, text: str) -> Step | None:
        """Set the note of a paper; an empty one is removed."""
        note = clean_note(text) or None
        sentence = "Note kept" if note else "Note removed"
        with self._guard:
            return self._change(sentence, [entry], lambda mark: mark._replace(note=note))

    def set_reached(self, entry: Entry, reached: Reached) -> Step | None:
        """Keep how far the whole text of a paper was read; going on reading is no step to undo."""
        with self._guard:
            return self._change(
                "Reading", [entry], lambda mark: mark._replace(reached=str(reached)), undoable=False
            )

    def restore(
        self, marks: Iterable[tuple[Entry, Mark]], highlights: "Iterable[Passage]" = ()
    ) -> Step | None:
        """Add what imported marks say to what is kept, and imported highlights; nothing is taken away."""
        with self._guard:
            changes: list[Change | ItemChange] = [
                Change(entry.paper, before, after)
                for entry, mark in marks
                if (after := _united(before := self._library.mark(entry.id), mark)) != before
            ]
            new = {each.key: each for each in highlights if each.key not in self._library.highlights}
            changes += [ItemChange(HIGHLIGHTS, key, None, passage) for key, passage in new.items()]
            return self._keep(Step("Imported", tuple(changes)), True)

    def merge(self, path: Path) -> Step | None:
        """Merge another library, as `MarkStore.is_library` knows one; `None` when it says nothing new.

        `FormatError` when it is none, `StorageError` when it cannot be read or kept.
        """
        with self._guard:
            changes = self._library.merge(path)
            if not changes:
                return None
            step = Step(f"Merged: {len(changes)} {'change' if len(changes) == 1 else 'changes'}", changes)
            self._remember(step)
            return step

    @property
    def library(self) -> "MarkStore":
        """Where everything is kept."""
        return self._library

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know about their files as they are now, one sentence each."""
        return self._library.notices

    @property
    def marks(self) -> Mapping[str, Mark]:
        """The marks by paper id, only those of papers with one."""
        return self._library.marks

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever kept: no mark, no search, nothing that is followed."""
        return not (self._library.marks or self._library.searches or self._library.follows)

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The library's own copies of papers by id."""
        return self._library.papers

    def change(self, sentence: str, entries: Sequence[Entry], change: Callable[[Mark], Mark]) -> Step | None:
        """Change the mark of every entry in one step; `None` when all were so already."""
        with self._guard:
            return self._change(sentence, entries, change)

    def step(self, sentence: str, changes: Sequence[Change]) -> Step | None:
        """Return the step of some changes, with their number or the paper in its sentence; `None` without any."""
        return _step(sentence, changes) if changes else None

    def restore_copy(self, which: int | Path) -> None:
        """Go back to a copy of the library; earlier steps belong to what was there before, and cannot be undone."""
        with self._guard:
            self._library.restore(which)
            self._done.clear()
            self._undone.clear()

    @property
    def searches(self) -> "Mapping[str, SavedSearch]":
        """The saved searches by name, oldest first."""
        return self._library.searches

    @property
    def follows(self) -> "Mapping[str, Follow]":
        """What is kept as followed, oldest first."""
        return self._library.follows

    @property
    def highlights(self) -> "Mapping[str, Passage]":
        """The highlighted passages of all papers by key, oldest first."""
        return self._library.highlights

    @property
    def now(self) -> datetime:
        """The time as it is written down: in UTC, whole seconds."""
        return self._now().replace(microsecond=0)

    def perform(self, make: Callable[[], Step | None]) -> Step | None:
        """Keep the step that `make` returns, undoable like all others; no other step happens in between."""
        with self._guard:
            step = make()
            return self._keep(step, True) if step else None

    def united(self, identifier: str, mark: Mark) -> tuple[Mark, Mark]:
        """Return the kept mark of a paper, and what `restore` would make of it."""
        kept = self._library.mark(identifier)
        return kept, _united(kept, mark)

    def refresh(self) -> bool:
        """Take over what other windows changed; `True` when there was something."""
        return self._library.refresh()

    def undo(self) -> Step | None:
        """Take back the last step; `None` when there is none."""
        with self._guard:
            if not self._done:
                return None
            step = self._done[-1]
            self._take_back(step)
            return step

    def take_back(self, step: Step) -> None:
        """Take back one step, whatever was done since."""
        with self._guard:
            self._take_back(step)

    def redo(self) -> Step | None:
        """Do again what was taken back last; `None` when there is nothing."""
        with self._guard:
            if not self._undone:
                return None
            step = self._undone[-1]
            self._library.apply(step.changes)
            self._done.append(self._undone.pop())
            return step

    def _take_back(self, step: Step) -> None:
        self._library.apply([change.reversed for change in reversed(step.changes)])
        if step in self._done:
            self._done.remove(step)
            self._undone.append(step)

    def _set(
        self,
        field: str,
        entries: Sequence[Entry],
        value: bool | None,
        sentences: tuple[str, str],
        undoable: bool = True,
    ) -> Step | None:
        with self._guard:
            if value is None:
                value = not all(getattr(self._library.mark(entry.id), field) for entry in entries)

            def changed(mark: Mark) -> Mark:
                if (getattr(mark, field) is not None) == value:
                    return mark
                times: dict[str, Any] = {field: self._moment() if value else None}
                if field == "queued_at":
                    times["position"] = None
                return mark._replace(**times)

            # The newest bookmark stands first, but who keeps several at once keeps their order.
            ordered = tuple(reversed(entries)) if field == "bookmarked_at" else entries
            return self._change(sentences[0] if value else sentences[1], ordered, changed, undoable)

    def _moment(self) -> datetime:
        """Return the time in whole seconds, later than that of the paper before: lists are ordered by it."""
        self._latest = max(self._now().replace(microsecond=0), self._latest + timedelta(seconds=1))
        return self._latest

    def _change(
        self, sentence: str, entries: Sequence[Entry], change: Callable[[Mark], Mark], undoable: bool = True
    ) -> Step | None:
        """Change the mark of every entry in one step; the guard must be held."""
        papers = {entry.id: entry.paper for entry in entries}
        changes = [
            Change(paper, before, after)
            for identifier, paper in papers.items()
            if (after := change(before := self._library.mark(identifier))) != before
        ]
        return self._keep(_step(sentence, changes), undoable)

    def _keep(self, step: Step, undoable: bool) -> Step | None:
        if not step.changes:
            return None
        self._library.apply(step.changes)
        if undoable:
            self._remember(step)
        return step

    def _remember(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()


def _step(sentence: str, changes: Sequence[Change]) -> Step:
    about = f"{len(changes):,} papers"
    if len(changes) == 1:
        title = changes[0].paper.title
        about = title if len(title) <= 60 else title[:59] + "…"
    return Step(f"{sentence}: {about}", tuple(changes), about)


def _tag_sentence(added: Sequence[str], removed: Iterable[str]) -> str:
    """Say which tags were added and taken away."""
    said = []
    if added:
        said.append(f"Tagged {', '.join(added)}")
    if names := [name for name in removed if name]:
        said.append(f"{'tag' if added else 'Tag'} {', '.join(sorted(names))} removed")
    return "; ".join(said) or "Tags as they were"


def _united(kept: Mark, imported: Mark) -> Mark:
    single = {name: getattr(kept, name) or getattr(imported, name) for name in Mark._fields}
    return Mark(**single | {"tags": tuple(dict.fromkeys((*kept.tags, *imported.tags)))})
