"""arXiv's HTML, which LaTeXML makes of the authors' LaTeX, read into blocks; nothing in it is run or fetched."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.core.document import (
    NESTING,
    Block,
    Display,
    Document,
    Equation,
    Figure,
    Footnote,
    Form,
    Heading,
    Inline,
    InlineKind,
    Inlines,
    Item,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Theorem,
)
from reader.core.errors import FormatError
from reader.core.text import clean_address, clean_line
from reader.document.latexml_author import read_authors
from reader.document.latexml_block import HEADINGS, is_block
from reader.document.latexml_code import read_code
from reader.document.latexml_figure import captioned, read_caption, read_picture
from reader.document.latexml_inline import (
    DEPTH,
    InlineReader,
    anchor_of,
    attribute,
    is_skipped,
    tex,
)
from reader.document.latexml_label import labelled, read_heading, read_reference
from reader.document.latexml_table import is_equation, read_display, read_table
from reader.document.latexml_tag import classes_of, drawn_text, elements_of, tag_of
from reader.document.tidy import clean_text, plain, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SIZE_LIMIT: Final = 32 * 2**20
"""Largest page that is read, in bytes."""

TAG_LIMIT: Final = 2_000_000
"""Most tags of a page."""

BLOCK_LIMIT: Final = 100_000
"""Most blocks of a document."""

NOTE_LIMIT: Final = 10_000
"""Most footnotes."""


def parse_latexml(page: bytes, address: str = "") -> Document:
    """Return the paper of a page from `address`; `FormatError` where it is too large or holds no paper."""
    if len(page) > SIZE_LIMIT:
        raise FormatError(
            f"The page is too large to be read ({len(page) / 2**20:.0f} MB, at most {SIZE_LIMIT // 2**20});"
            " the PDF may do."
        )
    if page.count(b"<") > TAG_LIMIT:
        raise FormatError(f"The page has more than {TAG_LIMIT:,} tags, which no paper has; the PDF may do.")
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page.decode("utf-8", "replace"))
    root = tree.css_first("article.ltx_document") or tree.css_first(".ltx_page_content, .ltx_page_main")
    if root is None:
        raise FormatError(
            "The page is not the text of a paper; a log-in page of the network may be in the way, which a browser shows."
        )
    reader = _Reader(address, _base(tree.css_first("base[href]"), address))
    reader.whole = b"</html" in page[-2_000:].lower() or b"</body" in page[-2_000:].lower()
    return reader.document(root)


def _base(node: "LexborNode | None", address: str) -> str | None:
    """Return the address that relative ones are meant from: as the page says, where that is on its own host."""
    if not address:
        return None
    folder = address.rstrip("/") + "/"
    if node is None:
        return folder
    named = clean_address(attribute(node, "href"), address)
    return named if named and urlsplit(named).netloc == urlsplit(address).netloc else folder


class _Reader:
    """Reads one page from `address`, whose pictures are beside `base`; footnotes are kept until the end."""

    def __init__(self, address: str, base: str | None) -> None:
        self.inline = InlineReader(address, self._note)
        self.base = base
        self.title = ""
        self.authors: list[str] = []
        self.footnotes: list[Footnote] = []
        self.in_note = False
        self.notices: dict[str, None] = {}
        self.whole = True
        self.count = 0

    def document(self, root: "LexborNode") -> Document:
        """Return the paper in an element."""
        blocks = self.blocks(root.iter(include_text=True), 0, 0)
        if not self.whole:
            self.notices["The page ends in the middle; the rest of the paper is missing."] = None
        if not any(not isinstance(block, Heading) for block in blocks):
            raise FormatError("The page holds no text of a paper.")
        return Document(
            (*blocks, *self.footnotes), self.title, tuple(self.authors), Form.HTML, tuple(self.notices)
        )

    def blocks(
        self, nodes: "Iterable[LexborNode]", depth: int, nesting: int, anchor: str | None = None
    ) -> list[Block]:
        """Return the blocks of some nodes; running text between blocks becomes paragraphs, the first with `anchor`."""
        found: list[Block] = []
        held: list[LexborNode] = []

        def flush() -> None:
            nonlocal anchor
            if held:
                if content := tidy(self.inline.read(held)):
                    self._add(found, Paragraph(content, anchor))
                    anchor = None
                held.clear()

        for node in nodes:
            tag = node.tag or ""
            if tag == "-text":
                held.append(node)
                continue
            classes = classes_of(node)
            if is_skipped(node, classes):
                continue
            tag = tag_of(node, classes)
            if not is_block(node, tag, classes, depth):
                held.append(node)
                continue
            flush()
            before = len(found)
            self._block(node, tag, classes, depth, nesting, found, anchor)
            if len(found) > before:
                anchor = None
        flush()
        return found

    def _add(self, found: list[Block], block: Block) -> None:
        self.count += 1
        if self.count <= BLOCK_LIMIT:
            found.append(block)
        else:
            self.notices[f"The paper has more than {BLOCK_LIMIT:,} paragraphs; the rest is left out."] = None

    def _block(
        self,
        node: "LexborNode",
        tag: str,
        classes: frozenset[str],
        depth: int,
        nesting: int,
        found: list[Block],
        inherited: str | None,
    ) -> None:
        anchor = anchor_of(node) or inherited
        children = node.iter(include_text=True)
        if depth > DEPTH or nesting > NESTING:
            if text := tidy(self.inline.read(children, depth=depth)):
                self._add(found, Paragraph(text, anchor))
        elif "ltx_authors" in classes:
            self.authors += read_authors(node, self.inline)
        elif "ltx_title_document" in classes:
            self.title = plain(tidy(self.inline.read(children)))[:1_000]
        elif tag in HEADINGS or (tag != "section" and "ltx_title" in classes):
            self._add(found, read_heading(node, tag, classes, self.inline, anchor))
        elif "ltx_theorem" in classes or "ltx_proof" in classes:
            self._add(found, self._theorem(node, classes, depth, nesting, anchor))
        elif "ltx_listing" in classes or tag == "pre":
            self._add(found, read_code(node, self.inline, anchor))
        elif tag == "figure":
            for block in self._figure(node, depth, nesting, anchor):
                self._add(found, block)
        elif tag == "table":
            self._table(node, classes, found, anchor)
        elif tag == "math":
            if source := tex(node):
                self._add(found, Display((Equation((source,)),), anchor))
        elif tag in ("ul", "ol", "dl"):
            self._list(node, tag, classes, depth, nesting, found, anchor)
        elif tag == "blockquote":
            if inner := tuple(self.blocks(children, depth + 1, nesting + 1)):
                self._add(found, Quote(inner, anchor))
        elif tag == "svg":
            self._drawing(node, depth, nesting, found, anchor)
        elif tag in ("img", "object"):
            self._add(found, Figure((read_picture(node, self.base),), anchor=anchor))
        elif tag != "hr":
            found += self.blocks(children, depth + 1, nesting, anchor)

    def _drawing(
        self, node: "LexborNode", depth: int, nesting: int, found: list[Block], anchor: str | None
    ) -> None:
        """Add what is to be read in a drawing, else that there is one."""
        parts = drawn_text(node)
        for part in parts:
            found += self.blocks(part.iter(include_text=True), depth + 1, nesting, anchor)
            anchor = None
        if not parts:
            self._add(found, Figure((Picture(None, anchor=anchor),)))

    def _theorem(
        self, node: "LexborNode", classes: frozenset[str], depth: int, nesting: int, anchor: str | None
    ) -> Theorem:
        kind = next((name[12:] for name in classes if name.startswith("ltx_theorem_")), "theorem")
        kind = "proof" if "ltx_proof" in classes else clean_line(kind, 40)
        title: Inlines = ()
        rest: list[LexborNode] = []
        for child in node.iter(include_text=True):
            if not title and "ltx_title" in classes_of(child):
                title = tidy(self.inline.read(child.iter(include_text=True)))
            else:
                rest.append(child)
        return Theorem(title, tuple(self.blocks(rest, depth + 1, nesting + 1)), kind, anchor)

    def _figure(self, node: "LexborNode", depth: int, nesting: int, anchor: str | None) -> list[Block]:
        """Return what a figure holds: pictures, a table, a program, or anything else, under its caption."""
        label, caption, rest = read_caption(node, self.inline)
        return captioned(self.blocks(rest, depth + 1, nesting), label, caption, anchor)

    def _table(
        self, node: "LexborNode", classes: frozenset[str], found: list[Block], anchor: str | None
    ) -> None:
        if is_equation(classes):
            if (display := read_display(node)) is not None:
                self._add(found, display)
            return
        table, notice = read_table(node, self.inline, anchor)
        if notice:
            self.notices[notice] = None
        if table is not None:
            self._add(found, table)

    def _list(
        self,
        node: "LexborNode",
        tag: str,
        classes: frozenset[str],
        depth: int,
        nesting: int,
        found: list[Block],
        anchor: str | None,
    ) -> None:
        if "ltx_biblist" in classes:
            for entry in node.iter():
                if "ltx_bibitem" in classes_of(entry):
                    self._add(found, read_reference(entry, self.inline))
            return
        items: list[Item] = []
        label: Inlines = ()
        for number, (kind, child) in enumerate(elements_of(node), start=1):
            if kind == "dt":
                label = tidy(self.inline.read(child.iter(include_text=True)))
                continue
            sign, rest = labelled(child, "ltx_tag_item")
            if sign is not None:
                label = tidy(self.inline.read(sign.iter(include_text=True)))
            if not label and tag != "dl":
                label = (Inline(f"{number}." if tag == "ol" else "•"),)
            items.append(Item(label, tuple(self.blocks(rest, depth + 1, nesting + 1)), anchor_of(child)))
            label = ()
        if items:
            self._add(found, Listing(tuple(items), tag == "dl", anchor))

    def _note(self, node: "LexborNode") -> Inline | None:
        """Keep a footnote for the end, and return its mark."""
        if self.in_note or len(self.footnotes) >= NOTE_LIMIT:
            return None
        mark = node.css_first(".ltx_note_mark")
        label = clean_text(mark.text()).strip()[:20] if mark else ""
        label = label or str(len(self.footnotes) + 1)
        anchor = anchor_of(node) or f"footnote{len(self.footnotes) + 1}"
        content = node.css_first(".ltx_note_content") or node
        place = len(self.footnotes)
        self.footnotes.append(Footnote(label, (), anchor))
        self.in_note = True
        blocks = tuple(self.blocks(content.iter(include_text=True), 1, 1))
        self.in_note = False
        self.footnotes[place] = Footnote(label, blocks, anchor)
        return Inline(label, InlineKind.NOTE, target=anchor)
