"""Which characters of a text a search matched."""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.fold import placed_words

Span = tuple[int, int]
"""First character and the one after the last."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """The folded words and beginnings of words that a search matched."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return where `text` matches, in order and without overlaps."""
        if not self:
            return ()
        found = [
            (word.start, word.end)
            if word.folded in self.words
            else (word.start, min(word.end, word.start + self._prefix_length(word.folded)))
            for word in placed_words(text)
        ]
        return tuple(_merged(span for span in found if span[0] < span[1]))

    def __bool__(self) -> bool:
        return bool(self.words or self.prefixes)

    def _prefix_length(self, folded: str) -> int:
        return max((len(prefix) for prefix in self.prefixes if folded.startswith(prefix)), default=0)


NO_HIGHLIGHT = Highlight()


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
