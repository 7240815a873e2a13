"""The use cases of searches that the person keeps by name."""

from collections.abc import Iterator, Mapping

from reader.core.errors import UsageError
from reader.core.item import SEARCHES, WATCHES, ItemChange
from reader.core.saved_search import NAME_LIMIT, SavedSearch
from reader.core.text import clean_line
from reader.core.watch import SAVED
from reader.service.marking import Marking, Step


class Searches:
    """Saved searches; every change blocks until it is on disk (else `StorageError`), and is undone like a mark."""

    def __init__(self, marking: Marking) -> None:
        self._marking = marking

    @property
    def all(self) -> Mapping[str, SavedSearch]:
        """The saved searches by name, oldest first."""
        return self._marking.searches

    def keep(self, name: str, query: str, scope: str | None = None) -> Step | None:
        """Keep a query under a name, in place of the one that has it; `None` when it is kept so already."""
        name, query = _name(name), clean_line(query)
        if not query:
            raise UsageError("There is no filter to save; type one first.")

        def step() -> Step | None:
            before = self.all.get(name)
            after = SavedSearch(name, query, before.created_at if before else self._marking.now, scope)
            changes = (ItemChange(SEARCHES, name, before, after),)
            return None if after == before else Step(f"Saved search kept: {name}", changes)

        return self._marking.perform(step)

    def remove(self, name: str) -> Step | None:
        """Forget a search; `None` when there is none of that name."""

        def step() -> Step | None:
            before = self.all.get(name)
            changes = (ItemChange(SEARCHES, name, before, None),)
            return None if before is None else Step(f"Saved search removed: {name}", changes)

        return self._marking.perform(step)

    def rename(self, name: str, new: str) -> Step | None:
        """Give a search another name; `UsageError` when another one has it."""
        new = _name(new)

        def step() -> Step | None:
            search = self.all.get(name)
            if search is None or name == new:
                return None
            if new in self.all:
                raise UsageError(f"There is a saved search “{new}” already; choose another name.")
            changes = (
                ItemChange(SEARCHES, name, search, None),
                ItemChange(SEARCHES, new, None, search._replace(name=new)),
                *self._watch_renamed(f"{SAVED}{name}", f"{SAVED}{new}"),
            )
            return Step(f"Saved search renamed: {new}", changes)

        return self._marking.perform(step)

    def _watch_renamed(self, old: str, new: str) -> Iterator[ItemChange]:
        """Yield what lets a watch go on under the new name."""
        watches = self._marking.library.watches
        if (watch := watches.get(old)) is not None:
            yield ItemChange(WATCHES, old, watch, None)
            yield ItemChange(WATCHES, new, watches.get(new), watch._replace(subject=new))


def _name(text: str) -> str:
    name = clean_line(text, NAME_LIMIT)
    if not name:
        raise UsageError("A saved search needs a name.")
    return name
