"""Text and paragraphs of documents, made up for tests."""

from reader.core.document import Inline, Paragraph


def text(words: str) -> tuple[Inline, ...]:
    """Return running text."""
    return (Inline(words),)


def para(words: str) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(text(words))
