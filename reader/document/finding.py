"""Find words in a document, and show where they stand in its lines."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.document import Document
from reader.core.fold import fold
from reader.document.line import Line
from reader.document.script import Script

MOST = 100_000
"""Most places that are counted."""


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
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        for column, character in enumerate(line.text):
            if character.isspace():
                # Indents and the ends of lines count as one blank.
                if letters and letters[-1] != " ":
                    letters.append(" ")
                    places.append((row, column))
                continue
            folded = fold(character)
            letters.append(folded)
            places += [(row, column)] * len(folded)
        if letters and letters[-1] != " ":
            letters.append(" ")
            places.append((row, len(line.text)))
    joined = "".join(letters)
    found: list[tuple[int, int, int]] = []
    start = joined.find(wanted)
    while start >= 0 and len(found) < MOST:
        rows: dict[int, list[int]] = {}
        for row, column in places[start : start + len(wanted)]:
            if column < len(lines[row].text):
                rows.setdefault(row, []).append(column)
        found += [(row, columns[0], columns[-1] + 1) for row, columns in rows.items()]
        start = joined.find(wanted, start + len(wanted))
    return tuple(found)
