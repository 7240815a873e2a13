"""Hugging Face's Markdown of a paper, made of arXiv's HTML, read into blocks."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from reader.core.document import (
    Block,
    Cell,
    Code,
    Display,
    Document,
    Equation,
    Figure,
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
    Reference,
    Table,
)
from reader.core.errors import FormatError
from reader.core.math_display import clean_tex
from reader.core.text import clean_address, clean_line
from reader.document.gathering import gathered
from reader.document.markdown_rule import EQUATION_NUMBER, markdown_parser
from reader.document.reference import arxiv_paper
from reader.document.tidy import TEXT_LIMIT, clean_code, clean_text, plain, tidy

if TYPE_CHECKING:
    from markdown_it.token import Token

SIZE_LIMIT: Final = 4 * 2**20
"""Longest text that is read, in characters."""

_LINE_LIMIT: Final = 100_000
_BULLETS: Final = frozenset("•·∙◦∘▪–—-*⋆★")
_SECTION: Final = re.compile(r"((?:\d+|[A-Z])(?:\.\d+)*|Appendix [A-Z])\.?\s+(?=\S)")


def parse_markdown(text: str, address: str = "") -> Document:
    """Return the paper of a text whose relative links are meant from `address`; `FormatError` without one."""
    if len(text) > SIZE_LIMIT:
        raise FormatError(
            f"The text is too long to be read (more than {SIZE_LIMIT // 2**20} MB); the PDF may do."
        )
    longest = "\n".join(line[:_LINE_LIMIT] for line in text.split("\n"))
    # Characters for placeholders and the like never come in; each piece of text is cleaned where it is taken.
    tokens = markdown_parser().parse(longest.replace("\x00", ""))
    reader = _Reader(address)
    blocks = reader.blocks(tokens)
    title, authors, rest = _front(blocks)
    if not any(not isinstance(block, Heading) for block in rest):
        raise FormatError("The text holds no paper.")
    return Document(gathered(rest), title, authors, Form.MARKDOWN)


class _Reader:
    """Turns tokens into blocks."""

    def __init__(self, address: str) -> None:
        self.base = address.rstrip("/") + "/" if address else None
        self.references = False

    def blocks(self, tokens: "Sequence[Token]") -> list[Block]:
        """Return the blocks of some tokens."""
        found: list[Block] = []
        place = 0
        while place < len(tokens):
            end = _end(tokens, place)
            found += self._block(tokens[place], tokens[place + 1 : end])
            place = end + 1
        return found

    def _block(self, token: "Token", inner: "Sequence[Token]") -> Iterator[Block]:
        match token.type:
            case "heading_open":
                yield self._heading(int(token.tag[1]), self._inlines(inner))
            case "paragraph_open":
                yield from self._paragraph(inner)
            case "math_block":
                number = EQUATION_NUMBER.fullmatch(token.info)
                source = _tex(token.content)
                if source:
                    yield Display((Equation((source,), number[1] if number else ""),))
            case "bullet_list_open" | "ordered_list_open":
                yield from self._list(token, inner)
            case "blockquote_open":
                if blocks := tuple(self.blocks(inner)):
                    yield Quote(blocks)
            case "fence" | "code_block":
                lines = token.content.rstrip("\n").split("\n")
                code = tuple((Inline(clean_code(line), InlineKind.CODE),) for line in lines)
                yield Code(code, clean_line(token.info, 40))
            case "table_open":
                if table := self._table(inner):
                    yield table
            case _:
                pass

    def _heading(self, level: int, content: Inlines) -> Heading:
        self.references = level < 4 and plain(content).strip().lower() in ("references", "bibliography")
        number = ""
        if content and (match := _SECTION.match(content[0].text)) and content[0].kind is InlineKind.TEXT:
            number = match[1]
            content = tidy((Inline(content[0].text[match.end() :]), *content[1:]))
        return Heading(content, level, number)

    def _paragraph(self, inner: "Sequence[Token]") -> Iterator[Block]:
        """Yield running text, and the pictures in it as figures."""
        held: list[Inline] = []
        for part in self._parts(inner):
            if isinstance(part, Inline):
                held.append(part)
            else:
                if content := tidy(held):
                    yield Paragraph(content)
                held = []
                yield Figure((part,))
        if content := tidy(held):
            yield Paragraph(content)

    def _list(self, token: "Token", inner: "Sequence[Token]") -> Iterator[Block]:
        items: list[tuple[Block, ...]] = []
        place = 0
        while place < len(inner):
            end = _end(inner, place)
            items.append(tuple(self.blocks(inner[place + 1 : end])))
            place = end + 1
        if self.references:
            for number, blocks in enumerate(items, start=1):
                content = tuple(i for block in blocks if isinstance(block, Paragraph) for i in block.content)
                yield _reference(number, content)
            return
        first = token.attrGet("start")
        number = int(first) if isinstance(first, int | str) and str(first).isdecimal() else 1
        ordered = token.type == "ordered_list_open"
        yield Listing(
            tuple(
                _item(f"{number + place}." if ordered else "•", blocks) for place, blocks in enumerate(items)
            )
        )

    def _table(self, inner: "Sequence[Token]") -> Table | None:
        rows: list[tuple[Cell, ...]] = []
        head = 0
        cells: list[Cell] = []
        for place, token in enumerate(inner):
            if token.type == "tr_open":
                cells = []
            elif token.type in ("th_open", "td_open"):
                content = tidy(self._inlines(inner[place + 1 : place + 2]))
                cells.append(Cell(content, _align(token)))
            elif token.type == "tr_close" and (any(plain(cell.content) for cell in cells) or rows):
                rows.append(tuple(cells))
            elif token.type == "thead_close":
                head = len(rows)
        return Table(tuple(rows), head) if rows else None

    def _inlines(self, tokens: "Sequence[Token]") -> Inlines:
        return tidy(part for part in self._parts(tokens) if isinstance(part, Inline))

    def _parts(self, tokens: "Sequence[Token]") -> Iterator[Inline | Picture]:
        """Yield the running text of some tokens, and the pictures between."""
        for token in tokens:
            if token.type == "inline":
                yield from self._children(token.children or [])

    def _children(self, tokens: "Sequence[Token]") -> Iterator[Inline | Picture]:
        strong = emphasis = 0
        kind: InlineKind = InlineKind.TEXT
        target: str | None = None
        for token in tokens:
            match token.type:
                case "strong_open" | "strong_close":
                    strong += token.nesting
                case "em_open" | "em_close":
                    emphasis += token.nesting
                case "link_open":
                    kind, target = self._target(_text(token.attrGet("href")))
                case "link_close":
                    kind, target = InlineKind.TEXT, None
                case "softbreak" | "hardbreak":
                    yield Inline(" ")
                case "image":
                    yield self._picture(token)
                case "math":
                    if source := _tex(token.content):
                        yield Inline(source, InlineKind.MATH, strong > 0, emphasis > 0)
                case "code_inline":
                    yield Inline(clean_text(token.content), InlineKind.CODE)
                case _:
                    if text := clean_text(token.content):
                        yield Inline(text, kind, strong > 0, emphasis > 0, target)

    def _target(self, address: str) -> tuple[InlineKind, str | None]:
        if address.startswith("#"):
            anchor = clean_line(address[1:], 200)
            return InlineKind.CITATION if anchor.startswith("bib") else InlineKind.JUMP, anchor or None
        safe = clean_address(address, self.base)
        return (InlineKind.LINK, safe) if safe else (InlineKind.TEXT, None)

    def _picture(self, token: "Token") -> Picture:
        words = clean_text(token.content).strip()
        caption = (Inline(words),) if words and words.lower() != "refer to caption" else ()
        return Picture(clean_address(_text(token.attrGet("src")), self.base), caption=caption)


def _item(label: str, blocks: tuple[Block, ...]) -> Item:
    """Return an item of a list, whose sign may stand in it as a paragraph."""
    first = blocks[0] if len(blocks) > 1 else None
    if isinstance(first, Paragraph) and plain(first.content) in _BULLETS:
        return Item(first.content, blocks[1:])
    return Item((Inline(label),), blocks)


def _end(tokens: "Sequence[Token]", place: int) -> int:
    """Return where what begins at a place ends."""
    level = 0
    for index in range(place, len(tokens)):
        level += tokens[index].nesting
        if level <= 0:
            return index
    return len(tokens)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _tex(source: str) -> str:
    return clean_line(clean_tex(source[:TEXT_LIMIT]), TEXT_LIMIT)


def _align(token: "Token") -> Literal["left", "center", "right"]:
    style = _text(token.attrGet("style"))
    return "right" if style.endswith("right") else "center" if style.endswith("center") else "left"


def _reference(number: int, content: Inlines) -> Reference:
    label = ""
    if (
        content
        and content[0].kind is InlineKind.TEXT
        and (match := re.match(r"\[([^\]]{1,60})\]\s*", content[0].text))
    ):
        label = f"[{match[1]}]"
        content = tidy((Inline(content[0].text[match.end() :]), *content[1:]))
    return Reference(label, content, f"bib.bib{number}", arxiv_paper(content))


def _front(blocks: Sequence[Block]) -> tuple[str, tuple[str, ...], list[Block]]:
    """Return the title and the authors that stand at the beginning, and the rest."""
    rest = list(blocks)
    if not rest or not isinstance(first := rest[0], Heading) or first.level > 1:
        return "", (), rest
    names = rest[1] if len(rest) > 2 and isinstance(rest[2], Heading) else None
    if not isinstance(names, Paragraph):
        return plain(first.content), (), rest[1:]
    authors = (clean_line(name) for name in plain(names.content).split(", ")[:1_000])
    return plain(first.content), tuple(filter(None, authors)), rest[2:]
