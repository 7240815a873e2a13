"""What Markdown tears apart, put together: captions with their figures and tables, and anchors with what they name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.core.document import (
    Block,
    Code,
    Display,
    Figure,
    Heading,
    Inline,
    InlineKind,
    Inlines,
    Paragraph,
    Table,
)
from reader.core.prose import parse_line
from reader.document.enclosing import enclosed
from reader.document.tidy import plain, tidy

_PART: Final = re.compile(r"(\([a-z]\))\s+")
_CAPTION: Final = re.compile(r"((?:Figure|Fig\.|Table|Listing|Algorithm)\s+[\w.]{1,10}):?\s+")


def gathered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a whole text, its sections numbered from level 1."""
    found: list[Block] = []
    shift = min((block.level for block in blocks if isinstance(block, Heading)), default=1) - 1
    section = ""
    abstract = False
    for block in blocks:
        if isinstance(block, Heading):
            anchor = _section_anchor(block.number)
            if anchor and "." not in anchor:
                section = anchor
            abstract = plain(block.content).strip(" .").lower() == "abstract"
            found.append(replace(block, level=block.level - shift, anchor=anchor or None))
        elif isinstance(block, Display):
            rows = block.rows
            number = rows[0].number
            found.append(replace(block, anchor=f"{section}.E{number}" if number else None))
        elif isinstance(block, Paragraph) and abstract:
            found.append(Paragraph(_repaired(block.content)))
        else:
            _gather(found, block, section)
    return tuple(enclosed(found))


def _gather(found: list[Block], block: Block, section: str) -> None:
    """Append a block, or join it with the one before: a caption stands below figures and above all else."""
    before = found[-1] if found else None
    if isinstance(block, Paragraph) and isinstance(before, Figure) and not before.label:
        if (part := _part(block.content)) and len(before.pictures) == 1 and not before.pictures[0].label:
            picture = replace(before.pictures[0], label=part[0], caption=part[1])
            found[-1] = replace(before, pictures=(picture,))
            return
        label, caption = _caption(block.content)
        if label.startswith("Fig"):
            pictures = before.pictures
            found.pop()
            while found and isinstance(found[-1], Figure) and not found[-1].label:
                pictures = (*found[-1].pictures, *pictures)
                found.pop()
            found.append(Figure(pictures, label, caption, _float_anchor(section, label)))
            return
    if isinstance(block, Table | Code) and isinstance(before, Paragraph) and not block.label:
        label, caption = _caption(before.content)
        if label.startswith("Table" if isinstance(block, Table) else ("Listing", "Algorithm")):
            found[-1] = replace(block, label=label, caption=caption, anchor=_float_anchor(section, label))
            return
    found.append(block)


def _caption(content: Inlines) -> tuple[str, Inlines]:
    """Return the label and the rest of a caption; an empty label where it is none."""
    if (
        not content
        or content[0].kind is not InlineKind.TEXT
        or not (match := _CAPTION.match(content[0].text))
    ):
        return "", content
    return match[1], tidy((Inline(content[0].text[match.end() :]), *content[1:]))


def _part(content: Inlines) -> tuple[str, Inlines] | None:
    """Return the label and the caption of one picture of several: “(a)”."""
    if not content or content[0].kind is not InlineKind.TEXT or not (match := _PART.match(content[0].text)):
        return None
    return match[1], tidy((Inline(content[0].text[match.end() :]), *content[1:]))


def _section_anchor(number: str) -> str:
    """Return the name that LaTeXML gives to a section: S2, S2.SS1, A1."""
    if not number:
        return ""
    number = number.removeprefix("Appendix ")
    first, *rest = number.split(".")
    names = [f"S{first}" if first.isdecimal() else f"A{ord(first[0]) - ord('A') + 1}"]
    names += [f"{'S' * (place + 2)}{part}" for place, part in enumerate(rest)]
    return ".".join(names)


def _float_anchor(section: str, label: str) -> str | None:
    name, _, number = label.partition(" ")
    sign = {"Figure": "F", "Fig.": "F", "Table": "T"}.get(name)
    return (
        f"{section}.{sign}{number}" if sign and section else f"alg{number}" if name == "Algorithm" else None
    )


def _repaired(content: Inlines) -> Inlines:
    """Return an abstract read as abstracts are: its formulas have often lost their marks."""
    if any(inline.kind not in (InlineKind.TEXT, InlineKind.MATH) for inline in content):
        return content
    text = "".join(f"${i.text}$" if i.kind is InlineKind.MATH else i.text for i in content)
    return tidy(
        Inline(
            run.text,
            InlineKind.CODE if run.kind == "code" else InlineKind.TEXT,
            run.kind == "strong",
            run.kind == "emphasis",
        )
        for run in parse_line(text)
    )
