"""A paper together with what the person did with it: one row of a list."""

from typing import TYPE_CHECKING, Any, NamedTuple

from reader.core.mark import NO_MARK, Mark
from reader.core.paper import Paper, paper_to_record

if TYPE_CHECKING:
    from reader.core.passage import Passage


class Entry(NamedTuple):
    """A row: the paper, its mark, and how well it answers a search (higher is better; `None` without one)."""

    paper: Paper
    mark: Mark = NO_MARK
    score: float | None = None
    highlights: "tuple[Passage, ...]" = ()
    """Those of its whole text, where they were asked for."""

    @property
    def id(self) -> str:
        """The paper's identifier."""
        return self.paper.id


def entry_to_record(entry: Entry) -> dict[str, Any]:
    """Return the JSON object that the commands print; every field is there, unknown values are `None`."""
    mark = entry.mark
    return paper_to_record(entry.paper) | {
        "read": mark.read,
        "bookmarked": mark.bookmarked,
        "queued": mark.queued,
        "tags": list(mark.tags),
        "note": mark.note,
        "score": entry.score,
    }
