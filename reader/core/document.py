"""A whole paper as blocks: what a parser of a source makes, and what is laid out, searched and exported."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

NESTING = 12
"""Deepest nesting of blocks that parsers make; what is deeper stands one level up."""


class InlineKind(StrEnum):
    """What a stretch of a paragraph is."""

    TEXT = "text"
    MATH = "math"
    """Its text is TeX."""
    CODE = "code"
    LINK = "link"
    """Its target is an http(s) address."""
    JUMP = "jump"
    """Its target is an anchor of this document: a section, a figure, an equation."""
    CITATION = "citation"
    """Its target is the anchor of a reference."""
    NOTE = "note"
    """The mark of a footnote; its target is the anchor of that."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch of a paragraph in one manner."""

    text: str
    kind: InlineKind = InlineKind.TEXT
    strong: bool = False
    emphasis: bool = False
    target: str | None = None


Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; `level` counts from 1, `number` is as printed (“2.1”, “A”) or empty."""

    content: Inlines
    level: int = 1
    number: str = ""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: Inlines
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """One row of displayed mathematics: TeX in the columns that are aligned (right, left, right, …)."""

    cells: tuple[str, ...]
    number: str = ""
    """As printed, without its brackets."""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """Mathematics on lines of its own."""

    rows: tuple[Equation, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `label` is a bullet, a number, or the term that is described."""

    label: Inlines
    blocks: "tuple[Block, ...]"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; in a `described` one the labels are terms."""

    items: tuple[Item, ...]
    described: bool = False
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `across` and `down` count the columns and rows that it covers."""

    content: Inlines = ()
    align: Literal["left", "center", "right"] = "left"
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first `head` rows are its header, and a rule stands above the rows in `rules`."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    rules: frozenset[int] = frozenset()
    label: str = ""
    caption: Inlines = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `address` is an http(s) address, `None` where it has none that is safe to ask."""

    address: str | None
    label: str = ""
    caption: Inlines = ()
    anchor: str | None = None
    size: tuple[int, int] | None = None
    """Its width and height in pixels of the page, where that tells them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures under one label (“Figure 1”) and caption."""

    pictures: tuple[Picture, ...]
    label: str = ""
    caption: Inlines = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be shown as they are: a program, or an algorithm with mathematics in it."""

    lines: tuple[Inlines, ...]
    language: str = ""
    label: str = ""
    caption: Inlines = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Theorem:
    """A theorem, definition, proof or the like; `kind` is one word such as `theorem` or `proof`."""

    title: Inlines
    blocks: "tuple[Block, ...]"
    kind: str = "theorem"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    blocks: "tuple[Block, ...]"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, in the place where the document ends."""

    label: str
    blocks: "tuple[Block, ...]"
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography; `paper` is its arXiv identifier, where it has one."""

    label: str
    content: Inlines
    anchor: str | None = None
    paper: str | None = None


Block: TypeAlias = (
    Heading | Paragraph | Display | Listing | Table | Figure | Code | Theorem | Quote | Footnote | Reference
)


class Form(StrEnum):
    """What a text was made from."""

    HTML = "html"
    MARKDOWN = "markdown"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper; `notices` are sentences on what was left out or could not be read."""

    blocks: tuple[Block, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    form: Form = Form.HTML
    notices: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[tuple[int, Heading], ...]:
        """The headings, each with the place of its block."""
        return tuple((place, block) for place, block in enumerate(self.blocks) if isinstance(block, Heading))

    def anchors(self) -> dict[str, int]:
        """Return where to jump: the place of the block by each anchor that is in it, the first where there are two."""
        found: dict[str, int] = {}
        for place, block in enumerate(self.blocks):
            for anchor in anchors_of(block):
                found.setdefault(anchor, place)
        return found

    def target(self, anchor: str) -> "Block | Item | Equation | Picture | None":
        """Return what has an anchor: a footnote or a reference can be shown without going there."""
        return next(
            (found for block in self.blocks for found in _parts(block) if found.anchor == anchor), None
        )


def _parts(block: Block) -> "Iterator[Block | Item | Equation | Picture]":
    """Yield a block and all in it that may have an anchor."""
    yield block
    match block:
        case Display():
            yield from block.rows
        case Figure():
            yield from block.pictures
        case Listing():
            for item in block.items:
                yield item
                for inner in item.blocks:
                    yield from _parts(inner)
        case Theorem() | Quote() | Footnote():
            for inner in block.blocks:
                yield from _parts(inner)
        case _:
            pass


def anchors_of(block: Block) -> Iterator[str]:
    """Yield the anchors of a block and of everything in it."""
    return (part.anchor for part in _parts(block) if part.anchor)


def tables_of(block: Block) -> Iterator[Table]:
    """Yield the tables in a block, itself included."""
    return (part for part in _parts(block) if isinstance(part, Table))


def figures_of(block: Block) -> Iterator[Figure]:
    """Yield the figures in a block, itself included."""
    return (part for part in _parts(block) if isinstance(part, Figure))


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield all running text of a block, in the order in which it is read."""
    match block:
        case Heading() | Paragraph() | Reference():
            yield block.content
        case Display():
            for row in block.rows:
                yield tuple(Inline(cell, InlineKind.MATH) for cell in row.cells)
        case Listing():
            for item in block.items:
                yield item.label
                yield from _inner(item.blocks)
        case Table():
            yield block.caption
            yield from (cell.content for row in block.rows for cell in row)
        case Figure():
            yield from (picture.caption for picture in block.pictures)
            yield block.caption
        case Code():
            yield block.caption
            yield from block.lines
        case Theorem():
            yield block.title
            yield from _inner(block.blocks)
        case Quote() | Footnote():
            yield from _inner(block.blocks)


def _inner(blocks: Sequence[Block]) -> Iterator[Inlines]:
    for block in blocks:
        yield from inlines_of(block)


def joined(inlines: Iterable[Inline]) -> str:
    """Return inlines as they were written: mathematics as TeX."""
    return "".join(inline.text for inline in inlines)
