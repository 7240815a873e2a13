"""The running text of a LaTeXML page: emphasis, mathematics, links, citations and the marks of footnotes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

from reader.core.document import Inline, InlineKind
from reader.core.latex_layout import scripted
from reader.core.latex_symbol import Atom
from reader.core.math_display import clean_tex
from reader.core.text import clean_address, clean_line
from reader.document.latexml_tag import classes_of, drawn_text, tag_of
from reader.document.mathml import tex_of
from reader.document.tidy import TEXT_LIMIT, clean_code, clean_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEPTH: Final = 60
"""Elements within elements that are read; what is deeper is taken as plain text."""

ANCHOR_LIMIT: Final = 200

SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "nav",
        "footer",
        "header",
        "head",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "button",
        "form",
        "input",
        "select",
        "textarea",
        "dialog",
        "link",
        "meta",
        "base",
        "audio",
        "video",
        "source",
        "frame",
        "frameset",
        "plaintext",
        "-comment",
        "-doctype",
    ]
)
"""Elements that hold no text of the paper, or do something."""

SKIPPED_CLASSES: Final = frozenset(
    [
        "ltx_page_navbar",
        "ltx_page_footer",
        "ltx_page_header",
        "ltx_TOC",
        "ltx_listing_data",
        "ltx_pagination",
        "ltx_rdf",
        "ltx_ERROR",
        "ltx_note_mark",
        "ltx_tag_note",
        "ltx_author_notes",
        "ltx_author_before",
        "ltx_dates",
        "ltx_eqn_center_padleft",
    ]
)

_DRAWINGS: Final = {"svg": ("ltx_picture",), "object": ("ltx_graphics",)}
"""What stands in for pictures, by its classes."""

_EMPHASIS: Final = frozenset(("em", "i", "cite-title", "var", "dfn"))
_STRONG: Final = frozenset(("b", "strong"))
_CODE: Final = frozenset(("code", "tt", "kbd", "samp"))
_BREAKING: Final = frozenset(
    ("br", "p", "div", "li", "tr", "td", "th", "section", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption")
)
_BREAKING_CLASSES: Final = frozenset(("ltx_p", "ltx_bibblock"))
_NOTES: Final = frozenset(
    ("ltx_role_footnote", "ltx_role_footnotetext", "ltx_role_endnote", "ltx_role_thanks")
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the text at a place is set."""

    strong: bool = False
    emphasis: bool = False
    code: bool = False
    exact: bool = False
    """Whether every blank counts."""
    target: str | None = None
    kind: InlineKind = InlineKind.TEXT


PLAIN: Final = Manner()


def attribute(node: "LexborNode", name: str) -> str:
    """Return an attribute, empty where there is none."""
    return node.attributes.get(name) or ""


def anchor_of(node: "LexborNode") -> str | None:
    """Return the name by which an element is jumped to."""
    return clean_line(attribute(node, "id"), ANCHOR_LIMIT) or None


def is_skipped(node: "LexborNode", classes: frozenset[str]) -> bool:
    """Tell whether an element holds nothing to be read."""
    if node.tag in SKIPPED and classes.isdisjoint(_DRAWINGS.get(node.tag or "", ())):
        return True
    return not SKIPPED_CLASSES.isdisjoint(classes) or "hidden" in node.attributes


def tex(node: "LexborNode") -> str:
    """Return the TeX of a formula: as the authors wrote it, else made from what is seen."""
    source = attribute(node, "alttext")
    if not source:
        for found in node.css('annotation[encoding="application/x-tex"]'):
            source = found.text()
            break
    if not source.strip():
        source = tex_of(node)
    return clean_line(clean_tex(source[:TEXT_LIMIT]), TEXT_LIMIT).removeprefix("\\displaystyle").lstrip()


