"""What the entries of a bibliography name."""

import re
from typing import Final

from reader.core.document import Inlines
from reader.core.identifier import parse_identifier
from reader.document.tidy import plain

_ARXIV: Final = re.compile(
    r"(?:arXiv:|arxiv\.org/(?:abs|pdf|html)/)\s*([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})", re.IGNORECASE
)


def arxiv_paper(content: Inlines) -> str | None:
    """Return the arXiv identifier that an entry of a bibliography names."""
    where = " ".join([plain(content), *(inline.target for inline in content if inline.target)])
    match = _ARXIV.search(where)
    return parse_identifier(match[1]) if match else None
