"""Which papers the next command acts on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.core.entry import Entry
from reader.ui.widgets.figure import plural
from reader.ui.widgets.paper_list import PaperList
from reader.ui.widgets.status_line import StatusLine


class Targets(NamedTuple):
    """What a command acts on: what is selected and shown, else the paper under the cursor."""

    entries: tuple[Entry, ...]
    selected: int = 0
    """How many papers are selected, shown or not; 0 where it is the paper under the cursor."""

    @property
    def remark(self) -> str:
        """What is to be said after the sentence about what was done."""
        hidden = self.selected - len(self.entries)
        return f" · {hidden:,} selected but not shown: left alone" if hidden > 0 and self.selected else ""

    @property
    def refusal(self) -> str:
        """Why nothing can be done; empty where something can be."""
        if self.entries:
            return ""
        if not self.selected:
            return "There is no paper here."
        return f"{plural(self.selected, 'paper')} selected, none of them shown; esc selects nothing."


class Selection:
    """Keeps what is selected while the list is filtered and sorted; another view begins without a selection."""

    def __init__(
        self,
        paper_list: Callable[[], PaperList],
        status: Callable[[], StatusLine],
        changed: Callable[[], None],
    ) -> None:
        """Take where it is shown, and who is to know when something or nothing is selected."""
        self._list = paper_list
        self._status = status
        self._changed = changed
        self._ids: frozenset[str] = frozenset()
        self._anchor: str | None = None
        """The paper where a range began that follows the cursor."""
        self._before: frozenset[str] = frozenset()
        """What was selected before the range."""
        self._counted: tuple[frozenset[str], Sequence[Entry], int] = (self._ids, (), 0)
        """How many of these are not among those: counted once, however often the cursor moves."""

    def __bool__(self) -> bool:
        return bool(self._ids)

    def perform(self, name: str) -> None:
        """Do what a command of this name does: `one`, `range`, `all`, `others`."""
        listed = self._list()
        if (entry := listed.entry) is None:
            return
        ranging = self._anchor is not None
        self._anchor = None
        match name:
            case "range":
                if not ranging:
                    self._anchor, self._before = entry.id, self._ids
                    self._ids |= {entry.id}
            case "all":
                shown = _identifiers(listed)
                self._ids = self._ids - shown if shown <= self._ids else self._ids | shown
            case "others":
                self._ids ^= _identifiers(listed)
            case _:
                self._ids ^= {entry.id}
        self.show()

    def follow(self) -> None:
        """Let a range go on to where the cursor is now, and tell how much of the selection is shown."""
        if self._anchor is None:
            if self._ids:
                self.show()
            return
        listed = self._list()
        if (start := listed.rows_of([self._anchor]).get(self._anchor)) is None:
            self._anchor = None  # the list shows other papers: what is selected stays so
            return
        first, last = sorted((start, listed.cursor))
        self._ids = self._before | {entry.id for entry in listed.entries[first : last + 1]}
        self.show()

    def clear(self) -> bool:
        """Select nothing; `False` when nothing was selected."""
        was = bool(self._ids) or self._anchor is not None
        self._ids, self._anchor = frozenset(), None
        self.show()
        return was

    def shown_of(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return which of some entries are selected."""
        return tuple(entry for entry in entries if entry.id in self._ids)

    def targets(self) -> Targets:
        """Return what a command acts on now; a range ends with it."""
        self.follow()
        listed = self._list()
        if self._anchor is not None:
            self._anchor = None
            self.show()
        if self._ids:
            return Targets(self.shown_of(listed.entries), len(self._ids))
        return Targets((listed.entry,) if listed.entry else ())

    def show(self) -> None:
        """Show what is selected, and how many."""
        listed = self._list()
        if bool(listed.selected) is not bool(self._ids):
            self._changed()
        if listed.selected is not self._ids:  # to compare many takes longer than to draw them
            listed.selected = self._ids
        hidden = self._hidden(listed)
        range_sign = "…" if self._anchor is not None else ""
        count = f"{len(self._ids):,} selected{range_sign}" if self._ids else ""
        self._status().selected = f"{count}, {hidden:,} not shown" if hidden else count

    def _hidden(self, listed: PaperList) -> int:
        ids, entries, hidden = self._counted
        if ids is not self._ids or entries is not listed.entries:
            hidden = len(self._ids) - len(listed.rows_of(self._ids))
            self._counted = (self._ids, listed.entries, hidden)
        return hidden


def _identifiers(listed: PaperList) -> frozenset[str]:
    return frozenset(entry.id for entry in listed.entries)
