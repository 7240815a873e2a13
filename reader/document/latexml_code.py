"""The programs and algorithms of a LaTeXML page, every blank kept."""

from typing import TYPE_CHECKING

from reader.core.document import Code, Inline, InlineKind, Inlines
from reader.core.text import clean_line
from reader.document.latexml_inline import InlineReader, Manner
from reader.document.latexml_tag import classes_of
from reader.document.tidy import clean_code, clean_text, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def read_code(node: "LexborNode", inline: InlineReader, anchor: str | None) -> Code:
    """Return a listing or preformatted text, line by line."""
    lines: list[Inlines] = []
    language = ""
    for name in classes_of(node):
        if name.startswith("ltx_lst_language_"):
            language = clean_line(name[17:], 40)
    if node.tag == "pre":
        text = node.text().strip("\n")
        lines = [(Inline(clean_code(line), InlineKind.CODE),) for line in text.split("\n")]
    else:
        for part in node.iter():
            if "ltx_listingline" in classes_of(part):
                lines.append(_line(part, inline, numbered=not language))
        if not lines:
            lines = [tidy(inline.read(node.iter(include_text=True)))]
    return Code(tuple(lines), language, anchor=anchor)


def _line(node: "LexborNode", inline: InlineReader, *, numbered: bool) -> Inlines:
    """Return a line of a program without its number, or of an algorithm with it."""
    found: list[Inline] = []
    for part in node.iter(include_text=True):
        if part.tag == "span" and "ltx_tag_listingline" in classes_of(part):
            if numbered:
                found.append(Inline(f"{clean_text(part.text()).strip():>4}"))
        else:
            found += inline.read([part], Manner(exact=True))
    if not numbered:
        text = "".join(inline.text for inline in found).replace("␣", " ").rstrip()
        return (Inline(text, InlineKind.CODE),)
    while found and not found[-1].text.strip():
        found.pop()
    return tuple(found)
