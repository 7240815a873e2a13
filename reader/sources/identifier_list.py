"""Lists of arXiv identifiers and addresses of papers, as people keep them."""

import re
from collections.abc import Iterator
from datetime import datetime

from reader.core.border import paper_from_record
from reader.core.errors import FormatError
from reader.core.identifier import parse_identifier
from reader.core.mark import Mark
from reader.core.text import clean_line
from reader.sources.records import Imported

_REMARK = re.compile(r"(?:^|\s)#.*")
_LOOKED_AT = 20


def read_identifiers(text: str, now: datetime) -> Iterator[Imported | FormatError]:
    """Yield a paper that is only named, as a bookmark made at `now`, for each identifier and address.

    There may be several in a line; what stands behind a `#` is a remark.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        for word in _words(line):
            if identifier := parse_identifier(word):
                named = paper_from_record({"id": identifier, "title": identifier})
                yield Imported(named, Mark(bookmarked_at=now), secondary=True, only_named=True)
            else:
                yield FormatError(f"Line {number:,}: “{clean_line(word, 60)}” is no arXiv identifier.")


def is_identifier_list(head: str) -> bool:
    """Tell whether a text begins with nothing but identifiers and addresses."""
    words = [word for line in head.split("\n", _LOOKED_AT)[:_LOOKED_AT] for word in _words(line)]
    return bool(words) and all(map(parse_identifier, words))


def _words(line: str) -> list[str]:
    bare = _REMARK.sub("", line[:10_000]).strip()
    return [bare] if parse_identifier(bare) else bare.replace(",", " ").split()
