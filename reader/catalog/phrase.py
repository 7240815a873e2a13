"""Look up in their texts whether papers have a phrase; the index only knows which of them very likely have."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence

from reader.catalog import bitmap
from reader.catalog.snapshot import Fields
from reader.core.fold import is_unspaced, other_readings, words

MOST_READ = 20_000
"""Papers up to which the texts are read; of more the index is believed, which only knows of words and neighbours."""


_PATHS = (("title",), ("authors",), ("keywords",), ("organization",), ("abstract", "summary"))
"""Where the texts of each of `FIELDS` stand in a stored record."""


def with_phrase(
    connection: sqlite3.Connection, candidates: Fields, phrase: Sequence[str], *, begins: bool
) -> Fields:
    """Return for each field those of `candidates` in whose text the folded words stand next to each other there."""
    text = _Phrase(phrase, begins)
    return tuple(
        _with(connection, papers, paths, text) for papers, paths in zip(candidates, _PATHS, strict=True)
    )


def _with(connection: sqlite3.Connection, papers: int, paths: Sequence[str], text: "_Phrase") -> int:
    if not papers or papers.bit_count() > MOST_READ:
        return papers
    values = ", ".join(f"json_extract(record, '$.{path}')" for path in paths)
    rows = connection.execute(
        f"SELECT key, {values} FROM papers WHERE json_valid(record)"
        " AND key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(bitmap.places(papers))),),
    )
    return bitmap.from_places(key for key, *texts in rows if any(map(text.stands_in, filter(None, texts))))


class _Phrase:
    """A phrase to be looked for in texts."""

    def __init__(self, phrase: Sequence[str], begins: bool) -> None:
        self._words = " ".join(phrase)
        self._hyphened = "-".join(phrase)
        self._end = "" if begins else " "
        self._unspaced = any(map(is_unspaced, phrase))
        self._pattern = re.compile(
            r"(?<![a-z0-9])" + r"[\W_]*".join(map(re.escape, phrase)) + ("" if begins else r"(?![a-z0-9])"),
            re.IGNORECASE,
        )

    def stands_in(self, text: str) -> bool:
        """Tell whether it does, in a text or a list as JSON: by the text as it is, or by its folded words."""
        if not self._unspaced and (self._is_plainly_in(text.lower()) or self._pattern.search(text)):
            return True
        if text.isascii() and "\\" not in text:
            return False
        parts = json.loads(text) if text.startswith('["') else [text]
        return any(self._is_in(run) for part in parts for run in _runs(part))

    def _is_plainly_in(self, record: str) -> bool:
        """Tell whether it stands there with blanks or hyphens between its words, as nearly always."""
        for phrase in (self._words, self._hyphened):
            at = record.find(phrase)
            while at >= 0:
                end = at + len(phrase)
                starts = at == 0 or not record[at - 1].isalnum()
                if starts and not (self._end and record[end : end + 1].isalnum()):
                    return True
                at = record.find(phrase, at + 1)
        return False

    def _is_in(self, run: Iterable[str]) -> bool:
        return f" {self._words}{self._end}" in f" {' '.join(run)} "


def _runs(text: str) -> Iterable[Sequence[str]]:
    yield words(text)
    yield from other_readings(text)
