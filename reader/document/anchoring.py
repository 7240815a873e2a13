"""Find highlighted passages again in a text that may be another version of the one they were taken from.

First as they were written, then without regard to case, accents and white space, at last by what is left of their
words. Of several places the one between the same words as before, or under the same heading, is taken. What would be a
guess is not found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from reader.core.document import Heading
from reader.core.fold import fold
from reader.core.passage import CONTEXT, Passage
from reader.document.script import Script, Stretch
from reader.document.tidy import plain

_PLACES = 2_000
"""Most places of a passage that are looked at."""
_COMPARED = 32
"""Most places of which the words around them are compared one by one."""
_SHORT = 12
"""Characters below which a passage is found only between the words that it stood between."""

_NO_WORD = re.compile(r"[\W_]+")


def find_passages(script: Script, passages: Iterable[Passage]) -> Mapping[str, Stretch]:
    """Return where passages stand in a text, by their keys; those that it has no more are left out."""
    settings = [_Setting(script, passage) for passage in passages]
    found = {setting.passage.key: _unchanged(setting) for setting in settings}
    changed = [setting for setting in settings if found[setting.passage.key] is None]
    if changed:
        from reader.document.likeness import Likeness

        likeness = Likeness(script, [setting.passage.quote for setting in changed])
        for setting in changed:
            span = likeness.place(setting.passage.quote, partial(setting.fit, script.folded))
            found[setting.passage.key] = script.folded_stretch(*span) if span else None
    return {key: stretch for key, stretch in found.items() if stretch is not None}


def _unchanged(setting: "_Setting") -> Stretch | None:
    """Return where a passage stands with all of its words."""
    script, passage = setting.script, setting.passage
    exact = setting.best(script.text, passage.quote)
    if exact is not None:
        return script.stretch(*exact)
    folded = setting.best(script.folded, "\n".join(fold(line) for line in _lines(passage.quote)))
    if folded is None:
        folded = setting.best(script.folded, fold(" ".join(passage.quote.split())))
    return script.folded_stretch(*folded) if folded else None


def quoted(script: Script, stretch: Stretch) -> tuple[str, str, str]:
    """Return the words of a stretch, and those before and behind them."""
    start, end = script.span(stretch)
    text = script.text
    return text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def heading_above(script: Script, block: int) -> str:
    """Return the heading that a block stands under, with its number; empty before the first one."""
    for place in range(min(block, len(script.blocks) - 1), -1, -1):
        heading = script.blocks[place]
        if isinstance(heading, Heading):
            return f"{heading.number} {plain(heading.content)}".strip()
    return ""


class _Setting:
    """A passage, and what its places in a text are told apart by."""

    def __init__(self, script: Script, passage: Passage) -> None:
        self.script = script
        self.passage = passage
        self._before, self._after = _letters(passage.before)[::-1], _letters(passage.after)

    def best(self, text: str, quote: str) -> tuple[int, int] | None:
        """Return the place of a quotation in the text, as it is or folded, that fits best; `None` where it has none."""
        length, short = len(quote), len(quote) < _SHORT
        places: list[int] = []
        for place in _places(text, quote):
            if self._stands_as_before(text, place, place + length):
                return place, place + length
            places.append(place)
        if not places or (len(places) == 1 and not short):
            return (places[0], places[0] + length) if places else None
        del places[_COMPARED:]
        fits = [self.fit(text, place, place + length) for place in places]
        best = max(fits)
        if short and best == 0 and (self._before or self._after):
            return None
        place = places[fits.index(best)]
        return place, place + length

    def fit(self, text: str, start: int, end: int) -> float:
        """Tell how well a place fits: letters around it that are as they were, and half of one for the heading."""
        fit = _common(self._before, _letters(text[max(0, start - 2 * CONTEXT) : start])[::-1])
        fit += _common(self._after, _letters(text[end : end + 2 * CONTEXT]))
        if fit or not self.passage.section:
            return fit
        stretch = (self.script.stretch if text is self.script.text else self.script.folded_stretch)(
            start, end
        )
        return 0.5 * (heading_above(self.script, stretch.first) == self.passage.section)

    def _stands_as_before(self, text: str, start: int, end: int) -> bool:
        """Tell whether a place has exactly the words around it that the passage had."""
        before, after = self.passage.before.rstrip(), self.passage.after.lstrip()
        if not before or not after:
            return False
        left = len(text[max(0, start - 2) : start].rstrip()) + max(0, start - 2)
        right = end + 2 - len(text[end : end + 2].lstrip())
        return text.endswith(before, 0, left) and text.startswith(after, min(right, len(text)))


def _places(text: str, quote: str) -> Iterator[int]:
    """Yield where a quotation stands in a text, at most `_PLACES` times."""
    place = text.find(quote) if quote.strip() else -1
    for _ in range(_PLACES):
        if place < 0:
            return
        yield place
        place = text.find(quote, place + 1)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n")]


def _letters(text: str) -> str:
    return _NO_WORD.sub("", fold(text))


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with together."""
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))
