"""Look up in their texts whether papers have a phrase; the index only knows which of them very likely have."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from reader.catalog import bitmap
from reader.catalog.snapshot import Fields
from reader.core.fold import fold, is_unspaced, other_readings, without_commands, words

MOST_READ = 1_000
"""Papers up to which the texts are read; of more the index is believed, which knows of words and neighbours."""

_NAMES = (("title",), ("authors",), ("keywords",), ("organization",), ("abstract", "summary"))
"""Where the texts of each of `FIELDS` stand in a stored record."""

_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_ESCAPED_LETTER = re.compile(r"(?<!\\)(?:\\\\)*\\[nrtbfu]|\\\\[uvHcdbrk]\{")
"""A line break or the like in a record, or an accent of TeX: letters that are none of the text."""

_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


def with_phrase(
    connection: sqlite3.Connection, candidates: Fields, phrase: Sequence[str], *, begins: bool
) -> Fields:
    """Return for each field those of `candidates` in whose text the folded words stand next to each other there."""
    text = _Phrase(phrase, begins)
    read = 0
    believed = [0] * len(candidates)
    for field, papers in enumerate(candidates):
        if (read | papers).bit_count() > MOST_READ:
            believed[field] = papers
        else:
            read |= papers
    found: list[list[int]] = [[] for _ in candidates]
    for key, record in _records(connection, read, text):
        for field, papers in enumerate(candidates):
            if (
                papers >> key & 1
                and not believed[field]
                and any(map(text.stands_in_one, _texts(record, field)))
            ):
                found[field].append(key)
    return tuple(papers | bitmap.from_places(keys) for papers, keys in zip(believed, found, strict=True))


def _records(
    connection: sqlite3.Connection, papers: int, text: "_Phrase"
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the keys and records of those papers that may have the phrase."""
    if not papers:
        return
    rows = connection.execute(
        "SELECT key, record FROM papers WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(bitmap.places(papers))),),
    )
    for key, record in rows:
        # Most have not, and need not be decoded.
        if text.may_stand_in(record) or ("\\" in record and _ESCAPED_LETTER.search(record)):
            try:
                decoded = json.loads(record)
            except ValueError:
                continue
            if isinstance(decoded, dict):  # else it is damaged
                yield key, decoded


def _texts(record: Mapping[str, Any], field: int) -> Iterator[Sequence[str]]:
    for name in _NAMES[field]:
        match record.get(name):
            case str(text):
                yield (text,)
            case list(texts):
                yield [text for text in texts if isinstance(text, str)]


class _Phrase:
    """A phrase to be looked for in texts."""

    def __init__(self, phrase: Sequence[str], begins: bool) -> None:
        self._words = " ".join(phrase)
        self._hyphened = "-".join(phrase)
        self._end = "" if begins else " "
        together = "".join(phrase)
        self._together = together.encode() if together.isascii() else None
        self._pattern = re.compile(
            r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, phrase)) + ("" if begins else r"(?![^\W_])"),
            re.IGNORECASE,
        )
        self._unspaced = any(map(is_unspaced, phrase))

    def may_stand_in(self, text: str) -> bool:
        """Tell quickly whether its letters stand there one after the other, whatever else stands between them."""
        return self._together is None or self._together in _letters(text)

    def stands_in_one(self, texts: Sequence[str]) -> bool:
        """Tell whether it does in one of some texts."""
        return (len(texts) == 1 or self.may_stand_in(" ".join(texts))) and any(map(self.stands_in, texts))

    def stands_in(self, text: str) -> bool:
        """Tell whether it does, in a text: by the text as it is, or by its folded words."""
        if "\\" in text:
            text = without_commands(text)
        if not self.may_stand_in(text):
            return False
        if not self._unspaced and (self._is_plainly_in(text.lower()) or self._pattern.search(text)):
            return True
        return any(self._is_in(run) for run in (words(text), *other_readings(text)))

    def _is_plainly_in(self, text: str) -> bool:
        """Tell whether it stands there with blanks or hyphens between its words, as nearly always."""
        for phrase in (self._words, self._hyphened):
            at = text.find(phrase)
            while at >= 0:
                end = at + len(phrase)
                starts = at == 0 or not text[at - 1].isalnum()
                if starts and not (self._end and text[end : end + 1].isalnum()):
                    return True
                at = text.find(phrase, at + 1)
        return False

    def _is_in(self, run: Iterable[str]) -> bool:
        return f" {self._words}{self._end}" in f" {' '.join(run)} "


def _letters(text: str) -> bytes:
    """Return the ASCII letters and digits of `text` when it is folded."""
    if not text.isascii():
        text = _NOT_ASCII.sub(_folded, text)
    return text.encode("ascii", "ignore").lower().translate(None, _SIGNS)


def _folded(found: re.Match[str]) -> str:
    return _fold(found.group())


@lru_cache(maxsize=1024)
def _fold(text: str) -> str:
    return fold(text)
