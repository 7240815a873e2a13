"""What has a label of its own in a LaTeXML page: headings their numbers, items and references their signs."""

from typing import TYPE_CHECKING, Final

from reader.core.document import Heading, Reference
from reader.document.latexml_block import HEADINGS
from reader.document.latexml_inline import InlineReader, anchor_of
from reader.document.latexml_tag import classes_of
from reader.document.reference import arxiv_paper
from reader.document.tidy import clean_text, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_FLAT: Final = frozenset(
    (
        "ltx_title_abstract",
        "ltx_title_bibliography",
        "ltx_title_acknowledgements",
        "ltx_title_keywords",
    )
)
"""Headings of the first level, whatever their tag."""


def labelled(node: "LexborNode", name: str) -> "tuple[LexborNode | None, list[LexborNode]]":
    """Return the label of a class that stands in an element, and the rest of the element."""
    label: LexborNode | None = None
    rest: list[LexborNode] = []
    for part in node.iter(include_text=True):
        if part.tag == "span" and name in classes_of(part):
            label = part
        else:
            rest.append(part)
    return label, rest


def read_heading(
    node: "LexborNode", tag: str, classes: frozenset[str], inline: InlineReader, anchor: str | None
) -> Heading:
    """Return a heading with its number and level."""
    number = ""
    rest: list[LexborNode] = []
    for child in node.iter(include_text=True):
        if not number and child.tag == "span" and "ltx_tag" in classes_of(child):
            number = clean_text(child.text()).strip().rstrip(".")[:60]
        else:
            rest.append(child)
    level = 1 if classes & _FLAT or tag not in HEADINGS else max(1, int(tag[1]) - 1)
    return Heading(tidy(inline.read(rest)), level, number, anchor)


def read_reference(node: "LexborNode", inline: InlineReader) -> Reference:
    """Return an entry of the bibliography."""
    sign, rest = labelled(node, "ltx_tag_bibitem")
    label = clean_text(sign.text()).strip()[:200] if sign is not None else ""
    content = tidy(inline.read(rest))
    return Reference(label, content, anchor_of(node), arxiv_paper(content))
