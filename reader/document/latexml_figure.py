"""The figures of a LaTeXML page: what is in them, under one label and caption."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.core.document import Block, Code, Figure, Inline, Inlines, Picture, Table
from reader.core.text import clean_address
from reader.document.latexml_inline import InlineReader, anchor_of, attribute
from reader.document.latexml_tag import classes_of
from reader.document.tidy import clean_text, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NO_NAMES: Final = frozenset(("", "refer to caption", "[uncaptioned image]"))


def read_caption(node: "LexborNode", inline: InlineReader) -> "tuple[str, Inlines, list[LexborNode]]":
    """Return the label and the caption of a figure, and all else that is in it."""
    label = ""
    caption: Inlines = ()
    rest: list[LexborNode] = []
    for child in node.iter(include_text=True):
        if child.tag != "figcaption" and "ltx_caption" not in classes_of(child):
            rest.append(child)
            continue
        words: list[LexborNode] = []
        for part in child.iter(include_text=True):
            if not label and part.tag == "span" and "ltx_tag" in classes_of(part):
                label = clean_text(part.text()).strip().rstrip(":. ")[:80]
            else:
                words.append(part)
        caption = tidy(inline.read(words))
    return label, caption, rest


def read_picture(node: "LexborNode", base: str | None) -> Picture:
    """Return a picture, whose address may be meant from `base`."""
    words = clean_text(attribute(node, "alt")).strip()
    caption = () if words.lower() in _NO_NAMES else (Inline(words),)
    sides = (_pixels(attribute(node, "width")), _pixels(attribute(node, "height")))
    return Picture(
        clean_address(attribute(node, "src") or attribute(node, "data"), base),
        caption=caption,
        anchor=anchor_of(node),
        size=sides if all(sides) else None,
    )


def _pixels(text: str) -> int:
    """Return a side of a picture, 0 where it is none that can be."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def captioned(inner: list[Block], label: str, caption: Inlines, anchor: str | None) -> list[Block]:
    """Return the blocks of a figure with its label and caption on what it shows."""
    figures = [block for block in inner if isinstance(block, Figure)]
    tables = [block for block in inner if isinstance(block, Table)]
    pictures = [picture for figure in figures for picture in _pictures(figure)]
    if pictures and len(pictures) >= len(tables):
        others: list[Block] = [block for block in inner if not isinstance(block, Figure)]
        return [Figure(tuple(pictures), label, caption, anchor), *others]
    for place, block in enumerate(inner):
        if isinstance(block, Table | Code):
            named = replace(
                block, label=label or block.label, caption=caption or block.caption, anchor=anchor
            )
            return [*inner[:place], named, *inner[place + 1 :]]
    return [*inner, Figure((), label, caption, anchor)] if label or caption else inner


def _pictures(figure: Figure) -> tuple[Picture, ...]:
    """Return the pictures of a figure in a figure; a single one has its caption."""
    if len(figure.pictures) != 1:
        return figure.pictures
    picture = figure.pictures[0]
    return (
        replace(
            picture,
            label=figure.label or picture.label,
            caption=figure.caption or picture.caption,
            anchor=figure.anchor or picture.anchor,
        ),
    )
