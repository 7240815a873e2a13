"""Where a text has words like those of a passage, some of which were changed, added or left out."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from difflib import Match, SequenceMatcher
from itertools import accumulate

from reader.core.fold import fold
from reader.document.script import Script

ALIKE = 0.6
"""Share of the words of two passages that are the same in both, in order, where one is the other in a new version."""

_FEWEST = 4
"""Fewest words of a passage that is found although it was changed."""
_ASKED = 24
"""Most words of a passage, the rarest ones, by which its place is guessed."""
_COMMON = 200
"""Places of a word beyond which it says nothing of where a passage is."""
_NEAR = 8
"""Words by which the guesses at one place may differ."""
_TRIED = 3
"""Most places at which a passage is compared word by word."""
_LONG = 160
"""Words from which on only both ends of a passage are compared word by word."""

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_BLANKED = {code: " " for code in range(128) if not chr(code).isalnum()}

Span = tuple[int, int]
"""The first character of the folded text, and the one behind the last."""


class Likeness:
    """The words of a text, made ready for some quotations: as few passes over a long text as can be."""

    def __init__(self, script: Script, quotes: Iterable[str]) -> None:
        self._script = script
        asked = {word for quote in quotes for word in _words(fold(quote))}
        blocks = [_words(block) for block in script.folded.split("\n")]
        self._starts = list(accumulate(map(len, blocks), initial=0))
        self._words = [word for block in blocks for word in block]
        self._places: dict[str, list[int]] = {word: [] for word in asked}
        for place, word in enumerate(self._words):
            if word in asked:
                self._places[word].append(place)

    def place(self, quote: str, fit: Callable[[int, int], float]) -> Span | None:
        """Return the place that has most of the words of a quotation; of equal ones that which `fit` calls the best."""
        words = _words(fold(quote))
        if len(words) < _FEWEST:
            return None
        found: list[tuple[float, float, Span]] = []
        slack = 8 + len(words) // 4
        for guess in self._guesses(words):
            start = max(0, guess - slack)
            alike, first, last = _aligned(self._words[start : guess + len(words) + slack], words)
            if alike >= ALIKE:
                span = self._span(start + first, start + last)
                found.append((round(alike, 2), fit(*span), span))
        return max(found)[2] if found else None

    def _guesses(self, words: list[str]) -> list[int]:
        """Return at which words a quotation may begin, the likeliest first."""
        numbered = [(len(self._places[word]), number) for number, word in enumerate(words)]
        votes: dict[int, int] = {}
        for _, number in sorted(each for each in numbered if 0 < each[0] <= _COMMON)[:_ASKED]:
            for place in self._places[words[number]]:
                near = (place - number) // _NEAR
                votes[near] = votes.get(near, 0) + 1
        # What lies on the border of two counts for both.
        sums = {near: count + votes.get(near + 1, 0) for near, count in votes.items()}
        likely = sorted(sums, key=lambda near: -sums[near])[:_TRIED]
        return [near * _NEAR for near in likely if 2 * sums[near] >= sums[likely[0]]]

    def _span(self, first: int, last: int) -> Span:
        """Return the characters from one word to before another."""
        return self._character(first)[0], self._character(last - 1)[1]

    def _character(self, word: int) -> Span:
        block = bisect_right(self._starts, word) - 1
        start = self._script.folded_starts[block]
        text = self._script.folded[start : self._script.folded_starts[block + 1] - 1]
        match = list(_WORD.finditer(text))[word - self._starts[block]]
        return start + match.start(), start + match.end()


def _words(text: str) -> list[str]:
    # The short way is ten times as fast.
    return text.translate(_BLANKED).split() if text.isascii() else _WORD.findall(text)


def _aligned(texts: list[str], words: list[str]) -> tuple[float, int, int]:
    """Return how alike some words of a text are to others, from 0 to 1, their first, and the one behind their last."""
    if len(words) <= _LONG:
        return _overlap(texts, words)
    ends = _LONG // 2
    at_start, first, _ = _overlap(texts[: 2 * _LONG], words[:ends])
    rest = max(0, len(texts) - 2 * _LONG)
    at_end, _, last = _overlap(texts[rest:], words[-ends:])
    return ((at_start + at_end) / 2 if rest + last > first else 0.0), first, rest + last


def _overlap(texts: list[str], words: list[str]) -> tuple[float, int, int]:
    matches = [m for m in SequenceMatcher(None, texts, words, autojunk=False).get_matching_blocks() if m.size]
    while len(matches) > 1 and _is_stray(matches[0], matches[1]):
        del matches[0]
    while len(matches) > 1 and _is_stray(matches[-1], matches[-2]):
        del matches[-1]
    if not matches:
        return 0.0, 0, 0
    first, last = matches[0].a, matches[-1].a + matches[-1].size
    return 2 * sum(match.size for match in matches) / (len(words) + last - first), first, last


def _is_stray(match: Match, neighbour: Match) -> bool:
    """Tell whether a word at an end is the same by chance, far from the others."""
    return match.size == 1 and abs((neighbour.a - match.a) - (neighbour.b - match.b)) > 3
