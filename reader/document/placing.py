"""Which words of a block stand in which of its lines, at any width: what highlights are drawn by and selected with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.document import Block, Display, Figure
from reader.document.flow import Flow
from reader.document.line import Line
from reader.document.script import Script, Stretch

_AHEAD = 2_000
"""Characters of a block that a line may leave out: a formula that is drawn has other signs than its text."""
_SKIPPED = 3
"""Words of a line before its text that are not of the text: numbers and labels."""
_DRAWN = (Display, Figure)
"""Blocks whose lines are not their words; they are highlighted as a whole."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: the characters of the block's text that stand in it, and its words."""

    start: int
    end: int
    left: int
    """The first column that is not blank, counted in characters."""
    right: int
    """The one behind the last."""
    words: tuple[tuple[int, int, int], ...] = ()
    """Of each word the first character in the line, the one behind its last, and its first one in the text."""

    def columns(self, start: int, end: int) -> tuple[int, int] | None:
        """Return from which to which character the line has those of the text; `None` where it has none of them."""
        if self.start == self.end:
            return (self.left, self.right) if start < self.start < end else None
        if end <= self.start or start >= self.end:
            return None
        within = [word for word in self.words if word[2] < end and word[2] + word[1] - word[0] > start]
        if not within or (start <= self.start and end >= self.end):
            return self.left, self.right
        return within[0][0], within[-1][1]


def rows_of(block: Block, lines: Sequence[Line], text: str) -> tuple[Row | None, ...]:
    """Return the lines of a block with the words of its text that they have; `None` for blank ones."""
    shown = [_shown(line) for line in lines]
    if isinstance(block, _DRAWN):
        return tuple(Row(0, len(text), *_edges(line)) if line.strip() else None for line in shown)
    placed = _placed(shown, text)
    found: list[Row | None] = []
    behind = 0
    for row, line in enumerate(shown):
        words = placed[row]
        if not line.strip():
            drawn = lines[row].text
            found.append(Row(behind, behind, *_edges(drawn)) if drawn.strip() else None)
            continue
        if words:
            start, behind = words[0][2], words[-1][2] + words[-1][1] - words[-1][0]
            found.append(Row(start, behind, *_edges(line), words=tuple(words)))
        else:
            # Each line of something drawn stands for all words up to those of the next line that has some.
            end = next((later[0][2] for later in placed[row + 1 :] if later), len(text))
            found.append(Row(behind, max(behind, end), *_edges(line)))
    return tuple(found)


def selected(flow: Flow, script: Script, one: tuple[int, int], other: tuple[int, int]) -> Stretch | None:
    """Return the words in the lines from one (block and row) to another; `None` where there are none."""
    first, last = sorted((one, other))

    def spans(block: int) -> list[tuple[int, int]]:
        rows = rows_of(script.blocks[block], flow.block(block), script.texts[block])
        low = first[1] if block == first[0] else 0
        high = last[1] + 1 if block == last[0] else len(rows)
        return [(row.start, row.end) for row in rows[low:high] if row and row.end > row.start]

    blocks = range(first[0], last[0] + 1)
    beginning = next(((block, found[0][0]) for block in blocks if (found := spans(block))), None)
    if beginning is None:
        return None
    ending = next((block, found[-1][1]) for block in reversed(blocks) if (found := spans(block)))
    start = beginning[1] + _blanks(script.texts[beginning[0]][beginning[1] :])
    end = ending[1] - _blanks(script.texts[ending[0]][: ending[1]][::-1])
    return Stretch(beginning[0], start, ending[0], end) if (beginning[0], start) < (ending[0], end) else None


def first_row(flow: Flow, script: Script, stretch: Stretch) -> tuple[int, int]:
    """Return the line in which a stretch begins, as a block and a row."""
    block = stretch.first
    rows = rows_of(script.blocks[block], flow.block(block), script.texts[block])
    part = stretch.part_in(block, len(script.texts[block])) or (0, 0)
    return block, next((number for number, row in enumerate(rows) if row and row.columns(*part)), 0)


def _shown(line: Line) -> str:
    """Return a line with blanks for what is not of the text: drawn lines, marks of footnotes."""
    return "".join(
        " " * len(segment.text) if segment.style in ("rule", "note") else segment.text
        for segment in line.segments
    )


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _edges(line: str) -> tuple[int, int]:
    right = len(line.rstrip())
    return min(len(line) - len(line.lstrip()), right), right


def _placed(lines: Sequence[str], text: str) -> list[list[tuple[int, int, int]]]:
    """Return the words of each line that are of the text, each with its place there, in their order."""
    words = [(row, match) for row, line in enumerate(lines) for match in _WORD.finditer(line)]
    found: list[list[tuple[int, int, int]]] = [[] for _ in lines]
    behind = number = 0
    while number < len(words):
        row, match = words[number]
        place = _next_place(text, behind, [word[0] for _, word in words[number : number + _SKIPPED + 3]])
        if place is not None:
            found[row].append((match.start(), match.end(), place))
            behind = place + len(match[0])
        number += 1
    return found


def _next_place(text: str, behind: int, words: Sequence[str]) -> int | None:
    """Return where the first of some words stands in the text, `None` where it is not of it."""
    here = _after_blank(text, behind)
    # A number before a heading that begins with the same number is not its first word.
    if text.startswith(words[0], here) and (
        not _begins(text, here, words[1:3]) or _begins(text, here, words[:3])
    ):
        return here
    if any(
        _begins(text, here, words[skipped : skipped + 2])
        for skipped in range(1, min(_SKIPPED, len(words) - 1) + 1)
    ):
        return None
    for place in _found(text, words[0], here):
        if len(words) == 1 or _begins(text, place, words[:2]):
            return place
    return None


def _begins(text: str, place: int, words: Sequence[str]) -> bool:
    """Tell whether these words, all of them, stand in the text from a place on."""
    for word in words:
        place = _after_blank(text, place)
        if not text.startswith(word, place):
            return False
        place += len(word)
    return bool(words)


def _found(text: str, word: str, start: int) -> Iterator[int]:
    end = start + _AHEAD
    place = text.find(word, start, end)
    while place >= 0:
        yield place
        place = text.find(word, place + 1, end)


def _after_blank(text: str, place: int) -> int:
    return place + 1 if text.startswith(" ", place) else place
