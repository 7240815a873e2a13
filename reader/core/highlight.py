"""Which characters of a text a search matched."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # late: lists are painted without it until something is sought
    from reader.core.fold import Word

Span = tuple[int, int]
"""First character and the one after the last."""


class Phrase(NamedTuple):
    """Folded words that stand next to each other."""

    words: tuple[str, ...]
    begins: bool = False
    """Whether the last word may go on."""


class Highlight(NamedTuple):
    """The folded words, beginnings of words and phrases that a search matched."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    runs: tuple[str, ...] = ()
    """Folded text without blanks (Chinese, Japanese, Korean), wherever it stands."""
    fields: "tuple[tuple[str, Highlight], ...]" = ()
    """What was sought in one field only, with the field's name."""

    def of(self, field: str) -> "Highlight":
        """Return what is to be marked in a field: `title`, `authors`, `keywords`, `organization` or `abstract`."""
        if not self.fields:
            return self
        own = [self, *(highlight for name, highlight in self.fields if name == field)]
        return Highlight(
            frozenset().union(*(highlight.words for highlight in own)),
            tuple(itertools.chain.from_iterable(highlight.prefixes for highlight in own)),
            tuple(itertools.chain.from_iterable(highlight.phrases for highlight in own)),
            tuple(itertools.chain.from_iterable(highlight.runs for highlight in own)),
        )

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return where `text` matches, in order and without overlaps, as far as no field was named."""
        if not self:
            return ()
        from reader.core.fold import placed_words

        placed = tuple(placed_words(text))
        plain = [word for word in placed if not word.compound]
        singles = ((word.start, self._end(word, text)) for word in placed)
        phrases = (span for phrase in self.phrases for span in _phrase_spans(phrase, plain, text))
        runs = (span for run in self.runs for span in _run_spans(run, text))
        return tuple(_merged(span for span in itertools.chain(singles, phrases, runs) if span[0] < span[1]))

    def __bool__(self) -> bool:
        return bool(self.words or self.prefixes or self.phrases or self.runs)

    def _end(self, word: "Word", text: str) -> int:
        if word.folded in self.words:
            return word.end
        length = max((len(prefix) for prefix in self.prefixes if word.folded.startswith(prefix)), default=0)
        return _place(word, text, length)


NO_HIGHLIGHT = Highlight()


def _phrase_spans(phrase: Phrase, placed: "Sequence[Word]", text: str) -> Iterator[Span]:
    *firsts, last = phrase.words
    for at in range(len(placed) - len(firsts)):
        final = placed[at + len(firsts)]
        ends = final.folded.startswith(last) if phrase.begins else final.folded == last
        if ends and all(
            word.folded == first for word, first in zip(placed[at : at + len(firsts)], firsts, strict=True)
        ):
            yield placed[at].start, _place(final, text, len(last) if phrase.begins else len(final.folded))


def _run_spans(run: str, text: str) -> Iterator[Span]:
    if text.isascii():
        return
    from reader.core.fold import fold

    folded = [(letter, at) for at, character in enumerate(text) for letter in fold(character)]
    whole = "".join(letter for letter, _ in folded)
    at = whole.find(run)
    while at >= 0:
        yield folded[at][1], folded[at + len(run) - 1][1] + 1
        at = whole.find(run, at + 1)


def _place(word: "Word", text: str, length: int) -> int:
    """Return where the first `length` folded letters of `word` end."""
    from reader.core.fold import reach

    return word.start + reach(text[word.start : word.end], length) if length else word.start


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
