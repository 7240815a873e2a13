"""Text in terminal columns: how wide it is, cut, padded and wrapped."""

from collections.abc import Iterator

from reader.core.width import beginning, width

__all__ = ("cut", "padded", "width", "wrapped")


def cut(text: str, columns: int) -> str:
    """Return `text` in at most `columns` columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    return beginning(text, columns - 1).rstrip() + "…"


def padded(text: str, columns: int) -> str:
    """Return `text` with blanks up to `columns` columns."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """Return the paragraphs of `text` in lines of at most `columns` columns, the later ones after `indent`."""
    paragraphs = ("\n".join(_lines(part, columns, indent)) for part in text.split("\n\n"))
    return "\n\n".join(paragraphs)


def _lines(text: str, columns: int, indent: str) -> Iterator[str]:
    line = start = ""
    for word in text.split():
        if line != start and width(line) + 1 + width(word) > columns:
            yield line
            line = start = indent
        line += word if line == start else f" {word}"
        while width(line) > columns and len(line) > len(start) + 1:
            head = beginning(line, columns)
            yield head
            start = indent
            line = indent + line[len(head) :]
    if line != start:
        yield line
