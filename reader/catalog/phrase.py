"""Look up in their texts whether papers have a phrase; the index only knows which of them very likely have."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence

from reader.catalog import bitmap
from reader.core.fold import is_unspaced, other_readings, words

MOST_READ = 20_000
"""Papers up to which the texts are read; of more the index is believed, which only knows of words and neighbours."""


def with_phrase(
    connection: sqlite3.Connection, candidates: int, phrase: Sequence[str], *, begins: bool
) -> int:
    """Return those of `candidates` in whose text the folded words stand next to each other."""
    if candidates.bit_count() > MOST_READ:
        return candidates
    keys = json.dumps(list(bitmap.places(candidates)))
    rows = connection.execute(
        "SELECT key, record FROM papers WHERE key IN (SELECT value FROM json_each(?))", (keys,)
    )
    text = _Phrase(phrase, begins)
    return bitmap.from_places(key for key, record in rows if text.stands_in(record))


class _Phrase:
    """A phrase to be looked for in stored records."""

    def __init__(self, phrase: Sequence[str], begins: bool) -> None:
        self._words = " ".join(phrase)
        self._hyphened = "-".join(phrase)
        self._end = "" if begins else " "
        self._unspaced = any(map(is_unspaced, phrase))
        self._pattern = re.compile(
            r"(?<![a-z0-9])" + r"[\W_]*".join(map(re.escape, phrase)) + ("" if begins else r"(?![a-z0-9])"),
            re.IGNORECASE,
        )

    def stands_in(self, record: str) -> bool:
        """Tell whether it does: by the text as it is, or where that is not plain, by its folded words."""
        if not self._unspaced and (self._is_plainly_in(record.lower()) or self._pattern.search(record)):
            return True
        if record.isascii() and "\\" not in record:
            return False
        return any(self._is_in(run) for text in _texts(json.loads(record)) for run in _runs(text))

    def _is_plainly_in(self, record: str) -> bool:
        """Tell whether it stands there with blanks or hyphens between its words, as nearly always."""
        for phrase in (self._words, self._hyphened):
            at = record.find(phrase)
            while at >= 0:
                end = at + len(phrase)
                if not record[at - 1].isalnum() and not (self._end and record[end].isalnum()):
                    return True
                at = record.find(phrase, at + 1)
        return False

    def _is_in(self, run: Iterable[str]) -> bool:
        return f" {self._words}{self._end}" in f" {' '.join(run)} "


def _runs(text: str) -> Iterable[Sequence[str]]:
    yield words(text)
    yield from other_readings(text)


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
