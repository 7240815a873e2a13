"""Theorems, proofs and algorithms of a Markdown text, of which it keeps no more than how they begin."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reader.core.document import (
    Block,
    Code,
    Display,
    Heading,
    Inline,
    InlineKind,
    Inlines,
    Listing,
    Paragraph,
    Theorem,
    inlines_of,
)
from reader.document.tidy import plain, tidy

_KIND: Final = re.compile(
    r"(Proof|Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Claim|Conjecture|Assumption|Observation|Fact"
    r"|Problem|Notation|Hypothesis|Condition|Question|Property|Axiom|Note)\b(?! of the\b)",
)
_NUMBER: Final = re.compile(r"(?<![\w.])(?:[A-Z]\.)?\d+(?:\.\d+)*")
_RUN_IN: Final = 3
"""The level from which on headings begin a paragraph."""

_STOP: Final = (".", "!", "?", "∎", "□", "◻")
_QED: Final = re.compile(r"[∎□◻]|\\qed|\\(?:black)?square|\\Box")
_STEP: Final = re.compile(r"(\d{1,3}):\s*")
_ALGORITHM: Final = re.compile(r"(Algorithm\s+[\w.]{1,10}):?\s+")


def enclosed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks, those of a theorem, a proof or an algorithm in one."""
    anchors = _theorem_anchors(blocks)
    place = 0
    while place < len(blocks):
        block = blocks[place]
        end = place + 1
        if isinstance(block, Heading) and (kind := _kind(block)):
            end = _end(blocks, place + 1, kind)
            if end > place + 1:
                number = _NUMBER.search(plain(block.content)) if kind != "proof" else None
                anchor = anchors.get(number[0]) if number else None
                block = Theorem(block.content, tuple(blocks[place + 1 : end]), kind, anchor)
        elif isinstance(block, Paragraph) and (code := _algorithm(blocks, place)):
            block, end = code
        yield block
        place = end


def _theorem_anchors(blocks: Sequence[Block]) -> dict[str, str]:
    """Return the names by which links mean theorems, by the numbers that they show."""
    return {
        inline.text: inline.target
        for block in blocks
        for inlines in inlines_of(block)
        for inline in inlines
        if inline.kind is InlineKind.JUMP and inline.target and ".Thm" in inline.target
    }


def _kind(heading: Heading) -> str:
    """Return what a heading begins, an empty text where that is a section."""
    if heading.number or heading.level < _RUN_IN:
        return ""
    match = _KIND.match(plain(heading.content))
    return match[1].lower() if match else ""


def _end(blocks: Sequence[Block], start: int, kind: str) -> int:
    """Return where it ends: a proof at its sign, anything else where its first sentences do."""
    if kind == "proof":
        for place in range(start, len(blocks)):
            if isinstance(blocks[place], Heading):
                break
            if _is_proven(blocks[place]):
                return place + 1
    place = start
    while place < len(blocks) and isinstance(blocks[place], Paragraph | Display | Listing):
        place += 1
        if place == len(blocks) or not _goes_on(blocks[place - 1], blocks[place]):
            break
    return place


def _is_proven(block: Block) -> bool:
    match block:
        case Paragraph():
            return bool(_QED.search("".join(inline.text for inline in block.content[-2:])[-20:]))
        case Display():
            return bool(_QED.search(block.rows[-1].cells[-1][-20:]))
        case _:
            return False


def _goes_on(block: Block, after: Block) -> bool:
    match block, after:
        case Paragraph(), _:
            return not plain(block.content).rstrip(" )”\"'").endswith(_STOP)
        case Display(), Display():
            return True
        case Display(), Paragraph():
            return plain(after.content)[:1].islower()
        case _:
            return False


def _algorithm(blocks: Sequence[Block], place: int) -> tuple[Code, int] | None:
    """Return an algorithm whose name stands at a place, its steps in paragraphs with numbers, and where it ends."""
    caption = blocks[place]
    assert isinstance(caption, Paragraph)
    if not (named := _without(caption.content, _ALGORITHM)):
        return None
    lines: list[Inlines] = []
    end = place + 1
    while end < len(blocks) and isinstance(step := blocks[end], Paragraph):
        if not (numbered := _without(step.content, _STEP)):
            break
        lines.append((Inline(f"{numbered[0]:>3}: "), *numbered[1]))
        end += 1
    label, words = named
    return (
        (Code(tuple(lines), "", label, words, caption.anchor or f"alg{label.split()[-1]}"), end)
        if lines
        else None
    )


def _without(content: Inlines, pattern: "re.Pattern[str]") -> tuple[str, Inlines] | None:
    """Return what a pattern finds at the beginning of running text, and all behind it."""
    if not content or not (match := pattern.match(content[0].text)):
        return None
    rest = content[0].text[match.end() :]
    return match[1], tidy((Inline(rest, content[0].kind), *content[1:]) if rest else content[1:])
