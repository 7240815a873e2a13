"""Which paper is read as a whole, and what stands above its text."""

from dataclasses import dataclass, replace

from reader.core.document import Document, Inline, Paragraph
from reader.core.entry import Entry
from reader.service.full_text import ORIGINS


@dataclass(frozen=True, slots=True)
class Subject:
    """Which paper is read: its identifier, and what is known of it, `None` for one that is not stored."""

    identifier: str
    entry: Entry | None = None


def headed(document: Document, entry: Entry | None, remark: str = "") -> Document:
    """Return a document that begins with its title, its authors, where the text is from, and a remark."""
    title = document.title or (entry.paper.title if entry else "")
    names = document.authors or (tuple(entry.paper.authors) if entry else ())
    origin = " ".join(filter(None, (ORIGINS[document.form], *document.notices, remark)))
    head = [
        Paragraph((Inline(title, strong=True),)),
        Paragraph((Inline(", ".join(names)),)),
        Paragraph((Inline(origin, emphasis=True),)),
    ]
    return replace(document, blocks=(*(part for part in head if part.content[0].text), *document.blocks))
