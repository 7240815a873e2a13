"""Papers as the catalogue stores them: a JSON object each."""

import json

from reader.core.border import paper_from_stored
from reader.core.errors import FormatError
from reader.core.paper import Paper


def stored_paper(record: str) -> Paper | None:
    """Return the paper of a stored record, `None` where the record is damaged: the next fetch mends it."""
    try:
        return paper_from_stored(json.loads(record))
    except (ValueError, AttributeError, FormatError):
        return None
