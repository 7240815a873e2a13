"""Other people's text made safe and put together as inlines; every parser ends here."""

from collections.abc import Iterable
from dataclasses import replace

from reader.core.document import Inline, InlineKind, Inlines
from reader.core.text import clean_line

TEXT_LIMIT = 50_000
"""Longest stretch of text that is kept, in characters."""

_EXACT = (InlineKind.MATH, InlineKind.NOTE)


def clean_text(text: str) -> str:
    """Return printable text in one line, with a blank at an end where there was white space."""
    if not text or text.isspace():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + clean_line(text, TEXT_LIMIT) + after


def clean_code(text: str) -> str:
    """Return one printable line of a program with all its blanks."""
    text = text.expandtabs(4).replace("\xa0", " ")
    if text.isascii() and text.isprintable():
        return text[:TEXT_LIMIT]
    start = len(text) - len(text.lstrip(" "))
    # What is cleaned is squashed too, so blanks are cleaned apart from words.
    words = text.strip(" ").split(" ")
    return (" " * start + " ".join(clean_line(word, TEXT_LIMIT) for word in words))[:TEXT_LIMIT]


def tidy(inlines: Iterable[Inline]) -> Inlines:
    """Return inlines with neighbours of one manner joined, and white space squashed and taken from the ends."""
    found: list[Inline] = []
    for inline in inlines:
        text = inline.text
        if inline.kind not in _EXACT:
            if text[:1] == " " and (not found or found[-1].text.endswith(" ")):
                text = text[1:]
            if not text:
                continue
            if found and _alike(found[-1], inline):
                found[-1] = replace(found[-1], text=found[-1].text + text)
                continue
        found.append(inline if text is inline.text else replace(inline, text=text))
    if found and found[-1].text.endswith(" ") and found[-1].kind not in _EXACT:
        last = found.pop()
        if stripped := last.text.rstrip():
            found.append(replace(last, text=stripped))
    return tuple(found)


def _alike(one: Inline, other: Inline) -> bool:
    return (one.kind, one.strong, one.emphasis, one.target) == (
        other.kind,
        other.strong,
        other.emphasis,
        other.target,
    )


def plain(inlines: Iterable[Inline]) -> str:
    """Return inlines as plain text; mathematics as readable Unicode."""
    from reader.core.latex import to_unicode

    return "".join(
        to_unicode(inline.text) if inline.kind is InlineKind.MATH else inline.text
        for inline in inlines
        if inline.kind is not InlineKind.NOTE
    )
