"""What one fetch of a list brought."""

from dataclasses import dataclass

from reader.core.paper import Paper
from reader.core.view import View


@dataclass(frozen=True, slots=True)
class Listing:
    """The papers of a view in the source's order; `view` names the period that was found."""

    view: View
    papers: tuple[Paper, ...]
    skipped: int = 0
    """Items that were no papers (no valid id or title)."""
