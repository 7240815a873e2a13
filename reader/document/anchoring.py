"""Find highlighted passages again in a text that may be another version of the one they were taken from.

First as they were written, then without regard to case, accents and white space, at last by what is left of their
words. Of several places the one between the same words as before, or under the same heading, is taken. What would be a
guess is not found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from reader.core.document import Heading
from reader.core.fold import fold
from reader.core.passage import CONTEXT, Passage
from reader.document.script import Script, Stretch
from reader.document.tidy import plain

_PLACES = 64
"""Most places of a passage that are compared."""
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


@dataclass(frozen=True, slots=True)
class _Setting:
    """A passage, and what its places in a text are told apart by."""

    script: Script
    passage: Passage

    def best(self, text: str, quote: str) -> tuple[int, int] | None:
        """Return the place of a quotation in the text, as it is or folded, that fits best; `None` where it has none."""
        places = list(_places(text, quote)) if quote.strip() else []
        if not places or (len(places) == 1 and len(quote) >= _SHORT):
            return (places[0], places[0] + len(quote)) if places else None
        fits = [self.fit(text, place, place + len(quote)) for place in places]
        best = max(fits)
        if len(quote) < _SHORT and best == 0 and (self.passage.before or self.passage.after):
            return None
        place = places[fits.index(best)]
        return place, place + len(quote)

    def fit(self, text: str, start: int, end: int) -> float:
        """Tell how well a place fits: letters around it that are as they were, and half of one for the heading."""
        before, after = _letters(self.passage.before), _letters(self.passage.after)
        fit = _common(before[::-1], _letters(text[max(0, start - 2 * CONTEXT) : start])[::-1])
        fit += _common(after, _letters(text[end : end + 2 * CONTEXT]))
        if fit or not self.passage.section:
            return fit
        stretch = (self.script.stretch if text is self.script.text else self.script.folded_stretch)(
            start, end
        )
        return 0.5 * (heading_above(self.script, stretch.first) == self.passage.section)


def _places(text: str, quote: str) -> Iterator[int]:
    """Yield where a quotation stands in a text, at most `_PLACES` times."""
    place = text.find(quote)
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
