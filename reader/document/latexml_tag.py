"""What the elements of a LaTeXML page are: inside running text it writes tables, lists and figures as spans."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MEANT: Final = {
    "ltx_th": "th",
    "ltx_td": "td",
    "ltx_eqn_cell": "td",
    "ltx_tr": "tr",
    "ltx_eqn_row": "tr",
    "ltx_thead": "thead",
    "ltx_tbody": "tbody",
    "ltx_tfoot": "tfoot",
    "ltx_tabular": "table",
    "ltx_eqn_table": "table",
    "ltx_item": "li",
    "ltx_itemize": "ul",
    "ltx_enumerate": "ol",
    "ltx_description": "dl",
    "ltx_caption": "figcaption",
    "ltx_figure": "figure",
    "ltx_table": "figure",
    "ltx_float": "figure",
    "ltx_quote": "blockquote",
}
"""The elements that classes stand for; where an element has several of them, the first one here counts."""

_PROSE: Final = 100
"""Characters from which on the text in a drawing is one to be read."""

_SIGN: Final = 20


def classes_of(node: "LexborNode") -> frozenset[str]:
    """Return the classes of an element."""
    value = node.attributes.get("class")
    return frozenset(value.split()) if value else frozenset()


def tag_of(node: "LexborNode", classes: frozenset[str]) -> str:
    """Return the tag of an element, of a span or a division that which it stands for."""
    tag = node.tag or ""
    if tag in ("span", "div") and not classes.isdisjoint(_MEANT):
        return next(meant for name, meant in _MEANT.items() if name in classes)
    return tag


def elements_of(node: "LexborNode") -> "list[tuple[str, LexborNode]]":
    """Return the elements in an element, each behind its tag."""
    return [(tag_of(child, classes_of(child)), child) for child in node.iter()]


def drawn_text(drawing: "LexborNode") -> "list[LexborNode]":
    """Return the parts of a drawing that are text to be read: those of a framed box, or a sign such as a circled digit.

    The labels of a diagram are none: without their places they say nothing.
    """
    parts = _texts(drawing)
    return [part for part, length in parts if length > _PROSE or (length <= _SIGN and len(parts) == 1)]


def is_sign(drawing: "LexborNode") -> bool:
    """Tell whether a drawing is a few characters of running text in a frame."""
    parts = _texts(drawing)
    return len(parts) == 1 and parts[0][1] <= _SIGN


def _texts(drawing: "LexborNode") -> "list[tuple[LexborNode, int]]":
    """Return what is text in a drawing, and how long it is; text in text is a part of it."""
    found: list[LexborNode] = []
    ahead = [drawing]
    while ahead:
        node = ahead.pop()
        if node.tag == "foreignObject":
            found.append(node)
        else:
            ahead += reversed(list(node.iter()))
    return [(node, len(node.text().strip())) for node in found]
