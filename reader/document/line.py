"""Laid-out text: lines of segments, each in a style that the front gives its looks; and running text wrapped into them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from reader.core.document import Inline, InlineKind
from reader.core.latex import to_unicode
from reader.core.latex_alphabet import SUPERSCRIPTS
from reader.core.width import beginning, width
from reader.document.slot import Slot

Style: TypeAlias = Literal[
    "text",
    "strong",
    "emphasis",
    "strong-emphasis",
    "code",
    "math",
    "link",
    "jump",
    "citation",
    "note",
    "title",
    "heading-1",
    "heading-2",
    "heading-3",
    "label",
    "caption",
    "rule",
    "faint",
]
"""The styles of segments; `label` is “Figure 1”, a bullet or the title of a theorem, `rule` is drawn lines."""

MATH_UNBROKEN = 24
"""Longest formula, in columns, that is not broken at the end of a line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line; `target` is an http(s) address for the style `link`, else an anchor of the document."""

    text: str
    style: Style = "text"
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `anchor` is what can be jumped to here, a `wide` line may be wider than the column.

    Behind the segments a row of a picture may have its place: the `slot`.
    """

    segments: tuple[Segment, ...] = ()
    anchor: str | None = None
    wide: bool = False
    slot: Slot | None = None

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join([segment.text for segment in self.segments])

    @property
    def width(self) -> int:
        """Its columns."""
        return sum(width(segment.text) for segment in self.segments)


BLANK = Line()

_PART = re.compile(
    r"(\s+)|([\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd])"
)
_CLOSING = frozenset("，。、；：？！」』）〕］｝〉》】.,;:!?)]}”’»")
"""Marks that do not begin a line."""


@dataclass(slots=True)
class _Word:
    """What is not broken: segments, their columns, and whether a blank stands before it."""

    segments: list[Segment]
    width: int
    spaced: bool


@lru_cache(4_096)
def formula(source: str) -> str:
    """Return inline mathematics as Unicode."""
    return to_unicode(source)


def segments_of(inlines: Iterable[Inline], base: Style = "text") -> Iterator[Segment]:
    """Yield inlines as segments; `base` is the style of plain text."""
    for inline in inlines:
        match inline.kind:
            case InlineKind.TEXT:
                yield Segment(inline.text, _emphasised(inline, base))
            case InlineKind.MATH:
                style: Style = base if base.startswith(("heading", "title")) else "math"
                yield Segment(formula(inline.text), style, inline.target)
            case InlineKind.CODE:
                yield Segment(inline.text, "code")
            case InlineKind.NOTE:
                yield Segment(inline.text.translate(SUPERSCRIPTS), "note", inline.target)
            case InlineKind.LINK:
                yield Segment(inline.text, "link", inline.target)
            case InlineKind.JUMP:
                yield Segment(inline.text, "jump", inline.target)
            case InlineKind.CITATION:
                yield Segment(inline.text, "citation", inline.target)


def _emphasised(inline: Inline, base: Style) -> Style:
    if base not in ("text", "caption") or not (inline.strong or inline.emphasis):
        return base
    if inline.strong and inline.emphasis:
        return "strong-emphasis"
    return "strong" if inline.strong else "emphasis"


def wrap(
    segments: Iterable[Segment], columns: int, *, first: Sequence[Segment] = (), indent: int = 0
) -> list[Line]:
    """Return segments in lines of at most `columns` columns: the first after `first`, the others after an indent."""
    columns = max(columns, indent + 8)
    lines: list[Line] = []
    held: list[Segment] = list(first)
    start = used = sum(width(segment.text) for segment in first)
    margin = [Segment(" " * indent)] if indent else []
    for word in _words(segments):
        gap = int(word.spaced and used > start)
        if used > start and used + gap + word.width > columns:
            lines.append(Line(_merged(held)))
            held, start, used, gap = list(margin), indent, indent, 0
        if word.width > columns - used - gap:
            for segment in _cut(word, columns - used, columns - indent):
                if segment is None:
                    lines.append(Line(_merged(held)))
                    held, start, used = list(margin), indent, indent
                else:
                    held.append(segment)
                    used += width(segment.text)
            continue
        if gap:
            same = (
                held
                and held[-1].style == word.segments[0].style
                and held[-1].target == word.segments[0].target
            )
            held.append(Segment(" ", held[-1].style, held[-1].target) if same else Segment(" "))
        held += word.segments
        used += gap + word.width
    if used > start or not lines:
        lines.append(Line(_merged(held)))
    return lines


def _words(segments: Iterable[Segment]) -> Iterator[_Word]:
    """Yield words, which may go over several segments; wide characters are words of their own."""
    word = _Word([], 0, False)
    wide = False  # whether a wide character has just ended, so that the word may end with it
    for segment in segments:
        unbroken = segment.style == "math" and width(segment.text) <= MATH_UNBROKEN
        parts = [segment.text] if unbroken else _PART.split(segment.text)
        # The pattern has two groups: what stands between is text, then a blank or a wide character.
        for place, part in enumerate(parts):
            if not part:
                continue
            role = 0 if unbroken else place % 3
            breaks = role == 1 or ((wide or role == 2) and part[0] not in _CLOSING)
            if breaks and word.segments:
                yield word
            if breaks:
                word = _Word([], 0, role == 1 or (word.spaced and not word.segments))
            if role != 1:
                word.segments.append(Segment(part, segment.style, segment.target))
                word.width += width(part)
            wide = role == 2
    if word.segments:
        yield word


def _cut(word: _Word, room: int, columns: int) -> Iterator[Segment | None]:
    """Yield a word that is too long in pieces, `None` where a line ends."""
    for segment in word.segments:
        text = segment.text
        while text:
            if room <= 0:
                yield None
                room = columns
            head = text if width(text) <= room else beginning(text, room)
            if width(head) > room and room < columns:
                yield None
                room = columns
                continue
            yield Segment(head, segment.style, segment.target)
            room -= width(head)
            text = text[len(head) :]


def _merged(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return segments with neighbours of one style joined."""
    found: list[Segment] = []
    for segment in segments:
        if found and found[-1].style == segment.style and found[-1].target == segment.target:
            found[-1] = Segment(found[-1].text + segment.text, segment.style, segment.target)
        elif segment.text:
            found.append(segment)
    return tuple(found)


def indented(lines: Iterable[Line], prefix: Segment) -> list[Line]:
    """Return lines behind a prefix, of which no blank is left where the line is empty."""
    bare = prefix.text.rstrip()
    alone = Line((Segment(bare, prefix.style),)) if bare else BLANK
    return [
        replace(line, segments=(prefix, *line.segments)) if line.segments or line.slot else alone
        for line in lines
    ]
