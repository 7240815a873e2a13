"""The small things beside marks that the person keeps by name, and the steps that change them."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.follow import Follow
    from reader.core.passage import Passage
    from reader.core.saved_search import SavedSearch
    from reader.core.sending import Sending
    from reader.core.watch import Watch

    Item = SavedSearch | Follow | Sending | Watch | Passage
    """What the small tables of the library hold."""

SEARCHES = "searches"
"""The table of saved searches, by name."""

FOLLOWS = "follows"
"""The table of what is followed, by key."""

SENDINGS = "digests"
"""The table of what digests and notices had in them, by time and address."""

WATCHES = "watches"
"""The table of watches, by subject."""

HIGHLIGHTS = "highlights"
"""The table of highlighted passages, by their keys."""


TABLES = (SEARCHES, FOLLOWS, SENDINGS, WATCHES, HIGHLIGHTS)
"""All of them."""


class ItemChange(NamedTuple):
    """One step of a person's: what a table has under a key before and after it, `None` for nothing."""

    table: str
    key: str
    before: "Item | None"
    after: "Item | None"

    @property
    def reversed(self) -> "ItemChange":
        """The change that takes this one back."""
        return ItemChange(self.table, self.key, self.after, self.before)
