"""What is shown: of a view, of a filter, and of the sources that were asked."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.core.entry import Entry
from reader.core.errors import StorageError
from reader.core.highlight import NO_HIGHLIGHT, Highlight
from reader.core.view import View

if TYPE_CHECKING:
    from reader.core.found import Found

LOCAL_LIMIT = 10_000
"""Most papers that a view of everything stored lists; searching it finds the others."""


class Contents(NamedTuple):
    """What a view shows: its entries in order, and where they come from."""

    view: View
    entries: tuple[Entry, ...] = ()
    fetched_at: datetime | None = None
    """When the list was fetched; `None` for local views, and before the first fetch."""
    skipped: int = 0
    sample: bool = False
    """Whether this is the bundled sample, shown because nothing was fetched yet."""
    highlight: Highlight = NO_HIGHLIGHT
    """What a saved search matches."""
    unkept: StorageError | None = None
    """Why what was fetched could not be stored."""
    unfollowed: bool = False
    """Whether it shows nothing because the person follows nothing that it could show."""
    total: int | None = None
    """How many papers the view has, where that is more than its entries."""
    about: str = ""
    """The title of the paper that the others are like."""
    remark: str = ""
    """By what the papers were chosen, in a sentence without its full stop."""
    reasons: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By identifier the words because of which a paper was chosen."""
    untaught: bool = False
    """Whether it shows nothing because too little is known of what the person likes."""


class Filtered(NamedTuple):
    """The entries that a filter leaves, best first, and what it matched."""

    entries: tuple[Entry, ...]
    found: "Found"


class Answered(NamedTuple):
    """The papers that the sources found, in one list; by identifier where: `hf`, `arxiv` or `both`."""

    entries: tuple[Entry, ...]
    origins: Mapping[str, str]
    highlight: Highlight
    left_out: int = 0
    """How many more they found that the conditions of the query leave out."""
    unkept: StorageError | None = None
    """Why what was found could not be stored."""
