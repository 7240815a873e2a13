"""The authors of a LaTeXML page, without what stands below their names."""

from typing import TYPE_CHECKING

from reader.core.text import clean_line
from reader.document.latexml_inline import InlineReader
from reader.document.tidy import plain, tidy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def read_authors(node: "LexborNode", inline: InlineReader) -> list[str]:
    """Return the names in an element."""
    authors: list[str] = []
    for person in node.css(".ltx_personname")[:1_000]:
        lines: list[list[LexborNode]] = [[]]
        for part in person.iter(include_text=True):
            if part.tag == "br":
                lines.append([])
            elif part.tag != "sup":
                lines[-1].append(part)
        # What stands below a name is where its person works.
        names = (plain(tidy(inline.read(line))).strip(" ,;*†‡§¶&") for line in lines)
        if name := next(filter(None, names), ""):
            authors.append(clean_line(name))
    return authors
