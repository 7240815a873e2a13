"""A whole document as Markdown, for notes and for other programs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from reader.core.document import (
    Block,
    Code,
    Display,
    Document,
    Equation,
    Figure,
    Footnote,
    Heading,
    Inline,
    InlineKind,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Reference,
    Table,
    Theorem,
)
from reader.document.table_text import cell_texts
from reader.document.tidy import plain

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>$#|~])")
_BEGINNING: Final = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+](?:\s|$)|-+$))")
"""What would make a list or a heading of a paragraph."""

_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_BAR: Final = re.compile(r"(\\?)\|")
_TICKS: Final = re.compile(r"`+")
_FENCE: Final = re.compile(r"`{3,}")


def to_markdown(document: Document) -> Iterator[str]:
    """Yield a document as Markdown, part by part; formulas are TeX between dollars."""
    if document.title:
        yield f"# {_escaped(document.title)}\n\n"
    if document.authors:
        yield f"{_escaped(', '.join(document.authors))}\n\n"
    for place, block in enumerate(document.blocks):
        after = document.blocks[place + 1] if place + 1 < len(document.blocks) else None
        close = isinstance(block, Reference | Footnote) and type(after) is type(block)
        yield "\n".join(block_lines(block)) + ("\n" if close else "\n\n")


def block_lines(block: Block) -> list[str]:
    """Return a block as lines of Markdown."""
    match block:
        case Heading():
            number = f"{block.number} " if block.number else ""
            return [f"{'#' * min(block.level + 1, 6)} {number}{inline_markdown(block.content)}"]
        case Paragraph():
            return [_BEGINNING.sub(r"\1\\", inline_markdown(block.content))]
        case Display():
            return _display(block.rows)
        case Listing():
            return _listing(block)
        case Table():
            return [*_caption(block), *table_lines(block)]
        case Figure():
            pictures = [
                f"![{_escaped(plain(p.caption))}]({_place(p.address)})" for p in block.pictures if p.address
            ]
            return [*pictures, *([""] if pictures else []), *_caption(block)]
        case Code():
            return _code(block)
        case Theorem():
            title = _escaped(plain(block.title))
            return [*([f"**{title}**", ""] if title else []), *_blocks(block.blocks)]
        case Quote():
            return [f"> {line}".rstrip() for line in _blocks(block.blocks)]
        case Footnote():
            return _hung(f"[^{block.label}]: ", _blocks(block.blocks))
        case Reference():
            label = f"\\[{_escaped(block.label.strip('[]'))}\\] " if block.label else ""
            return [f"- {label}{inline_markdown(block.content)}"]


def inline_markdown(inlines: Iterable[Inline]) -> str:
    """Return running text as Markdown."""
    return "".join(map(_inline, inlines)).strip()


def table_lines(table: Table) -> list[str]:
    """Return a table as a pipe table; what goes over several columns or rows stands in the first of them."""
    rows = cell_texts(table, _cell_markdown)
    count = len(rows[0]) if rows else 0
    if not count:
        return []
    lines = [f"| {' | '.join(row)} |" for row in rows]
    head = lines[: table.head or 0] or [f"|{'   |' * count}"]
    return [head[0], f"|{' --- |' * count}", *head[1:], *lines[table.head :]]


def _cell_markdown(content: Inlines) -> str:
    """Return a cell, without a bar that would part it."""
    return inline_markdown(_barless(inline) for inline in content)


def _barless(inline: Inline) -> Inline:
    match inline.kind:
        case InlineKind.MATH:
            text = _BAR.sub(lambda bar: "\\Vert " if bar[1] else "\\vert ", inline.text)
        case InlineKind.CODE:
            text = inline.text.replace("|", "\\|")
        case _:
            return inline
    return replace(inline, text=text)


def _place(address: str) -> str:
    return address if address.isascii() and not set(address) & set("() ") else f"<{address}>"


def _blocks(blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines += block_lines(block)
    return lines


def _display(rows: Sequence[Equation]) -> list[str]:
    def row(equation: Equation) -> str:
        return " & ".join(equation.cells) + (f" \\tag{{{equation.number}}}" if equation.number else "")

    if len(rows) == 1 and len(rows[0].cells) == 1:
        return ["$$", row(rows[0]), "$$"]
    return ["$$", "\\begin{align}", " \\\\\n".join(map(row, rows)), "\\end{align}", "$$"]


def _listing(block: Listing) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, start=1):
        label = plain(item.label)
        if block.described:
            lines += _hung("- ", [f"**{_escaped(label)}**", *_blocks(item.blocks)])
        else:
            lines += _hung(f"{number}. " if any(map(str.isalnum, label)) else "- ", _blocks(item.blocks))
    return lines


def _hung(sign: str, lines: Sequence[str]) -> list[str]:
    first, *rest = lines or [""]
    return [sign + first, *(" " * min(len(sign), 4) + line if line else "" for line in rest)]


def _caption(block: Table | Figure | Code) -> list[str]:
    label = f"**{_escaped(block.label)}** " if block.label else ""
    text = f"{label}{inline_markdown(block.caption)}".strip()
    return [text, ""] if text else []


def _code(block: Code) -> list[str]:
    lines = [plain(line).rstrip() for line in block.lines]
    ticks = max((len(match[0]) for line in lines for match in _FENCE.finditer(line)), default=2)
    fence = "`" * (ticks + 1)
    return [*_caption(block), f"{fence}{block.language.lower()}", *lines, fence]


def _inline(inline: Inline) -> str:
    match inline.kind:
        case InlineKind.MATH:
            return f"${inline.text}$"
        case InlineKind.CODE:
            ticks = "`" * (1 + max(map(len, _TICKS.findall(inline.text)), default=0))
            gap = " " if len(ticks) > 1 else ""
            return f"{ticks}{gap}{inline.text}{gap}{ticks}"
        case InlineKind.NOTE:
            return f"[^{inline.text}]"
        case InlineKind.LINK if inline.target:
            return f"[{_escaped(inline.text)}](<{inline.target}>)"
        case _:
            return _emphasised(inline)


def _emphasised(inline: Inline) -> str:
    """Return text between marks of emphasis, which may not stand beside a blank."""
    words = inline.text.strip()
    if not words or not (inline.strong or inline.emphasis):
        return _escaped(inline.text)
    sign = "*" * (2 * inline.strong + inline.emphasis)
    start = inline.text[: len(inline.text) - len(inline.text.lstrip())]
    end = inline.text[len(inline.text.rstrip()) :]
    return f"{start}{sign}{_escaped(words)}{sign}{end}"


def _escaped(text: str) -> str:
    return _ENTITY.sub(r"\\&", _SPECIAL.sub(r"\\\1", text))