class InlineReader:
    """Reads running text; `address` is that of the page, `note` takes a footnote and returns its mark's inline."""

    def __init__(self, address: str, note: "Callable[[LexborNode], Inline | None]") -> None:
        self.address = address
        self._note = note
        self._page = urlsplit(address).path.rstrip("/")

    def read(self, nodes: "Iterable[LexborNode]", manner: Manner = PLAIN, depth: int = 0) -> list[Inline]:
        """Return the inlines of some nodes; they are not joined yet."""
        found: list[Inline] = []
        for node in nodes:
            self._read(node, manner, depth, found)
        return found

    def _read(self, node: "LexborNode", manner: Manner, depth: int, found: list[Inline]) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "", manner, found)
            return
        classes = classes_of(node)
        if is_skipped(node, classes):
            return
        tag = tag_of(node, classes)
        if tag in ("svg", "object"):
            for part in drawn_text(node) if depth <= DEPTH else ():
                found += self.read(part.iter(include_text=True), manner, depth + 1)
            return
        if tag == "math":
            if source := tex(node):
                target = manner.target if manner.kind is InlineKind.LINK else None
                found.append(Inline(source, InlineKind.MATH, manner.strong, manner.emphasis, target))
            return
        if "ltx_note" in classes and not _NOTES.isdisjoint(classes):
            if (mark := self._note(node)) is not None:
                found.append(mark)
            return
        if depth > DEPTH:
            self._text(node.text(), manner, found)
            return
        if tag in ("sup", "sub"):
            self._script(node, tag, manner, depth, found)
            return
        apart = (tag in _BREAKING or not _BREAKING_CLASSES.isdisjoint(classes)) and not manner.exact
        if apart:
            found.append(Inline(" "))
        inner = self._manner(node, tag, classes, manner)
        for child in node.iter(include_text=True):
            self._read(child, inner, depth + 1, found)
        if apart:
            found.append(Inline(" "))

    def _text(self, text: str, manner: Manner, found: list[Inline]) -> None:
        text = clean_code(text.replace("\n", "")) if manner.exact else clean_text(text)
        if text:
            kind = manner.kind
            if kind is InlineKind.TEXT and manner.code:
                kind = InlineKind.CODE
            found.append(Inline(text, kind, manner.strong, manner.emphasis, manner.target))

    def _script(self, node: "LexborNode", tag: str, manner: Manner, depth: int, found: list[Inline]) -> None:
        inner = self.read(node.iter(include_text=True), manner, depth + 1)
        text = "".join(inline.text for inline in inner).strip()
        if text and all(inline.kind is InlineKind.TEXT for inline in inner):
            small = scripted(Atom(""), *((text, "") if tag == "sub" else ("", text)), "").text
            found.append(Inline(small, strong=manner.strong, emphasis=manner.emphasis))
        else:
            found += inner

    def _manner(self, node: "LexborNode", tag: str, classes: frozenset[str], manner: Manner) -> Manner:
        if tag == "a":
            kind, target = self.target(attribute(node, "href"))
            return replace(manner, kind=kind, target=target) if target else manner
        strong = tag in _STRONG or "ltx_font_bold" in classes
        emphasis = tag in _EMPHASIS or "ltx_font_italic" in classes or "ltx_font_slanted" in classes
        code = tag in _CODE or "ltx_font_typewriter" in classes
        if not (strong or emphasis or code):
            return manner
        return replace(
            manner,
            strong=manner.strong or strong,
            emphasis=manner.emphasis or emphasis,
            code=manner.code or code,
        )

    def target(self, address: str) -> tuple[InlineKind, str | None]:
        """Return what an address leads to: a place of this document, or a page of the web; `None` for neither."""
        address = address.strip()
        if address.startswith("#"):
            return self._place(address[1:])
        try:
            parts = urlsplit(urljoin(self.address, address))
        except ValueError:
            return InlineKind.TEXT, None
        if (
            parts.fragment
            and self._page
            and re.sub(r"v\d+$", "", parts.path) == re.sub(r"v\d+$", "", self._page)
        ):
            return self._place(parts.fragment)
        safe = clean_address(address, self.address or None)
        return (InlineKind.LINK, safe) if safe else (InlineKind.TEXT, None)

    def _place(self, fragment: str) -> tuple[InlineKind, str | None]:
        anchor = clean_line(unquote(fragment), ANCHOR_LIMIT)
        kind = InlineKind.CITATION if anchor.startswith("bib") else InlineKind.JUMP
        return (kind, anchor) if anchor else (InlineKind.TEXT, None)
