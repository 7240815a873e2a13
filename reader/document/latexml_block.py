"""Which elements of a LaTeXML page are blocks, and which are running text."""

from typing import TYPE_CHECKING, Final

from reader.document.latexml_inline import DEPTH, attribute
from reader.document.latexml_tag import is_sign

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_CONTAINERS: Final = [
    "div",
    "section",
    "article",
    "main",
    "body",
    "html",
    "center",
    "details",
    "summary",
    "address",
    "aside",
    "fieldset",
    "dd",
    "dt",
]
_BLOCKS: Final = HEADINGS.union(
    _CONTAINERS, ["p", "table", "figure", "ul", "ol", "dl", "blockquote", "pre", "img", "hr"]
)
_INNER: Final = (
    "table, figure, img, ul, ol, dl, pre, blockquote, p, svg.ltx_picture, object.ltx_graphics, .ltx_tabular,"
    " .ltx_eqn_table, .ltx_itemize, .ltx_enumerate, .ltx_description, .ltx_figure, .ltx_table, .ltx_float,"
    " .ltx_quote, .ltx_listing, .ltx_theorem"
)
"""Selects what makes an element one of blocks, not of running text."""


def is_block(node: "LexborNode", tag: str, classes: frozenset[str], depth: int) -> bool:
    """Tell whether an element, which stands for `tag`, is a block or has one in it."""
    if tag in _BLOCKS:
        return True
    if tag == "math":
        return attribute(node, "display") == "block"
    if tag in ("svg", "object"):
        return not is_sign(node)
    if tag in ("span", "a", "font", "cite") and depth < DEPTH and "ltx_note" not in classes:
        return node.css_first(_INNER) is not None
    return not classes.isdisjoint(("ltx_theorem", "ltx_proof", "ltx_listing"))
