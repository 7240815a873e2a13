"""The words of a document as plain text, block by block: what is searched, and what highlights are found again in."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reader.core.document import Block, Document, inlines_of
from reader.core.fold import fold
from reader.document.tidy import plain


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Words of a document: from a character of the `first` block to before one of the `last`, in their plain text."""

    first: int
    start: int
    last: int
    end: int

    def part_in(self, block: int, length: int) -> tuple[int, int] | None:
        """Return which characters of a block, whose text has a `length`, belong to it; `None` for none."""
        if not self.first <= block <= self.last:
            return None
        return (self.start if block == self.first else 0), (self.end if block == self.last else length)


class Script:
    """The plain text of a document, made ready once."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.texts = [_text(block) for block in document.blocks]
        """The text of each block, in one line; formulas as Unicode, without the marks of footnotes."""

    @cached_property
    def text(self) -> str:
        """The whole text, each block on a line of its own."""
        return "\n".join(self.texts)

    @cached_property
    def folded(self) -> str:
        """The whole text without case and accents, each block on a line of its own."""
        return "\n".join(self._folded_texts)

    @cached_property
    def folded_starts(self) -> list[int]:
        """Where each block begins in the folded text."""
        return list(accumulate((len(text) + 1 for text in self._folded_texts), initial=0))

    def stretch(self, start: int, end: int) -> Stretch:
        """Return what stands from a character of the whole text to before another."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first, bisect_right(self._starts, end - 1) - 1)
        return Stretch(first, start - self._starts[first], last, end - self._starts[last])

    def folded_stretch(self, start: int, end: int) -> Stretch:
        """Return what stands from a character of the folded text to before another."""
        first, last = (bisect_right(self.folded_starts, place) - 1 for place in (start, end - 1))
        return Stretch(
            first,
            self._unfolded(first, start - self.folded_starts[first]),
            last,
            self._unfolded(last, end - 1 - self.folded_starts[last]) + 1,
        )

    def span(self, stretch: Stretch) -> tuple[int, int]:
        """Return where a stretch begins and ends in the whole text."""
        return self._starts[stretch.first] + stretch.start, self._starts[stretch.last] + stretch.end

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(text) + 1 for text in self.texts), initial=0))

    @cached_property
    def _folded_texts(self) -> list[str]:
        return [fold(text) for text in self.texts]

    def _unfolded(self, block: int, place: int) -> int:
        """Return the character of a block's text that was folded to the one at a place."""
        text = self.texts[block]
        if len(self._folded_texts[block]) == len(text):
            return place
        ends = list(accumulate(len(fold(character)) for character in text))
        return min(bisect_right(ends, place), max(0, len(text) - 1))


def _text(block: Block) -> str:
    return " ".join(" ".join(plain(inlines) for inlines in inlines_of(block)).split())
