"""Find words in a document, and show where they stand in its lines."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reader.core.document import Document
from reader.core.fold import fold
from reader.document.line import Line
from reader.document.script import Script

MOST = 100_000
"""Most places that are counted."""


_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a text was found: the blocks in their order, each with how often it is in it."""

    blocks: tuple[tuple[int, int], ...]
    total: int


class Finder:
    """The words of a document, made ready once; case and accents do not count."""

    def __init__(self, document: Document) -> None:
        self.script = Script(document)
        self._text = self.script.folded
        self._starts = self.script.folded_starts

    def find(self, text: str) -> Hits:
        """Return where a text stands; a blank finds any white space, nothing finds nothing."""
        wanted = fold(" ".join(text.split()))
        if not wanted:
            return Hits((), 0)
        counts: dict[int, int] = {}
        total = 0
        place = self._text.find(wanted)
        while place >= 0 and total < MOST:
            block = bisect_right(self._starts, place) - 1
            counts[block] = counts.get(block, 0) + 1
            total += 1
            place = self._text.find(wanted, place + len(wanted))
        return Hits(tuple(counts.items()), total)


def marks(lines: Sequence[Line], text: str) -> tuple[tuple[int, int, int], ...]:
    """Return where a text stands in lines: the row, and the first character and the one behind the last.

    What goes on in the next line is marked in both.
    """
    wanted = fold(" ".join(text.split()))
    if not wanted:
        return ()
    letters, columns, firsts, lengths = _letters(lines)
    found: list[tuple[int, int, int]] = []
    start = letters.find(wanted)
    while start >= 0 and len(found) < MOST:
        rows: dict[int, list[int]] = {}
        for place in range(start, start + len(wanted)):
            row = bisect_right(firsts, place) - 1
            if columns[place] < lengths[row]:
                rows.setdefault(row, []).append(columns[place])
        found += [(row, marked[0], marked[-1] + 1) for row, marked in rows.items()]
        start = letters.find(wanted, start + len(wanted))
    return tuple(found)


def _letters(lines: Sequence[Line]) -> "tuple[str, array[int], list[int], list[int]]":
    """Return folded lines as one text, the column of each of its characters, where each line begins in it, its length.

    Indents and the ends of lines count as one blank.
    """
    parts: list[str] = []
    columns = array("I")
    firsts: list[int] = []
    lengths: list[int] = []
    for line in lines:
        text = line.text
        firsts.append(len(columns))
        lengths.append(len(text))
        for match in _WORD.finditer(text):
            word = match[0]
            if word.isascii():
                parts.append(word.lower())
                columns.extend(range(match.start(), match.end()))
            else:
                for column, character in enumerate(word, match.start()):
                    folded = _folded(character)
                    parts.append(folded)
                    columns.extend([column] * len(folded))
            parts.append(" ")
            columns.append(match.end())
    return "".join(parts), columns, firsts, lengths


@lru_cache(4_096)
def _folded(character: str) -> str:
    return fold(character)
